"""The best path of a household over what others leave free, for all aims in order at once.

It is found by dynamic programming (:mod:`models.path_single`), but where it is known already: the
path that is best for it alone where that is free and others add nothing to it, and what was found
for a household like it that had as much free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import BoolArray, FloatArray, IntArray
from models.occupied import Free
from models.path_costs import costs_of
from models.path_single import Single
from models.path_types import types_of
from models.paths import Priced
from models.relocation import NONE, Aim, Relocation, Walks

# A unit of an aim is worth so many of the next: a float tells seven aims apart so.
STEP = 100.0
# What a month elsewhere counts of a unit of the last aim, where that only breaks ties.
LITTLE = 1e-3


@dataclass(frozen=True)
class Others:
    """What others add to an aim for where they are.

    Parameters
    ----------
    aim
        Number of the aim.
    place, unplaced
        What a month in a site adds, shape ``(S, T)``, and one without a place, shape ``(T,)``.
    """

    aim: int
    place: IntArray
    unplaced: IntArray

    def of(self, path: IntArray) -> int:
        """Return what they add to a path, shape ``(T,)``."""
        t = np.flatnonzero(path >= 0)
        return int(self.place[path[t], t].sum() + self.unplaced[path == NONE].sum())


class BestPaths:
    """The best paths of households: alone (``wishes``, shape ``(H, T)``) and beside others.

    ``least`` is what the former cost of each aim, shape ``(H, A)``; ``weights`` what a unit of each
    is worth, shape ``(A,)``.
    """

    def __init__(self, problem: Relocation, aims: Sequence[Aim]) -> None:
        self._problem, self._aims = problem, aims
        self.weights: FloatArray = STEP ** -np.arange(len(aims), dtype=np.float64)
        types = types_of(problem, aims)
        self._type = types.of
        weighed = list(zip(aims, self.weights, strict=True))
        self._costs = costs_of(problem, types.example, weighed)
        alone = Priced(problem, types, self._costs)
        wishes = np.array([alone.best(k) for k in range(len(types))], dtype=np.int64)
        wishes = wishes.reshape(len(types), problem.months)
        self.wishes: IntArray = wishes[types.of]
        self.least: IntArray = self.worth(types.example, wishes)[types.of]
        self._known: dict[tuple[object, ...], tuple[IntArray, IntArray] | None] = {}

    def forget(self) -> None:
        """Forget what was found, which takes memory."""
        self._known.clear()

    def worth(self, who: IntArray, paths: IntArray) -> IntArray:
        """Return what paths cost of each aim but for others, shape ``(N, A)``."""
        walks = Walks(self._problem, who, paths)
        columns = [aim.of_walks(walks) for aim in self._aims]
        return np.array(columns, dtype=np.int64).reshape(len(self._aims), who.size).T

    def over(
        self, h: int, free: Free, others: Sequence[Others], site: int | None = None
    ) -> tuple[IntArray, IntArray] | None:
        """Return the best path and what it costs of each aim but for others; ``None`` for none.

        Of those as good it is one in a site, if given.
        """
        wish, start = self.wishes[h], int(self._problem.start[h])
        there = site is None or bool((wish[wish >= 0] == site).all())
        # What others add makes no path cheaper, so that this one remains the best, and the first.
        if there and free.holds(start, wish) and not any(other.of(wish) for other in others):
            return wish, self.least[h]
        added = [table for other in others for table in (other.place, other.unplaced)]
        tables = free.place, free.enter, free.staying, *added
        key = int(self._type[h]), site, *(table.tobytes() for table in tables)
        if key not in self._known:
            self._known[key] = self._found(h, free, others, site)
        return self._known[key]

    def _found(
        self, h: int, free: Free, others: Sequence[Others], site: int | None
    ) -> tuple[IntArray, IntArray] | None:
        """Return the same by dynamic programming."""
        every, k, start = self._costs, int(self._type[h]), int(self._problem.start[h])
        own = slice(k, k + 1)
        place, staying, unplaced = every.place[own].copy(), every.staying[own], every.unplaced[own]
        if site is not None:
            place[0, np.arange(len(self._problem.sites)) != site] += LITTLE * self.weights[-1]
        for other in others:
            place += self.weights[other.aim] * other.place
            unplaced = unplaced + self.weights[other.aim] * other.unplaced
            if start >= 0:
                staying = staying + self.weights[other.aim] * other.place[start]
        costs = replace(
            every,
            place=_where(free.place, place),
            staying=_where(free.staying, staying),
            unplaced=unplaced,
            enter=_where(free.enter, every.enter[own]),
            move=every.move[own],
            again=every.again[own],
            moved=every.moved[own],
            leave={0: every.leave[k]} if k in every.leave else {},
        )
        path = Single(self._problem, h, costs).cheapest()
        return None if path is None else (path, self.worth(np.array([h]), path[None, :])[0])


def _where(free: BoolArray, costs: FloatArray) -> FloatArray:
    """Return costs, infinite where it is not free."""
    return np.where(free, costs, np.inf)
