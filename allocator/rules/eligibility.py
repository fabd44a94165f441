"""Which pairs are possible: all pairs that no rule blocks, without a matrix of them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from allocator.rules.alike import alike
from allocator.rules.arrays import NOT_GIVEN, IntArray
from allocator.rules.context import Context
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.pair_rules import blocked

CELLS = 500_000
"""Most cells of the matrix judged at one time: small enough for a processor's cache."""

Int32Array = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Eligibility:
    """The possible pairs, sorted by household, then home.

    Parameters
    ----------
    household, home
        Positions, shape ``(E,)``.
    households
        Number of households H.
    """

    household: Int32Array
    home: Int32Array
    households: int

    def __len__(self) -> int:
        return int(self.household.size)

    @cached_property
    def first(self) -> IntArray:
        """Place of the first pair of each household, and the end, shape ``(H + 1,)``."""
        every = np.arange(self.households + 1, dtype=np.int32)
        return np.searchsorted(self.household, every).astype(np.int64)

    @cached_property
    def possible_homes(self) -> IntArray:
        """Number of possible homes (rows) of each household, shape ``(H,)``."""
        return np.diff(self.first)

    def homes_of(self, household: int) -> Int32Array:
        """Return the possible homes of one household, in order."""
        return self.home[self.first[household] : self.first[household + 1]]


def find(h: HouseholdColumns, p: HomeColumns, c: Context, *, cells: int = CELLS) -> Eligibility:
    """Return the possible pairs of all households and homes.

    Households alike in all that the rules look at are judged once; those linked to an area
    only against the homes there; and no more than about ``cells`` pairs at one time.
    """
    groups = alike(h, c)
    count = np.zeros(len(groups.example), dtype=np.int64)
    pieces = []
    order = []
    for some, homes in _blocks(h.koppeling[groups.example], p, c, cells):
        members = h.take(groups.example[some])
        row, column = np.nonzero(~blocked(members.rows(), p.take(homes).cols(), c))
        count[some] = np.bincount(row, minlength=len(some))
        pieces.append(homes[column].astype(np.int32))
        order.append(some)
    home = np.concatenate([np.zeros(0, dtype=np.int32), *pieces])
    first = np.zeros(len(count), dtype=np.int64)
    if order:
        judged = np.concatenate(order)
        first[judged] = np.cumsum(count[judged]) - count[judged]
    return _spread(groups.group, first, count, home)


def with_pairs(possible: Eligibility, household: IntArray, home: IntArray) -> Eligibility:
    """Return the pairs with some more among them (locks), each once."""
    missing = [
        (a, b)
        for a, b in sorted(zip(household.tolist(), home.tolist(), strict=True))
        if b not in possible.homes_of(a)
    ]
    at = [possible.first[a] + np.searchsorted(possible.homes_of(a), b) for a, b in missing]
    more = np.array(missing, dtype=np.int32).reshape(-1, 2)
    return Eligibility(
        household=np.insert(possible.household, at, more[:, 0]),
        home=np.insert(possible.home, at, more[:, 1]),
        households=possible.households,
    )


def _blocks(
    koppeling: IntArray, p: HomeColumns, c: Context, cells: int
) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield groups and the homes to judge them against, by area and in small numbers."""
    for area in np.unique(koppeling).tolist():
        inside = c.within[p.wijk, area] if area != NOT_GIVEN else np.ones(len(p), dtype=np.bool_)
        homes = np.flatnonzero(inside)
        members = np.flatnonzero(koppeling == area)
        step = max(1, cells // max(1, homes.size))
        for at in range(0, members.size, step):
            yield members[at : at + step], homes


def _spread(group: IntArray, first: IntArray, count: IntArray, home: Int32Array) -> Eligibility:
    """Return the pairs of all households from those of their groups.

    ``home[first[g] : first[g] + count[g]]`` are the homes of group g.
    """
    number = count[group]
    ends = np.cumsum(number)
    every = np.empty(int(number.sum()), dtype=np.int32)
    for g, n, end in zip(group.tolist(), number.tolist(), ends.tolist(), strict=True):
        every[end - n : end] = home[first[g] : first[g] + n]
    households = np.repeat(np.arange(group.size, dtype=np.int32), number)
    return Eligibility(household=households, home=every, households=int(group.size))
