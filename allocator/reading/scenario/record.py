"""A row of a table as a scenario file gives it, with the place of each value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allocator.reading.rows import UNREAD, Place, Rows
from allocator.reading.scenario.part import Part
from allocator.reading.schema import Table

Record = tuple[dict[str, Any], dict[str, Place]]


def read_record(part: Part, table: Table, given: Mapping[str, Any] | None = None) -> Record:
    """Return the values and places of all columns of a row.

    Parameters
    ----------
    given
        What a column holds when the file does not say so.
    """
    given = given or {}
    written = part.keys(table.columns)
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    for column in table.columns:
        name = column.name
        places[name] = part.place(written.get(name, name))
        if name not in written and name in given:
            values[name] = given[name]
        elif name in written or column.mandatory:
            values[name] = part.need(written, column)
        else:
            values[name] = column.default
    return values, places


def add_record(part: Part, rows: Rows, record: Record) -> None:
    """Add a row to a table, unless one like it is there."""
    values, places = record
    unique = rows.table.unique
    keys = tuple(values[name] for name in unique)
    if UNREAD in keys:
        rows.whole = False  # what refers to it is not at fault
    elif unique and keys in zip(*(rows.values[name] for name in unique), strict=True):
        found = " + ".join(map(str, keys))
        table = rows.file
        part.faults.add(
            part.file, places[unique[0]].row, places[unique[0]].column,
            "reading.scenario_exists", found=found, table=table,
        )  # fmt: skip
        return
    rows.append(values, places)
