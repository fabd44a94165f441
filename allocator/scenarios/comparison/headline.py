"""The part of the page that says it all: each scenario in a line, and its differences in words."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.report.document import Grid, Paragraph
from allocator.scenarios.comparison.result import Result, to_do
from allocator.scenarios.comparison.shown import IN_LINE, MEASURES, Amounts
from allocator.scenarios.comparison.words import told
from allocator.texts import Texts


def headline(result: Result, t: Texts) -> Sequence[Paragraph | Grid]:
    """Return in what each scenario differs from the base, and the headline figures of all."""
    show = Amounts(t)
    sentences = [Paragraph(told(result, reading, t)) for reading in result.others]
    rows = [
        (
            name,
            *(show.value(MEASURES[m], result.found.value(name, m)) for m in IN_LINE),
        )
        for name in result.found.scenarios
    ]
    headings = (
        t("report.scenario.scenario"),
        *(t(f"report.scenario.short.{measure}") for measure in IN_LINE),
    )
    numbers = range(1, len(headings))
    caption = t("report.scenario.headline", weeks=result.weeks)
    return [
        *sentences,
        Grid("table-headline", caption, headings, rows, numbers),
        Paragraph(t("report.scenario.measures_note", term=_term(result)), quiet=True),
    ]


def taakstelling(result: Result, t: Texts) -> Sequence[Paragraph | Grid]:
    """Return per half-year what was to be done, who was housed, and what is left."""
    show = Amounts(t)
    housed, left = MEASURES["housed_persons"], MEASURES["task_left"]
    rows = []
    for reading in result.readings:
        name = reading.scenario.name
        for task in result.tasks(reading):
            group = task.until.isoformat()
            rows.append(
                (
                    name,
                    t.day(task.until),
                    show.number(to_do(task), 0),
                    show.value(housed, result.found.value(name, "housed_persons", group)),
                    show.value(left, result.found.value(name, "task_left", group)),
                )
            )
    if not rows:
        return [Paragraph(t("report.scenario.no_task"))]
    headings = (
        t("report.scenario.scenario"),
        t("report.scenario.half_year"),
        t("report.scenario.to_do"),
        t("report.scenario.measure.housed_persons"),
        t("report.scenario.left"),
    )
    return [
        Grid("table-task", t("report.scenario.task_caption"), headings, rows, (1, 2, 3, 4)),
        Paragraph(t("report.scenario.task_note", day=t.day(result.last_day)), quiet=True),
    ]


def _term(result: Result) -> int:
    """Return the weeks within which people should have a home."""
    return result.instance.policy.term_weeks
