"""The relaxation of a stage over the integer hulls of its knapsacks, by column generation.

See :mod:`models.hull` for the mathematics (H1, H2) and the source.  Each round solves the
relaxation with the patterns known so far and asks every knapsack for a better one.  With the
prices α of H1 and β of H2 the best pattern of knapsack l is worth v_l, and

    value + Σ_l max(0, v_l − β_l)      (for a maximum; the mirror image for a minimum)

bounds the whole relaxation, whatever patterns are still missing (Lasdon, *Optimization Theory
for Large Systems*, 1970).  When no pattern beats its price, that is the value itself.  The
patterns are kept from tier to tier, since they are valid for every objective.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from models.arrays import FloatArray, IntArray
from models.budget import Budget
from models.highs import Backend, GrowingLp, Relaxation
from models.hull import Knapsack, cut_rows, link_rows
from models.linear import LinearModel, Rows, row_names, stack

# A pattern is worth adding when it beats its price by this much.
PRICE_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Tight:
    """The relaxation over the hulls.

    ``bound`` is valid for the integer model; ``values`` and ``reduced_costs`` are those of
    the columns of the model, shape ``(n,)``; ``cuts`` is the model with H3 instead of λ.
    """

    bound: float
    values: FloatArray
    reduced_costs: FloatArray
    cuts: LinearModel


class Pool:
    """The patterns known of each knapsack; grows during a run."""

    def __init__(self, first: Sequence[IntArray]) -> None:
        self.patterns: list[list[IntArray]] = [[] for _ in first]
        self._known: set[tuple[int, bytes]] = set()
        for i, pattern in enumerate(first):
            self.add(i, pattern)

    def add(self, knapsack: int, pattern: IntArray) -> bool:
        """Keep a pattern; say whether it is new."""
        key = knapsack, pattern.tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        self.patterns[knapsack].append(pattern)
        return True


def tighten(
    model: LinearModel, knapsacks: Sequence[Knapsack], pool: Pool, backend: Backend, budget: Budget
) -> Tight | None:
    """Solve the relaxation over the hulls.

    ``pool`` must hold a pattern of each knapsack for one feasible plan.  When the budget ends
    first, the last round counts: its bound is valid, if weaker.  ``None`` before any round.
    """
    master = _Master(model, knapsacks, backend)
    for i, patterns in enumerate(pool.patterns):
        for pattern in patterns:
            master.add(i, pattern)
    sign = 1.0 if model.sense == "max" else -1.0
    last: _Round | None = None
    while (relaxation := master.lp.solve(budget)) is not None:
        last = _price(master, relaxation, knapsacks, sign)
        # A known pattern can only seem to beat its price, by the solver's tolerance.
        new = [(i, pattern) for i, pattern in last.better if pool.add(i, pattern)]
        for i, pattern in new:
            master.add(i, pattern)
        settled = _whole(last.bound, sign) == _whole(relaxation.objective, sign)
        if settled or not new or budget.exhausted:
            break
    if last is None:
        return None
    cuts = [
        (knapsack.members, *cut)
        for knapsack, price in zip(knapsacks, last.prices, strict=True)
        if (cut := knapsack.cut(price)) is not None
    ]
    return Tight(
        bound=last.bound,
        values=last.relaxation.values,
        reduced_costs=last.relaxation.reduced_costs,
        cuts=with_rows(model, cut_rows(cuts)),
    )


@dataclass(frozen=True)
class _Round:
    """One round of column generation: the bound, the prices α, and the patterns that beat β."""

    relaxation: Relaxation
    bound: float
    prices: list[FloatArray]
    better: list[tuple[int, IntArray]]


def _price(
    master: _Master, relaxation: Relaxation, knapsacks: Sequence[Knapsack], sign: float
) -> _Round:
    """Ask every knapsack for its best pattern at the prices of a relaxation."""
    prices, better = [], []
    missing = 0.0
    for i, knapsack in enumerate(knapsacks):
        price, convex = master.prices(relaxation, i, sign)
        prices.append(price)
        worth, pattern = knapsack.best_pattern(price)
        if worth > convex + PRICE_TOLERANCE:
            missing += worth - convex
            better.append((i, pattern))
    return _Round(relaxation, relaxation.objective + sign * missing, prices, better)


def with_rows(model: LinearModel, rows: Rows) -> LinearModel:
    """Return the model with more rows."""
    matrix, lower, upper = stack([rows], model.cost.size)
    return replace(
        model,
        matrix=sparse.vstack([model.matrix, matrix]).tocsr(),
        row_lower=np.concatenate([model.row_lower, lower]),
        row_upper=np.concatenate([model.row_upper, upper]),
        rows=[*model.rows, *row_names([rows])],
    )


class _Master:
    """The linear relaxation with H1 and H2, to which patterns are added."""

    def __init__(self, model: LinearModel, knapsacks: Sequence[Knapsack], backend: Backend) -> None:
        self._first = []
        self._cells = [knapsack.size.size for knapsack in knapsacks]
        for i, knapsack in enumerate(knapsacks):
            self._first.append(model.row_lower.size)
            model = with_rows(model, link_rows(knapsack, f"H1_link_{i}"))
        self.lp: GrowingLp = backend.open_lp(model)

    def add(self, i: int, pattern: IntArray) -> None:
        """Add the column λ of a pattern of knapsack i."""
        used = np.flatnonzero(pattern)
        rows = np.append(used, self._cells[i]) + self._first[i]
        self.lp.add_column(rows, np.append(-pattern[used], 1).astype(np.float64))

    def prices(self, relaxation: Relaxation, i: int, sign: float) -> tuple[FloatArray, float]:
        """Return α of knapsack i, shape ``(C,)``, never below 0, and its β."""
        first, cells = self._first[i], self._cells[i]
        alpha = np.maximum(0.0, sign * relaxation.duals[first : first + cells])
        return alpha, float(sign * relaxation.duals[first + cells])


def _whole(value: float, sign: float) -> int:
    """Return the integer bound that a value stands for."""
    return math.floor(sign * value + 1e-5)
