"""The integer hull of each limit that counts persons: a far tighter relaxation.

The counts n[p,s] of a knapsack (K1, K2 in :mod:`models.knapsack`) lie in the convex hull of its
integer points.  The hull is brought in by Dantzig-Wolfe reformulation (Dantzig & Wolfe,
*Operations Research* 8, 1960; for generalised assignment: Savelsbergh, *Operations Research*
45, 1997): a pattern π is an integer point, λ[l,π] ≥ 0 its weight, for every knapsack l,

    (H1 link)    n[p,s] − Σ_π π[p,s]·λ[l,π] ≤ 0    ∀ l, p, s
    (H2 convex)  Σ_π λ[l,π] ≤ 1                    ∀ l

with patterns generated as they are needed: the dual prices of H1 are what a size is worth
in a place, and the knapsack finds the best pattern for them.  At the end those same prices
α give a valid inequality for every knapsack,

    (H3 cut)     Σ_p Σ_s α[p,s]·n[p,s] ≤ max_π α·π

which keeps the bound without the λ, for use in an integer model.  Prices are rounded to
integers first and the right hand side is computed for the rounded ones, so a cut is exact
whatever the solver's rounding.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.arrays import FloatArray, IntArray
from models.knapsack import Knapsack
from models.linear import Rows

# Prices are rounded to multiples of 1/CUT_SCALE of the largest one.
CUT_SCALE = 2**12


def cut_of(knapsack: Knapsack, rounded: IntArray) -> tuple[IntArray, int]:
    """Return the valid inequality of prices that are integers, shape ``(C,)``."""
    worth, _ = knapsack.best_pattern(rounded)
    return rounded[knapsack.cell], int(worth)


def whole_prices(price: FloatArray) -> IntArray | None:
    """Return prices as integers, the largest as ``CUT_SCALE``; ``None`` when all are 0."""
    top = float(price.max(initial=0.0))
    return None if top <= 0 else np.rint(price / top * CUT_SCALE).astype(np.int64)


def link_rows(knapsack: Knapsack, label: str) -> Rows:
    """H1 and H2 of one knapsack, before there is any pattern."""
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
