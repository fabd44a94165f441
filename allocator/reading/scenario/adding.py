"""``[[add.homes]]``: whole rows that the instance does not have."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.reading.rows import Rows
from allocator.reading.scenario.keys import CHANGEABLE
from allocator.reading.scenario.part import Part
from allocator.reading.scenario.record import add_record, read_record
from allocator.reading.source import Source


def add(part: Part, source: Source) -> None:
    """Add the rows under ``add``."""
    for rows, one in by_table(part, source):
        add_record(one, rows, read_record(one, rows.table))


def by_table(part: Part, source: Source) -> Iterator[tuple[Rows, Part]]:
    """Yield each table under ``add``, ``change`` or ``remove`` with the rows that it is about."""
    for name, key in part.keys(CHANGEABLE).items():
        for one in part.tables(key):
            yield source.tables[name], one
