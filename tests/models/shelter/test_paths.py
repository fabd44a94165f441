"""The cheapest paths against all paths there are, with costs of every sort."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from models.path_types import types_of
from models.paths import Costs, Priced
from models.relocation import NONE
from tests.models.shelter import brute
from tests.models.shelter.random_problems import problem_of


def costs_of(problem, types, seed):
    """Return costs that no two paths have alike, infinite where the problem forbids."""
    dice = np.random.default_rng(seed)
    example = types.example
    sites = len(problem.sites)
    shape = len(types), sites, problem.months
    leave = {
        k: dice.integers(-9, 90, (sites, sites + 1)) / 7
        for k in range(len(types))
        if dice.random() < 0.4
    }
    return Costs(
        place=np.where(problem.allowed[example], dice.random(shape) * 9 - 3, np.inf),
        staying=np.where(problem.staying[example], dice.random(shape[::2]) * 9 - 4, np.inf),
        unplaced=np.where(problem.unplaced[example], dice.random(shape[::2]) * 9, np.inf),
        enter=dice.random(shape) * 3,
        move=dice.random(len(types)) * 4,
        again=dice.random(len(types)) * 5,
        within=int(dice.integers(0, 4)),
        leave=leave,
        moved=np.array([Random(seed + k).choice([-9, -2, -1, 0]) for k in range(len(types))]),
    )


def cost_of(problem, h, k, costs, row):
    """Return what a path costs, month by month."""
    total, moves = 0.0, []
    stay = brute.first_stay(problem, h, row)
    for t, place in enumerate(row):
        if not problem.first[h] <= t <= problem.last[h]:
            continue
        before = row[t - 1] if t else int(problem.start[h])
        if place == NONE:
            total += costs.unplaced[k, t]
        else:
            total += costs.staying[k, t] if stay[t] else costs.place[k, place, t]
            total += costs.enter[k, place, t] if place != before else 0.0
        if before >= 0 and place != before:
            moves.append(t)
            if k in costs.leave:
                total += costs.leave[k][before, place if place != NONE else -1]
    for t in moves:
        total += costs.move[k]
        if any(0 < t - m <= costs.within for m in [*moves, int(costs.moved[k])]):
            total += costs.again[k]
    return total


@pytest.mark.parametrize("seed", range(60))
def test_the_least_cost_and_all_within_a_gap(seed):
    problem, aims = problem_of(seed)
    types = types_of(problem, aims)
    costs = costs_of(problem, types, seed)
    priced = Priced(problem, types, costs)
    for k, h in enumerate(types.example.tolist()):
        every = {row: cost_of(problem, h, k, costs, row) for row in brute.rows(problem, h)}
        least = min(every.values(), default=np.inf)
        assert priced.least[k] == pytest.approx(least)
        if not every:
            continue
        assert every[tuple(priced.best(k).tolist())] == pytest.approx(least)
        for gap in (0.0, 2.5, 1e9):
            near = [tuple(row.tolist()) for row in priced.within(k, least + gap + 1e-9)]
            assert len(near) == len(set(near))
            assert set(near) == {row for row, cost in every.items() if cost <= least + gap + 1e-6}
