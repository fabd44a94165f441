"""What is done with a large stage before its core is proven: a good plan, and a closer bound.

1. Look for a plan near the relaxation (:mod:`models.near`).
2. Where it is not worth the bound, ask the root of the search tree for a better bound, and for
   cutting planes R1 (:mod:`models.highs_root`).  The relaxation with these is nearer to the best
   plan than the one without, and its reduced costs rule out most columns: of 26,789 of a backlog
   5,030 were left for all later tiers.
3. Look near that for the plan that is worth the bound.

When there is one the stage is over; else its core is asked for a better one (:mod:`models.core`).
The relaxation counts from then on for plans at least as good as one that was known: all that later
tiers may have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from models.arrays import FloatArray
from models.budget import Budget
from models.grouping import Columns
from models.guided import MipSolver
from models.highs import Backend
from models.highs_root import Cuts
from models.lexicographic import Stage, accept, nearest, whole_bound
from models.linear import LinearModel
from models.near import near
from models.outcome import Solution, Status
from models.tight import Tight

# A model with more columns is looked through.
LARGE = 8000
# What each step may take of the seconds that are left of a stage.
SHARE = 0.5


@dataclass(frozen=True)
class Found:
    """A stage with the best plan so far, its relaxation, and the best bound that is known."""

    stage: Stage
    tight: Tight
    bound: int | None

    @property
    def over(self) -> bool:
        """Whether the plan is worth the bound."""
        return self.stage.tier.value(self.stage.plan) == self.bound


def search(
    stage: Stage, columns: Columns, tight: Tight, solver: MipSolver, budget: Budget
) -> Found | None:
    """Look for a good plan and a closer bound; ``None`` where the core is solved without.

    Not in a small model, nor for a guided solver, which wants a certain one of the best plans.
    """
    if not isinstance(solver, Backend) or columns.own <= LARGE:
        return None
    found = Found(stage, tight, whole_bound(stage.tier, tight.bound))
    for step in (_near, _closer, _near):
        if not found.over and not budget.exhausted:
            with budget.part(SHARE):
                found = step(found, columns, solver, budget)
    return found


def _near(found: Found, columns: Columns, backend: Backend, budget: Budget) -> Found:
    """Look for a plan near the relaxation."""
    stage = found.stage
    value = stage.tier.value(stage.plan)
    solution = near(found.tight, columns.values(stage.plan), value, backend, budget)
    return found if solution is None else _with(found, columns, solution.values)


def _closer(found: Found, columns: Columns, backend: Backend, budget: Budget) -> Found:
    """Ask the root for a better bound, for cutting planes, and for a plan it came across.

    What contradicts the plan that is known counts for nothing.
    """
    stage, tight, tier = found.stage, found.tight, found.stage.tier
    value = tier.value(stage.plan)
    worst = tier.worst_allowed(value)
    core = tight.core(tight.gap_to(worst), columns.values(stage.plan))
    told = backend.root(core, worst, budget)

    def contradicts(bound: float | None) -> bool:
        whole = whole_bound(tier, bound)
        return whole is None or tier.better(value, whole)

    if contradicts(told.bound):
        return found
    found = replace(found, bound=nearest(tier, found.bound, whole_bound(tier, told.bound)))
    found = _with(found, columns, told.values)
    if told.cuts is None:
        return found
    closer = _with_cuts(tight, core, told.cuts, worst, backend, budget)
    if closer is None or closer.gap_to(value) > tight.gap_to(value):
        return found
    return found if contradicts(closer.bound) else replace(found, tight=closer)


def _with(found: Found, columns: Columns, values: FloatArray | None) -> Found:
    """Return the stage with the plan of a solution, if there is one and it is better."""
    if values is None:
        return found
    stage = found.stage
    better = accept(stage, Solution(Status.FEASIBLE, values), columns.plan(values))
    return replace(found, stage=replace(stage, plan=better.plan))


def _with_cuts(
    tight: Tight, core: LinearModel, cuts: Cuts, worst: int, backend: Backend, budget: Budget
) -> Tight | None:
    """Relax a core with cutting planes, which count for plans at least as good as ``worst``.

    ``None`` where it was cut off.
    """
    model = replace(
        core,
        matrix=sparse.csr_array(sparse.vstack([core.matrix, cuts.matrix])),
        row_lower=np.concatenate([core.row_lower, cuts.lower]),
        row_upper=np.concatenate([core.row_upper, cuts.upper]),
        rows=[*core.rows, *(f"R1_cut({i})" for i in range(cuts.lower.size))],
    )
    lp = backend.open_lp(model)
    if tight.basis is not None:
        lp.begin(tight.basis)
    relaxed = lp.solve(budget)
    if relaxed is None:
        return None
    duals = np.zeros(model.row_lower.size)
    duals[: core.row_lower.size] = relaxed.duals[: core.row_lower.size]
    return replace(
        tight,
        bound=relaxed.objective,
        reduced_costs=relaxed.reduced_costs,
        duals=duals,
        cuts=model,
        basis=lp.basis,
        worst=worst,
    )
