"""The part of the page with the differences: charts with intervals, and each in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator.report.document import Chart, Grid, Paragraph
from allocator.scenarios.comparison.charts import Dot, dot_chart
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.shown import (
    HEADLINE,
    HUNDRED,
    MEASURES,
    SHELTER,
    Amounts,
    Verdict,
)
from allocator.scenarios.comparison.shown import verdict as verdict_of
from allocator.texts import Texts

DRAWN = ("housed_persons", "person_weeks", "waited_mean", "empty_days", "shelter_without")


def differing(result: Result, t: Texts) -> Sequence[Paragraph | Chart | Grid]:
    """Return the differences of all scenarios with the base."""
    return [
        Paragraph(t("report.scenario.differences_intro", base=result.found.base)),
        *_charts(result, t),
        *(_table(result, number, t) for number in range(len(result.others))),
        Paragraph(t("report.scenario.differences_note", base=result.found.base), quiet=True),
    ]


def _charts(result: Result, t: Texts) -> Iterator[Chart]:
    """Yield a chart for each measure of which there are intervals."""
    for name in DRAWN:
        dots = list(_dots(result, name))
        if dots:
            title = t(f"report.scenario.measure.{name}")
            yield Chart(
                f"chart-{name.replace('_', '-')}",
                t("report.scenario.chart", measure=title, base=result.found.base),
                t("report.scenario.chart_text"),
                dot_chart(dots, t("report.scenario.chart_axis", measure=title), t),
            )


def _dots(result: Result, measure: str) -> Iterator[Dot]:
    times = HUNDRED if MEASURES[measure].share else 1
    for reading in result.others:
        name = reading.scenario.name
        found = result.found.difference(name, measure)
        if found is not None and found.low is not None and found.high is not None:
            sure = verdict_of(found) in (Verdict.MORE, Verdict.LESS)
            yield Dot(name, times * found.mean, times * found.low, times * found.high, sure)


def _table(result: Result, number: int, t: Texts) -> Grid:
    """Return the figures of a scenario beside those of the base."""
    show, base = Amounts(t), result.found.base
    name = result.others[number].scenario.name
    rows = []
    for measure in (*HEADLINE, *SHELTER):
        known = MEASURES[measure]
        if measure in SHELTER and result.found.value(name, measure) is None:
            continue
        difference = result.found.difference(name, measure)
        verdict = verdict_of(difference)
        rows.append(
            (
                t(f"report.scenario.measure.{measure}"),
                show.value(known, result.found.value(base, measure)),
                show.value(known, result.found.value(name, measure)),
                show.change(known, difference),
                t(f"report.scenario.verdict.{verdict}"),
            )
        )
    headings = (
        t("report.scenario.figure"),
        base,
        name,
        t("report.scenario.difference"),
        t("report.scenario.in_words"),
    )
    caption = t("report.scenario.beside", scenario=name, base=base)
    return Grid(f"table-difference-{number + 1}", caption, headings, rows, (1, 2, 3))
