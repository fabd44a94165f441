"""A plan to begin with, where some must have a place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models import relocation_start
from models.budget import Budget
from models.highs import Backend
from models.outcome import StageOutcome
from models.relocation import AWAY
from models.relocation_solve import RelocationOutcome
from models.relocation_start import Start, start
from tests.models.shelter import brute
from tests.models.shelter.random_problems import problem_of
from tests.models.shelter.test_relocation_flow import by_hand, is_plan


def locked_of(seed):
    """Return a problem in which few may be without a place, and somebody is in every month."""
    problem, _ = problem_of(seed)
    dice = np.random.default_rng(seed)
    unplaced = dice.random(problem.unplaced.shape) < dice.choice([0.1, 0.5])
    last = np.full_like(problem.last, problem.months - 1)
    return replace(problem, unplaced=unplaced, last=last)


def exists(problem):
    return next(brute.plans(problem), None) is not None


@pytest.mark.parametrize("seed", range(150))
def test_it_finds_a_plan_when_there_is_one(seed):
    problem = locked_of(seed)
    found = start(problem, Budget(), Backend())
    if exists(problem):
        assert is_plan(problem, found.plan)
        assert not found.none_exists
    else:
        assert found == Start(None, none_exists=True)


def test_there_are_problems_of_both_sorts():
    found = [exists(locked_of(seed)) for seed in range(150)]
    assert 40 < sum(found) < 110


@pytest.mark.parametrize("work", [0, 50, 500, 2000])
def test_without_a_budget_nothing_is_said_that_is_not_so(work):
    for seed in range(50):
        problem = locked_of(seed)
        found = start(problem, Budget(work=work), Backend())
        assert found.plan is None or is_plan(problem, found.plan)
        assert not (found.none_exists and exists(problem))


@pytest.mark.parametrize("work", [0, 50])
def test_a_budget_that_ends_before_a_month_has_a_plan(work):
    found = start(locked_of(53), Budget(work=work), Backend())
    assert not (found.none_exists and exists(locked_of(53)))


def test_by_hand():
    """One may have the room in month 0, the other must in month 1; who lives there may stay."""
    problem = by_hand([1, 1], [[1, 1]], start=[0, -1])
    problem = replace(problem, unplaced=np.array([[False, True], [True, False]]))
    assert start(problem, Budget(), Backend()).plan.tolist() == [[0, -1], [-1, 0]]
    both = replace(problem, unplaced=np.array([[False, True], [False, False]]))
    assert start(both, Budget(), Backend()) == Start(None, none_exists=True)


@pytest.mark.parametrize(("bound", "none"), [(0, False), (1, True)])
def test_that_none_exists_must_be_proven(bound, none, monkeypatch):
    """One has no place at best, as far as was found; whether one must is another matter."""
    problem = by_hand([1, 1], [[1]], unplaced=np.zeros((2, 1), dtype=np.bool_))
    plan, stage = np.array([[0], [-1]]), StageOutcome("without a place", 1, bound, 0.0)
    outcome = RelocationOutcome(plan, (stage,), (1,))
    monkeypatch.setattr(relocation_start, "solve", lambda *_, **__: outcome)
    assert start(problem, Budget(), Backend()) == Start(None, none_exists=none)


def test_after_everybody_left():
    """The room closes on who lives there and may not be without; months 1 to 3 are empty."""
    problem = by_hand([1], [[0, 0, 0, 0]], start=[0])
    problem = replace(problem, last=np.array([0]), unplaced=~problem.unplaced)
    assert start(problem, Budget(), Backend()) == Start(None, none_exists=True)
    assert problem.present(0) == range(1)
    free = replace(problem, unplaced=~problem.unplaced)
    assert start(free, Budget(), Backend()).plan.tolist() == [[-1, AWAY, AWAY, AWAY]]
