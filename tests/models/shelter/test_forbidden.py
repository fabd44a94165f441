"""What aims at 0 forbid."""

from __future__ import annotations

import numpy as np
import pytest

from models.forbidden import without_forbidden
from models.relocation import Aim, Held
from tests.models.shelter import brute
from tests.models.shelter.random_problems import problem_of
from tests.models.shelter.test_relocation_flow import by_hand


@pytest.mark.parametrize("seed", range(150))
def test_the_plans_that_keep_the_aims_are_all_there(seed):
    """Those of the smaller problem that keep what is left to hold are those that keep all."""
    problem, aims = problem_of(seed)
    held = [Held(aim, int(i % 3 == 1)) for i, aim in enumerate(aims)]

    assert kept(*without_forbidden(problem, held)) == kept(problem, held)


def kept(problem, held):
    """Return all plans that keep what is held."""
    return {
        plan
        for plan in brute.plans(problem)
        if all(one.aim.value(problem, np.array(plan)) <= one.worst for one in held)
    }


def test_what_counts_months_alone_need_not_be_held_at_nothing():
    problem = by_hand([1, 1], np.ones((2, 2), int))
    months = np.array([[0, 1], [0, 0]])
    where = np.zeros((2, 2, 2), dtype=int)
    where[1, 1] = 3
    aims = [
        Aim("unplaced", unplaced=months),
        Aim("place", place=where),
        Aim("both", unplaced=months, move=np.array([1, 1])),
    ]
    smaller, left = without_forbidden(problem, [Held(aim, 0) for aim in aims])
    assert [one.aim.name for one in left] == ["both"]
    assert (smaller.unplaced == (problem.unplaced & (months == 0))).all()
    assert (smaller.allowed == (problem.allowed & (where == 0))).all()


def test_what_may_be_counted_is_held():
    problem = by_hand([1], [[1, 1]])
    held = [Held(Aim("unplaced", unplaced=np.ones((1, 2), int)), 1)]
    smaller, left = without_forbidden(problem, held)
    assert smaller is problem
    assert list(left) == held
