"""The part of the page about who is housed sooner, and who later."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.report.document import Grid, Paragraph
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.shown import Amounts, Measure
from allocator.scenarios.comparison.tables import OUTCOMES
from allocator.texts import Texts

COUNT = Measure("households", 1)


def gaining(result: Result, t: Texts) -> Sequence[Paragraph | Grid]:
    """Return how many households are housed sooner or later than in the base."""
    show, base = Amounts(t), result.found.base
    rows = [
        (one.scenario, *(show.value(COUNT, getattr(one, outcome)) for outcome in OUTCOMES))
        for one in result.found.gains
    ]
    headings = (
        t("report.scenario.scenario"),
        *(t(f"report.scenario.gains.{outcome}") for outcome in OUTCOMES),
    )
    caption = t("report.scenario.gains_caption", base=base)
    return [
        Paragraph(t("report.scenario.gains_intro", base=base)),
        Grid("table-gains", caption, headings, rows, range(1, len(headings))),
        Paragraph(t("report.scenario.gains_note"), quiet=True),
    ]
