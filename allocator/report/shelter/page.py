"""The report of a relocation plan: ``report.html``, one page that needs nothing else.

It looks and works as that of a matching plan, :mod:`allocator.report.page`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from allocator.domain.instance import Instance
from allocator.figures.settings import changed_settings
from allocator.report.charts import Drawing
from allocator.report.page import (
    Fact,
    Section,
    content_security_policy,
    environment,
    solved,
    style,
)
from allocator.report.shelter import sentences
from allocator.report.shelter.charts import month_chart, site_chart
from allocator.report.shelter.figures.deviations import site_deviations
from allocator.report.shelter.figures.flows import matrix, month_flows
from allocator.report.shelter.figures.households import times_moved
from allocator.report.shelter.figures.missing import missing_rows
from allocator.report.shelter.figures.months import month_figures
from allocator.report.shelter.figures.rooms import rooms_after
from allocator.report.shelter.figures.shortages import reason_figures
from allocator.report.shelter.figures.sites import SiteFigure, site_figures, site_names
from allocator.report.shelter.shown import ShelterShown
from allocator.shelter_plan import RelocationPlan
from allocator.texts import Texts, texts

PAGE, STYLE = "shelter/report.html", "shelter/shelter.css"
PARTS = (
    "tiers",
    "months",
    "shortages",
    "flows",
    "occupancy",
    "extension",
    "households",
    "announced",
    "deviations",
    "moves",
    "unsheltered",
    "settings",
)
WHEN_COMPARED = "announced"
"""The part that is there only when the plan is compared with an earlier one."""
OF_ALL_PAGES = ("settings",)
"""Parts that are filled by the template of the matching plan."""
MOST_COLUMNS = 12
"""Sites in a table from site to site: more do not fit on paper."""
MOST_PANELS = 40


@dataclass(frozen=True)
class Panel:
    """A site with its chart."""

    site: SiteFigure
    drawing: Drawing


@dataclass(frozen=True)
class Year:
    """The months of the plan in a calendar year, and the number of the first."""

    name: str
    first: int
    months: tuple[str, ...]


def to_html(instance: Instance, plan: RelocationPlan, *, language: str = "nl") -> bytes:
    """Return the report of a plan."""
    t = texts(language)
    show, names = ShelterShown(t), site_names(instance)
    css = style(STYLE)
    page = (
        environment()
        .get_template(PAGE)
        .render(
            t=t,
            show=show,
            title=t("report.shelter.title", name=plan.name),
            sections=[
                Section(p, t(f"report.shelter.{p}"), _template(p))
                for p in PARTS
                if p != WHEN_COMPARED or plan.announced is not None
            ],
            style=css,
            policy=content_security_policy(css),
            plan=plan,
            names=names,
            **_figures(instance, plan, show, t),
            **_said(instance, plan, show, names, t),
            settings=changed_settings(instance.policy),
            made=_made(plan, show, t),
        )
    )
    return page.encode("utf-8")


def _template(part: str) -> str:
    """Return the template of a part."""
    return f"{'sections' if part in OF_ALL_PAGES else 'shelter'}/{part}.html"


def _figures(
    instance: Instance, plan: RelocationPlan, show: ShelterShown, t: Texts
) -> dict[str, object]:
    """Return the figures and charts, by their name in the templates."""
    months, sites = month_figures(plan), site_figures(instance, plan)
    flows = month_flows(plan)
    return {
        "months": months,
        "month_chart": month_chart(months, show, t),
        "shortages": reason_figures(plan),
        "missing": missing_rows(plan, t),
        "flows": flows,
        "largest_flow": max((f.count.persons for m in flows for f in m.flows), default=0),
        "matrix": matrix(plan.moves),
        "most_columns": MOST_COLUMNS,
        "sites": sites,
        "panels": [Panel(s, site_chart(s, plan.months, show)) for s in _fullest(sites)],
        "years": _years(plan.months),
        "times": times_moved(plan),
        "rooms_of": rooms_after(plan),
        "changed": [row for row in plan.announced or () if row.changed],
    }


def _said(
    instance: Instance,
    plan: RelocationPlan,
    show: ShelterShown,
    names: Mapping[str, str],
    t: Texts,
) -> dict[str, object]:
    """Return the sentences, by their name in the templates."""
    months = month_figures(plan)
    deviations = site_deviations(instance, plan)
    return {
        "lead": list(sentences.lead(plan, months, show, t)),
        "facts": sentences.key_figures(plan, months, show, t),
        "said": list(sentences.tier_sentences(plan, show, t)),
        "announced": sentences.announced(plan, show, t),
        "again": sentences.again(plan, show, t),
        "school": sentences.school(instance, plan, show, t),
        "counted": sentences.extension(plan, site_figures(instance, plan), show, t),
        "deviations": [sentences.deviation(row, names, t) for row in deviations],
        "rooms": sentences.room_changes(plan, show, t),
    }


def _fullest(sites: Sequence[SiteFigure]) -> list[SiteFigure]:
    """Return the sites that get a chart: all, or those of most persons, in their order."""
    by_size = sorted(sites, key=lambda site: -site.fullest)
    shown = {site.id for site in by_size[:MOST_PANELS]}
    return [site for site in sites if site.id in shown]


def _years(months: Sequence[str]) -> list[Year]:
    """Return the months by calendar year."""
    years, first = [], 0
    for name, group in groupby(months, key=lambda month: month[:4]):
        found = tuple(group)
        years.append(Year(name, first, found))
        first += len(found)
    return years


def _made(plan: RelocationPlan, show: ShelterShown, t: Texts) -> list[Fact]:
    """Return how the plan was made."""
    return [
        Fact(t("report.settings.instance"), plan.name),
        Fact(t("report.settings.digest"), plan.input_digest, code=True),
        *solved(plan, show, t),
    ]
