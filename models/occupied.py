"""What of rooms and limits is taken while households are put in places one by one."""

from __future__ import annotations

import numpy as np

from models.arrays import BoolArray, IntArray
from models.relocation import Relocation, first_months
from models.room_quickly import Quickly


class Occupied:
    """Who is where, counted by site, month and need; rooms are given out quickly.

    What is called free is so (S2 to S5).  What is not may be, with rooms given out in another
    way.
    """

    def __init__(self, problem: Relocation) -> None:
        self._problem = problem
        shape = len(problem.sites), problem.months
        self._quickly = [Quickly(s, n) for s, n in zip(problem.sites, problem.needs, strict=True)]
        self._number = [np.zeros((problem.months, len(own)), np.int64) for own in problem.needs]
        self._rooms = [[tuple(row) for row in site.rooms.T.tolist()] for site in problem.sites]
        self._fits: dict[tuple[int, tuple[int, ...], bytes], bool] = {}
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
        stay, before = first_months(start, path).tolist(), start
        for t, s in enumerate(path.tolist()):
            if s >= 0:
                need = problem.first_need[h] if stay[t] else problem.need[h, s]
                self._number[s][t, need] += sign
                self._persons[s, t] += persons
                if not stay[t]:
                    self._others[s, t] += persons
                if s != before:
                    self._came[s, t] += persons
            before = s

    def free(self, h: int, path: IntArray | None = None) -> tuple[BoolArray, BoolArray, BoolArray]:
        """Return where a household can be, move in, and last in its first stay.

        Shapes ``(S, T)``, ``(S, T)`` and ``(T,)``; of a path only in its places.
        """
        problem, persons = self._problem, int(self._problem.persons[h])
        place, staying = problem.allowed[h].copy(), problem.staying[h].copy()
        below: BoolArray = self._limits @ self._persons + persons <= self._most[:, None]
        for sites, own in zip(self._limits, below, strict=True):
            place[sites] &= own
        enter = self._came + persons <= self._most_in[:, None]
        if path is not None:
            place &= path[None, :] == np.arange(len(place))[:, None]
        for s, t in np.argwhere(place).tolist():
            place[s, t] = self._has_rooms(s, t, int(problem.need[h, s]))
        start = int(problem.start[h])
        if start >= 0:
            alone: BoolArray = self._limits @ self._others == 0
            for sites, own, only in zip(self._limits, below, alone, strict=True):
                if sites[start]:
                    staying &= own | only
            need = int(problem.first_need[h])
            for t in np.flatnonzero(staying).tolist():
                staying[t] = self._has_rooms(start, t, need)
        return place, enter, staying

    def blocked(self, h: int, path: IntArray) -> IntArray:
        """Return the months in which a household cannot be where a path is, shape ``(N,)``."""
        place, enter, staying = self.free(h, path)
        start = int(self._problem.start[h])
        stay, t = first_months(start, path), np.arange(path.size)
        before = np.append(start, path[:-1])
        s = np.maximum(path, 0)
        there = np.where(stay, staying, place[s, t]) & (enter[s, t] | (before == path))
        return np.flatnonzero((path >= 0) & ~there)

    def above(self, sites: BoolArray, most: int, persons: int) -> IntArray:
        """Return by how much more than a base so many persons more would be, shape ``(T,)``."""
        now = self._persons[sites].sum(axis=0)
        more: IntArray = np.maximum(0, now + persons - most) - np.maximum(0, now - most)
        return more

    def _has_rooms(self, s: int, t: int, need: int) -> bool:
        """Whether one more household of a need has rooms in a site and month."""
        number = self._number[s][t].copy()
        number[need] += 1
        rooms = self._rooms[s][t]
        key = s, rooms, number.tobytes()
        if key not in self._fits:
            self._fits[key] = self._quickly[s].fits(rooms, number.tolist())
        return self._fits[key]
