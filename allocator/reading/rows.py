"""The rows of one table as columns of values, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from allocator.reading.faults import Faults
from allocator.reading.schema import Table


class _Unread:
    """The value of a cell that has a fault."""


UNREAD: Final = _Unread()


class Place(NamedTuple):
    """Where a value stands: its row, its name as written, its file when not that of its table."""

    row: int
    column: str
    file: str = ""


@dataclass
class Rows:
    """Values by column name; ``UNREAD`` stands where a fault was noted.

    ``whole`` tells that all rows are there with their ids, so that something not found
    is missing; ``headings`` holds the names as written; ``own_places`` the places of
    the values that each have their own, as in a TOML file, or in one that is laid over this.
    """

    table: Table
    file: str
    whole: bool = True
    heading_line: int = 1
    lines: list[int] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    own_places: dict[tuple[int, str], Place] = field(default_factory=dict)

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
        beside: tuple[str, ...] = (),
        warning: bool = False,
        **values: object,
    ) -> None:
        """Note a fault in a column of a row.

        ``beside`` are columns that it is about too: when only one of those was laid over this
        table, that is where the fault came from.
        """
        places = [self.place(line, name) for name in (column, *beside)]
        row, written, file = next((one for one in places if one.file), places[0])
        faults.add(file or self.file, row, written, message, warning=warning, **values)

    def place(self, line: int, column: str) -> Place:
        """Return where the value in a column of a row stands."""
        return self.own_places.get((line, column), Place(line, self.heading(column)))

    def given(self, *columns: str) -> Iterator[tuple[int, *tuple[Any, ...]]]:
        """Return line and values of each row that has a readable value in all columns."""
        lists = (self.values[column] for column in columns)
        for line, *found in zip(self.lines, *lists, strict=True):
            if not any(value is None or value is UNREAD for value in found):
                yield (line, *found)

    def ids(self) -> set[Any]:
        """Return the readable ids of the rows."""
        return set(self.values[self.table.key]) - {UNREAD}

    def put(self, at: int, column: str, value: Any, place: Place) -> None:
        """Replace a value; ``at`` is the position of its row."""
        self.values[column][at] = value
        self.own_places[self.lines[at], column] = place

    def append(self, values: dict[str, Any], places: dict[str, Place]) -> None:
        """Add a row: a value and a place for each column."""
        line = max(self.lines, default=self.heading_line) + 1
        self.lines.append(line)
        for column, value in values.items():
            self.values[column].append(value)
            self.own_places[line, column] = places[column]

    def copy(self) -> Rows:
        """Return the same rows, to be changed by themselves."""
        return replace(
            self,
            lines=list(self.lines),
            values={name: list(column) for name, column in self.values.items()},
            own_places=dict(self.own_places),
        )

    def keep(self, kept: list[bool]) -> None:
        """Drop the rows that are not kept."""
        self.lines = [line for line, keep in zip(self.lines, kept, strict=True) if keep]
        for name, column in self.values.items():
            self.values[name] = [v for v, keep in zip(column, kept, strict=True) if keep]


def absent(table: Table, file: str = "", *, whole: bool = True) -> Rows:
    """Return a table without rows."""
    columns: dict[str, list[Any]] = {column.name: [] for column in table.columns}
    return Rows(table, file or table.name, whole=whole, values=columns)
