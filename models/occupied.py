"""What of rooms and limits is taken while households are put in places one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import BoolArray, IntArray
from models.relocation import Relocation, first_months
from models.room_quickly import Quickly


@dataclass(frozen=True)
class Free:
    """Where a household can be, and move in, shape ``(S, T)``; ``(T,)`` in its first stay."""

    place: BoolArray
    enter: BoolArray
    staying: BoolArray

    def blocked(self, start: int, path: IntArray) -> IntArray:
        """Return the months in which it cannot be where a path is, shape ``(N,)``."""
        stay, t = first_months(start, path), np.arange(path.size)
        before = np.append(start, path[:-1])
        s = np.maximum(path, 0)
        there = np.where(stay, self.staying, self.place[s, t])
        there &= self.enter[s, t] | (before == path)
        return np.flatnonzero((path >= 0) & ~there)

    def holds(self, start: int, path: IntArray) -> bool:
        """Whether it can be where a path is."""
        return not self.blocked(start, path).size


class Occupied:
    """Who is where, counted by site, month and need; rooms are given out quickly.

    What is called free is so (S2 to S5).  What is not may be, with rooms given out in another
    way.
    """

    def __init__(self, problem: Relocation) -> None:
        self._problem = problem
        shape = len(problem.sites), problem.months
        self._quickly = [Quickly(s, n) for s, n in zip(problem.sites, problem.needs, strict=True)]
        # How many are there of each need, written as one number: quickly told apart.
        self._bits = (problem.households + 1).bit_length()
        self._there = [[0] * problem.months for _ in problem.sites]
        self._rooms = [[tuple(row) for row in site.rooms.T.tolist()] for site in problem.sites]
        self._fits = [_by_rooms(rooms) for rooms in self._rooms]
        self._came = np.zeros(shape, dtype=np.int64)
        every = np.arange(shape[0])
        limits = [(every == s, site.most) for s, site in enumerate(problem.sites)]
        limits += [(area.sites, area.most) for area in problem.areas]
        known = [(sites, most) for sites, most in limits if most is not None]
        self._limits: BoolArray = np.array([sites for sites, _ in known], dtype=np.bool_)
        self._limits = self._limits.reshape(len(known), shape[0])
        self._most = np.array([most for _, most in known], dtype=np.int64)
        self._persons = np.zeros(shape, dtype=np.int64)
        self._others = np.zeros(shape, dtype=np.int64)
        self._most_in = np.array(
            [np.iinfo(np.int64).max if s.most_in is None else s.most_in for s in problem.sites]
        )

    @property
    def persons(self) -> IntArray:
        """Persons in each site and month, shape ``(S, T)``."""
        return self._persons

    def put(self, h: int, path: IntArray, sign: int = 1) -> None:
        """Count a household in the places of a path, shape ``(T,)``; with -1 no more."""
        problem = self._problem
        persons, start = sign * int(problem.persons[h]), int(problem.start[h])
        stay = first_months(start, path)
        came = path != np.append(start, path[:-1])
        t = np.flatnonzero(path >= 0)
        s = path[t]
        self._persons[s, t] += persons
        self._others[s, t] += persons * ~stay[t]
        self._came[s, t] += persons * came[t]
        first, need = int(problem.first_need[h]), problem.need[h].tolist()
        for site, month, staying in zip(s.tolist(), t.tolist(), stay[t].tolist(), strict=True):
            self._there[site][month] += sign << self._bits * (first if staying else need[site])

    def free(self, h: int, path: IntArray | None = None) -> Free:
        """Return where there is room for one more household; of a path only in its places."""
        problem, persons = self._problem, int(self._problem.persons[h])
        place, staying = problem.allowed[h].copy(), problem.staying[h].copy()
        full: BoolArray = self._limits @ self._persons + persons > self._most[:, None]
        place &= ~(self._limits.T @ full)
        enter = self._came + persons <= self._most_in[:, None]
        if path is not None:
            place &= path[None, :] == np.arange(len(place))[:, None]
        needs = problem.need[h].tolist()
        for s, t in np.argwhere(place).tolist():
            if not self._has_rooms(s, t, needs[s]):
                place[s, t] = False
        start = int(problem.start[h])
        if start >= 0:
            with_others: BoolArray = self._limits @ self._others > 0
            staying &= ~(self._limits[:, start] @ (full & with_others))
            need = int(problem.first_need[h])
            for t in np.flatnonzero(staying).tolist():
                staying[t] = self._has_rooms(start, t, need)
        return Free(place, enter, staying)

    def blocked(self, h: int, path: IntArray) -> IntArray:
        """Return the months in which a household cannot be where a path is, shape ``(N,)``."""
        return self.free(h, path).blocked(int(self._problem.start[h]), path)

    def above(self, sites: BoolArray, most: int, persons: int) -> IntArray:
        """Return by how much more than a base so many persons more would be, shape ``(T,)``."""
        now = self._persons[sites].sum(axis=0)
        more: IntArray = np.maximum(0, now + persons - most) - np.maximum(0, now - most)
        return more

    def _has_rooms(self, s: int, t: int, need: int) -> bool:
        """Whether one more household of a need has rooms in a site and month."""
        there, known = self._there[s][t] + (1 << self._bits * need), self._fits[s][t]
        if there not in known:
            each = range(0, len(self._problem.needs[s]) * self._bits, self._bits)
            number = [there >> at & ((1 << self._bits) - 1) for at in each]
            known[there] = self._quickly[s].fits(self._rooms[s][t], number)
        return known[there]


def _by_rooms(rooms: Sequence[tuple[int, ...]]) -> list[dict[int, bool]]:
    """Return what is to be remembered in each month: one and the same where rooms are."""
    same: dict[tuple[int, ...], dict[int, bool]] = {}
    return [same.setdefault(row, {}) for row in rooms]
