"""The log of every use: append-only and chained by hashes.

Each entry holds the hash of the one before (:mod:`allocator.store.chain`).  A change, a gap or
a swap breaks the chain where it happens.  Who can write to the database and knows the method
can rebuild the whole chain: therefore the newest hash is kept elsewhere
(``allocator audit export``), and :func:`verify` compares it.

Writers go one after the other (:func:`lock_writers`), so the chain cannot fork: SQLite begins
each transaction with its write lock, PostgreSQL takes an advisory lock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from allocator.store.chain import FIRST, HASHED, Chain, check, hash_of_fields
from allocator.store.models import LogEntry
from allocator.store.places import SECONDS_TO_WAIT

LOCK = 0x706C61617473  # "plaats"
CHUNK = 2000


def lock_writers() -> None:
    """Wait until no other transaction writes; ours is then the only one until it ends.

    Who waits too long is told so, as SQLite does by itself: nobody hangs because another does.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{SECONDS_TO_WAIT}s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def stamp(moment: datetime) -> str:
    """Return a moment as the log writes it: in UTC, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


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
        at=stamp(datetime.now(UTC)),
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
    return hash_of_fields({name: getattr(entry, name) for name in HASHED})


def fields_of(entry: LogEntry) -> dict[str, Any]:
    """Return an entry's fields and its hash."""
    return {name: getattr(entry, name) for name in (*HASHED, "hash")}


def entries(last: int | None = None) -> Iterator[LogEntry]:
    """Return all entries, or those up to a number, oldest first."""
    rows = LogEntry.objects.all() if last is None else LogEntry.objects.filter(n__lte=last)
    yield from rows.order_by("n").iterator(chunk_size=CHUNK)


def verify(kept: str | None = None) -> Chain:
    """Recompute the whole chain, and look for a hash that was kept elsewhere."""
    return check(map(fields_of, entries()), kept)
