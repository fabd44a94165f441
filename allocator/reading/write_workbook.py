"""Writing an instance as an .xlsx workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from os import PathLike

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from allocator.domain.instance import Instance
from allocator.reading.cells import Cell, as_text
from allocator.reading.columns import SETTINGS, TAAKSTELLING, TABLES
from allocator.reading.settings import Setting
from allocator.reading.to_cells import Sheet, sheets_of
from allocator.reading.write_toml import policy_values, top_values

# A cell that looks like a formula, link or number is text all the same.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# An empty cell stands for the default, so a list without anything needs a sign.
EMPTY_LIST = "|"
# Without a fixed day no two files would be the same.
CREATED = datetime(2025, 1, 1)
# Before this day calendars of spreadsheets disagree on leap years.
FIRST_DATE_CELL = date(1900, 3, 1)


def write_workbook(instance: Instance, path: str | PathLike[str], *, dutch: bool = False) -> None:
    """Write an instance; the same instance gives the same bytes."""
    with xlsxwriter.Workbook(str(path), OPTIONS) as workbook:
        workbook.set_properties({"created": CREATED})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheets = [_settings(instance, dutch=dutch)]
        sheets += sheets_of(instance, (TAAKSTELLING, *TABLES), dutch=dutch)
        for sheet in sheets:
            _write(workbook.add_worksheet(sheet.name), sheet, day)


def _settings(instance: Instance, *, dutch: bool) -> Sheet:
    """Return the sheet ``instance``."""
    headings = [column.dutch if dutch else column.name for column in SETTINGS.columns]
    return Sheet(SETTINGS.name, headings, list(_keys(instance, dutch=dutch)))


def _keys(instance: Instance, *, dutch: bool) -> Iterator[tuple[Cell, Cell]]:
    """Return each key with its value."""
    for setting, value in (*top_values(instance), *policy_values(instance)):
        cell = setting.kind.cell(value, dutch=dutch)
        yield _key(setting, dutch=dutch), EMPTY_LIST if cell == "" else cell


def _key(setting: Setting, *, dutch: bool) -> str:
    """Return the key as the sheet names it."""
    return setting.dutch if dutch and setting.dutch else ".".join(setting.path)


def _write(worksheet: Worksheet, sheet: Sheet, day: Format) -> None:
    """Write one sheet."""
    worksheet.write_row(0, 0, sheet.headings)
    worksheet.freeze_panes(1, 0)
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, date) and cell >= FIRST_DATE_CELL:
                worksheet.write_datetime(row, column, cell, day)
            elif isinstance(cell, Decimal) and Decimal(f"{float(cell):.15g}") == cell:
                worksheet.write_number(row, column, float(cell))
            elif cell != "":
                worksheet.write_string(row, column, as_text(cell))
