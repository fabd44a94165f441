"""The page of a comparison: ``report.html``."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.report.document import Fact, Part, to_page
from allocator.scenarios.comparison.basis import limits, numbers, scenarios
from allocator.scenarios.comparison.differing import differing
from allocator.scenarios.comparison.gaining import gaining
from allocator.scenarios.comparison.groups import groups
from allocator.scenarios.comparison.headline import headline, taakstelling
from allocator.scenarios.comparison.loads import loads
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.sheltered import shelter, sheltered
from allocator.scenarios.comparison.shown import MEASURES, Amounts
from allocator.scenarios.comparison.words import lead
from allocator.texts import Texts, texts

FACTS = ("housed_persons", "waiting_persons_end", "waited_mean", "waited_p90")


def to_html(result: Result, *, language: str) -> bytes:
    """Return the page of a comparison, or of one scenario."""
    t = texts(language)
    return to_page(
        title(result, t),
        result.instance.peildatum,
        lead=list(lead(result, t)),
        facts=list(_facts(result, t)),
        parts=list(_parts(result, t)),
        t=t,
    )


def title(result: Result, t: Texts) -> str:
    """Return what the page is called."""
    if result.others:
        return t("report.scenario.title", name=result.instance.name)
    name = result.found.base
    return t("report.scenario.title_one", scenario=name, name=result.instance.name)


def _facts(result: Result, t: Texts) -> Iterator[Fact]:
    """Yield the figures of the base that stand out."""
    show = Amounts(t)
    for measure in FACTS:
        found = result.found.value(result.found.base, measure)
        value = show.value(MEASURES[measure], found)
        yield Fact(value, t(f"report.scenario.fact.{measure}"))


def _parts(result: Result, t: Texts) -> Iterator[Part]:
    compared = bool(result.others)
    yield Part("brief", t("report.scenario.brief"), headline(result, t))
    yield Part("task", t("report.scenario.task"), taakstelling(result, t))
    if compared:
        yield Part("differences", t("report.scenario.differences"), differing(result, t))
    yield Part("groups", t("report.scenario.groups"), groups(result, t))
    if sheltered(result):
        yield Part("shelter", t("report.scenario.shelter"), shelter(result, t))
    yield Part("wijken", t("report.scenario.wijken"), loads(result, t))
    if compared:
        yield Part("gains", t("report.scenario.gains"), gaining(result, t))
    yield Part("scenarios", t("report.scenario.scenarios"), scenarios(result, t))
    yield Part("numbers", t("report.scenario.numbers"), numbers(result, t))
    yield Part("limits", t("report.scenario.limits"), limits(result, t))
