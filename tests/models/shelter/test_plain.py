"""The plain formulation against every plan that there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from models import cpsat, highs
from models.budget import Budget
from models.outcome import Status
from models.relocation import AWAY, Held, keeps
from models.relocation_plain import Plain
from tests.models.shelter import brute
from tests.models.shelter.random_problems import problem_of

SEEDS = range(100)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_finds_the_best_of_all_plans(seed):
    problem, aims = problem_of(seed)
    expected = brute.best(problem, aims)
    plain = Plain(problem, aims)
    backend = (highs if seed % 2 else cpsat).Backend()
    held, found = [], []
    for aim in aims:
        solution = backend.solve_mip(
            plain.model(aim, held), Budget(), feasible=expected is not None
        )
        if solution.status is Status.INFEASIBLE:
            assert expected is None
            return
        plan = plain.plan(solution.values)
        found.append(aim.value(problem, plan))
        assert found[-1] == brute.value(problem, aim, plan.tolist())
        assert brute.keeps(problem, plan.tolist())
        assert all(tuple(row) in brute.rows(problem, h) for h, row in enumerate(plan.tolist()))
        held.append(Held(aim, found[-1]))
    assert found == (expected or [])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_value_of_every_plan(seed):
    problem, aims = problem_of(seed)
    for i, plan in enumerate(brute.plans(problem)):
        if i == 50:
            break
        for aim in aims:
            assert aim.value(problem, np.array(plan)) == brute.value(problem, aim, plan)


@pytest.mark.parametrize("seed", range(40))
def test_what_plans_keep_but_for_rooms(seed):
    """A plan changed in a month or two, with rooms for everybody."""
    problem, _ = problem_of(seed)
    roomy = replace(
        problem,
        sites=tuple(
            replace(
                site,
                beds=np.append(site.beds, 9),
                rooms=np.full((site.beds.size + 1, problem.months), 9),
            )
            for site in problem.sites
        ),
        needs=tuple(
            tuple(replace(need, shared=-1, kinds=(*need.kinds, True)) for need in needs)
            for needs in problem.needs
        ),
    )
    dice = np.random.default_rng(seed)
    for plan in islice(brute.plans(roomy), 30):
        changed = np.array(plan)
        for _ in range(dice.integers(0, 3)):
            h, t = dice.integers(problem.households), dice.integers(problem.months)
            if changed[h, t] != AWAY:
                changed[h, t] = dice.integers(-1, len(problem.sites))
        rows = [tuple(row) for row in changed.tolist()]
        may = all(row in brute.rows(roomy, h) for h, row in enumerate(rows))
        assert keeps(roomy, changed) == (may and brute.keeps(roomy, rows))
