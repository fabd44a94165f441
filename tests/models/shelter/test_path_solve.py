"""Paths kept from aim to aim, and plans made of them."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from models import path_solve
from models.budget import Budget
from models.highs import Backend
from models.path_relax import Pool, relax
from models.path_solve import PathSolver, _Done, _OverPaths
from models.relocation import Held
from tests.models.shelter import brute
from tests.models.shelter.random_problems import alike_of, plans_of_alike, problem_of

SEEDS = range(60)


def done(problem, aim, held, plan):
    """Return an aim relaxed with every path known from the beginning."""
    model = _OverPaths(problem, aim, held)
    pool = Pool()
    for k, h in enumerate(model.types.example.tolist()):
        for row in brute.rows(model.problem, h):
            pool.add(k, np.array(row))
    model.add_paths_of(np.array(plan), pool)
    arguments = model.problem, model.types, model.master, pool, 10**6
    return _Done(model, pool, relax(*arguments, Budget(), Backend()))


@cache
def begun(seed):
    """Return the halves of a problem, with the best plan of each relaxed with every path."""
    return [(*half, done(*half[:2], half[3], half[4][0])) for half in halves(seed)]


def halves(seed):
    """Yield each aim but the last with plans that keep those before, the best of them first."""
    problem, aims = problem_of(seed)
    left, held = list(brute.plans(problem)), []
    for aim, after in pairwise(aims):
        left.sort(key=lambda plan, aim=aim: brute.value(problem, aim, plan))
        if not left:
            return
        yield problem, aim, after, held, left
        held = [*held, Held(aim, brute.value(problem, aim, left[len(left) // 3]))]
        left = [plan for plan in left if brute.value(problem, aim, plan) <= held[-1].worst]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_paths_left_are_those_of_all_plans_that_keep_the_aim(seed):
    for problem, aim, after, held, plans, before in begun(seed):
        for at in (0, len(plans) // 2):
            now = [*held, Held(aim, brute.value(problem, aim, plans[at]))]
            model = _OverPaths(problem, after, now)
            left = {(k, tuple(path.tolist())) for k, path in before.left(model)}
            for plan in plans:
                if brute.value(problem, aim, plan) <= now[-1].worst:
                    kinds = model.types.example[model.types.of].tolist()
                    same = [h for h, example in enumerate(kinds) if h == example]
                    assert all((int(model.types.of[h]), plan[h]) in left for h in same)


def test_many_paths_are_left_out():
    number = kept = 0
    for seed in SEEDS:
        for problem, aim, after, held, plans, before in begun(seed):
            least = brute.value(problem, aim, plans[0])
            model = _OverPaths(problem, after, [*held, Held(aim, least)])
            number += len(before.pool.paths)
            kept += len({(k, path.tobytes()) for k, path in before.left(model)})
    assert number / 2 < kept < number * 3 / 4


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("most", [0, 20_000])
def test_without_listing_all_that_may_be_better_the_plan_is_one_and_the_bound_true(
    seed, most, monkeypatch
):
    monkeypatch.setattr(path_solve, "MOST_PATHS", most)
    problem, aims, kind = alike_of(seed)
    plans = list(plans_of_alike(problem, kind))
    if not plans:
        return
    solver = PathSolver(problem, np.array(plans[-1]), Backend())
    held = []
    for aim in aims:
        bound = solver.optimise(aim, held, Budget())
        value = brute.value(problem, aim, solver.plan.tolist())
        worths = [brute.value(problem, aim, plan) for plan in plans]
        assert bound <= min(worths) <= value
        assert most == 0 or bound == value
        held.append(Held(aim, value))
        plans = [plan for plan, worth in zip(plans, worths, strict=True) if worth <= value]


@pytest.mark.parametrize("gaps", [(0.0,), (0.5, 0.0), (0.5,)])
def test_a_plan_within_a_gap_is_not_called_the_best(gaps, monkeypatch):
    monkeypatch.setattr(path_solve, "GAPS", gaps)
    for seed in SEEDS:
        problem, aims = problem_of(seed)
        plans = list(brute.plans(problem))
        if not plans:
            continue
        solver = PathSolver(problem, np.array(plans[-1]), Backend())
        bound = solver.optimise(aims[0], [], Budget())
        least = min(brute.value(problem, aims[0], plan) for plan in plans)
        assert bound <= least <= aims[0].value(problem, solver.plan)
        assert gaps[-1] > 0 or bound == least == aims[0].value(problem, solver.plan)
