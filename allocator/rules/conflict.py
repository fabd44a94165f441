"""Locks that break limits together, so that no plan exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from allocator.errors import Conflict
from allocator.rules.arrays import IntArray
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.limits import Limit

Locks = tuple[IntArray, IntArray]


def conflict(
    limits: Sequence[Limit], locks: Locks, h: HouseholdColumns, p: HomeColumns
) -> Conflict | None:
    """Return the smallest set of locks that breaks one limit, or ``None``.

    The units of a home count as the limit ``units:<home>``, and one gender in a home with
    sharing = same as ``gender:<home>``.  Fewest locks first; then in the order of limits,
    units, gender.

    Parameters
    ----------
    limits
        From ``limits.limits``.
    locks
        From ``limits.locks``: positions of households and homes.
    h, p
        All households and homes.
    """
    broken = [
        *_limits_broken(limits, locks, h, p),
        *_units_broken(locks, h, p),
        *_genders_broken(locks, h, p),
    ]
    return min(broken, key=lambda found: len(found.locks), default=None)


def _limits_broken(
    limits: Sequence[Limit], locks: Locks, h: HouseholdColumns, p: HomeColumns
) -> Iterator[Conflict]:
    """Yield of each limit that the locks break the fewest that do: the heaviest first."""
    household, home = locks
    for limit in limits:
        inside = np.flatnonzero(np.isin(home, limit.homes))
        weight = limit.weight[household[inside]]
        heaviest = inside[np.argsort(-weight, kind="stable")]
        load = np.cumsum(limit.weight[household[heaviest]])
        over = np.flatnonzero(load > limit.capacity)
        if over.size:
            n = int(over[0]) + 1
            yield _conflict(limit.name, heaviest[:n], locks, h, p, int(load[n - 1]), limit.capacity)


def _units_broken(locks: Locks, h: HouseholdColumns, p: HomeColumns) -> Iterator[Conflict]:
    """Yield the homes with more locks than units."""
    for home in np.unique(locks[1]).tolist():
        inside = np.flatnonzero(locks[1] == home)
        units = int(p.units[home])
        if inside.size > units:
            yield _conflict(
                f"units:{p.id[home]}", inside[: units + 1], locks, h, p, units + 1, units
            )


def _genders_broken(locks: Locks, h: HouseholdColumns, p: HomeColumns) -> Iterator[Conflict]:
    """Yield the homes for one gender with locks of more than one."""
    for home in np.unique(locks[1]).tolist():
        inside = np.flatnonzero(locks[1] == home)
        genders = h.gender[locks[0][inside]]
        other = inside[genders != genders[0]]
        if p.one_gender[home] and other.size:
            pair = np.array([inside[0], other[0]])
            yield _conflict(f"gender:{p.id[home]}", pair, locks, h, p, 2, 1)


def _conflict(
    name: str,
    which: IntArray,
    locks: Locks,
    h: HouseholdColumns,
    p: HomeColumns,
    load: int,
    capacity: int,
) -> Conflict:
    """Return the conflict of the locks at ``which``, in order of id."""
    pairs = [(str(h.id[locks[0][i]]), str(p.id[locks[1][i]])) for i in which.tolist()]
    return Conflict(limit=name, locks=tuple(sorted(pairs)), load=load, capacity=capacity)
