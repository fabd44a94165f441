"""Reading the log: who used what, when and why; households by pseudonym only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min
from django.db.models.functions import Length
from django.utils.timezone import get_default_timezone

from allocator.rounds.purging import midnight
from allocator.rounds.use import ACCOUNT, Actor, Refused, Role, using
from allocator.store import log
from allocator.store.models import LogEntry

ROLES: tuple[Role, ...] = ("team", "auditor")
PAGE = 100
PSEUDONYM = 32  # characters, with a space between two


@dataclass(frozen=True)
class Question:
    """What somebody looks for in the log.

    ``who`` is the number of an entry: of everything that the same person did.  So no name stands
    in an address.
    """

    action: str = ""
    who: int | None = None
    round: int | None = None
    first: date | None = None
    last: date | None = None
    page: int = 1


@dataclass(frozen=True)
class Entry:
    """A use; ``households`` is about how many it was."""

    n: int
    at: datetime
    who: str
    role: str
    action: str
    ground: str
    round: int | None
    households: int


@dataclass(frozen=True)
class LogPage:
    """A page of the log, newest first.

    ``actions`` and ``whos`` are what can be looked for: a person with the number of the first
    entry of theirs.
    """

    entries: tuple[Entry, ...]
    total: int
    page: int
    pages: int
    actions: tuple[str, ...]
    whos: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class EntrySeen:
    """An entry with all that it holds: pseudonyms, the digest of the settings, the hashes."""

    entry: Entry
    subjects: tuple[str, ...]
    settings: str
    result: Any
    prev: str
    hash: str


def read(actor: Actor, question: Question) -> LogPage:
    """Return a page of what somebody looks for in the log; the last one when it has fewer."""
    with using(actor, "read_log", ground=ACCOUNT, roles=ROLES) as use:
        rows = _found(question)
        total = rows.count()
        pages = max(1, -(-total // PAGE))
        page = min(max(1, question.page), pages)
        use.result = {"page": page}
        some = rows.order_by("-n")[(page - 1) * PAGE : page * PAGE]
        some = some.defer("subjects", "settings", "result").annotate(length=Length("subjects"))
        return LogPage(
            tuple(_entry(row, row.length) for row in some),
            total,
            page,
            pages,
            tuple(LogEntry.objects.order_by("action").values_list("action", flat=True).distinct()),
            tuple(
                LogEntry.objects.values_list("who")
                .annotate(first=Min("n"))
                .order_by("who")
                .values_list("first", "who")
            ),
        )


def entry(actor: Actor, n: int) -> EntrySeen:
    """Return one entry.

    Raises
    ------
    Refused
        When there is none with this number.
    """
    with using(actor, "read_log", ground=ACCOUNT, roles=ROLES) as use:
        row = LogEntry.objects.filter(n=n).first()
        if row is None:
            raise Refused("rounds.unknown_entry", n=n)
        use.result = {"entry": n}
        return EntrySeen(
            _entry(row, len(row.subjects)),
            tuple(row.subjects.split()),
            row.settings,
            json.loads(row.result),
            row.prev,
            row.hash,
        )


def _found(question: Question) -> Any:
    rows = LogEntry.objects.all()
    if question.action:
        rows = rows.filter(action=question.action)
    if question.who is not None:
        rows = rows.filter(who__in=LogEntry.objects.filter(n=question.who).values("who"))
    if question.round is not None:
        rows = rows.filter(round=question.round)
    if question.first is not None:
        rows = rows.filter(at__gte=log.stamp(midnight(question.first)))
    if question.last is not None:
        rows = rows.filter(at__lt=log.stamp(midnight(question.last + timedelta(days=1))))
    return rows


def _entry(row: LogEntry, length: int) -> Entry:
    return Entry(
        n=row.n,
        at=datetime.fromisoformat(row.at).astimezone(get_default_timezone()),
        who=row.who,
        role=row.role,
        action=row.action,
        ground=row.ground,
        round=row.round,
        households=(length + 1) // (PSEUDONYM + 1),
    )
