"""The part of the page about the shelter, where a scenario asks for it to be planned."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.report.document import Grid, Paragraph
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.shown import MEASURES, SHELTER, Amounts
from allocator.texts import Texts

PROVEN = "shelter_proven_months"


def sheltered(result: Result) -> bool:
    """Whether the shelter was planned in some scenario."""
    return any(result.found.value(name, SHELTER[0]) is not None for name in result.found.scenarios)


def shelter(result: Result, t: Texts) -> Sequence[Paragraph | Grid]:
    """Return what the months of the shelter come to, and how good their plans are."""
    show = Amounts(t)
    told = (*SHELTER, PROVEN)
    rows = [
        (name, *(show.value(MEASURES[m], result.found.value(name, m)) for m in told))
        for name in result.found.scenarios
    ]
    headings = (
        t("report.scenario.scenario"),
        *(t(f"report.scenario.measure.{measure}") for measure in told),
    )
    caption = t("report.scenario.shelter_caption")
    return [
        Paragraph(t("report.scenario.shelter_intro")),
        Grid("table-shelter", caption, headings, rows, range(1, len(headings))),
        Paragraph(t("report.scenario.shelter_note"), quiet=True),
    ]
