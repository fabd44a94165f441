"""Homes filled as it is done by hand."""

from __future__ import annotations

import pytest
from hypothesis import given

from benchmarks.greedy import by_hand, values
from models.assignment import is_feasible
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

# Home 1 is possible for 0 and 2, home 0 for all; 2 waits longest, then 1.
PAIRS = [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1)]
WAITING = build.tier(PAIRS, [5, 5, 7, 9, 9], name="waiting")


def filled(**more):
    problem = build.problem(PAIRS, more.pop("units", [1, 1]), **more)
    plan = by_hand(problem, [WAITING])
    assert is_feasible(problem, plan)
    return [pair for pair, chosen in zip(PAIRS, plan.tolist(), strict=True) if chosen]


def test_the_scarcest_home_goes_to_who_waits_longest():
    assert filled() == [(1, 0), (2, 1)]


def test_locks_come_first():
    assert filled(forced=[(0, 1)]) == [(0, 1), (2, 0)]


def test_a_limit_that_is_used_up_passes_to_the_next():
    persons = {(0, 0): 1, (0, 1): 1, (1, 0): 3, (2, 0): 4, (2, 1): 4}
    assert filled(limits=[(persons, 4)]) == [(2, 1)]
    assert filled(limits=[(persons, 3)]) == [(0, 1)]


def test_one_kind_to_a_home():
    assert filled(units=[2, 1], kind=[0, 1, 1]) == [(0, 0), (1, 0), (2, 1)]
    assert filled(units=[2, 1], kind=[0, 1, 1], one_kind=[0]) == [(1, 0), (2, 1)]


def test_what_breaks_a_constraint_is_refused():
    problem = build.problem(PAIRS, [1, 1])
    with pytest.raises(RuntimeError):
        list(values(problem, [WAITING], ~build.nothing(problem)))


@RELAXED
@given(cases())
def test_it_is_a_plan_and_never_better_than_the_best(case):
    problem, tiers = case
    plan = by_hand(problem, tiers)
    found = list(values(problem, tiers, plan))
    best = plain.best(problem, tiers)[0]
    assert not tiers[0].better(found[0].value, best)
    assert not any(run.proven for run in found)
