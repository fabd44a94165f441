"""Where each value of a row came from: which file, or who changed it and when.

A row stands in the file that it was last read from.  What imports and people changed of it since
it first came is its history; of a field without history, the row's first file has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from allocator.store import models
from allocator.store.fields import opened
from allocator.store.models import Change, LogEntry

COLUMN_TO_FIELD = {"ref": "id"}


@dataclass(frozen=True)
class Made:
    """What number ``n`` of the log was: an import of ``source``, or a step that ``who`` took."""

    n: int
    at: datetime
    who: str
    action: str
    source: str | None

    @property
    def by(self) -> Literal["file", "person"]:
        """Whether a file or a person said it."""
        return "person" if self.source is None else "file"


@dataclass(frozen=True)
class Origin:
    """Where a value came from: ``source`` is a file; ``made`` is not known of what came first."""

    source: str
    made: Made | None


@dataclass(frozen=True)
class Past:
    """A change of a row: each field with its value before and after, in types of JSON."""

    n: int
    table: str
    key: str
    made: Made | None
    fields: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True)
class History:
    """What became of one row, newest change first, and where its values came from."""

    past: tuple[Past, ...]
    first: Origin

    def of(self, field: str) -> Origin:
        """Return where a field came from."""
        for change in self.past:
            if any(name == field for name, _, _ in change.fields):
                source = None if change.made is None else change.made.source
                return Origin(source or self.first.source, change.made)
        return self.first


def histories(
    rows: Iterable[tuple[str, Any]], changes: Iterable[Change]
) -> dict[tuple[str, str], History]:
    """Return the history of rows, by table and key; ``rows`` come with the name of their table."""
    rows = list(rows)
    by_row: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in changes:
        by_row[change.table, change.key].append(change)
    numbers = {fact.changed_n for _, fact in rows}
    made = made_at(numbers | {change.n for some in by_row.values() for change in some})
    return {
        (table, fact.key): _history(table, fact, by_row[table, fact.key], made)
        for table, fact in rows
    }


def made_at(numbers: Iterable[int]) -> dict[int, Made]:
    """Return what these numbers of the log were."""
    wanted = list(numbers)
    sources = dict(models.Import.objects.filter(n__in=wanted).values_list("n", "source"))
    return {
        entry.n: Made(
            entry.n, datetime.fromisoformat(entry.at), entry.who, entry.action,
            sources.get(entry.n),
        )
        for entry in LogEntry.objects.filter(n__in=wanted)
    }  # fmt: skip


def _history(table: str, fact: Any, changes: list[Change], made: Mapping[int, Made]) -> History:
    changes = sorted(changes, key=lambda change: change.n, reverse=True)
    past = tuple(
        Past(change.n, table, fact.key, made.get(change.n), _fields(change)) for change in changes
    )
    if changes:
        # A change keeps the file that the row stood in before it.
        return History(past, Origin(changes[-1].source, None))
    return History(past, Origin(fact.source, made.get(fact.changed_n)))


def _fields(change: Change) -> tuple[tuple[str, Any, Any], ...]:
    before, after = opened(change, "before") or {}, opened(change, "after") or {}
    return tuple(
        (COLUMN_TO_FIELD.get(name, name), before.get(name), value) for name, value in after.items()
    )
