"""Column generation against every plan that there is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.budget import Budget
from models.relocation_solve import solve
from tests.models.shelter import brute
from tests.models.shelter.random_problems import problem_of


@pytest.mark.parametrize("seed", range(100))
def test_it_finds_the_best_of_all_plans(seed):
    problem, aims = problem_of(seed)
    start = next(brute.plans(problem), None)
    if start is None:
        return
    outcome = solve(problem, aims, np.array(start), Budget())
    assert brute.keeps(problem, outcome.plan.tolist())
    assert all(tuple(row) in brute.rows(problem, h) for h, row in enumerate(outcome.plan.tolist()))
    assert [stage.best for stage in outcome.stages] == brute.best(problem, aims)
    assert all(stage.optimal for stage in outcome.stages)


@pytest.mark.parametrize("seed", range(40))
def test_it_goes_on_from_what_was_known(seed):
    """Cut off at once, and then solved from there: bounds hold, and the end is the same."""
    problem, aims = problem_of(seed)
    start = next(brute.plans(problem), None)
    if start is None:
        return
    first = solve(problem, aims, np.array(start), Budget(seconds=0))
    best = brute.best(problem, aims)
    for budget in (Budget(seconds=0), Budget()):
        then = solve(problem, aims, first.plan, budget, known=first.stages)
        assert [stage.best for stage in then.stages] <= [stage.best for stage in first.stages]
    assert [stage.best for stage in then.stages] == best
    assert all(stage.optimal for stage in then.stages)
    told = solve(problem, aims, then.plan, Budget(seconds=0), known=then.stages)
    assert [(one.best, one.bound) for one in told.stages] == [(value, value) for value in best]


def test_what_was_known_holds_no_more_when_an_aim_before_ends_worse():
    """Said to have been better than it can be, an aim takes the bounds after it along."""
    problem, aims = problem_of(3)
    start = np.array(next(brute.plans(problem)))
    best = brute.best(problem, aims)
    stages = solve(problem, aims, start, Budget()).stages
    for at in range(len(aims) - 1):
        lies = [
            replace(stage, bound=stage.bound + 1000 * (i > at)) for i, stage in enumerate(stages)
        ]
        believed = solve(problem, aims, start, Budget(), known=lies)
        assert believed.stages[at + 1].bound == best[at + 1] + 1000
        lies[at] = replace(stages[at], best=best[at] - 1, bound=0)
        doubted = solve(problem, aims, start, Budget(), known=lies)
        assert [(stage.best, stage.bound) for stage in doubted.stages] == [(b, b) for b in best]
