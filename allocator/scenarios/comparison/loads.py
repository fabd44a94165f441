"""The part of the page about the wijken: how full they are at the end of each year."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.report.document import Chart, Grid, Paragraph
from allocator.scenarios.comparison.charts import Load, load_chart
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.shown import HUNDRED, MEASURES, Amounts
from allocator.texts import Texts

LOAD = "wijk_load"
FULL = 0.995
"""From this share of its draagkracht on, on average, a wijk is full; written it is 100%."""


def loads(result: Result, t: Texts) -> Sequence[Paragraph | Chart | Grid]:
    """Return for each year a chart of the base, and a table of all scenarios."""
    blocks: list[Paragraph | Chart | Grid] = [Paragraph(t("report.scenario.wijken_intro"))]
    for year in range(result.instance.peildatum.year, result.last_day.year + 1):
        codes = _filled(result, year)
        if codes:
            blocks += [_chart(result, codes, year, t), _grid(result, codes, year, t)]
    if len(blocks) == 1:
        return [Paragraph(t("report.scenario.wijken_none"))]
    return [*blocks, Paragraph(t("report.scenario.wijken_note"), quiet=True)]


def _filled(result: Result, year: int) -> list[str]:
    """Return the wijken where somebody was placed in some scenario, the fullest first."""
    most = {
        str(wijk.code): max(_load(result, name, wijk.code, year) for name in result.found.scenarios)
        for wijk in result.instance.wijken
    }
    base = {code: _load(result, result.found.base, code, year) for code in most}
    filled = [code for code, load in most.items() if load]
    return sorted(filled, key=lambda code: (-base[code], -most[code], code))


def _load(result: Result, scenario: str, wijk: str, year: int) -> float:
    found = result.found.value(scenario, LOAD, f"{wijk} {year}")
    return found.mean if found is not None else 0.0


def _chart(result: Result, codes: Sequence[str], year: int, t: Texts) -> Chart:
    names = _names(result)
    base = result.found.base
    bars = []
    for code in codes:
        load = _load(result, base, code, year)
        bars.append(Load(names[code], HUNDRED * load, load >= FULL))
    title = t("report.scenario.wijken_chart", year=year, base=base)
    text = t("report.scenario.wijken_text")
    return Chart(f"chart-wijken-{year}", title, text, load_chart(bars, t))


def _grid(result: Result, codes: Sequence[str], year: int, t: Texts) -> Grid:
    show, names = Amounts(t), _names(result)

    def cell(scenario: str, code: str) -> str:
        said = show.value(MEASURES[LOAD], result.found.value(scenario, LOAD, f"{code} {year}"))
        full = _load(result, scenario, code, year) >= FULL
        return t("report.scenario.full_value", value=said) if full else said

    rows = [(names[code], *(cell(s, code) for s in result.found.scenarios)) for code in codes]
    headings = (t("report.scenario.wijk"), *result.found.scenarios)
    caption = t("report.scenario.wijken_caption", year=year)
    return Grid(f"table-wijken-{year}", caption, headings, rows, range(1, len(headings)))


def _names(result: Result) -> dict[str, str]:
    return {str(wijk.code): wijk.name for wijk in result.instance.wijken}
