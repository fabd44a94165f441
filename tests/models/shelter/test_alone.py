"""What households cost at least by themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.alone import alone
from models.relocation import Aim, Held
from tests.models.shelter import brute
from tests.models.shelter.random_problems import problem_of
from tests.models.shelter.test_relocation_flow import by_hand


@pytest.mark.parametrize("seed", range(150))
def test_no_plan_costs_less(seed):
    """Whatever the aims before are held at: at their best, or a bit above."""
    problem, aims = problem_of(seed)
    plans = list(brute.plans(problem))
    for spare in (0, 1):
        left, held = plans, []
        for aim in aims:
            if not left:
                return
            worths = [brute.value(problem, aim, plan) for plan in left]
            assert 0 <= alone(problem, aim, held) <= min(worths)
            held.append(Held(aim, min(worths) + spare))
            left = [p for p, n in zip(left, worths, strict=True) if n <= held[-1].worst]


def test_who_has_to_go_moves():
    """The site is closed in month 2: the two households of 3 and 1 move, whatever else there is."""
    allowed = np.ones((2, 2, 4), dtype=np.bool_)
    allowed[:, 0, 2:] = False
    problem = by_hand([3, 1], np.ones((2, 4), int), allowed=allowed, start=[0, 0])
    problem = replace(problem, staying=allowed[:, 0])
    assert alone(problem, Aim("moves", move=problem.persons), []) == 4
    # both cannot be in site 1, but that is not looked at
    assert alone(problem, Aim("none", unplaced=np.ones((2, 4), int)), []) == 0


def test_what_an_aim_at_nothing_counts_is_forbidden():
    """Being in site 0 is counted from month 1 on: at 0 its household must go, else it need not."""
    allowed = np.ones((1, 2, 3), dtype=np.bool_)
    problem = by_hand([2], np.ones((2, 3), int), allowed=allowed, start=[0])
    problem = replace(problem, staying=allowed[:, 0])
    place = np.zeros((1, 2, 3), dtype=int)
    place[:, 0, 1:] = 1
    care = Aim("care", place=place, staying=place[:, 0])
    moves = Aim("moves", move=problem.persons)
    assert [alone(problem, moves, [Held(care, worst)]) for worst in (0, 1)] == [2, 0]
    gone = Aim("gone", place=place + 1, staying=place[:, 0] + 1, unplaced=np.ones((1, 3), int))
    assert alone(problem, moves, [Held(gone, 0)]) == 0  # no path is left, and nothing is said
