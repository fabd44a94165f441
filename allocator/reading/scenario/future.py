"""``[future]``: what is expected of coming weeks."""

from __future__ import annotations

from typing import Any

from allocator.reading.checks.references import check_column
from allocator.reading.kinds import Id, ListOf
from allocator.reading.rows import UNREAD, Rows, absent
from allocator.reading.scenario.future_keys import OF_ALL, SECTIONS, TYPES, WIJKEN_OF, Section
from allocator.reading.scenario.part import Part
from allocator.reading.scenario.record import read_record
from allocator.reading.schema import Table
from allocator.reading.source import Source


def read_future(part: Part, source: Source) -> dict[str, Any]:
    """Return the fields of a future that are given, tables within tables."""
    written = part.keys((*OF_ALL, *SECTIONS))
    found: dict[str, Any] = {}
    for column in OF_ALL:
        if column.name in written:
            found[column.name] = part.read(written[column.name], column)
    for section in SECTIONS:
        if section.name in written:
            inner = part.table(written[section.name])
            if inner is not None:
                found[section.name] = _section(inner, section, source)
    return _sound(found)


def _section(part: Part, section: Section, source: Source) -> dict[str, Any]:
    """Return the fields of one table."""
    known = (*section.keys, *((TYPES,) if section.types else ()))
    written = part.keys(known)
    found = {
        column.name: part.read(written[column.name], column)
        for column in section.keys
        if column.name in written
    }
    if section.types and TYPES.name in written:
        found[TYPES.name] = _types(part, written[TYPES.name], section.types, source)
        for name in section.instead:
            if name in written:
                part.note(written[name], "reading.scenario_level_and_types")
    _check_wijken(part, written, found, source)
    return _sound(found)


def _check_wijken(
    part: Part, written: dict[str, str], found: dict[str, Any], source: Source
) -> None:
    """Note wijken that do not exist."""
    if WIJKEN_OF.name in written:
        table = Table("", "", (WIJKEN_OF,))
        rows = absent(table, part.file)
        name = WIJKEN_OF.name
        rows.append({name: found[name]}, {name: part.place(written[name])})
        check_column(rows, WIJKEN_OF, source.tables["wijken"], part.faults)


def _types(part: Part, key: str, table: Table, source: Source) -> list[dict[str, Any]]:
    """Return the rows of a table of types."""
    rows = absent(table, part.file)
    for one in part.tables(key):
        rows.append(*read_record(one, table))
    for line, low, high in rows.given("min_persons", "max_persons"):
        if low > high:
            rows.note(
                part.faults, line, "max_persons", "reading.min_above_max",
                found=high, low=low, other="min_persons",
            )  # fmt: skip
    for column in table.columns:
        item = column.kind.item if isinstance(column.kind, ListOf) else column.kind
        if isinstance(item, Id):
            check_column(rows, column, source.tables[item.table], part.faults)
    return _records(rows)


def _records(rows: Rows) -> list[dict[str, Any]]:
    """Return the rows as the fields that are given."""
    names = list(rows.values)
    return [
        {name: value for name, value in zip(names, row, strict=True) if value is not None}
        for row in zip(*rows.values.values(), strict=True)
    ]


def _sound(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values without those that are not there."""
    return {name: value for name, value in values.items() if value is not UNREAD}
