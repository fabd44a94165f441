"""An instance as tables of cells, ready to be written in any form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from allocator.domain.base import Frozen
from allocator.domain.instance import Instance
from allocator.reading.canonical import canonical
from allocator.reading.cells import Cell
from allocator.reading.schema import Column, Table


@dataclass(frozen=True)
class Sheet:
    """A table as it is written."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def sheets_of(instance: Instance, tables: Iterable[Table], *, dutch: bool) -> Iterator[Sheet]:
    """Return the tables that are mandatory or have rows.

    Of the columns the mandatory ones, and those that say something in some row.
    """
    instance = canonical(instance)
    for table in tables:
        rows = rows_of(instance, table)
        if rows or table.mandatory:
            yield _sheet(table, rows, dutch=dutch)


def rows_of(instance: Instance, table: Table) -> Sequence[Frozen]:
    """Return the rows of a table."""
    if table.name == "persons":
        return [person for household in instance.households for person in household.persons]
    rows: Sequence[Frozen] = getattr(instance, table.name)
    return rows


def _sheet(table: Table, rows: Sequence[Frozen], *, dutch: bool) -> Sheet:
    """Return one table in cells."""
    values = {column: [getattr(row, column.attribute) for row in rows] for column in table.columns}
    columns = [
        column
        for column in table.columns
        if column.mandatory or any(value != column.default for value in values[column])
    ]
    cells = [[_cell(column, value, dutch=dutch) for value in values[column]] for column in columns]
    return Sheet(
        name=table.dutch if dutch else table.name,
        headings=[column.dutch if dutch else column.name for column in columns],
        rows=list(zip(*cells, strict=True)),
    )


def _cell(column: Column, value: object, *, dutch: bool) -> Cell:
    """Return the cell for a value."""
    return "" if value is None else column.kind.cell(value, dutch=dutch)
