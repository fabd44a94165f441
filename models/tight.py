"""A relaxation that is solved, and what no plan of a certain value can have.

With z the bound of the relaxation, each unit that a column is away from where the bound counts
on it costs at least its reduced cost |r|, and each unit that a row stays away from the limit that
the bound counts on costs at least its dual value |d|.  So no plan at least as good as w

(L1) has a column more than |z − w| / |r| away: a pair with |r| > |z − w| is fixed;
(L2) leaves more than |z − w| / |d| of a row: a household must be placed, a home be filled, a
     limit be used up, or nearly so.

L1 is reduced-cost fixing (Wolsey, *Integer Programming*, 2nd edition 2020, section 7.4), and L2
the same of the slack of a row.  Where a unit of a limit is worth more than the whole gap, as a
person in a crowded wijk is, the row becomes an equation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.arrays import FloatArray
from models.linear import Basis, LinearModel

# What a reduced cost may be off by, as a part of the bound and at least so much of a unit;
# fixing needs more than this beyond the gap.
SAFETY = 1e-8
LEAST_SAFETY = 1e-4
# Below this distance from an integer a limit of a row counts as that integer.
ROUNDING = 1e-6


@dataclass(frozen=True)
class Tight:
    """A relaxation of a stage.

    ``bound`` is valid for the integer model, and a plan that goes against the reduced cost r of
    a column is at least |r| worse than it; ``reduced_costs`` has shape ``(n,)``.  ``cuts`` is
    the model with the inequalities H3 (:mod:`models.hull`); ``duals`` are what a unit of the
    limit of each of its rows adds to the bound, 0 for H3, shape ``(m,)``; ``prices`` are the α
    of every knapsack, from which H3 came.  ``basis`` is that of a
    relaxation of the model without H3, or with.

    With cutting planes (:mod:`models.highs_root`), which ``cuts`` has as well, all of it counts for
    plans at least as good as ``worst`` alone; without, for all plans.
    """

    bound: float
    reduced_costs: FloatArray
    duals: FloatArray
    cuts: LinearModel
    prices: tuple[FloatArray, ...] = ()
    basis: Basis | None = None
    worst: int | None = None

    @property
    def at(self) -> FloatArray:
        """Where the bound counts on each column to be, one of its bounds, shape ``(n,)``."""
        sign = 1.0 if self.cuts.sense == "max" else -1.0
        found: FloatArray = np.where(
            sign * self.reduced_costs > 0, self.cuts.upper, self.cuts.lower
        )
        return found

    @property
    def safety(self) -> float:
        """What a reduced cost may be off by."""
        return max(LEAST_SAFETY, SAFETY * abs(self.bound))

    def gap_to(self, value: int) -> float:
        """Return the distance from the bound to a value, and what it may be off by."""
        return abs(self.bound - value) + self.safety

    def columns_within(self, gap: float, own: int) -> tuple[FloatArray, FloatArray]:
        """Return the bounds that columns keep in plans at most ``gap`` worse (L1).

        For the first ``own`` columns, which are integer and have an upper bound.
        """
        lower, upper = self.cuts.lower[:own].copy(), self.cuts.upper[:own].copy()
        price = np.abs(self.reduced_costs[:own])
        dear = price > gap / np.maximum(1.0, upper - lower)  # others may be anywhere
        away = np.floor(gap / price[dear] + ROUNDING)
        at = self.at[:own][dear]
        lower[dear] = np.maximum(lower[dear], at - away)
        upper[dear] = np.minimum(upper[dear], at + away)
        return lower, upper

    def rows_within(self, gap: float, own: int) -> tuple[FloatArray, FloatArray]:
        """Return the limits that rows keep in plans at most ``gap`` worse (L2).

        For the rows about the first ``own`` columns alone: what they come to is an integer.
        """
        model = self.cuts
        matrix = model.matrix
        alone = np.asarray(abs(matrix[:, own:]).sum(axis=1)).ravel() == 0
        sign = 1.0 if model.sense == "max" else -1.0
        price = np.where(alone, sign * self.duals, 0.0)
        lower, upper = model.row_lower.copy(), model.row_upper.copy()
        high = (price > 0) & np.isfinite(upper)
        low = (price < 0) & np.isfinite(lower)
        lowest = np.ceil(model.row_upper[high] - gap / price[high] - ROUNDING)
        highest = np.floor(model.row_lower[low] - gap / price[low] + ROUNDING)
        # What a row cannot go below or above anyhow is no limit, but a large number.
        most = np.where(np.isfinite(model.upper), model.upper, 0.0)
        lowest[lowest <= (matrix.minimum(0) @ most)[high]] = -np.inf
        highest[highest >= (matrix.maximum(0) @ most)[low]] = np.inf
        lower[high] = np.maximum(lower[high], lowest)
        upper[low] = np.minimum(upper[low], highest)
        return lower, upper

    def core(self, gap: float, plan: FloatArray) -> LinearModel:
        """Return the model with columns and rows held to what is at most ``gap`` worse.

        ``plan`` are the first columns of the plan so far.  It is kept, in columns and in rows, so
        the core is never without a plan.
        """
        model, own = self.cuts, plan.size
        lower, upper = model.lower.copy(), model.upper.copy()
        low, high = self.columns_within(gap, own)
        lower[:own], upper[:own] = np.minimum(low, plan), np.maximum(high, plan)
        row_lower, row_upper = self.rows_within(gap, own)
        used = model.matrix[:, :own] @ plan
        return replace(
            model,
            lower=lower,
            upper=upper,
            row_lower=np.minimum(row_lower, np.maximum(model.row_lower, used)),
            row_upper=np.maximum(row_upper, np.minimum(model.row_upper, used)),
        )
