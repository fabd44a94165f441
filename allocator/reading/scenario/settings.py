"""``[instance]`` and ``[policy]``: settings that replace those of the instance."""

from __future__ import annotations

from typing import Any

from allocator.reading.entries import Entry, Settings, note_unknown, read_entry
from allocator.reading.headings import plain
from allocator.reading.rows import UNREAD
from allocator.reading.scenario.keys import INSTANCE_KEYS, POLICY
from allocator.reading.scenario.part import Part
from allocator.reading.settings import SETTING_OF, Path
from allocator.reading.source import Source
from allocator.reading.tomlfile import entries_of


def replace_top(part: Part, source: Source) -> Source:
    """Return the instance with the settings of ``[instance]``."""
    written = part.keys(INSTANCE_KEYS)
    values: dict[Path, Any] = {}
    for column in INSTANCE_KEYS:
        if column.name in written:
            value = part.read(written[column.name], column)
            if value is not UNREAD:
                values[(column.name,)] = value
    return _with(source, values)


def replace_policy(part: Part, source: Source) -> Source:
    """Return the instance with the settings of ``[policy]``."""
    found = Settings(part.file)
    seen: dict[Path, Entry] = {}
    for entry in entries_of(part.values, tuple(map(str, part.path)), part.lines):
        setting = SETTING_OF.get((POLICY.name, *map(plain, entry.path[1:])))
        if setting is None:
            note_unknown(part.file, entry, part.faults)
        elif setting.path in seen:
            first = seen[setting.path].written
            part.faults.add(part.file, entry.row, entry.written, "reading.key_twice", first=first)
        else:
            seen[setting.path] = entry
            read_entry(found, setting, entry, part.faults)
    return _with(source, found.values)


def _with(source: Source, values: dict[Path, Any]) -> Source:
    old = source.settings
    return Source(Settings(old.file, old.values | values, old.rows), source.tables)
