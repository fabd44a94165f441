"""The report of a matching plan: ``report.html``, one page that needs nothing else.

It works without network, script or image.  Its own policy allows one style sheet, by its
hash, and nothing more.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from allocator.domain.instance import Instance
from allocator.figures.comparison import comparison
from allocator.figures.counts import outcome
from allocator.figures.groups import group_tables
from allocator.figures.settings import changed_settings
from allocator.figures.waiting import week_bands
from allocator.figures.wijken import wijk_figures
from allocator.plan import MatchingPlan, TierResult
from allocator.report import public
from allocator.report.charts import waiting_chart, wijk_chart
from allocator.texts import Texts, texts

PAGE, STYLE = "report.html", "report.css"
PARTS = (
    "tiers",
    "proposals",
    "unplaced",
    "wijken",
    "taakstelling",
    "waiting",
    "groups",
    "comparison",
    "settings",
)
REASONS = ("no_home", "limit", "choice", "priority")


def to_html(
    instance: Instance,
    plan: MatchingPlan,
    *,
    language: str = "nl",
    helps: Mapping[str, str] | None = None,
) -> bytes:
    """Return the report of a plan.

    Parameters
    ----------
    helps
        By household that is left out, a sentence on what would help it, which must name no
        personal trait; shown beneath the reason.
    """
    t = texts(language)
    figures, bands = wijk_figures(instance, plan), week_bands(plan)
    page = (
        environment()
        .get_template(PAGE)
        .render(
            t=t,
            show=Shown(t),
            parts=PARTS,
            public=public,
            style=style(),
            policy=content_security_policy(),
            instance=instance,
            plan=plan,
            whole=outcome(plan.proposals, plan.unplaced),
            names=_names(instance),
            reasons=[(key, [r for r in plan.unplaced if r.reason == key]) for key in REASONS],
            helps=helps or {},
            wijken=figures,
            wijk_chart=wijk_chart(figures, t),
            bands=bands,
            waiting_chart=waiting_chart(bands, t),
            groups=group_tables(instance, plan),
            comparison=comparison(plan),
            settings=changed_settings(instance.policy),
        )
    )
    return page.encode("utf-8")


class Shown:
    """How values are written in a language."""

    def __init__(self, t: Texts) -> None:
        self._t = t

    def number(self, amount: float) -> str:
        """Return a number, with its thousands apart."""
        return str(format_decimal(amount, locale=self._t.language))

    def seconds(self, amount: float) -> str:
        """Return seconds, to a tenth."""
        return self.number(round(amount, 1))

    def percent(self, share: float | None) -> str:
        """Return a fraction as a percentage, or a dash."""
        return "–" if share is None else str(format_percent(share, locale=self._t.language))

    def value(self, value: object) -> str:
        """Return the value of a setting."""
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        if isinstance(value, bool):
            return str(value).lower()
        return "–" if value is None else str(value)

    def gap(self, tier: TierResult) -> int | None:
        """Return how much better than the best one a plan can be at most, if that is known."""
        if tier.best is None or tier.bound is None:
            return None
        return abs(tier.bound - tier.best)

    def categories(self, trait: str, names: Sequence[str], last: str = "report.groups.or") -> str:
        """Return categories of a trait in words: ``a, b or c``."""
        said = [self.category(trait, name) for name in names]
        if len(said) == 1:
            return said[0]
        return f"{', '.join(said[:-1])} {self._t(last)} {said[-1]}"

    def category(self, trait: str, name: str) -> str:
        """Return a category of a trait in words; numbers are their own."""
        if trait in ("size", "age"):
            return name.replace("-", "–")
        return self._t(f"report.group.{trait}.{name}")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return what fills in the templates: every value is escaped, a missing one an error."""
    return Environment(
        loader=PackageLoader("allocator.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@lru_cache(maxsize=1)
def style() -> Markup:
    """Return the style sheet, as it stands in the page; the hash is of these very bytes."""
    loader = environment().loader
    if loader is None:
        raise FileNotFoundError(STYLE)
    return Markup(loader.get_source(environment(), STYLE)[0])  # noqa: S704 (a file of ours)


def content_security_policy() -> str:
    """Return the policy of the page: nothing but its own style sheet."""
    digest = hashlib.sha256(style().encode("utf-8")).digest()
    hashed = base64.b64encode(digest).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"


def _names(instance: Instance) -> dict[str, str]:
    """Return what people call a wijk or a corporatie, by the name of its limit."""
    return {
        **{f"draagkracht:{wijk.code}": wijk.name for wijk in instance.wijken},
        **{f"corporatie:{owner.id}": owner.name for owner in instance.corporaties},
    }
