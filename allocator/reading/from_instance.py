"""An instance as the cells that its files would hold: the way back of reading, without files."""

from __future__ import annotations

from allocator.domain.instance import Instance
from allocator.reading.canonical import canonical
from allocator.reading.columns import TAAKSTELLING, TABLES
from allocator.reading.entries import Settings
from allocator.reading.rows import Rows
from allocator.reading.schema import Table
from allocator.reading.source import Source
from allocator.reading.to_cells import rows_of
from allocator.reading.write_toml import policy_values, top_values

SETTINGS_FILE = "instance.toml"
HEADING = 1


def source_of(instance: Instance) -> Source:
    """Return the cells of an instance, each with the place that it has when it is written."""
    ordered = canonical(instance)
    values = {setting.path: value for setting, value in top_values(ordered)}
    values |= {setting.path: value for setting, value in policy_values(ordered)}
    tables = {table.name: _rows(ordered, table, f"{table.name}.csv") for table in TABLES}
    tables[TAAKSTELLING.name] = _rows(ordered, TAAKSTELLING, SETTINGS_FILE)
    return Source(Settings(SETTINGS_FILE, values), tables)


def _rows(instance: Instance, table: Table, file: str) -> Rows:
    """Return one table."""
    things = rows_of(instance, table)
    return Rows(
        table,
        file,
        heading_line=HEADING,
        lines=list(range(HEADING + 1, HEADING + 1 + len(things))),
        headings={column.name: column.name for column in table.columns},
        values={
            column.name: [getattr(thing, column.attribute) for thing in things]
            for column in table.columns
        },
    )
