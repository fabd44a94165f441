"""References to rows of other tables."""

from __future__ import annotations

from allocator.reading.faults import Faults, shown
from allocator.reading.kinds import Id, ListOf
from allocator.reading.rows import UNREAD, Rows
from allocator.reading.schema import Column
from allocator.reading.source import Source


def check(source: Source, faults: Faults) -> None:
    """Note each reference to something that does not exist."""
    for rows in source.tables.values():
        for column in rows.table.columns:
            item = column.kind.item if isinstance(column.kind, ListOf) else column.kind
            if isinstance(item, Id) and item.table and not column.may_be_gone:
                check_column(rows, column, source.tables[item.table], faults)


def check_column(rows: Rows, column: Column, target: Rows, faults: Faults) -> None:
    """Check one column that refers to ``target``."""
    if not target.whole:
        return
    known = target.ids()
    values = rows.values[column.name]
    # Most values repeat, so each is looked up once.
    missing = {
        value: lost
        for value in set(values) - {None, UNREAD}
        if (lost := [id_ for id_ in _ids(value) if id_ not in known])
    }
    if not missing:
        return
    for line, value in zip(rows.lines, values, strict=True):
        for id_ in missing.get(value, ()):
            rows.note(
                faults, line, column.name, "reading.unknown_reference",
                found=shown(id_), table=target.file,
            )  # fmt: skip


def _ids(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids in a cell."""
    return value if isinstance(value, tuple) else (value,)
