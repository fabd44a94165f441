"""Tables as CSV: UTF-8, comma, one line feed per row, the same bytes for the same plan."""

from __future__ import annotations

import csv
import io

from allocator.report.tables import Table

# A spreadsheet takes a cell that begins with one of these for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(table: Table) -> bytes:
    """Return a table as CSV, with texts that a spreadsheet would run made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(["" if cell is None else guarded(cell) for cell in row])
    return out.getvalue().encode("utf-8")


def guarded(cell: object) -> object:
    """Return the cell; a text that begins like a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return "'" + cell
    return cell
