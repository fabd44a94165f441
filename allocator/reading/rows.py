"""The rows of one table as columns of values, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from allocator.reading.faults import Faults
from allocator.reading.schema import Table


class _Unread:
    """The value of a cell that has a fault."""


UNREAD: Final = _Unread()


@dataclass
class Rows:
    """Values by column name; ``UNREAD`` stands where a fault was noted.

    ``whole`` tells that all rows are there with their ids, so that something not found
    is missing; ``headings`` holds the names as written; ``own_places`` line and name of
    the values that each have their own, as in a TOML file.
    """

    table: Table
    file: str
    whole: bool = True
    heading_line: int = 1
    lines: list[int] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    own_places: dict[tuple[int, str], tuple[int, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def heading(self, column: str) -> str:
        """Return the name of a column as written, or its own name when it is not there."""
        return self.headings.get(column, column)

    def note(
        self,
        faults: Faults,
        line: int,
        column: str,
        message: str,
        *,
        warning: bool = False,
        **values: object,
    ) -> None:
        """Note a fault in a column of a row."""
        row, written = self.own_places.get((line, column), (line, self.heading(column)))
        faults.add(self.file, row, written, message, warning=warning, **values)

    def given(self, *columns: str) -> Iterator[tuple[int, *tuple[Any, ...]]]:
        """Return line and values of each row that has a readable value in all columns."""
        lists = (self.values[column] for column in columns)
        for line, *found in zip(self.lines, *lists, strict=True):
            if not any(value is None or value is UNREAD for value in found):
                yield (line, *found)

    def ids(self) -> set[Any]:
        """Return the readable ids of the rows."""
        return set(self.values[self.table.key]) - {UNREAD}

    def keep(self, kept: list[bool]) -> None:
        """Drop the rows that are not kept."""
        self.lines = [line for line, keep in zip(self.lines, kept, strict=True) if keep]
        for name, column in self.values.items():
            self.values[name] = [v for v, keep in zip(column, kept, strict=True) if keep]


def absent(table: Table, file: str = "", *, whole: bool = True) -> Rows:
    """Return a table without rows."""
    columns: dict[str, list[Any]] = {column.name: [] for column in table.columns}
    return Rows(table, file or table.name, whole=whole, values=columns)
