"""An aim relaxed over all paths, against a relaxation that has every path from the beginning."""

from __future__ import annotations

import math
from functools import cache, cached_property

import numpy as np
import pytest

from models import path_relax
from models.budget import Budget
from models.highs import Backend
from models.path_relax import Pool, relax
from models.path_types import types_of
from models.relocation import Held
from models.relocation_master import Master
from tests.models.shelter import brute
from tests.models.shelter.random_problems import problem_of

SEEDS = range(80)
HIGH = 10**6


class Case:
    """The last aim of a random problem, with those before held at what some plan has."""

    def __init__(self, seed):
        self.problem, aims = problem_of(seed)
        plans = list(brute.plans(self.problem))
        self.empty = not plans or not aims
        if self.empty:
            return
        self.plan = np.array(plans[len(plans) // 2])
        self.aim = aims[-1]
        self.held = [Held(a, a.value(self.problem, self.plan)) for a in aims[:-1]]
        self.types = types_of(self.problem, aims)
        self.master = Master(self.problem, self.types, self.aim, self.held)

    @cached_property
    def whole(self):
        """Return what is relaxed to the end, with no more than a plan to begin with."""
        return self.relaxed()

    def pool(self):
        return Pool((k, self.plan[h]) for h, k in enumerate(self.types.of.tolist()))

    def every(self):
        """Return all paths as columns."""
        return [
            self.master.columns([(k, np.array(row))])[0]
            for k, h in enumerate(self.types.example.tolist())
            for row in brute.rows(self.problem, h)
        ]

    def relaxed(self, value=HIGH, budget=None, pool=None):
        pool = self.pool() if pool is None else pool
        arguments = self.problem, self.types, self.master, pool, value
        return relax(*arguments, budget or Budget(), Backend())


@cache
def case_of(seed):
    """Return the case of a seed: made once, and relaxed to the end once."""
    return Case(seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("smoothing", [(0.8, 0.4, 0.0), (0.0,)])
def test_it_bounds_as_well_as_all_paths(seed, smoothing, monkeypatch):
    monkeypatch.setattr(path_relax, "SMOOTHING", smoothing)
    case = case_of(seed)
    if case.empty:
        return
    whole = Backend().relax(case.master.with_paths(case.every()), Budget())
    found = case.relaxed()
    assert found.bound <= whole.objective + 1e-6
    assert found.proven == math.ceil(whole.objective - 1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_its_prices_no_path_is_too_cheap(seed):
    case = case_of(seed)
    if case.empty:
        return
    prices = case.whole.prices
    assert all(one.cost - prices[one.rows] @ one.coefficients > -1e-6 for one in case.every())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_paths_found_are_as_good_as_all(seed):
    """The relaxation over these alone proves no more, and is not worse in whole numbers."""
    case = case_of(seed)
    if case.empty:
        return
    pool = case.pool()
    found = case.relaxed(pool=pool)
    columns = case.master.columns(pool.paths)
    few = Backend().relax(case.master.with_paths(columns), Budget())
    assert math.ceil(few.objective - 1e-5) == found.proven


def test_a_plan_that_is_as_good_as_the_bound_ends_it():
    """Nothing is relaxed where what households cost alone is as much."""
    ended = 0
    for seed in SEEDS:
        case = case_of(seed)
        if case.empty:
            continue
        budget = Budget()
        alone = case.relaxed(value=-HIGH, budget=budget)
        assert budget.used_work == 0
        whole = case.whole
        assert alone.bound <= whole.bound + 1e-6
        ended += alone.proven < whole.proven
    assert ended > 10  # it is another bound


@pytest.mark.parametrize("limit", [{"work": 0}, {"work": 3}, {"seconds": 0}], ids=str)
def test_what_is_cut_off_is_a_bound(limit):
    for seed in SEEDS:
        case = case_of(seed)
        if not case.empty:
            found = case.relaxed(budget=Budget(**limit))
            assert found.bound <= case.whole.bound + 1e-6


def test_a_pool_knows_its_paths():
    pool = Pool([(0, np.array([1, 1])), (0, np.array([1, 1])), (1, np.array([1, 1]))])
    assert [(k, path.tolist()) for k, path in pool.paths] == [(0, [1, 1]), (1, [1, 1])]
    assert not pool.add(1, np.array([1, 1]))
    assert pool.add(1, np.array([1, 2]))
    assert len(pool.paths) == 3
