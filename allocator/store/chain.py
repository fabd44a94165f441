"""The chain of the log, apart from any database: its hashes, its check, its lines in a file.

Entry n holds ``hash = SHA-256(canonical JSON of its fields, with the hash of entry n − 1)``.  An
exported log has one JSON object per line, oldest entry first; who holds that file, and a hash
kept elsewhere, needs neither the database nor Django to check it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allocator.errors import BadCall

FIRST = "0" * 64
HASHED = (
    "n", "at", "who", "role", "action", "ground", "round", "subjects", "settings", "result",
    "prev",
)  # fmt: skip


@dataclass(frozen=True)
class Chain:
    """What a check of the log found.

    ``broken_at`` is the first entry that does not fit, ``None`` when all do; ``kept_at`` the
    number of the entry whose hash was kept elsewhere, ``None`` when none that fits has it.
    """

    entries: int
    head: str
    broken_at: int | None
    kept_at: int | None = None


def hash_of_fields(fields: Mapping[str, Any]) -> str:
    """Return the hash that an entry with these fields must have."""
    hashed = {name: fields[name] for name in HASHED}
    text = json.dumps(hashed, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def check(entries: Iterable[Mapping[str, Any]], kept: str | None = None) -> Chain:
    """Recompute a chain.

    Parameters
    ----------
    entries
        Fields and ``hash`` of each entry, oldest first; no fields where a line cannot be read.
    kept
        A hash that was kept elsewhere.
    """
    count, prev, broken, kept_at = 0, FIRST, None, None
    for entry in entries:
        count += 1
        fits = (
            bool(entry)
            and entry["n"] == count
            and entry["prev"] == prev
            and entry["hash"] == hash_of_fields(entry)
        )
        if broken is None and not fits:
            n = entry.get("n")
            broken = n if isinstance(n, int) else count
        prev = str(entry.get("hash", ""))
        if broken is None and prev == kept:
            kept_at = count
    return Chain(count, prev, broken, kept_at)


def to_line(entry: Mapping[str, Any]) -> str:
    """Return an entry as a line of an exported log."""
    return json.dumps({name: entry[name] for name in (*HASHED, "hash")}, ensure_ascii=False) + "\n"


def check_file(file: Path, kept: str | None = None) -> Chain:
    """Check an exported log; a line that was not written so is an entry that does not fit.

    Raises
    ------
    BadCall
        When there is no such file.
    """
    try:
        with file.open("rb") as lines:
            return check(map(_from_line, lines), kept)
    except OSError as error:
        raise BadCall("store.no_exported_log", path=file) from error


def _from_line(line: bytes) -> Mapping[str, Any]:
    """Return the entry of a line, nothing when it was not written like this."""
    try:
        entry: dict[str, Any] = json.loads(line)
        written = to_line(entry).encode()
    except (ValueError, KeyError, TypeError):
        return {}
    return entry if written == line else {}
