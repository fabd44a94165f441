"""A stage through its core: the pairs that can still matter, by reduced cost.

1. Relax the stage over the hulls of its knapsacks (:mod:`models.relaxation`); its bound z
   is proven, and a pair with reduced cost r changes it by at least |r| when it is chosen
   against the relaxation.
2. The core holds the pairs with |r| ≤ θ.  Solve it as an integer model with the cuts H3.
   Small cores are solved whole at once; of large ones first a part, with a smaller θ.
   With a plan of value v found, no plan with a dropped pair beats v when θ ≥ |z − v|, so the
   core's optimum is the stage's.  Otherwise θ becomes |z − v| and the core is solved again.
3. For the stages to come every plan has at least the worst value allowed, w: pairs with
   |r| > |z − w| are fixed where the relaxation has them, and leave the problem.

Reduced-cost fixing is exact (Wolsey, *Integer Programming*, 2nd edition 2020, section 7.4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.arrays import BoolArray, IntArray
from models.assignment import formulate
from models.budget import Budget
from models.highs import Backend
from models.hull import Knapsack, knapsacks
from models.lexicographic import Stage, StageResult, accept, whole_bound
from models.linear import LinearModel
from models.outcome import Status
from models.relaxation import Pool, Tight, tighten
from models.tiers import positions

# The first core keeps pairs within this part of the bound, or within the known gap if smaller.
FIRST_CORE = 0.002
# A core with at most so many pairs is small enough to be solved whole at once.
SMALL_CORE = 1500
# How a core that did not suffice grows.
GROWTH = 4.0
# What a reduced cost may be off by, as a part of the bound and at least so much of a unit;
# fixing needs more than this beyond the gap.
SAFETY = 1e-8
LEAST_SAFETY = 1e-4


class CoreSolver:
    """Solves the stages of one run, with fewer pairs at each."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._state: _State | None = None

    def __call__(self, stage: Stage, budget: Budget) -> StageResult:
        """Optimise the tier of a stage."""
        if self._state is None:
            self._state = _State.of(stage)
        return self._state.solve(stage, self._backend, budget)


@dataclass
class _State:
    """What is left of the problem: pairs that may be chosen, and pairs that must be."""

    active: BoolArray
    forced: BoolArray
    knapsacks: list[Knapsack]
    pool: Pool

    @classmethod
    def of(cls, stage: Stage) -> _State:
        """Begin with all pairs, and the patterns of the plan so far."""
        sacks = knapsacks(stage.problem)
        pool = Pool([sack.pattern(stage.plan) for sack in sacks])
        active = np.ones(stage.problem.pairs, dtype=np.bool_)
        return cls(active, stage.problem.forced.copy(), sacks, pool)

    def solve(self, stage: Stage, backend: Backend, budget: Budget) -> StageResult:
        """Optimise the tier over the pairs that are left, then fix what can be."""
        kept = np.flatnonzero(self.active)
        if kept.size == 0:  # nothing can be chosen any more
            return StageResult(stage.plan, stage.tier.value(stage.plan))
        if budget.exhausted:
            return StageResult(stage.plan, None)
        position = positions(kept, self.active.size)
        small = restrict_stage(stage, kept, position, self.forced)
        model = formulate(small.problem, small.tier, small.fixed)
        sacks = [sack.restrict(position) for sack in self.knapsacks]
        tight = tighten(model, sacks, self.pool, backend, budget)
        if tight is None:
            return StageResult(stage.plan, None)
        if budget.progress is not None:
            budget.progress(small.tier.value(small.plan), tight.bound)
        result = _solve_core(small, tight, backend, budget)
        plan = np.zeros_like(stage.plan)
        plan[kept] = result.plan
        self._fix(stage, kept, tight, plan)
        return StageResult(plan, result.bound)

    def _fix(self, stage: Stage, kept: IntArray, tight: Tight, plan: BoolArray) -> None:
        """Fix the pairs that no plan of the stages to come can have otherwise."""
        worst = stage.tier.worst_allowed(stage.tier.value(plan))
        cost = np.abs(tight.reduced_costs[: kept.size])
        sure = cost > abs(tight.bound - worst) + _safety(tight)
        chosen = tight.values[: kept.size] > 0.5
        self.active[kept[sure & ~chosen]] = False
        self.forced[kept[sure & chosen]] = True


def restrict_stage(stage: Stage, kept: IntArray, position: IntArray, forced: BoolArray) -> Stage:
    """Return the stage over the pairs ``kept``."""
    problem = replace(stage.problem.restrict(kept), forced=forced[kept])
    return Stage(
        problem=problem,
        tier=stage.tier.restrict(kept, position),
        fixed=tuple(replace(held, tier=held.tier.restrict(kept, position)) for held in stage.fixed),
        plan=stage.plan[kept],
    )


def _solve_core(stage: Stage, tight: Tight, backend: Backend, budget: Budget) -> StageResult:
    """Solve growing cores until one is proven to hold the stage's optimum."""
    bound = whole_bound(stage.tier, tight.bound)
    theta = max(1.0, FIRST_CORE * abs(tight.bound))
    cost = np.abs(tight.reduced_costs[: stage.problem.pairs])
    while not budget.exhausted and stage.tier.value(stage.plan) != bound:
        enough = _gap(stage, tight) + _safety(tight)
        if theta > enough or np.count_nonzero(cost <= enough) <= SMALL_CORE:
            theta = enough
        solution = backend.solve_mip(_core(stage, tight, theta), budget, feasible=True)
        solution = replace(solution, bound=_stage_bound(stage, tight, theta, solution.bound))
        result = accept(stage, solution)
        stage, bound = replace(stage, plan=result.plan), result.bound
        if solution.status is not Status.OPTIMAL or theta == enough:
            break
        theta *= GROWTH
    return StageResult(stage.plan, bound)


def _core(stage: Stage, tight: Tight, theta: float) -> LinearModel:
    """Return the model with the pairs outside the core held where the relaxation has them.

    The pairs of the plan so far are kept, so the core is never without a plan.
    """
    model, pairs = tight.cuts, stage.problem.pairs
    held = np.round(tight.values[:pairs])
    away = (np.abs(tight.reduced_costs[:pairs]) > theta) & (held == stage.plan)
    lower, upper = model.lower.copy(), model.upper.copy()
    lower[:pairs][away] = held[away]
    upper[:pairs][away] = held[away]
    return replace(model, lower=lower, upper=upper)


def _safety(tight: Tight) -> float:
    """Return what a reduced cost may be off by."""
    return max(LEAST_SAFETY, SAFETY * abs(tight.bound))


def _gap(stage: Stage, tight: Tight) -> float:
    """Return the distance between the relaxation and the best plan so far."""
    return abs(tight.bound - stage.tier.value(stage.plan))


def _stage_bound(stage: Stage, tight: Tight, theta: float, core: float | None) -> float:
    """Return the bound on the stage that the core's bound gives.

    A plan in the core is no better than the core's bound, a plan outside it is at least θ
    worse than the relaxation, and none is better than the relaxation.
    """
    if core is None:
        return tight.bound
    if stage.tier.sense == "max":
        return min(tight.bound, max(core, tight.bound - theta + _safety(tight)))
    return max(tight.bound, min(core, tight.bound + theta - _safety(tight)))
