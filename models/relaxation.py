"""The relaxation of a stage over the integer hulls of its knapsacks, by column generation.

See :mod:`models.hull` for the mathematics (H1, H2) and the source.  Each round solves the
relaxation with the patterns known so far and asks every knapsack for better ones.  With the
prices α of H1 and β of H2 the best pattern of knapsack l is worth v_l, and

    value + Σ_l max(0, v_l − β_l)      (for a maximum; the mirror image for a minimum)

bounds the whole relaxation, whatever patterns are still missing (Lasdon, *Optimization Theory
for Large Systems*, 1970).  When no pattern beats its price, that is the value itself.  The
patterns are kept from tier to tier, since they are valid for every objective.

1. Solve the relaxation without hulls.  What a person in a limit and a unit of a place are worth
   there are prices α as well, and bound at least as well as that relaxation does.
2. From there on look for patterns at prices between the best so far and those of a round: the
   prices of a relaxation with few patterns jump to and fro, and part of the way they are better
   bounds and lead to better patterns (Wentges, *International Transactions in Operational
   Research* 4, 1997).
3. End when some rounds brought no better bound.  Where hulls have said nothing at all, fewer
   rounds are tried at the next stage, and no cuts are added.  Of a large model, where a round takes
   a second, fewer are tried as well where only the prices of step 1 gained, and not much; and none
   goes on with a relaxation that takes far more steps than others do: it can walk among vertices
   that are equally good for minutes (a hundred steps for each row were not enough in one stage of a
   backlog, where no stage of three others took three).  Rounds are then left for later stages too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from models.arrays import FloatArray, IntArray
from models.budget import Budget
from models.highs import Backend
from models.highs_lp import GrowingLp, Relaxation
from models.hull import cut_of, cut_rows, link_rows, whole_prices
from models.knapsack import Knapsack
from models.linear import LinearModel, Rows, row_names, stack
from models.tight import Tight

# A pattern is worth adding when it beats its price by this much.
PRICE_TOLERANCE = 1e-6
# After so many rounds without a better bound no more come: column generation then walks among
# prices that are equally good, or hulls do not matter.
PATIENCE = 6
# Of a model with more columns than this, a gain of this part of the plain relaxation is much.
LARGE, MUCH = 8000, 0.003
# So many steps of the simplex method, for each of its rows, may a round of such a model take.
STEPS_PER_ROW = 5
# How far to go from the best prices so far to those of a round.
STEPS = (0.05, 0.15, 0.4, 1.0)


class Pool:
    """The patterns known of each knapsack; grows during a run.

    ``patience`` is how many rounds without a better bound to wait for one.
    """

    def __init__(self, first: Sequence[IntArray]) -> None:
        self.patterns: list[list[IntArray]] = [[] for _ in first]
        self.patience = PATIENCE
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
    model: LinearModel,
    knapsacks: Sequence[Knapsack],
    pool: Pool,
    backend: Backend,
    budget: Budget,
    value: int | None = None,
) -> Tight | None:
    """Solve the relaxation over the hulls.

    ``pool`` must hold a pattern of each knapsack for one feasible plan.  When the budget ends
    first the best bound counts: every round's is valid.  A bound that proves ``value``, that of
    a plan, is good enough.  ``None`` before any bound.
    """
    lp = backend.open_lp(model)
    plain = lp.solve(budget)
    if plain is None:
        return None
    basis = lp.basis
    without = Tight(plain.objective, plain.reduced_costs, plain.duals, model, basis=basis)
    if not knapsacks:
        return without
    sign = 1.0 if model.sense == "max" else -1.0
    first = _price(_moved(model, plain, knapsacks, sign), knapsacks, sign)
    large = model.cost.size > LARGE
    gain = abs(first.bound - plain.objective)
    if _whole(first.bound, sign) != _whole(plain.objective, sign) and (
        not large or gain > MUCH * abs(plain.objective)
    ):
        pool.patience = PATIENCE
    master = _Master(model, knapsacks, backend)
    master.lp.begin(basis)
    best = _best_round(master, knapsacks, pool, first, budget, value)
    helped = _whole(best.bound, sign) != _whole(first.bound if large else plain.objective, sign)
    pool.patience = PATIENCE if helped else pool.patience // 3
    if _whole(best.bound, sign) == _whole(plain.objective, sign):
        nothing = tuple(np.zeros(knapsack.size.size) for knapsack in knapsacks)
        return replace(without, prices=nothing)
    cuts = [
        (knapsack.members, *cut_of(knapsack, whole))
        for knapsack, price in zip(knapsacks, best.duals.prices, strict=True)
        if (whole := whole_prices(price)) is not None
    ]
    return Tight(
        bound=best.bound,
        reduced_costs=best.duals.reduced_costs,
        duals=np.append(best.duals.rows, np.zeros(len(cuts))),
        cuts=with_rows(model, cut_rows(cuts)),
        prices=tuple(best.duals.prices),
        basis=basis,
    )


def _best_round(
    master: _Master,
    knapsacks: Sequence[Knapsack],
    pool: Pool,
    first: _Round,
    budget: Budget,
    value: int | None,
) -> _Round:
    """Generate patterns, beginning with those of a round, and return the best round."""
    for i, pattern in enumerate(first.patterns):
        pool.add(i, pattern)
    for i, patterns in enumerate(pool.patterns):
        for pattern in patterns:
            master.add(i, pattern)
    sign, best, stale = master.sign, first, 0
    while stale < pool.patience and not budget.exhausted:
        if value is not None and _whole(best.bound, sign) == sign * value:
            break
        with budget.within(work=master.enough):
            relaxation = master.lp.solve(budget)
        if relaxation is None:
            pool.patience = 0
            break
        if _whole(best.bound, sign) == _whole(relaxation.objective, sign):
            break
        duals, convex = master.duals(relaxation)
        rounds = [_price(step, knapsacks, sign) for step in _steps(best.duals, duals)]
        new = [
            (i, pattern)
            for one in rounds
            for i, pattern in enumerate(one.patterns)
            if duals.prices[i] @ pattern > convex[i] + PRICE_TOLERANCE
            # A known pattern can only seem to beat its price, by the solver's tolerance.
            and pool.add(i, pattern)
        ]
        for i, pattern in new:
            master.add(i, pattern)
        now = min(rounds, key=lambda one: sign * one.bound)
        stale += 1
        if sign * now.bound < sign * best.bound:
            best, stale = now, 0
        if not new:
            break
    return best


@dataclass(frozen=True)
class _Duals:
    """Dual values that bound the relaxation: ``offset + Σ_l (best pattern of l at its α)``.

    ``offset`` is what the rows but H1 and H2, whose duals are ``rows``, and the bounds of the
    columns come to.
    """

    offset: float
    reduced_costs: FloatArray
    rows: FloatArray
    prices: list[FloatArray]

    def towards(self, other: _Duals, share: float) -> _Duals:
        """Return the duals at ``share`` of the way to ``other``; they bound as well."""
        return _Duals(
            offset=(1 - share) * self.offset + share * other.offset,
            reduced_costs=(1 - share) * self.reduced_costs + share * other.reduced_costs,
            rows=(1 - share) * self.rows + share * other.rows,
            prices=[
                (1 - share) * one + share * two
                for one, two in zip(self.prices, other.prices, strict=True)
            ],
        )


@dataclass(frozen=True)
class _Round:
    """The bound that some duals give, and the best pattern of every knapsack for them."""

    duals: _Duals
    bound: float
    patterns: list[IntArray]


def _steps(best: _Duals, now: _Duals) -> list[_Duals]:
    """Return the duals to price at, from near the best so far to those of now."""
    return [best.towards(now, step) for step in STEPS[:-1]] + [now]


def _moved(
    model: LinearModel, plain: Relaxation, knapsacks: Sequence[Knapsack], sign: float
) -> _Duals:
    """Return the duals of the relaxation without hulls, with those of limits and units as α.

    Reduced costs stay as they are, and the bound is the same or better: the best pattern is
    worth no more than the whole limit and all units.
    """
    rows, offset, prices = plain.duals.copy(), plain.objective, []
    position = {name: r for r, name in enumerate(model.rows)}
    entries = np.diff(model.matrix.indptr)

    def taken(name: str, columns: int) -> float:
        """Take the dual of a row away, if it is one of its upper limit and these columns."""
        nonlocal offset
        r = position.get(name)
        if r is None or sign * rows[r] <= 0 or entries[r] != columns:
            return 0.0
        dual = float(rows[r])
        offset -= dual * float(model.row_upper[r])
        rows[r] = 0.0
        return sign * dual

    for sack in knapsacks:
        members = np.bincount(sack.place[sack.cell], minlength=sack.places.size)
        price = np.zeros(sack.size.size)
        for m, limit in enumerate(sack.limits.tolist()):
            inside = sack.inside(m)
            dual = taken(f"C5_limit(l{limit})", int(members[inside].sum()))
            price += dual * np.where(inside[sack.place], sack.size, 0)
        named = zip(sack.places.tolist(), members.tolist(), strict=True)
        units = np.array([taken(f"C2_units(p{p})", n) for p, n in named])
        prices.append(price + units[sack.place])
    return _Duals(offset, plain.reduced_costs, rows, prices)


def _price(duals: _Duals, knapsacks: Sequence[Knapsack], sign: float) -> _Round:
    """Ask every knapsack for its best pattern, and bound the relaxation with them."""
    patterns, total = [], 0.0
    for knapsack, price in zip(knapsacks, duals.prices, strict=True):
        worth, pattern = knapsack.best_pattern(price)
        total += worth
        patterns.append(pattern)
    return _Round(duals, duals.offset + sign * total, patterns)


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
        self.sign = 1.0 if model.sense == "max" else -1.0
        self._rows = model.row_lower.size
        self._first = []
        self._cells = [knapsack.size.size for knapsack in knapsacks]
        for i, knapsack in enumerate(knapsacks):
            self._first.append(model.row_lower.size)
            model = with_rows(model, link_rows(knapsack, f"H1_link_{i}"))
        large = model.cost.size > LARGE
        # How many steps a round may take; ``None`` for no limit.
        self.enough = STEPS_PER_ROW * model.row_lower.size if large else None
        self.lp: GrowingLp = backend.open_lp(model)

    def add(self, i: int, pattern: IntArray) -> None:
        """Add the column λ of a pattern of knapsack i."""
        used = np.flatnonzero(pattern)
        rows = np.append(used, self._cells[i]) + self._first[i]
        self.lp.add_column(rows, np.append(-pattern[used], 1).astype(np.float64))

    def duals(self, relaxation: Relaxation) -> tuple[_Duals, FloatArray]:
        """Return the duals of a relaxation, α never below 0, and the β of each knapsack."""
        sign, prices, convex = self.sign, [], []
        for first, cells in zip(self._first, self._cells, strict=True):
            prices.append(np.maximum(0.0, sign * relaxation.duals[first : first + cells]))
            convex.append(sign * relaxation.duals[first + cells])
        beta = np.maximum(0.0, np.array(convex))
        offset = relaxation.objective - sign * float(beta.sum())
        rows = relaxation.duals[: self._rows]
        return _Duals(offset, relaxation.reduced_costs, rows, prices), beta


def _whole(value: float, sign: float) -> int:
    """Return the integer bound that a value stands for."""
    return math.floor(sign * value + 1e-5)
