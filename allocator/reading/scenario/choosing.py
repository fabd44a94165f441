"""Which rows a change is about: by id, or by what other columns hold."""

from __future__ import annotations

from typing import Any

from allocator.reading.cells import Unreadable
from allocator.reading.faults import shown
from allocator.reading.rows import UNREAD, Rows
from allocator.reading.scenario.keys import WHERE, Named
from allocator.reading.scenario.part import Part
from allocator.reading.schema import Column
from allocator.reading.tables import read_value


def choosers(rows: Rows) -> tuple[Named, ...]:
    """Return the keys that choose rows of a table."""
    key = rows.table.key
    return (rows.table.column(key), WHERE) if key else (WHERE,)


def choose(part: Part, rows: Rows, written: dict[str, str]) -> list[int]:
    """Return the positions of the rows that a table of the file chooses; none after a fault."""
    ways = []
    if rows.table.key in written:
        ways.append(by_id(part, written[rows.table.key], rows))
    if WHERE.name in written:
        where = part.table(written[WHERE.name])
        ways.append(None if where is None else by_columns(where, rows))
    if not ways:
        names = choosers(rows)
        part.note(
            "",
            "reading.scenario_no_choice",
            english=", ".join(name.name for name in names),
            dutch=", ".join(name.dutch for name in names),
        )
    found = [way for way in ways if way is not None]
    if not found or len(found) < len(ways):
        return []
    both = set.intersection(*found)
    if not both and all(found):
        part.note(written[WHERE.name], "reading.scenario_nothing", table=rows.file)
    return sorted(both)


def select(part: Part, key: str, rows: Rows) -> list[int]:
    """Return the positions of the rows under a key: of ids, or a table with columns."""
    if isinstance(part.values[key], dict):
        where = part.table(key)
        return sorted((where and by_columns(where, rows)) or ())
    return sorted(by_id(part, key, rows) or ())


def by_id(part: Part, key: str, rows: Rows) -> set[int] | None:
    """Return the positions of the rows with these ids; ``None`` after a fault."""
    name = rows.table.key
    wanted = _values(part, key, rows.table.column(name))
    if wanted is None:
        return None
    at = {value: i for i, value in enumerate(rows.values[name]) if value is not UNREAD}
    lost = [value for value in wanted if value not in at]
    if rows.whole:
        for value in lost:
            part.note(key, "reading.unknown_reference", found=shown(value), table=rows.file)
    return None if lost else {at[value] for value in wanted}


def by_columns(where: Part, rows: Rows) -> set[int] | None:
    """Return the positions of the rows that hold all of this; ``None`` after a fault.

    Without any column these are all rows.
    """
    found = set(range(len(rows)))
    sound = True
    written = where.keys(rows.table.columns)
    if len(written) < len(where.values):
        return None
    for name, key in written.items():
        wanted = _values(where, key, rows.table.column(name))
        if wanted is None:
            sound = False
        else:
            found &= {i for i, value in enumerate(rows.values[name]) if value in wanted}
    if sound and not found and rows.whole:
        where.note("", "reading.scenario_nothing", table=rows.file)
    return found if sound and found else None


def _values(part: Part, key: str, column: Column) -> list[Any] | None:
    """Return the values of a column under a key; ``None`` after a fault."""
    cells = part.cells(key)
    if cells is None:
        return None
    try:
        return [read_value(column, cell) for cell in cells]
    except Unreadable as error:
        part.note(key, error.message, **error.values)
        return None
