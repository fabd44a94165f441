"""The plain comparison: who waits longest chooses first (rules.md 1.5)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocator.rules.arrays import IntArray
from allocator.rules.context import Context
from allocator.rules.eligibility import Eligibility
from allocator.rules.fit import fit
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.limits import Limit
from allocator.rules.measures import lottery
from allocator.rules.remaining import Remaining

Pairs = tuple[IntArray, IntArray]


def longest_waiting_first(
    possible: Eligibility,
    h: HouseholdColumns,
    p: HomeColumns,
    c: Context,
    *,
    limits: Sequence[Limit],
    locks: Pairs,
) -> Pairs:
    """Return the pairs that the plain comparison places: positions of households and homes.

    Locks first.  Then households by weeks (most first), then lottery number (highest
    first), then id; each gets, of the possible homes with a free unit within all limits,
    the one for the fewest persons, then with the most fit points, then the smallest id.

    Returns
    -------
    Pairs
        Sorted by household, shape ``(N,)`` twice.
    """
    left = Remaining(h, p, limits)
    placed = dict(zip(locks[0].tolist(), locks[1].tolist(), strict=True))
    for household, home in placed.items():
        left.place(household, home)
    for household in np.lexsort((-lottery(h, c), -h.weeks)).tolist():
        if household in placed:
            continue
        homes = possible.homes_of(household).astype(np.int64)
        homes = homes[left.free(household, homes) & left.within_limits(household, homes)]
        if homes.size:
            placed[household] = _best(h.one(household), p, c, homes)
            left.place(household, placed[household])
    pairs = np.array(sorted(placed.items()), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _best(one: HouseholdColumns, p: HomeColumns, c: Context, homes: IntArray) -> int:
    """Return the home for the fewest persons, then with most fit points, then first by id.

    ``one`` has shape ``(1,)``; ``homes`` are positions in order, shape ``(N,)``.
    """
    persons = p.max_persons[homes]
    smallest = homes[persons == persons.min()]
    if smallest.size == 1:
        return int(smallest[0])
    return int(smallest[np.argmax(fit(one, p.take(smallest), c))])
