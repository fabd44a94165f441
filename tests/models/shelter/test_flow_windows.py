"""Plans changed some months at a time."""

from __future__ import annotations

from itertools import islice, pairwise

import numpy as np
import pytest

from models import flow_windows
from models.budget import Budget
from models.flow_windows import LENGTH, better_in, windows
from models.highs import Backend
from models.lexicographic import SolverFailed
from models.path_types import types_of
from models.relocation import Aim, Held
from tests.models.shelter import brute
from tests.models.shelter.random_problems import alike_of, plans_of_alike, problem_of
from tests.models.shelter.test_relocation_flow import by_hand, is_plan, without_again


@pytest.mark.parametrize("months", range(1, 40))
def test_windows_cover_all_months_and_their_changes(months):
    every = list(windows(months))
    assert all(0 < len(window) <= LENGTH for window in every)
    assert {t for window in every for t in window} == set(range(months))
    inside = {pair for window in every for pair in pairwise(window)}
    assert inside == set(pairwise(range(months)))


def better(window, problem, aims, values, plan, budget=None):
    """Return a better plan in the last aim, with those before at most at some values."""
    held = [Held(aim, worst) for aim, worst in zip(aims, values, strict=False)][:-1]
    types = types_of(problem, aims)
    arguments = held, aims[-1], np.array(plan), budget or Budget(), Backend()
    return better_in(window, problem, types, *arguments)


@pytest.mark.parametrize("seed", range(60))
def test_over_all_months_there_is_a_better_plan_or_none(seed):
    problem, every = problem_of(seed)
    aims = without_again(every)[:2]
    plans = list(islice(brute.plans(problem), 400))
    if len(plans) == 400 or not aims:
        return
    for plan in plans[:: max(1, len(plans) // 4)]:
        values = [brute.value(problem, aim, plan) + (aim is not aims[-1]) for aim in aims]
        best = min(
            brute.value(problem, aims[-1], other)
            for other in plans
            if [brute.value(problem, aim, other) for aim in aims[:-1]] <= values[:-1]
        )
        found = better(range(problem.months), problem, aims, values, plan)
        if best == values[-1]:
            assert found is None
        else:
            assert is_plan(problem, found)
            assert aims[-1].value(problem, found) == best
            assert [aim.value(problem, found) for aim in aims[:-1]] <= values[:-1]


@pytest.mark.parametrize("seed", range(60))
def test_only_the_window_changes(seed):
    problem, every, kind = alike_of(seed)
    aims = without_again(every)[:3]
    if problem.months < 3 or not aims:
        return
    for plan in islice(plans_of_alike(problem, kind), 2, 300, 60):
        values = [brute.value(problem, aim, plan) for aim in aims]
        for window in (range(1), range(1, 2), range(1, 3)):
            found = better(window, problem, aims, values, plan)
            if found is None:
                continue
            after = [aim.value(problem, found) for aim in aims]
            assert is_plan(problem, found)
            assert all(a <= b for a, b in zip(after, values, strict=True))
            assert after[-1] < values[-1]
            for k in set(kind):  # as many of those that are alike are where they were
                own = [h for h, other in enumerate(kind) if other == k]
                for t in set(range(problem.months)) - set(window):
                    assert sorted(found[own, t]) == sorted(plan[h][t] for h in own)


MOVES = [Aim("unplaced", unplaced=np.ones((1, 6), int)), Aim("move", move=np.array([1]))]
TO_AND_FRO = [[0, 1, 0, 0, 2, 2]]  # 3 moves, of which the first two can be spared


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (range(0, 2), [[0, 0, 0, 0, 2, 2]]),
        (range(1, 2), [[0, 0, 0, 0, 2, 2]]),
        (range(2, 4), [[0, 1, 2, 2, 2, 2]]),
        (range(3, 5), None),  # who is in site 2 in month 5 has moved there
        (range(4, 6), [[0, 1, 0, 0, 0, 0]]),
    ],
)
def test_a_window_by_hand(window, expected):
    problem = by_hand([1], np.ones((3, 6), int))
    found = better(window, problem, MOVES, [0, 3], TO_AND_FRO)
    assert (None if found is None else found.tolist()) == expected


def test_the_budget_of_a_window(monkeypatch):
    """A window has its seconds, of those that are left; without seconds it has its nodes."""
    problem = by_hand([1], np.ones((3, 6), int))
    asked = []

    def below(_backend, _model, most, nodes, budget):
        asked.append((most, nodes, budget.seconds_left))
        return Backend().solve_mip(_model, Budget(work=0))

    monkeypatch.setattr(Backend, "solve_below", below)
    for budget in (Budget(), Budget(seconds=1000), Budget(seconds=5), Budget(work=7)):
        better(range(2), problem, MOVES, [0, 3], TO_AND_FRO, budget)
        assert budget.seconds in (None, 1000, 5)
    plain, much, little, work = asked
    # in the window and the month after it there are 2 moves
    assert plain == (1, flow_windows.NODES, None)
    assert much[:2] == (1, None)
    assert much[2] == pytest.approx(flow_windows.SECONDS, abs=0.5)
    assert little[2] == pytest.approx(5, abs=0.5)
    assert work == (1, flow_windows.NODES, None)


@pytest.mark.parametrize("spent", [Budget(work=0), Budget(seconds=0)])
def test_nothing_is_found_without_a_budget(spent):
    problem, aims = by_hand([1], np.ones((3, 6), int)), MOVES
    found = better(range(0, 2), problem, aims, [0, 3], TO_AND_FRO, spent)
    assert found is None or aims[1].value(problem, found) < 3


def test_a_plan_that_does_not_keep_what_it_should_is_refused():
    """Two are in one room in month 0, which is outside the window but beside it."""
    problem = by_hand([1, 1], [[1, 2, 2]])
    aims = [Aim("unplaced", unplaced=np.ones((2, 3), int))]
    with pytest.raises(SolverFailed, match="unplaced: a plan is not one of its own months"):
        better(range(1, 2), problem, aims, [3], [[0, -1, 0], [0, 0, 0]])
