"""What a table of an instance is, and a column of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allocator.reading.cells import Kind


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name
        Its name; also accepted: ``dutch``, its Dutch heading.
    kind
        The kind of its values; ``Id(table)`` refers to a row of that table.
    mandatory
        Whether each row must have a value.
    default
        The value of an empty cell.
    field
        Name of the field of the domain type, where it differs.
    may_be_gone
        Whether what it refers to may have left the instance: then that is judged
        elsewhere.
    """

    name: str
    dutch: str
    kind: Kind
    mandatory: bool = False
    default: Any = None
    field: str = ""
    may_be_gone: bool = False

    @property
    def attribute(self) -> str:
        """Name of the field of the domain type."""
        return self.field or self.name


@dataclass(frozen=True)
class Table:
    """A table; ``key`` is its id column, ``unique`` the columns that tell its rows apart."""

    name: str
    dutch: str
    columns: tuple[Column, ...]
    mandatory: bool = False
    key: str = ""
    unique: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return the column of this name."""
        return next(column for column in self.columns if column.name == name)
