"""Plans made month by month."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models import flow_rolling
from models.budget import Budget
from models.flow_months import leading, least_by_month
from models.flow_rolling import rolling
from models.highs import Backend
from models.outcome import Solution, Status
from models.relocation import Aim
from tests.models.shelter import brute
from tests.models.shelter.random_problems import alike_of, plans_of_alike, problem_of
from tests.models.shelter.test_relocation_flow import best_of, by_hand, is_plan


def rolled(problem, aims, *, large=False):
    """Return a plan, with as many aims as a solve would give."""
    number, backend = leading(aims), Backend()
    first = aims[:number]
    least = least_by_month(problem, first, Budget(), backend, relaxed=large)
    return rolling(problem, aims[: number + 1], least, Budget(), backend, large=large)


def in_front(aims):
    """Return the aims with those that months can be solved apart for before the others."""
    return sorted(aims, key=lambda aim: not leading([aim]))


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("seed", range(100))
def test_it_keeps_everything(seed, large):
    problem, aims = problem_of(seed)
    problem, aims = replace(problem, unplaced=problem.unplaced | True), in_front(aims)
    plan = rolled(problem, aims, large=large) if aims else None
    if plan is None:
        assert not aims
        return
    assert is_plan(problem, plan)
    values = [brute.value(problem, aim, plan.tolist()) for aim in aims]
    assert values >= brute.best(problem, aims)


@pytest.mark.parametrize("seed", range(100))
def test_it_is_best_where_months_do_not_hinder_one_another(seed):
    """Without limits on moves in or first stays the best plan is best in every month."""
    problem, aims, kind = alike_of(seed)
    free = tuple(replace(site, most_in=None) for site in problem.sites)
    problem = replace(problem, start=np.full_like(problem.start, -1), sites=free)
    aims = [aim for aim in aims if leading([aim])]
    expected = best_of(aims, problem, plans_of_alike(problem, kind))
    if not aims or expected is None:
        return
    plan = rolled(problem, aims).tolist()
    assert [brute.value(problem, aim, plan) for aim in aims] == expected


@pytest.mark.parametrize(("ahead", "moves"), [(2, 1), (0, 2)])
def test_it_looks_at_the_months_after(ahead, moves, monkeypatch):
    """Site 0 is for month 0 alone; site 1 costs 1 more in it than a move at 2 does not."""
    allowed = np.ones((1, 2, 3), dtype=np.bool_)
    allowed[0, 0, 1:] = False
    problem = by_hand([1], np.ones((2, 3), int), allowed=allowed)
    place = np.zeros((1, 2, 3), dtype=int)
    place[0, 1, 0] = 1
    aims = [
        Aim("unplaced", unplaced=np.ones((1, 3), int)),
        Aim("move", move=np.array([2]), place=place),
    ]
    monkeypatch.setattr(flow_rolling, "AHEAD", ahead)
    assert aims[1].value(problem, rolled(problem, aims)) == moves


def test_aims_are_taken_in_order_where_not_all_months_can_be_at_their_least():
    """Months apart leave 1, 0 and 0 without a place, but one moves in per month: 2, 1 and 0."""
    problem = by_hand([1, 1, 1], [[2, 3, 3]], most_in={0: 1})
    aims = [Aim("unplaced", unplaced=np.ones((3, 3), int)), Aim("move", move=np.ones(3, int))]
    plan = rolled(problem, aims)
    assert [aim.value(problem, plan) for aim in aims] == [2 + 1, 0]


def test_of_a_large_problem_who_can_stay_does():
    """Alone in its site for a month more, it would go at once, as that costs the same."""
    allowed = np.ones((1, 2, 3), dtype=np.bool_)
    allowed[0, 0, 2] = False
    problem = by_hand([1], np.ones((2, 3), int), allowed=allowed, start=[0])
    problem = replace(problem, staying=allowed[:, 0])
    aims = [Aim("none", unplaced=np.ones((1, 3), int)), Aim("move", move=np.array([1]))]
    assert rolled(problem, aims, large=True).tolist() == [[0, 1, 1]]
    counted = np.zeros((1, 2, 3), dtype=int)
    counted[0, 0, 0] = 1  # where an aim counts being there, it need not
    first = Aim("place", place=counted, staying=counted[:, 0])
    assert rolled(problem, [first, *aims], large=True).tolist() == [[1, 1, 1]]


def test_a_month_that_leaves_none_for_the_next():
    """Site 0 costs less in month 0, and in month 3 nobody gets from there to site 1."""
    allowed = np.ones((1, 2, 4), dtype=np.bool_)
    allowed[0, 0, 3] = False
    problem = by_hand([1], np.ones((2, 4), int), allowed=allowed, most_in={1: 0}, start=[1])
    problem = replace(problem, unplaced=~problem.unplaced)
    place = np.ones((1, 2, 4), dtype=int)
    place[0, 0] = 0
    aims = [Aim("place", place=place, staying=place[:, 1]), Aim("move", move=np.array([1]))]
    assert brute.best(problem, aims) == [4, 0]
    assert rolled(problem, aims) is None


class Nothing(Backend):
    """HiGHS whose budget is always spent."""

    def solve_mip(self, model, budget, *, feasible=False):
        return Solution(Status.UNKNOWN)


def test_a_budget_that_ends():
    problem, aims = by_hand([1], [[1]]), [Aim(unplaced=np.ones((1, 1), int))]
    assert rolling(problem, aims, np.zeros((1, 1), int), Budget(), Nothing()) is None
