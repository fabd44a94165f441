"""Plans from the number of each type in each state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.flow_plan import plan_of
from models.path_types import types_of
from models.relocation import AWAY, NONE, Aim
from models.relocation_flow import FIRST, NOWHERE, Flow
from tests.models.shelter import brute
from tests.models.shelter.random_problems import alike_of, plans_of_alike
from tests.models.shelter.test_relocation_flow import by_hand


def planned(problem, counts, aims=()):
    types = types_of(problem, aims)
    given = {(0, s, t): n for t, own in enumerate(counts) for s, n in own.items()}
    return plan_of(problem, types, aims, given).tolist()


def test_who_leaves_is_who_moved_longest_ago():
    """Both come to site 2, the first household in month 1 and the second in month 2."""
    problem = by_hand([1, 1], np.ones((3, 4), int), start=[0, 0])
    counts = [{FIRST: 1, 1: 1}, {1: 1, 2: 1, FIRST: 0}, {2: 2}, {2: 1, 1: 1}]
    assert planned(problem, counts) == [[0, 2, 2, 1], [1, 1, 2, 2]]


def test_who_had_no_place_did_not_move():
    """The second moves in month 1; the first comes after that, but never moved before month 3."""
    problem = by_hand([1, 1], np.ones((3, 4), int))
    counts = [{0: 1, NOWHERE: 1}, {1: 1, NOWHERE: 1}, {1: 2}, {1: 1, 2: 1}]
    assert planned(problem, counts) == [[NONE, NONE, 1, 2], [0, 1, 1, 1]]


@pytest.mark.parametrize(
    ("sites", "expected"),
    # who is in site 2 goes to site 1 when an aim counts leaving them, the other to site 3
    [([1, 2], [[0, 3], [2, 1]]), ([1, 0], [[0, 1], [2, 3]]), ([3, 2], [[0, 1], [2, 3]])],
)
def test_within_the_sites_that_an_aim_counts_leaving(sites, expected):
    problem = by_hand([1, 1], np.ones((4, 2), int))
    wijk = np.isin(np.arange(4), sites)
    aims = [Aim(), Aim(leave=((0, wijk, 1), (1, wijk, 1)))]
    assert planned(problem, [{0: 1, 2: 1}, {1: 1, 3: 1}], aims) == expected


def test_each_type_has_its_own_sites_to_leave():
    problem = by_hand([1, 2], np.ones((3, 2), int))
    aims = [Aim(leave=((1, np.array([True, False, True]), 1),))]
    counts = {(k, s, t): 1 for k in range(2) for t, s in enumerate((0, 2 - k))}
    plan = plan_of(problem, types_of(problem, aims), aims, counts)
    assert plan.tolist() == [[0, 2], [0, 1]]


def test_who_leaves_home_does_not_come_back_at_once():
    """One leaves home for site 1, so it is the other, who could have stayed there, that comes."""
    problem = by_hand([1, 1], np.ones((2, 2), int), start=[0, 0])
    plan = planned(problem, [{FIRST: 1, 1: 1}, {FIRST: 0, 0: 1, 1: 1, NOWHERE: 0}])
    assert plan == [[0, 1], [1, 0]]


def test_a_first_stay_that_is_not_told_apart_goes_on():
    problem = by_hand([1, 1, 1], np.ones((2, 3), int), start=[0, 0, 0])
    counts = [{FIRST: 2, NOWHERE: 1}, {0: 2, 1: 1}, {0: 1, 1: 2}]
    assert planned(problem, counts) == [[0, 0, 0], [0, 0, 1], [NONE, 1, 1]]


def test_who_is_away():
    problem = by_hand([1, 1, 2], np.ones((2, 3), int))
    problem = replace(problem, first=np.array([1, 1, 0]), last=np.array([1, 1, 0]))
    counts = {(0, 1, 1): 1, (0, NOWHERE, 1): 1, (1, 0, 0): 1}
    plan = plan_of(problem, types_of(problem, []), [], counts)
    assert plan.tolist() == [[AWAY, NONE, AWAY], [AWAY, 1, AWAY], [0, AWAY, AWAY]]


@pytest.mark.parametrize("seed", range(100))
def test_it_has_so_many_in_each_state_and_no_more_move_than_must(seed):
    problem, aims, kind = alike_of(seed)
    types = types_of(problem, aims)
    flow = Flow(problem, types, aims, range(problem.months))
    plans = [plan for plan in plans_of_alike(problem, kind) if not comes_home(problem, plan)]
    for given in plans[::9]:
        counts = flow.of_plan(np.array(given))
        plan = plan_of(problem, types, aims, counts)
        rows = [tuple(row) for row in plan.tolist()]
        assert flow.of_plan(plan) == counts
        assert all(row in brute.rows(problem, h) for h, row in enumerate(rows))
        assert brute.keeps(problem, rows)
        for k in range(len(types)):
            move = Aim(move=(types.of == k).astype(int))
            assert brute.value(problem, move, rows) <= brute.value(problem, move, given)


def comes_home(problem, plan):
    """Whether anybody comes to where it lived before (see test_relocation_flow)."""
    return any(
        start >= 0 and start in row[t:]
        for start, row in zip(problem.start.tolist(), plan, strict=True)
        for t in [next((t for t, place in enumerate(row) if place != start), len(row))]
    )
