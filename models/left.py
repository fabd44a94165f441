"""What is left of a problem while its tiers are held one after the other.

With z the bound of the relaxation of a tier (:mod:`models.relaxation`), a pair that is chosen
against it costs at least its reduced cost |r|, and each unit that a row stays away from the
limit that the bound counts on costs at least its dual value |d|.  Once later tiers may bring
the tier no lower than w, no plan to come

(L1) has a pair with |r| > |z − w| otherwise than the relaxation: it is fixed;
(L2) leaves more than |z − w| / |d| of a row: a household must be placed, a home be filled, a
     limit be used up, or nearly so.

L1 is reduced-cost fixing (Wolsey, *Integer Programming*, 2nd edition 2020, section 7.4), and L2
the same of the slack of a row.  Where a unit of a limit
is worth more than the whole gap, as a person in a crowded wijk is, the row becomes an equation.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from models.arrays import BoolArray, FloatArray, IntArray
from models.assignment import Assignment, formulate
from models.lexicographic import Stage
from models.linear import LinearModel
from models.relaxation import Tight
from models.tiers import positions

# What a reduced cost may be off by, as a part of the bound and at least so much of a unit;
# fixing needs more than this beyond the gap.
SAFETY = 1e-8
LEAST_SAFETY = 1e-4
# Below this distance from an integer a limit of a row counts as that integer.
ROUNDING = 1e-6
# The rows that are the same at every stage.
LASTING = ("C1_", "C2_", "C5_")


@dataclass(frozen=True)
class Part:
    """A stage over the pairs that are left, and its model.

    ``kept`` are the positions of those pairs, and ``position`` maps all pairs to them, -1 for
    the others.
    """

    kept: IntArray
    position: IntArray
    stage: Stage
    model: LinearModel


@dataclass
class Left:
    """Pairs that may be chosen, pairs that must be, and the limits of the lasting rows."""

    active: BoolArray
    forced: BoolArray
    limits: dict[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def all_of(cls, problem: Assignment) -> Left:
        """Begin with all pairs."""
        return cls(np.ones(problem.pairs, dtype=np.bool_), problem.forced.copy())

    def part(self, stage: Stage) -> Part | None:
        """Return what is left of a stage; ``None`` when nothing can be chosen any more."""
        kept = np.flatnonzero(self.active)
        if kept.size == 0:
            return None
        position = positions(kept, stage.problem.pairs)
        small = restrict_stage(stage, kept, position, self.forced)
        model = formulate(small.problem, small.tier, small.fixed)
        lower, upper = model.row_lower.copy(), model.row_upper.copy()
        for i, name in enumerate(model.rows):
            lower[i], upper[i] = self.limits.get(name, (lower[i], upper[i]))
        return Part(kept, position, small, replace(model, row_lower=lower, row_upper=upper))

    def narrow(self, kept: IntArray, tight: Tight, worst: int) -> None:
        """Fix what no plan at least as good as ``worst`` can have otherwise (L1, L2).

        ``kept`` are the positions of the pairs that ``tight`` is about.
        """
        gap = abs(tight.bound - worst) + safety(tight)
        sure = np.abs(tight.reduced_costs[: kept.size]) > gap
        chosen = tight.held[: kept.size]
        self.active[kept[sure & ~chosen]] = False
        self.forced[kept[sure & chosen]] = True
        lower, upper = rows_within(tight, gap, kept.size)
        for name, low, high in zip(tight.cuts.rows, lower.tolist(), upper.tolist(), strict=True):
            if name.startswith(LASTING):
                self.limits[name] = low, high


def rows_within(tight: Tight, gap: float, pairs: int) -> tuple[FloatArray, FloatArray]:
    """Return the limits that rows keep in plans at most ``gap`` worse than the bound (L2).

    For the rows about the first ``pairs`` columns alone: what they come to is an integer.
    """
    model = tight.cuts
    matrix = model.matrix
    alone = np.asarray(abs(matrix[:, pairs:]).sum(axis=1)).ravel() == 0
    sign = 1.0 if model.sense == "max" else -1.0
    price = np.where(alone, sign * tight.duals, 0.0)
    lower, upper = model.row_lower.copy(), model.row_upper.copy()
    high = (price > 0) & np.isfinite(upper)
    low = (price < 0) & np.isfinite(lower)
    lowest = np.ceil(model.row_upper[high] - gap / price[high] - ROUNDING)
    highest = np.floor(model.row_lower[low] - gap / price[low] + ROUNDING)
    # What a row cannot go below or above anyhow is no limit, but a large number.
    least = matrix.minimum(0) @ np.ones(model.cost.size)
    most = matrix.maximum(0) @ np.ones(model.cost.size)
    lowest[lowest <= least[high]] = -np.inf
    highest[highest >= most[low]] = np.inf
    lower[high] = np.maximum(lower[high], lowest)
    upper[low] = np.minimum(upper[low], highest)
    return lower, upper


def restrict_stage(stage: Stage, kept: IntArray, position: IntArray, forced: BoolArray) -> Stage:
    """Return the stage over the pairs ``kept``."""
    problem = replace(stage.problem.restrict(kept), forced=forced[kept])
    return Stage(
        problem=problem,
        tier=stage.tier.restrict(kept, position),
        fixed=tuple(replace(held, tier=held.tier.restrict(kept, position)) for held in stage.fixed),
        plan=stage.plan[kept],
    )


def safety(tight: Tight) -> float:
    """Return what a reduced cost may be off by."""
    return max(LEAST_SAFETY, SAFETY * abs(tight.bound))
