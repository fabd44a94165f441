"""Taking out what was kept long enough, as :data:`RETENTION` says.

Only what can be dated is taken out: by the day of the entry in the log that it came with, or by
the day that stands in its row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Min
from django.utils.timezone import get_default_timezone

from allocator.domain.choices import DecisionKind, SiteDecisionKind
from allocator.rounds.moves_states import OPEN_MOVES
from allocator.rounds.personal import destroy
from allocator.rounds.retention import RETENTION, days_kept
from allocator.rounds.states import UNDER_WAY
from allocator.rounds.use import ERASURE, Actor, using
from allocator.store import log, models
from allocator.store.about import FACTS_ABOUT
from allocator.store.facts import HOUSEHOLDS
from allocator.store.keychain import keychain
from allocator.store.wiping import wipe

__all__ = ["RETENTION", "Purged", "purge", "purged"]

REFUSED = tuple(kind.value for kind in DecisionKind if kind != DecisionKind.LOCK)


@dataclass(frozen=True)
class Purged:
    """What was kept long enough: rows by kind, and the households that were erased.

    ``in_files`` are households that were placed or withdrawn long enough ago, but that the newest
    import still holds: erased, they would come back with the next one as new, so they stay until
    they are out of the files.  After a ``dry_run`` nothing was changed, and this is what would
    be.  ``wiped`` is whether the bytes are gone from the disk too.
    """

    counts: dict[str, int]
    households: tuple[str, ...]
    in_files: tuple[str, ...]
    dry_run: bool
    wiped: bool


@dataclass(frozen=True)
class _Found:
    """What is to be taken out; ``rows`` by kind."""

    subjects: dict[str, str]
    in_files: tuple[str, ...]
    rows: dict[str, list[Any]] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        rows = {kind: sum(some.count() for some in found) for kind, found in self.rows.items()}
        return {"households": len(self.subjects), **rows}


def purge(actor: Actor, days: Mapping[str, int] | None = None, *, dry_run: bool = False) -> Purged:
    """Take out what was kept long enough.

    Parameters
    ----------
    days
        Days to keep a kind of record, where it is not as in the table.
    dry_run
        Count only; that is in the log too.

    Raises
    ------
    BadCall
        When a kind is not known, or its days are below 0 or more than a century.
    """
    kept = days_kept(days or {})
    with using(actor, "purge", ground=ERASURE) as use:
        limits = {kind: actor.today - timedelta(days=n) for kind, n in kept.items()}
        found = _find(limits)
        counts = found.counts()
        if not dry_run:
            for kind, rows in found.rows.items():
                for some in rows:
                    _take_out(kind, some)
            destroy(use, list(found.subjects))
        use.about(found.subjects)
        use.result = {"counts": counts, "days": kept, "dry_run": dry_run}
    keychain.forget()
    return Purged(
        counts,
        tuple(sorted(found.subjects.values())),
        found.in_files,
        dry_run,
        wiped=not dry_run and wipe(),
    )


def purged(draft: models.Draft) -> bool:
    """Whether a draft had rows, and has them no more."""
    entry = models.LogEntry.objects.filter(n=draft.n).exclude(subjects="")
    return entry.exists() and not draft.rows.exists()


def _find(limits: Mapping[str, date]) -> _Found:
    """Return what is older than the limit of its kind."""
    subjects, in_files = _households(limits["households"])
    rounds = models.Round.objects.filter(closed_n__lt=_first_since(limits["draft_rows"]))
    said = models.Round.objects.filter(closed_n__lt=_first_since(limits["reasons"]))
    gone = _first_since(limits["gone_rows"])
    rows: dict[str, list[Any]] = {
        "draft_rows": [models.DraftRow.objects.filter(draft__round__in=rounds)],
        "gone_rows": [
            t.model._default_manager.filter(gone_n__lt=gone)
            for t in FACTS_ABOUT
            if t is not HOUSEHOLDS
        ],
        "history": [models.Change.objects.filter(n__lt=_first_since(limits["history"]))],
        "refusals": [
            models.Decision.objects.filter(
                source="", decision__in=REFUSED, decided_on__lt=limits["refusals"]
            ),
            models.SiteDecision.objects.filter(
                source="",
                decision=SiteDecisionKind.REFUSED,
                changed_n__lt=_first_since(limits["refusals"]),
            ),
        ],
        "reasons": [
            models.Step.objects.filter(candidate__round__in=said).exclude(reason=None),
        ],
        "comparisons": [
            models.Comparison.objects.filter(made_at__lt=midnight(limits["comparisons"]))
        ],
    }
    return _Found(subjects, in_files, rows)


def _take_out(kind: str, rows: Any) -> None:
    if kind == "reasons":
        rows.update(reason=None)
    else:
        rows.delete()


def _households(limit: date) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return whom to erase, as id by subject, and who is still in the files."""
    first = _first_since(limit)
    busy = set(_subjects(models.Candidate.objects.filter(state__in=UNDER_WAY)))
    busy |= set(_subjects(models.Move.objects.filter(state__in=OPEN_MOVES)))
    recent, old = _signed(limit)
    retired = models.Retired.objects.filter(back_n=None).exclude(subject=None)
    recent |= set(_subjects(retired.filter(n__gte=first)))
    old |= set(_subjects(retired.filter(n__lt=first)))
    subjects: dict[str, str] = {}
    in_files: list[str] = []
    for row in models.Household.objects.order_by("key"):
        subject = row.subject_id
        if subject in busy or subject in recent:
            continue
        if row.gone_n is not None and row.gone_n < first:
            subjects[subject] = row.key
        elif row.gone_n is None and subject in old:
            in_files.append(row.key)
    return subjects, tuple(in_files)


def _signed(limit: date) -> tuple[set[str], set[str]]:
    """Return who was placed since a day, and who was before it."""
    rows = models.Placement.objects.filter(undone_n=None)
    since, before = rows.filter(signed_on__gte=limit), rows.filter(signed_on__lt=limit)
    return (
        set(since.values_list("candidate__subject", flat=True)),
        set(before.values_list("candidate__subject", flat=True)),
    )


def _subjects(rows: Any) -> list[str]:
    return list(rows.values_list("subject", flat=True))


def midnight(day: date) -> datetime:
    """Return when a day begins here: the log has its times in UTC."""
    return datetime.combine(day, time.min, tzinfo=get_default_timezone())


def _first_since(limit: date) -> int:
    """Return the number of the first entry in the log since a day; that of the next when none."""
    entries = models.LogEntry.objects
    first = entries.filter(at__gte=log.stamp(midnight(limit))).aggregate(n=Min("n"))["n"]
    return first if first is not None else entries.count() + 1
