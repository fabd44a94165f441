"""The report of a matching plan: ``report.html``, one page that needs nothing else.

It works without network, script or image.  Its own policy allows one style sheet, by its
hash, and nothing more.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from allocator.shelter_plan import RelocationPlan
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


@dataclass(frozen=True)
class Section:
    """A part of a page: its id in the page, its heading, and the template that fills it."""

    id: str
    title: str
    template: str


@dataclass(frozen=True)
class Fact:
    """What is told of how a plan was made; ``code`` for what people copy rather than read."""

    term: str
    text: str
    code: bool = False


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
    show = Shown(t)
    figures, bands = wijk_figures(instance, plan), week_bands(plan)
    page = (
        environment()
        .get_template(PAGE)
        .render(
            t=t,
            show=show,
            title=t("report.title", name=plan.name),
            sections=[Section(p, t(f"report.{p}"), f"sections/{p}.html") for p in PARTS],
            public=public,
            style=style(),
            policy=content_security_policy(style()),
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
            made=_made(plan, show, t),
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


@lru_cache(maxsize=2)
def style(more: str = "") -> Markup:
    """Return the style sheet as it stands in a page, with one of its own after it."""
    loader = environment().loader
    if loader is None:
        raise FileNotFoundError(STYLE)
    sheets = [loader.get_source(environment(), name)[0] for name in (STYLE, more) if name]
    return Markup("".join(sheets))  # noqa: S704 (files of ours)


def content_security_policy(style: Markup) -> str:
    """Return the policy of a page: nothing but its own style sheet; the hash is of its bytes."""
    digest = hashlib.sha256(style.encode("utf-8")).digest()
    hashed = base64.b64encode(digest).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"


def _made(plan: MatchingPlan, show: Shown, t: Texts) -> list[Fact]:
    """Return how the plan was made."""
    return [
        Fact(t("report.settings.instance"), plan.name),
        Fact(t("report.settings.digest"), plan.input_digest, code=True),
        Fact(t("report.settings.seed"), str(plan.lottery_seed)),
        Fact(t("report.settings.pairs"), show.number(plan.possible_pairs)),
        *_ahead(plan, show, t),
        *solved(plan, show, t),
    ]


def _ahead(plan: MatchingPlan, show: Shown, t: Texts) -> list[Fact]:
    """Return how far the plan looks ahead, when that was asked for."""
    weeks = plan.weeks_ahead
    if weeks is None:
        return []
    said = show.number(weeks) if weeks else t("report.settings.not_ahead")
    return [Fact(t("report.settings.ahead"), said)]


def solved(plan: MatchingPlan | RelocationPlan, show: Shown, t: Texts) -> list[Fact]:
    """Return what made a plan, and in how long."""
    seconds = show.seconds(plan.seconds.get("solve", 0))
    return [
        Fact(t("report.settings.solver"), plan.solver),
        Fact(t("report.settings.version"), plan.version),
        Fact(t("report.settings.seconds"), t("report.settings.seconds.value", seconds=seconds)),
    ]


def _names(instance: Instance) -> dict[str, str]:
    """Return what people call a wijk or a corporatie, by the name of its limit."""
    return {
        **{f"draagkracht:{wijk.code}": wijk.name for wijk in instance.wijken},
        **{f"corporatie:{owner.id}": owner.name for owner in instance.corporaties},
    }
