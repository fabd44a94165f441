"""Sheets of a workbook: tables, and one that explains them.

Texts stay text and numbers numbers, whatever they look like; nothing in a cell is ever run
as a formula.  The same tables give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from allocator.plan import TierResult
from allocator.reading.sheet_notes import write_note
from allocator.reading.write_workbook import OPTIONS
from allocator.report.tables import Table
from allocator.texts import Texts

A4 = 9
NARROWEST, WIDEST, SENTENCE = 10, 40, 90
SENTENCES = ("why", "meaning")
# A cell holds no longer text, and a spreadsheet keeps 15 digits of a number.
LONGEST_CELL = 32_767
LARGEST_NUMBER = 10**15


@dataclass(frozen=True)
class Formats:
    """How cells look; ``text`` keeps a cell a text, also when somebody edits it."""

    title: Format
    heading: Format
    text: Format
    number: Format
    day: Format


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own; its messages are those of ``key``."""

    title: str
    key: str
    table: Table


def workbook_of(
    title: str, peildatum: date, sheets: Sequence[Sheet], tiers: Sequence[TierResult], t: Texts
) -> bytes:
    """Return an .xlsx file of some sheets, with one before them that explains all."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**OPTIONS, "in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime.combine(peildatum, time())})
        formats = _formats(workbook)
        first = workbook.add_worksheet(t("workbook.explanation"))
        said = (
            t("workbook.peildatum", day=t.day(peildatum)),
            t("workbook.internal"),
            t("workbook.booleans"),
        )
        first.write_string(0, 0, title, formats.title)
        for row, line in enumerate(said, start=1):
            first.write_string(row, 0, line)
        _write_explanation(first, len(said) + 2, [*_explained(sheets, tiers, t)], t, formats)
        for sheet in sheets:
            _write_table(workbook.add_worksheet(sheet.title), sheet, t, formats)
    return out.getvalue()


def _formats(workbook: xlsxwriter.Workbook) -> Formats:
    """Return the formats of a workbook."""
    top = {"valign": "top"}
    return Formats(
        title=workbook.add_format({"bold": True, "font_size": 14}),
        heading=workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"}),
        text=workbook.add_format({**top, "num_format": "@", "text_wrap": True}),
        number=workbook.add_format(top),
        day=workbook.add_format({**top, "num_format": "yyyy-mm-dd", "align": "left"}),
    )


def _write_explanation(
    sheet: Worksheet, first: int, rows: Sequence[Sequence[str]], t: Texts, formats: Formats
) -> None:
    """Write what every sheet and column is, from the row ``first`` on."""
    headings = (t("workbook.sheet"), t("workbook.column"), t("workbook.meaning"))
    for at, heading in enumerate(headings):
        sheet.write_string(first, at, heading, formats.heading)
    for row, cells in enumerate(rows, start=first + 1):
        for at, cell in enumerate(cells):
            _write_cell(sheet, row, at, cell, formats)
    sheet.set_column(0, 1, 22)
    sheet.set_column(2, 2, SENTENCE)
    _print_settings(sheet, first)


def _explained(
    sheets: Sequence[Sheet], tiers: Sequence[TierResult], t: Texts
) -> Iterator[tuple[str, str, str]]:
    """Return sheet, column and meaning of everything there is; of sheets alike, the first."""
    firsts = {sheet.key: sheet for sheet in reversed(sheets)}
    for sheet in sheets:
        if firsts[sheet.key] is not sheet:
            continue
        yield sheet.title, "", t(f"workbook.sheet.{sheet.key}")
        for column in sheet.table.columns:
            yield sheet.title, column, t(f"workbook.{sheet.key}.{column}")
    for tier in tiers:
        meaning = t(f"report.tier.{tier.name}"), t(f"report.tier.{tier.name}.unit")
        yield "tiers", tier.name, "; ".join(meaning)


def _write_table(sheet: Worksheet, given: Sheet, t: Texts, formats: Formats) -> None:
    """Write one table, with a note at each heading."""
    table = given.table
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column, formats.heading)
        write_note(sheet, 0, at, t(f"workbook.{given.key}.{column}"))
        for row, cells in enumerate(table.rows, start=1):
            _write_cell(sheet, row, at, cells[at], formats)
        sheet.set_column(at, at, SENTENCE if column in SENTENCES else _width(table, at))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    _print_settings(sheet, 0)


def _write_cell(sheet: Worksheet, row: int, at: int, cell: object, formats: Formats) -> None:
    """Write one cell as what it is."""
    if isinstance(cell, date):
        sheet.write_datetime(row, at, cell, formats.day)
    elif isinstance(cell, int | float) and abs(cell) < LARGEST_NUMBER:
        sheet.write_number(row, at, cell, formats.number)
    elif cell is not None and cell != "":
        sheet.write_string(row, at, _fitting(str(cell)), formats.text)


def _fitting(text: str) -> str:
    """Return a text cut off, with a sign that says so, where a cell can hold no more."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _width(table: Table, at: int) -> int:
    """Return a width that shows most cells of a column in full."""
    cells: Sequence[object] = [table.columns[at] + "   ", *(row[at] for row in table.rows)]
    longest = max(len(str(cell)) for cell in cells if cell is not None)
    return min(WIDEST, max(NARROWEST, longest + 1))


def _print_settings(sheet: Worksheet, heading: int) -> None:
    """Let a sheet print in landscape, as wide as the paper, with its heading on every page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading)
