"""The workbook of a comparison: its tables as sheets."""

from __future__ import annotations

from allocator.report.sheets import Sheet, workbook_of
from allocator.scenarios.comparison.page import title
from allocator.scenarios.comparison.result import Result
from allocator.scenarios.comparison.tables import tables
from allocator.texts import texts

PREFIX = "scenario_"
"""Before the name of a table in the messages that explain its sheet."""


def to_workbook(result: Result, *, language: str) -> bytes:
    """Return a comparison as the bytes of an .xlsx file."""
    t = texts(language)
    sheets = [
        Sheet(name, f"{PREFIX}{name}", table)
        for name, table in tables(result, t).items()
        if table.rows
    ]
    return workbook_of(title(result, t), result.instance.peildatum, sheets, (), t)
