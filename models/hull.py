"""The integer hull of each limit that counts persons: a far tighter relaxation.

A limit l (C5) makes a knapsack of the households in its places.  Households that use the
same of it are alike to it, so what matters are the counts

    n[p,s] = Σ_(h: w[l,h]=s) x[h,p]        households of size s in place p

and these lie in the convex hull of the integer points of

    (K1)  Σ_s n[p,s] ≤ u[p]   ∀ p ∈ P[l]        (K2)  Σ_p Σ_s s·n[p,s] ≤ b[l]

a multiple-choice knapsack: each unit takes one size or none.  The hull is brought in by
Dantzig-Wolfe reformulation (Dantzig & Wolfe, *Operations Research* 8, 1960; for generalised
assignment: Savelsbergh, *Operations Research* 45, 1997): a pattern π is an integer point,
λ[l,π] ≥ 0 its weight,

    (H1 link)    n[p,s] − Σ_π π[p,s]·λ[l,π] ≤ 0    ∀ l, p, s
    (H2 convex)  Σ_π λ[l,π] ≤ 1                    ∀ l

with patterns generated as they are needed: the dual prices of H1 are what a size is worth
in a place, and the best pattern for them is found by dynamic programming over the units.
At the end those same prices α give a valid inequality for every limit,

    (H3 cut)     Σ_p Σ_s α[p,s]·n[p,s] ≤ max_π α·π

which keeps the bound without the λ, for use in an integer model.  Prices are rounded to
integers first and the right hand side is computed for the rounded ones, so a cut is exact
whatever the solver's rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import BoolArray, FloatArray, IntArray
from models.assignment import Assignment, Limit
from models.linear import Rows

# Prices are rounded to multiples of 1/CUT_SCALE of the largest one.
CUT_SCALE = 2**12


@dataclass(frozen=True)
class Knapsack:
    """One limit seen as a multiple-choice knapsack.

    ``members`` are positions of pairs and ``cell`` the (place, size) combination of each,
    shape ``(N,)``; ``size`` has one entry per combination, shape ``(C,)``, and place i has
    the combinations ``starts[i]`` to ``starts[i + 1]`` and ``units[i]`` units.  ``limit`` is
    the index of the limit in its problem.
    """

    members: IntArray
    cell: IntArray
    size: IntArray
    starts: IntArray
    units: IntArray
    capacity: int
    limit: int = 0

    def restrict(self, position: IntArray) -> Knapsack:
        """Return the knapsack over fewer pairs, with the same combinations."""
        still = position[self.members] >= 0
        return replace(self, members=position[self.members[still]], cell=self.cell[still])

    def pattern(self, chosen: BoolArray) -> IntArray:
        """Return the pattern of a plan, shape ``(C,)``."""
        cells = self.cell[chosen[self.members]]
        return np.bincount(cells, minlength=self.size.size).astype(np.int64)

    def best_pattern(self, price: FloatArray | IntArray) -> tuple[float, IntArray]:
        """Return the pattern of greatest worth, shape ``(C,)``, and its worth.

        ``price`` is what one household of the combination is worth, shape ``(C,)``, ≥ 0.
        """
        reach = np.zeros_like(price, shape=self.capacity + 1)
        steps: list[tuple[IntArray, IntArray]] = []
        for i, units in enumerate(self.units.tolist()):
            cells = np.arange(self.starts[i], self.starts[i + 1])
            cells = cells[(price[cells] > 0) & (self.size[cells] <= self.capacity)]
            for _ in range(units if cells.size else 0):
                best, choice = reach.copy(), np.full(reach.size, -1, dtype=np.int64)
                for cell in cells.tolist():
                    size = int(self.size[cell])
                    candidate = reach[: reach.size - size] + price[cell]
                    better = candidate > best[size:]
                    best[size:][better] = candidate[better]
                    choice[size:][better] = cell
                if (choice < 0).all():
                    break
                steps.append((choice, cells))
                reach = best
        return float(reach[-1]), self._trace(steps)

    def _trace(self, steps: Sequence[tuple[IntArray, IntArray]]) -> IntArray:
        pattern = np.zeros(self.size.size, dtype=np.int64)
        left = self.capacity
        for choice, _ in reversed(steps):
            cell = int(choice[left])
            if cell >= 0:
                pattern[cell] += 1
                left -= int(self.size[cell])
        return pattern

    def cut(self, price: FloatArray) -> tuple[IntArray, int] | None:
        """Return the valid inequality of these prices: coefficients per pair, right hand side."""
        rounded = whole_prices(price)
        return None if rounded is None else self.cut_of(rounded)

    def cut_of(self, rounded: IntArray) -> tuple[IntArray, int]:
        """Return the valid inequality of prices that are integers, shape ``(C,)``."""
        worth, _ = self.best_pattern(rounded)
        return rounded[self.cell], int(worth)


def whole_prices(price: FloatArray) -> IntArray | None:
    """Return prices as integers, the largest as ``CUT_SCALE``; ``None`` when all are 0."""
    top = float(price.max(initial=0.0))
    return None if top <= 0 else np.rint(price / top * CUT_SCALE).astype(np.int64)


def knapsacks(problem: Assignment) -> list[Knapsack]:
    """Return the limits whose hull says more than the limit itself."""
    return [
        _knapsack(problem, i)
        for i, limit in enumerate(problem.limits)
        if limit.members.size and limit.weight.max() > 1 and _can_bind(problem, limit)
    ]


def _can_bind(problem: Assignment, limit: Limit) -> bool:
    """Whether the places could hold more than the capacity."""
    most: dict[int, int] = {}
    for place, weight in zip(
        problem.place[limit.members].tolist(), limit.weight.tolist(), strict=True
    ):
        most[place] = max(most.get(place, 0), weight)
    return sum(int(problem.units[p]) * w for p, w in most.items()) > limit.capacity


def _knapsack(problem: Assignment, index: int) -> Knapsack:
    limit = problem.limits[index]
    used = limit.weight > 0
    members, weight = limit.members[used], limit.weight[used]
    place = problem.place[members]
    cells, cell = np.unique(np.stack([place, weight]), axis=1, return_inverse=True)
    places, starts = np.unique(cells[0], return_index=True)
    return Knapsack(
        members=members,
        cell=cell.astype(np.int64).ravel(),
        size=cells[1],
        starts=np.append(starts, cells.shape[1]).astype(np.int64),
        units=problem.units[places],
        capacity=limit.capacity,
        limit=index,
    )


def link_rows(knapsack: Knapsack, label: str) -> Rows:
    """H1 and H2 of one limit, before there is any pattern."""
    cells = knapsack.size.size
    return Rows(
        label=label,
        index=[str(c) for c in range(cells + 1)],
        row=knapsack.cell,
        column=knapsack.members,
        coefficient=np.ones(knapsack.members.size, dtype=np.int64),
        lower=np.full(cells + 1, -np.inf),
        upper=np.append(np.zeros(cells), 1.0),
    )


def cut_rows(cuts: Sequence[tuple[IntArray, IntArray, int]]) -> Rows:
    """H3: one row per cut, given as members, coefficients and right hand side."""
    sizes = [members.size for members, _, _ in cuts]
    empty = np.zeros(0, dtype=np.int64)
    return Rows(
        label="H3_cut",
        index=[str(i) for i in range(len(cuts))],
        row=np.repeat(np.arange(len(cuts)), sizes),
        column=np.concatenate([empty, *(members for members, _, _ in cuts)]),
        coefficient=np.concatenate([empty, *(coefficient for _, coefficient, _ in cuts)]),
        lower=np.full(len(cuts), -np.inf),
        upper=np.array([rhs for _, _, rhs in cuts], dtype=np.float64),
    )
