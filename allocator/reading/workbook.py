"""Reading an .xlsx workbook: its sheets as grids of cells."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook, SheetTypeEnum

from allocator.reading.cells import Cell
from allocator.reading.faults import Faults
from allocator.reading.grid import Grid, Line
from allocator.reading.uncalculated import uncalculated_cells

Raw = (
    int
    | float
    | str
    | bool
    | datetime.time
    | datetime.date
    | datetime.datetime
    | datetime.timedelta
)


def read_workbook(path: Path, faults: Faults) -> list[Grid] | None:
    """Return the sheets that hold anything; ``None`` after a fault."""
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            raw = {
                sheet.name: workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                for sheet in workbook.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            }
        without_result = uncalculated_cells(path)
    except Exception:
        # A damaged archive fails in a dozen ways, and none of them is a fault of ours.
        faults.add(path.name, None, "", "reading.not_a_workbook")
        return None
    grids = []
    for name, rows in raw.items():
        cells = [[cell_of(value) for value in row] for row in rows]
        for row, column, error in without_result.get(name, ()):
            if row < len(cells) and column < len(cells[row]):
                cells[row][column] = error
        if grid := grid_of(name, cells):
            grids.append(grid)
    return grids


def cell_of(value: Raw) -> Cell:
    """Return a cell of a workbook as text, number or date."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        # A spreadsheet works with 15 digits; more are noise of the binary number.
        return Decimal(f"{value:.15g}")
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date() if midnight else value.isoformat(sep=" ")
    return value if isinstance(value, datetime.date) else str(value)


def grid_of(name: str, cells: list[list[Cell]]) -> Grid | None:
    """Return the filled rows of a sheet; ``None`` for an empty sheet."""
    lines = [
        Line(number, row)
        for number, row in enumerate(cells, start=1)
        if not all(map(_is_blank, row))
    ]
    if not lines:
        return None
    heading = lines[0]
    # All rows of a sheet are as wide as the widest: cut at the last heading, or, in a
    # row that goes on, at its last filled cell.
    width = _filled(heading.cells)
    rows = [Line(n, row[: max(width, _filled(row))]) for n, row in lines[1:]]
    return Grid(name, Line(heading.number, heading.cells[:width]), rows)


def _filled(row: Sequence[Cell]) -> int:
    """Return how many cells there are up to the last filled one."""
    filled = len(row)
    while filled and _is_blank(row[filled - 1]):
        filled -= 1
    return filled


def _is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing."""
    return isinstance(cell, str) and not cell.strip()
