"""Column generation against every plan that there is."""

from __future__ import annotations

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
