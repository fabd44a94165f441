"""Tables as CSV: UTF-8, comma, one line feed per row, the same bytes for the same plan."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from allocator.report.tables import Table

# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(table: Table) -> bytes:
    """Return a table as CSV, with texts that a spreadsheet would run made harmless."""
    rows = (["" if cell is None else guarded(cell) for cell in row] for row in table.rows)
    return "".join(_line(cells) for cells in (table.columns, *rows)).encode("utf-8")


def _line(cells: Sequence[object]) -> str:
    """Return one row; a carriage return in a cell is quoted too, as it ends a row for some."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"


def guarded(cell: object) -> object:
    """Return the cell; a text that begins like a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return "'" + cell
    return cell
