"""The log of every use: append-only and chained by hashes.

Entry n holds ``hash = SHA-256(canonical JSON of its fields, with the hash of entry n − 1)``.  A
change, a gap or a swap breaks the chain where it happens.  Who can write to the database and
knows the method can rebuild the whole chain: therefore the newest hash is kept elsewhere
(``allocator audit export``), and :func:`verify` compares it.

Writers go one after the other (:func:`lock_writers`), so the chain cannot fork: SQLite begins
each transaction with its write lock, PostgreSQL takes an advisory lock.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from allocator.store.models import LogEntry

FIRST = "0" * 64
LOCK = 0x706C61617473  # "plaats"
CHUNK = 2000
HASHED = (
    "n", "at", "who", "role", "action", "ground", "round", "subjects", "settings", "result",
    "prev",
)  # fmt: skip


@dataclass(frozen=True)
class Chain:
    """What a check of the log found: the first entry that does not fit, ``None`` when all do."""

    entries: int
    head: str
    broken_at: int | None


def lock_writers() -> None:
    """Wait until no other transaction writes; ours is then the only one until it ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def head() -> tuple[int, str]:
    """Return the number and the hash of the newest entry."""
    newest = LogEntry.objects.order_by("-n").values_list("n", "hash").first()
    return newest or (0, FIRST)


def append(
    *,
    who: str,
    role: str,
    action: str,
    ground: str,
    round: int | None = None,
    subjects: Iterable[str] = (),
    settings: str = "",
    result: object = None,
) -> LogEntry:
    """Write an entry; the caller holds the lock of :func:`lock_writers`."""
    n, prev = head()
    entry = LogEntry(
        n=n + 1,
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        who=who,
        role=role,
        action=action,
        ground=ground,
        round=round,
        subjects=" ".join(sorted(set(subjects))),
        settings=settings,
        result=json.dumps(result, ensure_ascii=False, sort_keys=True),
        prev=prev,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    return entry


def hash_of(entry: LogEntry) -> str:
    """Return the hash that an entry must have."""
    fields = {name: getattr(entry, name) for name in HASHED}
    text = json.dumps(fields, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def entries() -> Iterator[LogEntry]:
    """Return all entries, oldest first."""
    yield from LogEntry.objects.order_by("n").iterator(chunk_size=CHUNK)


def verify() -> Chain:
    """Recompute the whole chain."""
    count, prev, broken = 0, FIRST, None
    for entry in entries():
        count += 1
        fits = entry.n == count and entry.prev == prev and entry.hash == hash_of(entry)
        if broken is None and not fits:
            broken = entry.n
        prev = entry.hash
    return Chain(count, prev, broken)
