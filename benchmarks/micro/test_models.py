"""The parts of a solve, and whole solves that take little."""

from __future__ import annotations

import numpy as np
import pytest

from models.assignment import formulate
from models.backends import stage_solver
from models.budget import Budget
from models.knapsack import knapsacks
from models.lexicographic import solve
from models.merge import merge_places


def test_merge(benchmark, problem):
    """Homes that are alike merged."""
    merged, _, _ = benchmark(merge_places, problem.data, problem.tiers)
    assert merged.pairs <= problem.data.pairs


def test_formulate(benchmark, problem):
    """The linear model of the first tier."""
    model = benchmark(formulate, problem.data, problem.tiers[0])
    assert model.cost.size >= problem.data.pairs


def test_best_pattern(benchmark, problem):
    """One pricing of the widest knapsack."""
    widest = max(knapsacks(problem.data), key=lambda sack: sack.size.size)
    price = np.random.default_rng(1).uniform(0, 100, widest.size.size)
    worth, pattern = benchmark(widest.best_pattern, price)
    assert worth == pytest.approx(price @ pattern)


def test_all_tiers_of_a_village(benchmark, village):
    """Every tier of the smallest size."""
    _all_tiers(benchmark, village)


def test_all_tiers_of_a_week_with_loose_limits(benchmark, loose):
    """Every tier of a week in which few limits bind."""
    _all_tiers(benchmark, loose)


def _all_tiers(benchmark, problem):
    def run():
        solver = stage_solver("highs")
        return solve(problem.data, problem.tiers, problem.start, solver, Budget())

    outcome = benchmark.pedantic(run, rounds=3, warmup_rounds=1)
    assert outcome.optimal
