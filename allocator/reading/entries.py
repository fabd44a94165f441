"""Keys with their values, from instance.toml or from the sheet ``instance``, checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allocator.domain.instance import Instance
from allocator.reading.cells import Cell, Unreadable, read_cell
from allocator.reading.faults import Faults, one_of
from allocator.reading.headings import plain
from allocator.reading.kinds import ListOf
from allocator.reading.origin import looks_like_origin
from allocator.reading.settings import (
    ALL_TIERS,
    FIRST_PEILDATUM,
    SETTING_OF,
    SETTINGS,
    TOP_SETTINGS,
    Path,
    Setting,
)


@dataclass(frozen=True)
class Entry:
    """A key as written and the cell that it holds; ``None`` for what no cell can hold."""

    path: Path
    cell: Cell | None
    row: int
    is_list: bool = False

    @property
    def written(self) -> str:
        """The key in one piece."""
        return ".".join(self.path)


@dataclass(frozen=True)
class Settings:
    """The values that were read, by path, and the row of each."""

    file: str
    values: dict[Path, Any] = field(default_factory=dict)
    rows: dict[Path, int] = field(default_factory=dict)

    @property
    def peildatum(self) -> date | None:
        """The peildatum, when it could be read."""
        day: date | None = self.values.get(("peildatum",))
        return day

    def top(self) -> dict[str, Any]:
        """Return the values of the instance itself."""
        return {path[0]: value for path, value in self.values.items() if len(path) == 1}

    def policy(self) -> dict[str, Any]:
        """Return the values of the policy, tables within tables."""
        nested: dict[str, Any] = {}
        for (_, *outer, key), value in (i for i in self.values.items() if len(i[0]) > 1):
            table = nested
            for name in outer:
                table = table.setdefault(name, {})
            table[key] = value
        # A tolerance of 0 is none.
        for name in ("tolerance", "slack"):
            nested[name] = {tier: v for tier, v in nested.get(name, {}).items() if v}
        return nested


def read_settings(file: str, entries: Iterable[Entry], faults: Faults) -> Settings:
    """Return the values of all keys that are known and sound."""
    found = Settings(file)
    written: dict[Path, Entry] = {}
    for entry in entries:
        setting = SETTING_OF.get(tuple(map(plain, entry.path)))
        if setting is None:
            note_unknown(file, entry, faults)
        elif setting.path in written:
            first = written[setting.path].written
            faults.add(file, entry.row, entry.written, "reading.key_twice", first=first)
        else:
            written[setting.path] = entry
            read_entry(found, setting, entry, faults)
    for setting in TOP_SETTINGS:
        if setting.mandatory and setting.path not in written:
            key = setting.path[0]
            dutch = setting.dutch or key
            faults.add(file, 1, key, "reading.missing_key", key=key, dutch=dutch)
    _check_top(found, written, faults)
    return found


def note_unknown(file: str, entry: Entry, faults: Faults) -> None:
    """Note a key that does not exist."""
    path = tuple(map(plain, entry.path))
    if any(map(looks_like_origin, entry.path)):
        faults.add(file, entry.row, entry.written, "reading.origin")
    elif path[0] != "policy":
        faults.add(file, entry.row, entry.written, "reading.unknown_key", warning=True)
    elif path[1:2] in (("tolerance",), ("slack",)) and len(path) == 3:
        expected = one_of(ALL_TIERS)
        faults.add(
            file,
            entry.row,
            entry.written,
            "reading.unknown_tier",
            found=entry.path[-1],
            english=expected,
            dutch=expected,
        )
    else:
        expected = one_of(_keys_beside(path))
        faults.add(file, entry.row, entry.written, "reading.unknown_policy_key", expected=expected)


def _keys_beside(path: Path) -> list[str]:
    """Return the keys that exist where an unknown one stands."""
    beside = [s.path for s in SETTINGS if s.path[0] == "policy" and len(s.path) == len(path)]
    same = [p[-1] for p in beside if tuple(map(plain, p[:-1])) == path[:-1]]
    return same or sorted({s.path[1] for s in SETTINGS if len(s.path) > 1})


def read_entry(found: Settings, setting: Setting, entry: Entry, faults: Faults) -> None:
    """Read the value of one key."""
    cell = entry.cell.strip() if isinstance(entry.cell, str) else entry.cell
    try:
        if cell is None or (entry.is_list and not isinstance(setting.kind, ListOf)):
            raise Unreadable("reading.not_one_value")
        if cell == "" and not entry.is_list:
            if setting.mandatory:
                raise Unreadable("reading.missing_value")
            return
        found.values[setting.path] = read_cell(setting.kind, cell)
        found.rows[setting.path] = entry.row
    except Unreadable as error:
        faults.add(found.file, entry.row, entry.written, error.message, **error.values)


def _check_top(found: Settings, written: dict[Path, Entry], faults: Faults) -> None:
    """Check peildatum and lottery_seed."""
    if found.peildatum and found.peildatum < FIRST_PEILDATUM:
        entry = written[("peildatum",)]
        faults.add(
            found.file, entry.row, entry.written, "reading.peildatum_too_early",
            found=found.peildatum, first=FIRST_PEILDATUM,
        )  # fmt: skip
    seed = ("lottery_seed",)
    default = Instance.model_fields["lottery_seed"].default
    unread = seed in written and seed not in found.values and not _is_blank(written[seed].cell)
    if found.values.get(seed, default) == 0 and not unread:
        row = found.rows.get(seed)
        faults.add(found.file, row, "lottery_seed", "reading.no_lottery_seed", warning=True)


def _is_blank(cell: Cell | None) -> bool:
    """Tell whether nothing was written."""
    return isinstance(cell, str) and not cell.strip()
