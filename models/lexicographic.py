"""Tiers one after the other: each optimised with those before it held.

For tiers 1 … K, in order: optimise tier k subject to the constraints and to C8, which lets
no tier before be worse than allowed (:meth:`models.tiers.Tier.worst_allowed`).  Every value
is recomputed from the chosen pairs in exact arithmetic; a solver's own figure is only used
for bounds.  A plan that was found at a stage stays feasible at all later ones, so there is
always a plan, and a stage that is cut off ends with the best plan so far and its bound,
with seconds left for those after it.

Tiers with a tolerance or slack are then optimised once more, in order, with all the others
held, so that the values of the plan are the same whichever of the best plans a solver found.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from models.arrays import BoolArray
from models.assignment import Assignment, chosen_pairs, formulate, is_feasible
from models.budget import Budget
from models.linear import LinearModel
from models.merge import merge_places, split_places
from models.outcome import Outcome, Solution, StageOutcome, Status
from models.tiers import Excess, Fixed, Tier

# A bound is a float: below this distance to the next integer it counts as that integer.
# More for larger values, but so little that a backend's gap (under 1) still proves them.
ROUNDING = 1e-5
MOST_ROUNDING = 0.05
# A tier that has others after it takes no more than this part of the seconds that are left.
MOST_OF_SECONDS = 0.6


class SolverFailed(RuntimeError):
    """A backend ended with an error, or contradicts a plan that exists."""


class Backend(Protocol):
    """What a solver must do for the plain road."""

    @property
    def name(self) -> str:
        """Name on the command line."""

    @property
    def version(self) -> str:
        """Name and version of the solver."""

    def solve_mip(self, model: LinearModel, budget: Budget, *, feasible: bool = False) -> Solution:
        """Solve an integer model."""


@dataclass(frozen=True)
class Stage:
    """One tier to optimise: what is held before it and the best plan so far."""

    problem: Assignment
    tier: Tier
    fixed: tuple[Fixed, ...]
    plan: BoolArray


@dataclass(frozen=True)
class StageResult:
    """The best plan of a stage, and the bound that was proven on its tier, if any."""

    plan: BoolArray
    bound: int | None


StageSolver = Callable[[Stage, Budget], StageResult]


def solve(
    problem: Assignment,
    tiers: Sequence[Tier],
    start: BoolArray,
    solve_stage: StageSolver,
    budget: Budget,
    on_stage: Callable[[Tier], None] = lambda tier: None,
) -> Outcome:
    """Optimise the tiers in order.

    Parameters
    ----------
    start
        A plan to begin with, shape ``(E,)``: feasible, but not good.
    solve_stage
        Optimises one tier: :func:`plain_stage` with a backend, or a faster one.
    on_stage
        Called before each stage.

    Raises
    ------
    SolverFailed
        When ``start`` is not feasible, or a backend fails.
    """
    merged, merged_tiers, leader = merge_places(problem, tiers)
    plan = merge_plan(problem, leader, start)
    outcome = solve_merged(merged, merged_tiers, plan, solve_stage, budget, on_stage)
    chosen = split_places(problem, leader, outcome.chosen)
    return replace(outcome, chosen=chosen, values=tuple(tier.value(chosen) for tier in tiers))


def solve_merged(
    problem: Assignment,
    tiers: Sequence[Tier],
    plan: BoolArray,
    solve_stage: StageSolver,
    budget: Budget,
    on_stage: Callable[[Tier], None] = lambda tier: None,
) -> Outcome:
    """Optimise the tiers in order, of a problem whose places are taken as they are.

    Raises
    ------
    SolverFailed
        When ``plan``, to begin with, is not feasible, or a backend fails.
    """
    require_feasible(problem, plan)
    fixed: list[Fixed] = []
    stages: list[StageOutcome] = []
    for tier in tiers:
        on_stage(tier)
        began = time.perf_counter()
        with budget.part(1.0 if tier is tiers[-1] else MOST_OF_SECONDS) as own:
            result = solve_stage(Stage(problem, tier, tuple(fixed), plan), own)
        plan = result.plan
        stages.append(stage_outcome(problem, tier, result, time.perf_counter() - began))
        fixed.append(Fixed(tier, tier.worst_allowed(stages[-1].best)))
    plan = settle(problem, fixed, stages, plan, solve_stage, budget)
    values = tuple(tier.value(plan) for tier in tiers)
    return Outcome(plan, tuple(stages), values, budget.used_work)


def stage_outcome(
    problem: Assignment, tier: Tier, result: StageResult, seconds: float
) -> StageOutcome:
    """Return what became of a tier: its best value, and the best bound that is known."""
    bound = trivial_bound(problem, tier)
    if result.bound is not None and tier.better(bound, result.bound):
        bound = result.bound
    return StageOutcome(tier.name, tier.value(result.plan), bound, seconds)


def require_feasible(problem: Assignment, plan: BoolArray) -> None:
    """Raise SolverFailed where a plan to begin with breaks a constraint."""
    if not is_feasible(problem, plan):
        raise SolverFailed("the plan to begin with breaks a constraint")


def settle(
    problem: Assignment,
    fixed: Sequence[Fixed],
    stages: Sequence[StageOutcome],
    plan: BoolArray,
    solve_stage: StageSolver,
    budget: Budget,
) -> BoolArray:
    """Take back of what a tier gave up for later ones as much as these allow, in order.

    A tier with a tolerance or slack may end anywhere between its best value and the worst
    allowed, and the best plans of the last tier need not agree on where.  Optimising these
    tiers once more, with all others held where they are allowed to be, gives the same values
    on every backend.
    """
    held = list(fixed)
    if held:  # the last tier has none after it to give anything up for
        held[-1] = Fixed(held[-1].tier, stages[-1].best)
    for i, one in enumerate(held):
        if one.worst != stages[i].best != one.tier.value(plan):
            others = tuple(other for k, other in enumerate(held) if k != i)
            plan = solve_stage(Stage(problem, one.tier, others, plan), budget).plan
        held[i] = Fixed(one.tier, one.tier.value(plan))
    return plan


def plain_stage(backend: Backend) -> StageSolver:
    """Return the plain road: the whole model of a stage, given to a backend."""

    def solve_stage(stage: Stage, budget: Budget) -> StageResult:
        if stage.problem.pairs == 0:
            return StageResult(stage.plan, stage.tier.value(stage.plan))
        if budget.exhausted:
            return StageResult(stage.plan, None)
        model = formulate(stage.problem, stage.tier, stage.fixed)
        solution = backend.solve_mip(model, budget, feasible=True)
        return accept(stage, solution)

    return solve_stage


def accept(stage: Stage, solution: Solution, found: BoolArray | None = None) -> StageResult:
    """Return the better of the plan so far and a backend's, checked in exact arithmetic.

    ``found`` is the solution's plan where its columns are not the pairs.

    Raises
    ------
    SolverFailed
        When the backend contradicts the plan so far or its own figures.
    """
    if solution.status in (Status.INFEASIBLE, Status.ERROR):
        raise SolverFailed(f"tier {stage.tier.name}: {solution.status}, though a plan exists")
    plan = stage.plan
    if found is None and solution.values is not None:
        found = chosen_pairs(stage.problem, solution.values)
    if found is not None:
        if not holds(stage, found):
            raise SolverFailed(f"tier {stage.tier.name}: the solver's plan breaks a constraint")
        if stage.tier.better(stage.tier.value(found), stage.tier.value(plan)):
            plan = found
    bound = whole_bound(stage.tier, solution.bound)
    value = stage.tier.value(plan)
    if bound is not None and stage.tier.better(value, bound):
        raise SolverFailed(f"tier {stage.tier.name}: a plan of {value} beats the bound {bound}")
    return StageResult(plan, bound)


def holds(stage: Stage, plan: BoolArray) -> bool:
    """Whether a plan keeps every constraint and every tier held before, exactly."""
    return is_feasible(stage.problem, plan) and all(
        not held.tier.better(held.worst, held.tier.value(plan)) for held in stage.fixed
    )


def whole_bound(tier: Tier, bound: float | None) -> int | None:
    """Return the bound that a float bound proves: a value that the tier can have."""
    if bound is None or not math.isfinite(bound):
        return None
    slack = min(MOST_ROUNDING, ROUNDING * max(1.0, abs(bound) * 1e-4))
    whole = math.floor(bound + slack) if tier.sense == "max" else math.ceil(bound - slack)
    beyond = (whole - tier.constant) % tier.step
    return whole - beyond if tier.sense == "max" else whole + (-beyond % tier.step)


def nearest(tier: Tier, *bounds: int | None) -> int | None:
    """Return the bound that says most of those that are known, ``None`` where none is."""
    known = [bound for bound in bounds if bound is not None]
    if not known:
        return None
    return min(known) if tier.sense == "max" else max(known)


def merge_plan(problem: Assignment, leader: np.ndarray, plan: BoolArray) -> BoolArray:
    """Return a plan over merged pairs."""
    kept = leader[problem.place] == problem.place
    key = problem.household * leader.size + problem.place
    wanted = problem.household[plan] * leader.size + leader[problem.place[plan]]
    merged = np.zeros(problem.pairs, dtype=np.bool_)
    merged[np.searchsorted(key, wanted)] = True
    result: BoolArray = merged[kept]
    return result


def trivial_bound(problem: Assignment, tier: Tier) -> int:
    """Return a bound that needs no solving: every household takes its best pair, or none."""
    best = np.zeros(problem.households, dtype=np.int64)
    if tier.sense == "max":
        np.maximum.at(best, problem.household, tier.gain)
        return tier.constant + int(best.sum()) + sum(_most(e) for e in tier.excesses)
    np.minimum.at(best, problem.household, tier.gain)
    return tier.constant + int(best.sum()) + sum(max(0, -e.base) for e in tier.excesses)


def _most(excess: Excess) -> int:
    """Return the most that an excess can be."""
    return max(0, int(excess.weight.sum()) - excess.base)
