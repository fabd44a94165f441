"""Names of files from outside: which are of an instance, and which mean harm."""

from __future__ import annotations

import re

from allocator.reading.columns import TABLES
from allocator.reading.faults import one_of
from allocator.reading.headings import plain

SETTINGS = "instance.toml"
CSV = ".csv"
# Names that Windows keeps for devices, with any ending.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
DRIVE = re.compile(r"[A-Za-z]:")
# What computers put in an archive by themselves.
LITTER = re.compile(r"(__MACOSX/.*|(.*/)?(\.[^/]*|Thumbs\.db|desktop\.ini))", re.IGNORECASE)
STEMS = {plain(name): name for table in TABLES for name in (table.name, table.dutch)}


def known_name(name: str) -> str | None:
    """Return the name of ours for a file of an instance, ``None`` for any other."""
    if name.casefold() == SETTINGS:
        return SETTINGS
    stem = STEMS.get(plain(name[: -len(CSV)])) if name.casefold().endswith(CSV) else None
    return None if stem is None else f"{stem}{CSV}"


def known_names() -> str:
    """Return the names of all files of an instance, as a message lists them."""
    return one_of([*(f"{table.name}{CSV}" for table in TABLES), SETTINGS])


def base_name(name: str) -> str:
    """Return the last part of a name, whatever divides its parts."""
    return re.split(r"[/\\]", name)[-1]


def is_unsafe(name: str) -> bool:
    """Tell whether a name in an archive leads out of it, or to a device."""
    parts = name.split("/")
    return (
        name.startswith("/")
        or "\\" in name
        or DRIVE.match(name) is not None
        or not name.isprintable()
        or any(part == ".." or DEVICES.fullmatch(part) is not None for part in parts)
    )


def is_litter(name: str) -> bool:
    """Tell whether a computer put a file in an archive by itself."""
    return LITTER.fullmatch(name) is not None
