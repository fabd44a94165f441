"""What would be wrong with the facts after an edit, by the same checks as a file.

Only what the edit makes wrong counts: a fault that was there before is not its fault.  No check
looks at a sealed field, so none is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from allocator.errors import Fault
from allocator.reading.checks import check_all
from allocator.reading.columns import TAAKSTELLING, TABLES
from allocator.reading.entries import Settings
from allocator.reading.faults import Faults
from allocator.reading.rows import Rows
from allocator.reading.schema import Table
from allocator.reading.source import Source
from allocator.rounds.editable import newest_day
from allocator.store.facts import COLUMN_OF, FACT_TABLES, FactTable


def caused(table: FactTable, key: str, values: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return the faults and warnings that other values of a row bring.

    Parameters
    ----------
    values
        The values that change, by column of the file.
    """
    keys: dict[str, list[str]] = {}
    source = _source(keys)
    before = set(_faults(source))
    rows = source.tables[table.name]
    at = keys[table.name].index(key)
    for name, value in values.items():
        rows.values[name][at] = value
    return tuple(_placed(fault, keys) for fault in _faults(source) if fault not in before)


def place_of(table: str, key: str, column: str) -> str:
    """Return the place of a field, where a file has a name, a row and a column."""
    return f"{table}:{key}:{column}"


def _faults(source: Source) -> tuple[Fault, ...]:
    faults = Faults()
    check_all(source, faults)
    return faults.sorted()


def _placed(fault: Fault, keys: Mapping[str, list[str]]) -> Fault:
    """Return a fault with ids for line numbers: nothing of it is in a file."""
    named = keys[fault.file]
    values = tuple(
        (name, named[int(value)] if name == "first" else value) for name, value in fault.values
    )
    key = "" if fault.row is None else named[fault.row]
    return replace(fault, file=place_of(fault.file, key, fault.column), row=None, values=values)


def _source(keys: dict[str, list[str]]) -> Source:
    """Return the facts as files would have them; ``keys`` gets the keys of each table."""
    by_name = {table.name: table for table in FACT_TABLES}
    tables = {t.name: _rows(t, by_name[t.name], keys) for t in (*TABLES, TAAKSTELLING)}
    return Source(Settings("instance", {("peildatum",): newest_day()}), tables)


def _rows(table: Table, fact: FactTable, keys: dict[str, list[str]]) -> Rows:
    sealed = fact.sealed()
    columns = [c for c in table.columns if c.attribute not in sealed]
    names = [COLUMN_OF.get(c.attribute, c.attribute) for c in columns]
    found: Any = fact.model._default_manager.filter(gone_n=None).order_by("key")
    read = list(found.values_list("key", *names))
    keys[table.name] = [row[0] for row in read]
    values: dict[str, list[Any]] = {
        c.name: [c.default] * len(read) for c in table.columns if c.attribute in sealed
    }
    for at, column in enumerate(columns, start=1):
        values[column.name] = [_value(row[at]) for row in read]
    return Rows(
        table, table.name, lines=list(range(len(read))), values=values,
        headings={column.name: column.name for column in table.columns},
    )  # fmt: skip


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
