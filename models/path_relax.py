"""An aim relaxed over all paths, by column generation.

The relaxation over the paths that are known has duals; the path of each type that is cheapest
with them is added where its reduced cost is negative, until none is.  Duals of a vertex swing
from one end to another, so paths are priced with duals between these and those of the best
bound so far (Wentges, *International Transactions in Operational Research* 4, 1997).  Where that
finds none, the duals of the relaxation alone have the last word.

Prices that prove a bound (M8 of :mod:`models.relocation_master`) give every path a reduced cost
of at least 0.  So a path that is too cheap for the prices between is too cheap for the
relaxation: no path is added in vain, and where there is none the bound has risen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import FloatArray, IntArray
from models.budget import Budget
from models.highs import Backend
from models.highs_lp import GrowingLp
from models.linear import least_whole
from models.path_types import Types
from models.paths import Priced
from models.relocation import Relocation
from models.relocation_master import Master, signed

# How much of the duals of the best bound is in those that paths are priced with, at first and
# when that finds none.  Measured on a region: 0.8 took half the rounds of 0.5 or 0.9.
SMOOTHING = 0.8, 0.4, 0.0
# Where households may be in sites in more months than this, presolve is worth more than the basis
# of the round before, which takes a third of the time in a municipality.
AFRESH_CELLS = 150_000
# A path is worth adding when its reduced cost is below this.
PRICE_TOLERANCE = 1e-5


class Pool:
    """The paths known of each type; grows during a run."""

    def __init__(self, paths: Iterable[tuple[int, IntArray]] = ()) -> None:
        self.paths: list[tuple[int, IntArray]] = []
        self._known: set[tuple[int, bytes]] = set()
        for k, path in paths:
            self.add(k, path)

    def add(self, k: int, path: IntArray) -> bool:
        """Keep a path; say whether it is new."""
        key = k, path.tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        self.paths.append((k, path))
        return True


@dataclass(frozen=True)
class Relaxed:
    """A relaxation: its bound, the prices that prove it, and what paths cost with them.

    ``prices`` are of the rows of the model, shape ``(m,)``: those of M1 the least of each type.
    """

    bound: float
    prices: FloatArray
    priced: Priced

    @property
    def proven(self) -> int:
        """What no plan is below: values are integers."""
        return least_whole(self.bound)


def relax(
    problem: Relocation,
    types: Types,
    master: Master,
    pool: Pool,
    value: int,
    budget: Budget,
    backend: Backend,
) -> Relaxed:
    """Relax an aim over all paths, as far as the budget goes, and add those that are missing.

    Parameters
    ----------
    pool
        Has the paths of a plan that keeps the aims before.
    value
        Of a plan that is known; a bound as high ends it.
    """
    return _Generation(problem, types, master, pool, backend).run(value, budget)


class _Generation:
    def __init__(
        self, problem: Relocation, types: Types, master: Master, pool: Pool, backend: Backend
    ) -> None:
        self._problem, self._types, self._master, self._pool = problem, types, master, pool
        afresh = problem.cells > AFRESH_CELLS
        self._lp: GrowingLp = backend.open_lp(master.model, afresh=afresh)
        self._best = self._priced(np.zeros(len(master.model.rows)))
        for k in range(len(types)):
            if np.isfinite(self._best.priced.least[k]):
                pool.add(k, self._best.priced.best(k))
        self._add(pool.paths)

    def run(self, value: int, budget: Budget) -> Relaxed:
        """Return the best relaxation found."""
        while self._best.proven < value and not budget.exhausted:
            relaxation = self._lp.solve(budget)
            if relaxation is None:
                break
            duals = signed(self._master.model, relaxation.duals)
            enough = min(value, least_whole(relaxation.objective))
            new = 0
            for smoothing in SMOOTHING:
                if new or self._best.proven >= enough:
                    break
                new = self._generate(smoothing * self._best.prices + (1 - smoothing) * duals)
            if not new:
                break
        return self._best

    def _generate(self, prices: FloatArray) -> int:
        """Add paths that are too cheap for some prices; return how many."""
        found = self._priced(prices)
        cheap = found.priced.least < prices[: len(self._types)] - PRICE_TOLERANCE
        paths = [(k, found.priced.best(k)) for k in np.flatnonzero(cheap).tolist()]
        new = [(k, path) for k, path in paths if self._pool.add(k, path)]
        self._add(new)
        if found.bound > self._best.bound:
            self._best = found
        return len(new)

    def _priced(self, prices: FloatArray) -> Relaxed:
        """Return what prices prove."""
        priced = Priced(self._problem, self._types, self._master.costs(prices))
        own = np.concatenate([priced.least, prices[len(self._types) :]])
        return Relaxed(self._master.bound(prices, priced.least), own, priced)

    def _add(self, paths: Sequence[tuple[int, IntArray]]) -> None:
        for column in self._master.columns(paths):
            self._lp.add_column(column.rows, column.coefficients, column.cost)
