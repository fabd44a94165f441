"""A table of a scenario file: its values, where they stand, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from allocator.reading.cells import Cell, Unreadable
from allocator.reading.faults import Faults, one_of
from allocator.reading.headings import plain
from allocator.reading.kinds import ListOf
from allocator.reading.origin import looks_like_origin
from allocator.reading.rows import UNREAD, Place
from allocator.reading.scenario.keys import Named
from allocator.reading.schema import Column
from allocator.reading.tables import read_value
from allocator.reading.toml_lines import Path
from allocator.reading.toml_values import cell_of
from allocator.reading.tomlfile import list_cell


@dataclass(frozen=True)
class Part:
    """A table of the file.

    Parameters
    ----------
    values
        What it holds, by key as written.
    path
        Its keys from the top of the file, with the number of each table in a list.
    lines
        The line of each key of the file.
    """

    file: str
    values: dict[str, Any]
    lines: dict[Path, int]
    faults: Faults
    path: Path = ()

    def place(self, key: str = "") -> Place:
        """Return where a key stands; one that is not there at the head of this table."""
        here = (*self.path, key) if key else self.path
        line = self.lines.get(here, self.lines.get(self.path, 1))
        return Place(line, ".".join(part for part in here if isinstance(part, str)), self.file)

    def note(self, key: str, message: str, /, *, warning: bool = False, **values: object) -> None:
        """Note what is wrong with a key."""
        row, column, file = self.place(key)
        self.faults.add(file, row, column, message, warning=warning, **values)

    def keys(self, known: Sequence[Named]) -> dict[str, str]:
        """Return each known key that is there as it is written, by its name; note all others."""
        names = {plain(one.dutch): one.name for one in known}
        names |= {plain(one.name): one.name for one in known}
        written: dict[str, str] = {}
        for key in self.values:
            name = names.get(plain(key))
            if name is None and looks_like_origin(key):
                self.note(key, "reading.origin")
            elif name is None:
                self.note(
                    key,
                    "reading.scenario_unknown_key",
                    english=one_of(one.name for one in known),
                    dutch=one_of(one.dutch for one in known),
                )
            elif name in written:
                self.note(key, "reading.key_twice", first=written[name])
            else:
                written[name] = key
        return written

    def table(self, key: str) -> Part | None:
        """Return the table under a key; ``None`` after a fault."""
        values = self.values[key]
        if isinstance(values, dict):
            return self._inner(values, key)
        self.note(key, "reading.scenario_not_a_table", key=self.place(key).column)
        return None

    def tables(self, key: str) -> list[Part]:
        """Return the tables in the list under a key; none after a fault."""
        found = self.values[key]
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return [self._inner(one, key, number) for number, one in enumerate(found)]
        self.note(key, "reading.scenario_not_tables", key=self.place(key).column)
        return []

    def cells(self, key: str) -> list[Cell] | None:
        """Return the value or the values under a key; ``None`` after a fault."""
        found = self.values[key]
        cells = [cell_of(one) for one in (found if isinstance(found, list) else [found])]
        sound = [cell for cell in cells if cell is not None]
        if sound and len(sound) == len(cells):
            return sound
        self.note(key, "reading.not_one_value" if cells else "reading.missing_value")
        return None

    def cell(self, key: str, column: Column) -> Cell | None:
        """Return what a cell of a column would hold; ``None`` for what none can hold."""
        found = self.values[key]
        if isinstance(found, list) and isinstance(column.kind, ListOf):
            return list_cell(found)
        return cell_of(found)

    def read(self, key: str, column: Column) -> Any:
        """Return the value under a key; ``UNREAD`` after a fault."""
        try:
            cell = self.cell(key, column)
            if cell is None:
                raise Unreadable("reading.not_one_value")
            return read_value(column, cell)
        except Unreadable as error:
            self.note(key, error.message, **error.values)
            return UNREAD

    def need(self, written: dict[str, str], column: Column) -> Any:
        """Return the value of a mandatory key; ``UNREAD`` after a fault."""
        if column.name in written:
            return self.read(written[column.name], column)
        self.note(column.name, "reading.missing_key", key=column.name, dutch=column.dutch)
        return UNREAD

    def _inner(self, values: dict[str, Any], *keys: str | int) -> Part:
        return replace(self, values=values, path=(*self.path, *keys))
