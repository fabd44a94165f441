"""The cheapest path of every type over sites and months, by dynamic programming.

A path is where a household is in each month.  What the formulation over paths
(:mod:`models.relocation_master`) asks is the path of least cost when every month in a place, every
move and every entry has a cost.  With R the months in which a move is one "again",

    V[k,p,r,t]  least cost of a path of type k up to month t that ends in state p and had its last
                move r months ago (R: that long or longer)

over the states p = 0 … S − 1 a site, S the first stay, S + 1 none.  All types at once, month
after month (one household: :mod:`models.path_single`); the moves before are kept to trace the
paths back, or to list all paths whose cost is within a gap of the least (Baldacci, Christofides &
Mingozzi, *Mathematical Programming* 115, 2008, do so for routes).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.arrays import FloatArray, IntArray
from models.path_types import Types
from models.relocation import AWAY, NONE, Relocation

_Steps = dict[tuple[int, int, int], list[tuple[float, float, int, int]]]
"""By state and month the steps to it: least cost with it, its own, state and months before."""


@dataclass(frozen=True)
class Costs:
    """What the months, entries and moves of each type cost; infinite where it may not be.

    Parameters
    ----------
    place
        A month in a site, shape ``(K, S, T)``; ``staying`` in the first stay and ``unplaced``
        without a place, shape ``(K, T)``.
    enter
        Moving into a site, shape ``(K, S, T)``.
    move, again
        A move, and a move within ``within`` months of another, shape ``(K,)``.
    leave
        By type: a move from a site to a site or, last, to none, shape ``(S, S + 1)``.
    moved
        Month of a move before month 0, at most 0; ``-within - 1`` or less without one.
    """

    place: FloatArray
    staying: FloatArray
    unplaced: FloatArray
    enter: FloatArray
    move: FloatArray
    again: FloatArray
    within: int
    leave: dict[int, FloatArray]
    moved: IntArray


class Recursion(ABC):
    """How paths begin, and how they are traced back through the values of each month.

    Who derives from it works these values out: for many types at once, or for one household.
    """

    def __init__(self, problem: Relocation, who: IntArray, costs: Costs) -> None:
        self._costs = costs
        self._first, self._last = problem.first[who], problem.last[who]
        self._start = problem.start[who]
        self._sites, self._months = len(problem.sites), problem.months

    @abstractmethod
    def _row(self, k: int, p: int, t: int) -> list[float]:
        """Return V of a type in a state and month, a month it is present in: by r."""

    def best(self, k: int) -> IntArray:
        """Return a path of least cost of a type, shape ``(T,)``."""
        if self._first[k] > self._last[k]:
            return self._written(k, [])
        last = int(self._last[k])
        ends = [v for p in range(self._sites + 2) for v in self._row(k, p, last)]
        state, path = divmod(ends.index(min(ends)), self._costs.within + 1), []
        for t in range(last, int(self._first[k]), -1):
            path.append(state[0])
            state = min(self._before(k, state[0], state[1], t))[1]
        return self._written(k, [*path, state[0]])

    def within(self, k: int, most: float) -> Iterator[IntArray]:
        """Yield every path of a type that costs at most so much, shape ``(T,)`` each."""
        last = int(self._last[k])
        if self._first[k] > last:
            yield self._written(k, [])
            return
        known: _Steps = {}
        for p in range(self._sites + 2):
            for r, value in enumerate(self._row(k, p, last)):
                if value <= most:
                    for path in self._extended(k, [p], r, last, most, known):
                        yield self._written(k, path)

    def _extended(
        self, k: int, path: list[int], r: int, t: int, most: float, known: _Steps
    ) -> Iterator[list[int]]:
        """Yield the paths that end with the states of ``path``, the last month first.

        ``most`` is what they may cost up to month t; ``known`` keeps the steps of states, which
        many paths have in common.
        """
        if t == self._first[k]:
            yield path
            return
        state = path[-1], r, t
        if state not in known:
            # What the rest costs is what the step adds to the value before it.
            known[state] = [
                (cost, cost - self._row(k, p, t - 1)[earlier], p, earlier)
                for cost, (p, earlier) in self._before(k, *state)
                if cost < np.inf
            ]
        for cost, step, p, earlier in known[state]:
            if cost <= most:
                yield from self._extended(k, [*path, p], earlier, t - 1, most - step, known)

    def _before(self, k: int, p: int, r: int, t: int) -> Iterator[tuple[float, tuple[int, int]]]:
        """Yield the states that may come before one, each with the cost of a path through it."""
        costs, sites, within = self._costs, self._sites, self._costs.within
        start, leave = int(self._start[k]), costs.leave.get(k)
        earlier = range(max(0, r - 1), within + 1 if r == within else r)
        own, enter = self._own(k, p, t), float(costs.enter[k, p, t]) if p < sites else 0.0
        here, none = self._row(k, p, t - 1), self._row(k, sites + 1, t - 1)
        for e in earlier:
            yield here[e] + own, (p, e)
            if p < sites:
                yield none[e] + enter + own, (sites + 1, e)
        if r > 0 or p == sites:
            return
        for q in range(sites + 1):
            site = start if q == sites else q
            if site in (p, -1):
                continue
            move = float(costs.move[k]) + enter + own
            move += float(leave[site, min(p, sites)]) if leave is not None else 0.0
            for e, value in enumerate(self._row(k, q, t - 1)):
                again = float(costs.again[k]) if e < within else 0.0
                yield value + move + again, (q, e)

    def _own(self, k: int, p: int, t: int) -> float:
        """Return what a month in a state costs."""
        if p < self._sites:
            return float(self._costs.place[k, p, t])
        table = self._costs.staying if p == self._sites else self._costs.unplaced
        return float(table[k, t])

    def _written(self, k: int, path: list[int]) -> IntArray:
        """Return the places of a path of states, the last month first."""
        row = np.full(self._months, AWAY, dtype=np.int64)
        places = np.array(path[::-1], dtype=np.int64)
        places = np.where(places == self._sites, self._start[k], places)
        places = np.where(places == self._sites + 1, NONE, places)
        row[self._first[k] : self._last[k] + 1] = places
        return row

    def _begun(self, who: IntArray, t: int) -> FloatArray:
        """Return V of types that are present from month t on."""
        costs, sites, within = self._costs, self._sites, self._costs.within
        new = np.full((who.size, sites + 2, within + 1), np.inf)
        new[:, :sites, within] = costs.place[who, :, t] + costs.enter[who, :, t]
        new[:, sites + 1, within] = costs.unplaced[who, t]
        for i, k in enumerate(who.tolist()):
            start = int(self._start[k])
            if start < 0:
                continue
            new[i] = np.inf
            since, move = -int(costs.moved[k]), costs.move[k]
            move += costs.again[k] if 0 < since <= within else 0.0
            leave = costs.leave.get(k, np.zeros((sites, sites + 1)))[start]
            new[i, sites, min(since, within)] = costs.staying[k, t]
            new[i, :sites, 0] = move + leave[:sites] + costs.enter[k, :, t] + costs.place[k, :, t]
            new[i, start] = np.inf
            new[i, sites + 1, 0] = move + leave[sites] + costs.unplaced[k, t]
        return new


class Priced(Recursion):
    """The least costs of all types, and the paths that have them."""

    def __init__(self, problem: Relocation, types: Types, costs: Costs) -> None:
        super().__init__(problem, types.example, costs)
        self._leaving = self._rows_of_leaving()
        self._values: list[FloatArray] = []
        value = np.full((len(types), self._sites + 2, costs.within + 1), np.inf)
        for t in range(self._months):
            value = self._step(value, t)
            self._values.append(value)

    def _row(self, k: int, p: int, t: int) -> list[float]:
        row: list[float] = self._values[t][k, p].tolist()
        return row

    @property
    def least(self) -> FloatArray:
        """Least cost of a path of each type, shape ``(K,)``; 0 for who is never present."""
        least: FloatArray = self._values[-1].min(axis=(1, 2))
        return np.where(self._first > self._last, 0.0, least)

    def _step(self, value: FloatArray, t: int) -> FloatArray:
        """Return V of month t from that of the month before."""
        costs, first, none = self._costs, self._sites, self._sites + 1
        own = np.concatenate(
            [costs.place[:, :, t], costs.staying[:, t, None], costs.unplaced[:, t, None]], axis=1
        )
        new = np.full_like(value, np.inf)
        later = self._later(value)
        new[:, :first] = np.minimum(
            later[:, :first], later[:, none, None, :] + costs.enter[:, :, t, None]
        )
        new[:, first:] = later[:, first:]
        new[:, :, 0] = np.minimum(new[:, :, 0], self._moves(value, t))
        new += own[:, :, None]
        begin = np.flatnonzero(self._first == t)
        if begin.size:
            new[begin] = self._begun(begin, t)
        gone = self._last < t
        new[gone] = value[gone]
        return new

    def _later(self, value: FloatArray) -> FloatArray:
        """Return V a month later without a move."""
        within = self._costs.within
        later = np.full_like(value, np.inf)
        later[:, :, 1:] = value[:, :, :-1]
        later[:, :, within] = np.minimum(later[:, :, within], value[:, :, within])
        return later

    def _moves(self, value: FloatArray, t: int) -> FloatArray:
        """Return the least V with a move to each state in month t, shape ``(K, S + 2)``."""
        costs, sites = self._costs, self._sites
        every = np.arange(len(self._start))
        leaving = value.copy()
        leaving[:, :, : costs.within] += costs.again[:, None, None]
        leaving = leaving.min(axis=2)[:, : sites + 1] + costs.move[:, None]
        moves = np.full((every.size, sites + 2), np.inf)
        lives = self._start >= 0
        for k, leave in self._leaving:
            to = self._from_sites(leaving[k, :sites], leave)
            if (own := lives[k]).any():  # from the first stay, but not to where it is
                start = self._start[k][own]
                first = leaving[k][own, sites, None]
                first = first + (0.0 if leave is None else leave[np.flatnonzero(own), start])
                first = np.broadcast_to(first, to[own].shape).copy()
                first[np.arange(start.size), start] = np.inf
                to[own] = np.minimum(to[own], first)
            moves[k, :sites] = to[:, :sites] + costs.enter[k, :, t]
            moves[k, sites + 1] = to[:, sites]
        return moves

    def _from_sites(self, leaving: FloatArray, leave: FloatArray | None) -> FloatArray:
        """Return the least cost of coming from another site to each, or, last, to none.

        ``leaving`` has shape ``(n, S)``, ``leave`` ``(n, S, S + 1)``, the result ``(n, S + 1)``.
        """
        every = np.arange(self._sites)
        if leave is not None and self._sites:
            by_site = leaving[:, :, None] + leave
            by_site[:, every, every] = np.inf
            least: FloatArray = by_site.min(axis=1)
            return least
        to = np.full((len(leaving), self._sites + 1), np.inf)
        if self._sites:  # the least but for one is the least, or else the second
            at, rows = leaving.argmin(axis=1), np.arange(len(leaving))
            to[:] = leaving[rows, at, None]
            others = leaving.copy()
            others[rows, at] = np.inf
            to[rows, at] = others.min(axis=1)
        return to

    def _rows_of_leaving(self) -> list[tuple[IntArray, FloatArray | None]]:
        """Return the types that nothing, and those that something costs to leave, with that."""
        own = np.array(sorted(self._costs.leave), dtype=np.int64)
        others = np.delete(np.arange(len(self._start)), own)
        rows: list[tuple[IntArray, FloatArray | None]] = [(others, None)] if others.size else []
        if own.size:
            rows.append((own, np.stack([self._costs.leave[k] for k in own.tolist()])))
        return rows
