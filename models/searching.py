"""What is done with a large stage before its core is proven: a good plan, and a closer bound.

1. Look for a plan near the relaxation (:mod:`models.near`).
2. Where it is not worth the bound, ask the root of the search tree for a better bound, and for
   cutting planes R1 (:mod:`models.highs_root`).  The relaxation with these is nearer to the best
   plan than the one without, and its reduced costs rule out most columns: of 26,789 of a backlog
   5,030 were left for all later tiers.
3. Look near that for the plan that is worth the bound.

When there is one the stage is over; else its core is asked for a better one (:mod:`models.core`).
Where the relaxation stays far from the root's bound, it rules out next to nothing.  Then the one
before is kept, and step 3 left out.  Nor is a root asked again, which would only come before the
proofs, unless the relaxation was close to the plan anyhow: that says nothing of other tiers.
The relaxation with cutting planes counts for plans at least as good as one that was known: all that
later tiers may have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self, TypeVar

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
# A relaxation with cutting planes is used that comes this part of the way to the root's bound.
NEARER = 0.5
# A relaxation that is within this part of the value is close.
CLOSE = 0.001


@dataclass(frozen=True)
class Open:
    """What is left to do of a stage over the pairs left: to prove that its plan is the best.

    ``bound`` is the best that is known; ``searched`` says whether a good plan was looked for.
    """

    stage: Stage
    columns: Columns
    tight: Tight
    solver: MipSolver
    bound: int | None
    searched: bool = False

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self.value == self.bound

    @property
    def value(self) -> int:
        """What the plan is worth."""
        return self.stage.tier.value(self.stage.plan)

    @property
    def gap(self) -> float:
        """How far the relaxation is from the plan, as a part of what that is worth."""
        return abs(self.tight.bound - self.value) / max(1, abs(self.value))

    def with_plan(self, values: FloatArray | None) -> Self:
        """Return it with the plan of a solution, if there is one and it is better."""
        if values is None:
            return self
        better = accept(self.stage, Solution(Status.FEASIBLE, values), self.columns.plan(values))
        return replace(self, stage=replace(self.stage, plan=better.plan))


@dataclass
class Roots:
    """Whether roots are asked: not after one whose cutting planes said little."""

    asked: bool = True


T = TypeVar("T", bound=Open)


def search(one: T, roots: Roots, budget: Budget) -> T:
    """Look for a good plan and a closer bound.

    Not in a small model, nor for a guided solver, which wants a certain one of the best plans.
    """
    backend = one.solver
    if not isinstance(backend, Backend) or one.columns.own <= LARGE:
        return one
    one = replace(one, searched=True)
    if not one.over:
        with budget.part(SHARE):
            one = _near(one, backend, budget)
    if one.over or not roots.asked or budget.exhausted:
        return one
    with budget.part(SHARE):
        one = _closer(one, backend, budget)
    if one.over or budget.exhausted:
        return one
    if one.tight.worst is None:
        roots.asked = one.gap <= CLOSE
        return one
    with budget.part(SHARE):
        return _near(one, backend, budget)


def _near(one: T, backend: Backend, budget: Budget) -> T:
    """Look for a plan near the relaxation."""
    plan = one.columns.values(one.stage.plan)
    solution = near(one.tight, plan, one.value, backend, budget)
    return one if solution is None else one.with_plan(solution.values)


def _closer(one: T, backend: Backend, budget: Budget) -> T:
    """Ask the root for a better bound, for cutting planes, and for a plan it came across.

    What contradicts the plan that is known counts for nothing.
    """
    tight, tier, value = one.tight, one.stage.tier, one.value
    worst = tier.worst_allowed(value)
    core = tight.core(tight.gap_to(worst), one.columns.values(one.stage.plan))
    told = backend.root(core, worst, budget)

    def contradicts(bound: float | None) -> bool:
        whole = whole_bound(tier, bound)
        return whole is None or tier.better(value, whole)

    if told.bound is None or contradicts(told.bound):
        return one
    one = replace(one, bound=nearest(tier, one.bound, whole_bound(tier, told.bound)))
    one = one.with_plan(told.values)
    if told.cuts is None:
        return one
    closer = _with_cuts(tight, core, told.cuts, worst, backend, budget)
    if closer is None or contradicts(closer.bound):
        return one
    left, whole = abs(closer.bound - told.bound), abs(tight.bound - told.bound)
    return replace(one, tight=closer) if left <= (1 - NEARER) * whole + tight.safety else one


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
