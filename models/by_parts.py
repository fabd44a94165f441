"""A problem solved part by part (:mod:`models.parts`), side by side (:mod:`models.side_by_side`).

What is locked is taken out first (:mod:`models.locked`).  Parts that are not proven are solved once
more in what is left of the seconds, if that is more than they had, beginning with the plan they
have.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.areas import areas
from models.arrays import BoolArray
from models.assignment import Assignment
from models.backends import BackendName, stage_solver
from models.budget import Budget
from models.lexicographic import StageSolver, merge_plan, require_feasible, solve_merged
from models.locked import unlock
from models.merge import merge_places, split_places
from models.outcome import Outcome, StageOutcome
from models.parts import Part, divide, without_slack
from models.side_by_side import GENEROUS, SideBySide, in_order, processors
from models.tiers import Tier

# Processes cost a second to begin with: not for fewer pairs.
MANY_PAIRS = 20_000
# A part with no more pairs is quick enough as it is.
MANY_PAIRS_OF_AREAS = 8_000


def solve_by_parts(
    problem: Assignment,
    tiers: Sequence[Tier],
    start: BoolArray,
    backend: BackendName,
    budget: Budget,
    on_stage: Callable[[Tier], None] = lambda tier: None,
    threads: int | None = None,
) -> Outcome:
    """Optimise the tiers in order.

    Parameters
    ----------
    start
        A plan to begin with, shape ``(E,)``: feasible, but not good.
    on_stage
        Called before each tier of a problem of one part, and once with the first of more.
    threads
        Most processes side by side; as many as there are processors when not given.

    Raises
    ------
    SolverFailed
        When ``start`` is not feasible, a backend fails, or a process is ended.
    """
    require_feasible(problem, start)  # what is locked is in it
    free = unlock(problem, tiers)
    merged, merged_tiers, leader = merge_places(free.problem, free.tiers)
    plan = merge_plan(free.problem, leader, start[free.pairs])
    small, own = without_slack(merged, merged_tiers)
    parts = divide(small, own)
    if len(parts) < 2:
        processes = threads or processors()
        outcome = _solve_whole(small, own, plan, backend, budget, on_stage, processes)
    else:
        on_stage(own[0])
        outcome = _solve_parts(parts, own, plan, backend, budget, threads)
    chosen = free.whole(split_places(free.problem, leader, outcome.chosen))
    return replace(outcome, chosen=chosen, values=tuple(tier.value(chosen) for tier in tiers))


def _solve_whole(
    problem: Assignment,
    tiers: Sequence[Tier],
    plan: BoolArray,
    backend: BackendName,
    budget: Budget,
    on_stage: Callable[[Tier], None],
    processes: int,
) -> Outcome:
    """Solve a problem as one; what is found with HiGHS in a large one is proven beside.

    Not when work is counted, which is one thing after another.  Nor in a part of several: there the
    others would take the processors that the proofs need, and when the seconds are over an early
    tier could be worse for it.
    """
    solver = _solver(problem, tiers, backend)
    if backend == "highs" and processes > 1 and budget.work is None:
        from models import searching
        from models.beside import solve_beside
        from models.core import CoreSolver
        from models.proving import provers

        # There are no more columns than pairs.
        if isinstance(solver, CoreSolver) and problem.pairs > searching.LARGE:
            with provers(processes, budget) as others:
                return solve_beside(problem, tiers, plan, solver, others, budget, on_stage)
    return solve_merged(problem, tiers, plan, solver, budget, on_stage)


@dataclass(frozen=True)
class _Task:
    """A part to solve, from a plan on."""

    part: Part
    plan: BoolArray
    backend: BackendName


def _solve_parts(
    parts: Sequence[Part],
    tiers: Sequence[Tier],
    plan: BoolArray,
    backend: BackendName,
    budget: Budget,
    threads: int | None,
) -> Outcome:
    """Solve all parts, and put their plans and bounds together."""
    pairs = np.array([part.problem.pairs for part in parts], dtype=np.int64)
    many = pairs.sum() >= MANY_PAIRS
    beside = SideBySide(_solve, pairs, budget, threads if many else 1)
    tasks = [_Task(part, plan[part.pairs], backend) for part in parts]
    with beside.open() as solve:
        every = in_order(pairs, beside.processes)
        done = solve(tasks, every, GENEROUS)
        # Without a limit in seconds nothing is left: a share of work was used up.
        left = budget.seconds_left if budget.work is None else None
        again = [i for i in every if _worth_again(done[i], left)]
        if again and not budget.exhausted:
            tasks = [replace(task, plan=done[i].chosen) for i, task in enumerate(tasks)]
            done |= {i: _better(tiers, done[i], one) for i, one in solve(tasks, again, 1.0).items()}
    chosen = np.zeros_like(plan)
    for i, part in enumerate(parts):
        chosen[part.pairs] = done[i].chosen
    stages = [_summed(tier, [done[i].stages[j] for i in done]) for j, tier in enumerate(tiers)]
    work = sum(one.work for one in done.values())
    budget.spend(work)
    return Outcome(chosen, tuple(stages), tuple(t.value(chosen) for t in tiers), work)


def _solve(task: _Task, budget: Budget) -> Outcome:
    before = budget.used_work
    problem, tiers = task.part.problem, task.part.tiers
    solver = _solver(problem, tiers, task.backend)
    outcome = solve_merged(problem, tiers, task.plan, solver, budget)
    return replace(outcome, work=budget.used_work - before)


def _solver(problem: Assignment, tiers: Sequence[Tier], backend: BackendName) -> StageSolver:
    """Return who solves the stages of a part: with HiGHS area by area where it is worth while."""
    if backend == "highs" and problem.pairs > MANY_PAIRS_OF_AREAS:
        from models.by_areas import AreaSolver
        from models.highs import Backend

        found = areas(problem, tiers)
        if found:
            return AreaSolver(problem, found, Backend())
    return stage_solver(backend)


def _worth_again(outcome: Outcome, left: float | None) -> bool:
    """Whether a part is not proven, and would have more seconds now than it had."""
    took = sum(stage.seconds for stage in outcome.stages)
    return not outcome.optimal and left is not None and took < left


def _better(tiers: Sequence[Tier], one: Outcome, other: Outcome) -> Outcome:
    """Return the later outcome of a part, which began with the plan of the first.

    As long as the tiers before are worth the same, what was proven in the first holds too.
    """
    stages = list(other.stages)
    for j, (tier, first, then) in enumerate(zip(tiers, one.stages, stages, strict=True)):
        if tier.better(then.bound, first.bound):
            stages[j] = replace(then, bound=first.bound)
        if first.best != then.best:
            break
    return replace(other, stages=tuple(stages), work=one.work + other.work)


def _summed(tier: Tier, stages: Sequence[StageOutcome]) -> StageOutcome:
    """Return what became of a tier in all parts together."""
    return StageOutcome(
        tier.name,
        tier.constant + sum(stage.best for stage in stages),
        tier.constant + sum(stage.bound for stage in stages),
        sum(stage.seconds for stage in stages),
    )
