"""Homes by kind: how many nobody has yet, how many were let, and how long that took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from allocator.domain.choices import HomeKind
from allocator.rounds.dashboard.period import Period
from allocator.rounds.dashboard.quantiles import median_of
from allocator.rounds.since import Since
from allocator.store import models

Leases = Mapping[str, tuple[models.Placement, ...]]
COLUMNS = ("ref", "kind", "units", "available_from", "since", "gone_n")


@dataclass(frozen=True)
class KindOfHome:
    """Homes of one kind: units that are ``free`` today, or ``later``, and those that were let.

    ``days`` is the median from the day a home was available until it was let.  Of ``unknown``
    ones that were let the day is not known any more: the home came back since.
    """

    kind: HomeKind
    free: int
    later: int
    let: int
    days: float | None
    unknown: int


@dataclass(frozen=True)
class Homes:
    """The kinds of homes, and all of them together."""

    kinds: tuple[KindOfHome, ...]
    free: int
    let: int
    days: float | None


def homes(signed: Since, period: Period) -> Homes:
    """Return the homes as of the last day of a period, and those that were let in it."""
    by_home = _leases(signed)
    units: dict[HomeKind, list[tuple[date | None, int]]] = {kind: [] for kind in HomeKind}
    days: dict[HomeKind, list[int | None]] = {kind: [] for kind in HomeKind}
    for row in models.Home.objects.values_list(*COLUMNS, named=True):
        kind, leases = HomeKind(row.kind), by_home.get(row.ref, ())
        if row.gone_n is None:
            # With only its own leases: there may be many homes and many leases.
            left = replace(signed, placed=leases).units(row)
            units[kind].append((row.available_from, max(0, left)))
        days[kind] += [
            days_to_let(row, lease)
            for lease in leases
            if lease.undone_n is None and lease.signed_on in period
        ]
    kinds = tuple(_kind(kind, units[kind], period.last, days[kind]) for kind in HomeKind)
    known = [n for some in days.values() for n in some if n is not None]
    return Homes(kinds, sum(k.free for k in kinds), sum(k.let for k in kinds), median_of(known))


def days_to_let(row: Any, lease: models.Placement) -> int | None:
    """Return the days from when a home was available until it was let.

    0 when it was let before it was available.  ``None`` when the home was let, and came back
    since with a later day: which day it had then is not kept.
    """
    if row.available_from is None:
        return None
    days: int = (lease.signed_on - row.available_from).days
    if days >= 0:
        return days
    return None if row.since.get("units", 0) > lease.n else 0


def _leases(signed: Since) -> Leases:
    """Return the leases of each home, also those taken back."""
    found: dict[str, list[models.Placement]] = defaultdict(list)
    for lease in signed.placed:
        found[lease.home].append(lease)
    return {home: tuple(some) for home, some in found.items()}


def _kind(
    kind: HomeKind,
    units: Iterable[tuple[date | None, int]],
    day: date,
    days: list[int | None],
) -> KindOfHome:
    rows = list(units)
    free = sum(n for start, n in rows if start is None or start <= day)
    known = [n for n in days if n is not None]
    return KindOfHome(
        kind,
        free,
        sum(n for _, n in rows) - free,
        len(days),
        median_of(known),
        len(days) - len(known),
    )
