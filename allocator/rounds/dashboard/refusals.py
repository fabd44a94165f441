"""Who refused, and for which reason: counted by code, never shown with a household.

A code is sealed with the key of its household.  Of a household that was erased it cannot be read
any more, and counts as unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from allocator.rounds.dashboard.period import Period
from allocator.rounds.dashboard.sight import Number, Sight
from allocator.rounds.reasons import REASONS
from allocator.rounds.states import Event
from allocator.store import models
from allocator.store.fields import opened
from allocator.store.keychain import keychain

# Whose refusal a step is; the team may have noted it.
BY = {
    Event.REFUSE: "corporatie",
    Event.REVOKE: "corporatie",
    Event.REJECT: "team",
    Event.DECLINE: "household",
}
UNKNOWN = "unknown"
ALL = ("all",)


@dataclass(frozen=True)
class Reasons:
    """Refusals for one reason, or for one of several that were merged; ``ALL`` for any."""

    codes: tuple[str, ...]
    refusals: int


@dataclass(frozen=True)
class RefusalsBy:
    """Refusals of a corporatie, the team or a household; no reasons where they were too few."""

    by: str
    refusals: Number
    reasons: tuple[Reasons, ...]


@dataclass(frozen=True)
class Refusals:
    """All refusals, by who."""

    by: tuple[RefusalsBy, ...]


def refusals(period: Period, sight: Sight) -> Refusals:
    """Return the refusals of a period."""
    rows = list(
        models.Step.objects.filter(
            name__in=list(BY), on_day__gte=period.first, on_day__lte=period.last
        ).only("name", "code", "subject")
    )
    keychain.unlock(list(models.Subject.objects.filter(pk__in={row.subject_id for row in rows})))
    codes = Counter((BY[Event(row.name)], opened(row, "code") or UNKNOWN) for row in rows)
    return Refusals(tuple(_by(who, known, codes, sight) for who, known in REASONS.items()))


def _by(
    who: str, known: Sequence[str], codes: Counter[tuple[str, str]], sight: Sight
) -> RefusalsBy:
    order = (UNKNOWN, *known)
    numbers = [(code, codes[who, code]) for code in order]
    rows = sight.counts(numbers)
    told = (Reasons(ALL if names == order else names, n) for names, n in rows)
    shown = sorted(told, key=lambda row: -row.refusals)
    return RefusalsBy(who, sight.number(sum(n for _, n in numbers)), tuple(shown))
