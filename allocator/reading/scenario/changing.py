"""``[[change.homes]]``: other values in cells of rows that the instance has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allocator.reading.cells import Unreadable
from allocator.reading.faults import shown
from allocator.reading.kinds import Number, Whole
from allocator.reading.rows import UNREAD, Place, Rows
from allocator.reading.scenario.adding import by_table
from allocator.reading.scenario.choosing import choose, choosers
from allocator.reading.scenario.part import Part
from allocator.reading.scenario.relative import Relative, relative
from allocator.reading.schema import Column
from allocator.reading.source import Source
from allocator.reading.tables import read_value
from allocator.reading.toml_values import cell_of


def change(part: Part, source: Source) -> None:
    """Change the cells under ``change``."""
    for rows, one in by_table(part, source):
        named = choosers(rows)
        names = [name.name for name in named]
        written = one.keys((*named, *(c for c in rows.table.columns if c.name not in names)))
        chosen = choose(one, rows, written)
        cells = {name: key for name, key in written.items() if name not in names}
        if not cells and len(written) == len(one.values):
            one.note("", "reading.scenario_no_change")
        for name, key in cells.items():
            put_cell(one, key, rows, rows.table.column(name), chosen)


def put_cell(part: Part, key: str, rows: Rows, column: Column, chosen: Sequence[int]) -> None:
    """Put what a key holds in the cells of a column."""
    cell = cell_of(part.values[key])
    by = None if cell is None else relative(cell)
    if by is not None and isinstance(column.kind, Number):
        part.note(key, "reading.scenario_not_relative", found=shown(cell))
        by = None
        value = UNREAD
    elif by is None or not isinstance(column.kind, Whole):
        by = None
        value = part.read(key, column)
    place = part.place(key)
    for at in chosen:
        if by is None:
            rows.put(at, column.name, value, place)
        else:
            _put_relative(part, key, rows, column, at, by, place)


def _put_relative(
    part: Part, key: str, rows: Rows, column: Column, at: int, by: Relative, place: Place
) -> None:
    """Change a whole number; an empty cell stays empty, and that is odd."""
    old = rows.values[column.name][at]
    if old is UNREAD:
        return
    if old is None:
        ids = rows.values.get(rows.table.key, rows.lines)
        part.note(key, "reading.scenario_empty", warning=True, found=shown(ids[at]))
        return
    rows.put(at, column.name, _checked(part, key, column, by.of(old)), place)


def _checked(part: Part, key: str, column: Column, number: int) -> Any:
    """Return a number that the column may hold; ``UNREAD`` after a fault."""
    try:
        return read_value(column, str(number))
    except Unreadable as error:
        part.note(key, error.message, **error.values)
        return UNREAD
