"""The best plan in which a household is in a site in some month, and of any of some problems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.budget import Budget
from models.highs import Backend
from models.relocation_solve import solve, solve_any
from models.relocation_start import start
from models.visiting import best_visit, with_visit
from tests.models.shelter import brute
from tests.models.shelter.random_problems import problem_of

SEEDS = range(36)


def begin(problem):
    return start(problem, Budget(), Backend()).plan


def solvable(seed):
    """Return a problem with aims and its best plan; ``None`` when there is no plan."""
    problem, aims = problem_of(seed)
    if begin(problem) is None:
        return None
    if seed % 3 == 0:
        aims = [replace(aim, slack=i % 2) for i, aim in enumerate(aims)]
    return problem, aims, solve(problem, aims, begin(problem), Budget()).plan


def best_of(problem, plans, aims):
    """Return the best values of plans, aim after aim, each held to what it may end at."""
    best = []
    for aim in aims:
        worths = [aim.value(problem, np.array(plan)) for plan in plans]
        best.append(min(worths))
        worst = aim.worst_allowed(best[-1])
        plans = [plan for plan, worth in zip(plans, worths, strict=True) if worth <= worst]
    return best, plans


def test_equal_to_trying_every_plan():
    seen = {"none": 0, "costs": 0, "free": 0, "slack": 0}
    for problem, aims, plan in filter(None, map(solvable, SEEDS)):
        every = list(brute.plans(problem))
        own, _ = best_of(problem, every, aims)
        for h in range(problem.households):
            for s in range(len(problem.sites)):
                visit = best_visit(problem, aims, plan, (h, s), Budget(), Backend())
                right = [other for other in every if s in other[h]]
                assert visit.none_exists == (not right)
                assert (visit.outcome is None) == (not right)
                if not right:
                    seen["none"] += 1
                    continue
                best, left = best_of(problem, right, aims)
                assert [stage.best for stage in visit.outcome.stages] == best
                assert all(stage.optimal for stage in visit.outcome.stages)
                rows = tuple(tuple(row) for row in visit.outcome.plan.tolist())
                assert rows in left
                assert list(visit.outcome.values) == [
                    aim.value(problem, visit.outcome.plan) for aim in aims
                ]
                assert list(visit.least) <= best[: len(visit.least)]
                seen["costs" if best > own else "free"] += 1
                seen["slack"] += any(aim.slack or aim.tolerance for aim in aims)
    assert min(seen.values()) > 10, seen


def test_without_time_what_is_said_is_true():
    """With no time at all bounds hold all the same, and what is not known is not claimed."""
    for problem, aims, plan in filter(None, map(solvable, SEEDS)):
        every = list(brute.plans(problem))
        for s in range(len(problem.sites)):
            visit = best_visit(problem, aims, plan, (0, s), Budget(seconds=0.0), Backend())
            right = [other for other in every if s in other[0]]
            if visit.none_exists:
                assert not right
            if visit.outcome is None:
                continue
            best, _ = best_of(problem, right, aims)
            assert list(visit.least) <= best[: len(visit.least)]
            for stage, value in zip(visit.outcome.stages, best, strict=True):
                assert stage.bound <= value <= stage.best or stage.best < value
                if stage.best != value:
                    break  # what is held from here on is another


def test_only_the_month_of_the_visit_changes():
    problem, _ = problem_of(3)
    there = with_visit(problem, (0, 0), 0)
    assert not there.allowed[0, 1:, 0].any()
    assert not there.unplaced[0, 0]
    assert (there.allowed[0, :, 1:] == problem.allowed[0, :, 1:]).all()
    assert (there.allowed[1:] == problem.allowed[1:]).all()
    assert (there.unplaced[0, 1:] == problem.unplaced[0, 1:]).all()


@pytest.mark.parametrize("seed", range(12))
def test_any_of_some_problems(seed):
    """The best over problems that each allow a part is that of the problem that allows all."""
    found = solvable(seed)
    if found is None:
        return
    problem, aims, _ = found
    every = list(brute.plans(problem))
    parts, plans, kept = [], [], []
    for t in range(problem.months):
        unplaced = problem.unplaced.copy()
        unplaced[:, t] = False
        part = replace(problem, unplaced=unplaced)
        plan = begin(part)
        if plan is not None:
            parts.append(part)
            plans.append(plan)
            kept += list(brute.plans(part))
    if not parts:
        return
    outcome = solve_any(parts, aims, plans, Budget())
    best, _ = best_of(problem, kept, aims)
    assert [stage.best for stage in outcome.stages] == best
    assert set(kept) <= set(every)
