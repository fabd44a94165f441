"""Small linear models with known optima, for the tests of the backends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from models.linear import LinearModel, Sense

INF = np.inf


def linear(
    sense: Sense,
    cost: Sequence[float],
    rows: Sequence[tuple[Sequence[float], float, float]],
    *,
    offset: int = 0,
    lower: Sequence[float] | None = None,
    upper: Sequence[float] | None = None,
    integer: Sequence[bool] | None = None,
) -> LinearModel:
    """Return a model; ``rows`` are coefficients with a lower and an upper limit."""
    n = len(cost)
    return LinearModel(
        sense=sense,
        offset=offset,
        cost=np.array(cost, dtype=np.float64),
        lower=np.array([0.0] * n if lower is None else lower),
        upper=np.array([1.0] * n if upper is None else upper),
        integer=np.array([True] * n if integer is None else integer),
        matrix=sparse.csr_array(np.array([r for r, _, _ in rows], dtype=np.float64).reshape(-1, n)),
        row_lower=np.array([low for _, low, _ in rows]),
        row_upper=np.array([high for _, _, high in rows]),
        columns=[f"x(h{i},p0)" for i in range(n)],
        rows=[f"C2_units(p{i})" for i in range(len(rows))],
    )


# 3 + 5 ≤ 8 of 3, 4, 5: worth 14, plus 100
KNAPSACK = linear("max", [6, 7, 8], [([3, 4, 5], -INF, 8)], offset=100)
# at least 7 of 3, 4, 5 at the least cost: 3 + 4 cost 5
COVER = linear("min", [2, 3, 6], [([3, 4, 5], 6.6, INF)], offset=-20)
# z is what 3, 4, 5 come to above 6, and two of the three are wanted: 3 + 4 is 1 above
EXCESS = linear(
    "min",
    [0, 0, 0, 1],
    [([3, 4, 5, -1], -INF, 6), ([1, 1, 1, 0], 2, INF)],
    upper=[1, 1, 1, INF],
    integer=[True, True, True, False],
)
# the first is locked, so the second does not fit
LOCKED = linear("max", [1, 9], [([1, 1], -INF, 1)], lower=[1, 0])
# no rows at all
FREE = linear("max", [5, -4, 3], [])
# no single solution
NONE = linear("max", [1, 1], [([1, 1], 2.6, INF)])

OPTIMA = {
    "knapsack": (KNAPSACK, 100 + 14, [1, 0, 1]),
    "cover": (COVER, -20 + 5, [1, 1, 0]),
    "excess": (EXCESS, 1, [1, 1, 0, 1]),
    "locked": (LOCKED, 1, [1, 0]),
    "free": (FREE, 8, [1, 0, 1]),
}


def hard(households: int, places: int, seed: int) -> LinearModel:
    """Return a generalised assignment that takes a solver some nodes; maximise."""
    dice = np.random.default_rng(seed)
    n = households * places
    household, place = np.divmod(np.arange(n), places)
    persons = dice.integers(1, 7, households)
    worth = dice.integers(1, 40, n) * persons[household]
    own = [(household == h).astype(float) for h in range(households)]
    load = [np.where(place == p, persons[household], 0) for p in range(places)]
    capacity = float(persons.sum() * 2 // (3 * places))
    rows = [(row, -INF, 1.0) for row in own] + [(row, -INF, capacity) for row in load]
    return linear("max", worth.tolist(), rows)
