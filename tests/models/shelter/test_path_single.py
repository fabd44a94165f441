"""The cheapest path of one household against that of all types at once, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.path_single import Single
from models.path_types import Types
from models.paths import Priced
from tests.models.shelter.random_problems import problem_of
from tests.models.shelter.test_paths import costs_of

TABLES = ("place", "staying", "unplaced", "enter", "move", "again", "moved")


def alone(costs, k):
    """Return the costs of one type as those of the only one."""
    own = {name: getattr(costs, name)[k : k + 1] for name in TABLES}
    return replace(costs, **own, leave={0: costs.leave[k]} if k in costs.leave else {})


def coarse(costs, seed):
    """Return costs of few values, so that many paths cost as much, and more that is infinite.

    Tenths are not to be written in binary: sums of them tell in which order they were made.
    """
    dice = np.random.default_rng(seed)
    names = ("place", "staying", "unplaced", "move", "again")
    tenths = {name: np.round(np.abs(getattr(costs, name)) / 3) * 0.1 for name in names}
    for name, share in (("place", 0.3), ("unplaced", 0.7)):
        tenths[name][dice.random(tenths[name].shape) < share] = np.inf
    enter = np.where(dice.random(costs.enter.shape) < 0.2, np.inf, 0.0)
    leave = {k: np.round(np.abs(matrix) / 5) * 0.1 for k, matrix in costs.leave.items()}
    return replace(costs, **tenths, enter=enter, leave=leave)


@pytest.mark.parametrize("first", range(8))
def test_it_is_the_path_of_all_types_at_once(first):
    found = nowhere = 0
    for seed in range(first, 400, 8):
        problem, _ = problem_of(seed)
        who = np.arange(problem.households)
        types = Types(who, who, np.ones_like(who))
        costs = costs_of(problem, types, seed)
        for given in (costs, coarse(costs, seed)):
            priced = Priced(problem, types, given)
            for h in who.tolist():
                path = Single(problem, h, alone(given, h)).cheapest()
                assert (path is not None) == np.isfinite(priced.least[h])
                if path is None:
                    nowhere += 1
                else:
                    found += 1
                    assert path.tolist() == priced.best(h).tolist()
    assert found > 100
    assert nowhere > 0


def test_who_is_never_present_has_a_path():
    problem, _ = problem_of(0)
    problem = replace(problem, first=problem.last + 1)
    who = np.arange(1)
    costs = costs_of(problem, Types(who, who, who + 1), 0)
    path = Single(problem, 0, alone(costs, 0)).cheapest()
    assert path is not None
    assert set(path.tolist()) == {-2}
