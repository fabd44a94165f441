"""The cheapest path of one household over sites and months.

The recursion of :mod:`models.paths`, month by month over plain numbers: operations on tables of
all types take as long for one household as for a hundred.  Sums are made in the same order, so
that the path is the same to the last bit, of those that cost as much as well.
"""

from __future__ import annotations

from math import inf
from operator import add

import numpy as np

from models.arrays import IntArray
from models.paths import Costs, Recursion
from models.relocation import Relocation


class Single(Recursion):
    """The path of a household, whose costs are those of a type of its own."""

    def __init__(self, problem: Relocation, h: int, costs: Costs) -> None:
        super().__init__(problem, np.array([h]), costs)
        self._nowhere = [inf] * (costs.within + 1)
        self._begin, last = int(self._first[0]), int(self._last[0])
        self._values: list[list[list[float]]] = []
        if self._begin <= last:
            self._values.append(self._begun(np.array([0]), self._begin)[0].tolist())
            self._go_on(last)

    def cheapest(self) -> IntArray | None:
        """Return the path of least cost, shape ``(T,)``; ``None`` where every one is infinite."""
        if self._values and min(map(min, self._values[-1])) == inf:
            return None
        return self.best(0)

    def _row(self, k: int, p: int, t: int) -> list[float]:
        return self._values[t - self._begin][p]

    def _go_on(self, last: int) -> None:
        """Work out V of the months after the first."""
        costs = self._costs
        own = np.concatenate([costs.place[0], costs.staying, costs.unplaced]).T.tolist()
        enter, columns = costs.enter[0].T.tolist(), self._columns()
        for t in range(self._begin + 1, last + 1):
            self._values.append(self._step(self._values[-1], own[t], enter[t], columns))

    def _columns(self) -> list[list[float]]:
        """Return what leaving a site, or last the first stay, adds: by where to, or last none."""
        sites, start = self._sites, int(self._start[0])
        leave = np.zeros((sites + 1, sites + 1))
        leave[:sites] = self._costs.leave.get(0, 0.0)
        leave[sites] = leave[start] if start >= 0 else inf
        every = np.arange(sites)
        leave[every, every] = inf
        if start >= 0:
            leave[sites, start] = inf
        columns: list[list[float]] = leave.T.tolist()
        return columns

    def _step(
        self,
        value: list[list[float]],
        own: list[float],
        enter: list[float],
        columns: list[list[float]],
    ) -> list[list[float]]:
        """Return V of a month from that of the month before."""
        sites, within, nowhere = self._sites, self._costs.within, self._nowhere
        move, again = float(self._costs.move[0]), float(self._costs.again[0])
        leaving = [
            min(min(row[:within], default=inf) + again, row[within]) + move
            for row in value[: sites + 1]
        ]
        moves = [min(map(add, leaving, column)) for column in columns]
        none = value[sites + 1]
        new = []
        for p, row in enumerate(value[:sites]):
            if own[p] == inf:
                new.append(nowhere)
                continue
            if none is not nowhere and enter[p] < inf:
                row = list(map(min, row, [v + enter[p] for v in none]))
            new.append(self._later(row, moves[p] + enter[p], own[p]))
        new.append(self._later(value[sites], inf, own[sites]))
        new.append(self._later(none, moves[sites], own[sites + 1]))
        return new

    def _later(self, row: list[float], move: float, own: float) -> list[float]:
        """Return V of a state from that of the month before, and the least with a move to it."""
        if own == inf:
            return self._nowhere
        if len(row) == 1:
            return [min(row[0], move) + own]
        return [move + own, *[v + own for v in row[:-2]], min(row[-2], row[-1]) + own]
