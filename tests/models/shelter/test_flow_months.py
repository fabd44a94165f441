"""What months add at least, each for itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from models.budget import Budget
from models.flow_months import leading, least_by_month
from models.highs import Backend
from models.outcome import Solution, Status
from models.relocation import Aim, Area
from tests.models.shelter import brute
from tests.models.shelter.random_problems import alike_of, plans_of_alike, problem_of
from tests.models.shelter.test_relocation_flow import best_of, by_hand, month_of

MONTHLY = Aim("monthly", unplaced=np.ones((1, 1), dtype=int))
TOLERANT = replace(MONTHLY, tolerance=Decimal("2.5"))
SLACK = replace(MONTHLY, slack=1)
MOVES = Aim("moves", move=np.ones(1, dtype=int))
AGAIN = Aim("again", again=np.ones(1, dtype=int), within=2)
LEAVE = Aim("leave", leave=((0, np.array([True]), 1),))


ALONE = Budget(work=10**9)
"""With work counted months are solved one after another."""


class Counting(Backend):
    """HiGHS that counts what it is asked, and may say how it ended."""

    def __init__(self, ends=()):
        self.asked, self._ends = 0, list(ends)

    def solve_mip(self, model, budget, *, feasible=False):
        self.asked += 1
        if self._ends:
            return self._ends.pop(0)
        return super().solve_mip(model, budget, feasible=feasible)


def test_relaxed_it_is_a_bound_that_is_mostly_as_good():
    equal = 0
    for seed in range(60):
        problem, aims = problem_of(seed)
        monthly = aims[: leading(aims)]
        if not monthly:
            continue
        lows = least_by_month(problem, monthly, ALONE, Backend(), relaxed=True).T.tolist()
        highs = np.array(least(problem, monthly)).T.tolist()
        for low, high in zip(lows, highs, strict=True):
            assert low <= high
            equal += low == high
    assert equal > 20


def test_aims_that_are_0_need_not_be_asked_of_months():
    """Where some plan has the first at 0, months add to those after it what they do in any case."""
    seen = 0
    for seed in range(120):
        problem, aims = problem_of(seed)
        monthly = aims[: leading(aims)]
        plans = list(brute.plans(problem)) if len(monthly) > 1 else []
        for none in range(1, len(monthly)):
            if any(not any(brute.value(problem, a, p) for a in monthly[:none]) for p in plans):
                found = least_by_month(problem, monthly, Budget(), Backend(), none=none)
                assert found.tolist() == least(problem, monthly)
                seen += 1
    assert seen > 20


def least(problem, aims, budget=None, backend=None):
    return least_by_month(problem, aims, budget or Budget(), backend or Backend()).tolist()


@pytest.mark.parametrize(
    ("aims", "number"),
    [
        ([], 0),
        ([MONTHLY, MONTHLY, MONTHLY], 3),
        ([MONTHLY, MOVES, MONTHLY], 1),
        ([MONTHLY, MONTHLY, AGAIN], 2),
        ([LEAVE, MONTHLY], 0),
        ([TOLERANT, MONTHLY], 1),
        ([MONTHLY, SLACK, MONTHLY], 2),
    ],
)
def test_how_many_aims_lead(aims, number):
    assert leading(aims) == number


@pytest.mark.parametrize("seed", range(100))
def test_months_bound_plans(seed):
    """Of the first aim in all; and what each month adds to it, in whatever plan."""
    problem, aims = problem_of(seed)
    aims = [aim for aim in aims if leading([aim])]
    found = np.array(least(problem, aims)).reshape(len(aims), problem.months)
    if not aims:
        return
    for plan in brute.plans(problem):
        for t in range(problem.months):
            assert [month_of(problem, aim, plan, t) for aim in aims] >= found[:, t].tolist()


def in_month(problem, aims, t):
    """Return a problem of one month alone, without first stays or limits on moves."""

    def of(table):
        return None if table is None else table[..., [t]]

    problem = replace(
        problem,
        first=np.zeros_like(problem.first),
        last=np.zeros_like(problem.last),
        start=np.full_like(problem.start, -1),
        **{name: of(getattr(problem, name)) for name in ("allowed", "staying", "unplaced")},
        sites=tuple(replace(s, rooms=s.rooms[:, [t]], most_in=None) for s in problem.sites),
    )
    return problem, [
        replace(aim, place=of(aim.place), staying=of(aim.staying), unplaced=of(aim.unplaced))
        for aim in aims
    ]


@pytest.mark.parametrize("seed", range(100))
def test_a_month_alone_is_exact(seed):
    problem, aims, kind = alike_of(seed)
    aims = [aim for aim in aims if leading([aim])]
    everywhere = (problem.first == 0).all() and (problem.last == problem.months - 1).all()
    problem = replace(problem, start=np.full_like(problem.start, -1))
    problem = replace(problem, sites=tuple(replace(s, most_in=None) for s in problem.sites))
    if not everywhere:
        return
    found = np.array(least(problem, aims)).reshape(len(aims), problem.months)
    for t in range(problem.months):
        alone, own = in_month(problem, aims, t)
        expected = best_of(own, alone, plans_of_alike(alone, kind))
        assert found[:, t].tolist() == (expected or [0] * len(aims))


@pytest.mark.parametrize("seed", [s for s in range(150) if problem_of(s)[0].months == 1])
def test_a_problem_of_one_month_is_exact(seed):
    problem, aims = problem_of(seed)
    aims = [aim for aim in aims if leading([aim])]
    expected = brute.best(problem, aims) or [0] * len(aims)
    assert np.array(least(problem, aims)).sum(axis=1).tolist() == expected


def test_a_month_like_another_is_not_solved_twice():
    """Months 0, 1 and 3 have a room, month 2 has two, of three households of 1, 1 and 2."""
    problem = by_hand([1, 1, 2], [[1, 1, 2, 1]])
    persons = Aim("persons", unplaced=np.repeat(problem.persons[:, None], 4, axis=1))
    base = Aim("above", shares=(Area(np.array([True]), 1),))
    backend = Counting()
    assert least(problem, [persons, base], ALONE, backend) == [[2, 2, 1, 2], [1, 1, 2, 1]]
    assert backend.asked == 4


def test_an_aim_that_counts_nothing_is_not_solved():
    backend = Counting()
    assert least(by_hand([1], [[1, 1]]), [Aim("nothing")], backend=backend) == [[0, 0]]
    assert backend.asked == 0


def test_a_spent_budget_proves_nothing():
    problem = by_hand([1, 1], [[1, 1]])
    aims = [Aim("a", unplaced=np.ones((2, 2), int)), Aim("b", place=np.ones((2, 1, 2), int))]
    backend = Counting()
    assert least(problem, aims, Budget(work=0), backend) == [[0, 0], [0, 0]]
    assert backend.asked == 0
    assert least(problem, aims) == [[1, 1], [1, 1]]


@pytest.mark.parametrize(
    ("solution", "proven"),
    [
        (Solution(Status.FEASIBLE, np.zeros(9), bound=1.2), 2),
        (Solution(Status.UNKNOWN, bound=-7.0), 0),
        (Solution(Status.UNKNOWN), 0),
    ],
)
def test_a_month_that_is_cut_off_has_the_bound_proven(solution, proven):
    """The other aim of that month has none, as it is not known what to hold."""
    problem = by_hand([1, 1, 1], [[1, 1]])
    aims = [Aim("a", unplaced=np.ones((3, 2), int)), Aim("b", place=np.ones((3, 1, 2), int))]
    found = least(problem, aims, ALONE, Counting([solution]))
    assert found == [[proven, 2], [0, 1]]
