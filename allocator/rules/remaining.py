"""What is left beside the pairs placed so far: free units, and room within the limits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from allocator.rules.arrays import NOT_GIVEN, BoolArray, IntArray
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.limits import Limit


class Remaining:
    """Free units of homes, and what is left of each limit, while households are placed.

    Parameters
    ----------
    h, p
        All households and homes.
    limits
        From ``limits.limits``.
    """

    def __init__(self, h: HouseholdColumns, p: HomeColumns, limits: Sequence[Limit]) -> None:
        self._gender_of = h.gender
        self._one_gender = p.one_gender
        self._units = p.units.copy()
        self._gender = np.full(len(p), NOT_GIVEN, dtype=np.int64)
        self._limits = tuple(limits)
        self._left = np.array([limit.capacity for limit in limits], dtype=np.int64)
        self._limits_of = _limits_of_homes(limits, len(p))
        # Few limits have a weight of their own, so a household's weights are one look-up.
        weights = {id(limit.weight): limit.weight for limit in limits}
        self._weights = np.array(list(weights.values()), dtype=np.int64)
        row = {key: i for i, key in enumerate(weights)}
        self._row = np.array([row[id(limit.weight)] for limit in limits], dtype=np.int64)

    def place(self, household: int, home: int) -> None:
        """Place a household, whether or not there is room."""
        self._units[home] -= 1
        self._gender[home] = self._gender_of[household]
        inside = self._limits_of[home]
        inside = inside[inside < len(self._limits)]
        self._left[inside] -= self._need(household)[inside]

    def free(self, household: int, homes: IntArray) -> BoolArray:
        """Return which homes have a free unit, for the gender of this household."""
        gender = self._gender[homes]
        other = (gender != NOT_GIVEN) & (gender != self._gender_of[household])
        free: BoolArray = (self._units[homes] > 0) & ~(self._one_gender[homes] & other)
        return free

    def within_limits(self, household: int, homes: IntArray) -> BoolArray:
        """Return at which homes one more placement, of this household, breaks no limit."""
        fits = np.append(self._need(household) <= self._left, True)
        within: BoolArray = np.all(fits[self._limits_of[homes]], axis=1)
        return within

    def limits_broken(self, household: int, home: int) -> tuple[str, ...]:
        """Return the names of the limits that placing this household there would break."""
        over = self._need(household) > self._left
        inside = self._limits_of[home]
        return tuple(
            self._limits[i].name for i in inside.tolist() if i < len(self._limits) and over[i]
        )

    def _need(self, household: int) -> IntArray:
        """Return what a household uses of each limit, shape ``(L,)``."""
        if not self._limits:
            return np.zeros(0, dtype=np.int64)
        need: IntArray = self._weights[self._row, household]
        return need


def _limits_of_homes(limits: Sequence[Limit], homes: int) -> IntArray:
    """Return the indices of the limits of each home, filled up with L, shape ``(P, K)``."""
    home = np.concatenate([np.zeros(0, dtype=np.int64), *(limit.homes for limit in limits)])
    limit = np.repeat(np.arange(len(limits)), [limit.homes.size for limit in limits])
    order = np.argsort(home, kind="stable")
    home, limit = home[order], limit[order]
    number = np.bincount(home, minlength=homes)
    table = np.full((homes, int(number.max(initial=0))), len(limits), dtype=np.int64)
    place = np.arange(home.size) - np.repeat(np.cumsum(number) - number, number)
    table[home, place] = limit
    return table
