"""The best path beside others against dynamic programming for each household anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models import best_path
from models.best_path import LITTLE, STEP, BestPaths, Others
from models.occupied import Free
from models.path_costs import costs_of
from models.path_types import Types
from models.paths import Priced
from models.relocation import Aim
from tests.models.shelter.random_problems import alike_of, problem_of
from tests.models.shelter.test_relocation_flow import by_hand


def plainly(problem, aims, h, free, others, site):
    """Return the path of least cost, with the costs of all aims and of others written out."""
    weights = [STEP**-i for i in range(len(aims))]
    costs = costs_of(problem, np.array([h]), list(zip(aims, weights, strict=True)))
    place, staying, unplaced = costs.place.copy(), costs.staying.copy(), costs.unplaced.copy()
    for s in range(len(problem.sites)):
        if site is not None and s != site:
            place[0, s] += LITTLE * weights[-1]
    for other in others:
        place[0] += weights[other.aim] * other.place
        unplaced[0] += weights[other.aim] * other.unplaced
        if problem.start[h] >= 0:
            staying[0] += weights[other.aim] * other.place[problem.start[h]]
    place[0][~free.place] = np.inf
    staying[0][~free.staying] = np.inf
    enter = np.where(free.enter, 0.0, np.inf)[None]
    costs = replace(costs, place=place, staying=staying, unplaced=unplaced, enter=enter)
    one = np.arange(1)
    priced = Priced(problem, Types(one, np.array([h]), one + 1), costs)
    return priced.best(0).tolist() if np.isfinite(priced.least[0]) else None


def situations(problem, aims, dice):
    """Yield what is free, what others add to which aim, and a site or none."""
    shape = len(problem.sites), problem.months
    for share in (1.0, 0.8, 0.5):
        for full in (0.0, 0.5):
            free = Free(*(dice.random(size) < share for size in (shape, shape, shape[1])))
            others = [
                Others(
                    int(dice.integers(len(aims))),
                    np.array(dice.integers(1, 3, shape) * (dice.random(shape) < full)),
                    np.array(dice.integers(1, 3, shape[1]) * (dice.random(shape[1]) < full)),
                )
                for _ in range(2)
            ]
            for site in (None, int(dice.integers(shape[0]))):
                yield free, others, site


@pytest.mark.parametrize("seed", range(60))
def test_it_is_what_dynamic_programming_finds(seed):
    """Of all households at once, of which some are alike, and each asked for twice."""
    problem, aims = problem_of(seed) if seed % 2 else alike_of(seed)[:2]
    aims = aims or [Aim("nothing")]
    best = BestPaths(problem, aims)
    dice = np.random.default_rng(seed)
    for free, others, site in [*situations(problem, aims, dice)] * 2:
        for h in range(problem.households):
            everything = Free(
                free.place & problem.allowed[h], free.enter, free.staying & problem.staying[h]
            )
            found = best.over(h, everything, others, site)
            plain = plainly(problem, aims, h, everything, others, site)
            assert (found and found[0].tolist()) == plain
            if found:
                costs = [aim.of_household(problem, h, found[0]) for aim in aims]
                assert found[1].tolist() == costs


@pytest.fixture
def asked(monkeypatch):
    """Return of whom paths are sought by dynamic programming."""
    who = []
    single = best_path.Single

    def counted(problem, h, costs):
        who.append(h)
        return single(problem, h, costs)

    monkeypatch.setattr(best_path, "Single", counted)
    return who


def free_but(sites, months, *full):
    place = np.ones((sites, months), dtype=bool)
    for s in full:
        place[s] = False
    return Free(place, np.ones((sites, months), dtype=bool), np.ones(months, dtype=bool))


def test_a_path_that_is_best_alone_is_not_sought(asked):
    """Site 0 is best; nothing is sought while it is free, and others add nothing there."""
    problem = by_hand([1], [[1, 1], [1, 1]])
    aim = Aim("place", place=np.array([[[0, 0], [1, 1]]]))
    best = BestPaths(problem, [aim])
    elsewhere = Others(0, np.array([[0, 0], [5, 5]]), np.array([5, 5]))
    there = Others(0, np.array([[2, 2], [0, 0]]), np.array([0, 0]))
    assert best.over(0, free_but(2, 2), [elsewhere])[0].tolist() == [0, 0]
    assert asked == []
    assert best.over(0, free_but(2, 2), [there])[0].tolist() != [0, 0]
    assert asked == [0]
    path, own = best.over(0, free_but(2, 2, 0), [])
    assert 0 not in path
    assert own.tolist() == [aim.of_household(problem, 0, path)]
    assert asked == [0, 0]


def test_a_path_is_sought_once_for_households_alike(asked):
    """The second is as the first, the third as neither; until it is forgotten."""
    problem = by_hand([1, 1, 1], [[1], [1]])
    aim = Aim("place", place=np.array([[[0], [1]], [[0], [1]], [[0], [2]]]))
    best = BestPaths(problem, [aim, Aim("unplaced", unplaced=np.ones((3, 1), int))])
    for h in range(3):
        best.over(h, free_but(2, 1, 0), [])
    assert asked == [0, 2]
    best.forget()
    best.over(1, free_but(2, 1, 0), [])
    assert asked == [0, 2, 1]


def test_a_path_is_sought_anew_where_anything_else_is_free(asked):
    """Its rooms, moving in, its first stay, what others add, or the site that it is asked to be in.

    It lives in site 1 and would be best in site 0, which is never free.
    """
    problem = replace(by_hand([1], [[1], [1], [1]]), start=np.array([1]))
    aim = Aim("place", place=np.array([[[0], [1], [2]]]), staying=np.array([[3]]))
    best = BestPaths(problem, [aim])
    free = free_but(3, 1, 0)
    nowhere, none = np.zeros((3, 1), dtype=bool), np.zeros(1, dtype=bool)
    added = Others(0, np.array([[0], [0], [7]]), np.array([1]))
    cases = [
        (free, [], None),
        (free_but(3, 1, 0, 1), [], None),
        (replace(free, enter=nowhere), [], None),
        (replace(free, staying=none), [], None),
        (free, [added], None),
        (free, [replace(added, unplaced=np.array([2]))], None),
        (free, [], 1),
    ]
    for which, others, site in cases * 2:
        best.over(0, which, others, site)
    assert len(asked) == len(cases)
