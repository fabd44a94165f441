"""What is left beside locked pairs, against every plan of the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.budget import Budget
from models.by_parts import solve_by_parts
from models.locked import unlock
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

PAIRS = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]


@st.composite
def locked_cases(draw):
    """A problem with tiers, and some pairs of one of its plans locked."""
    problem, tiers = draw(cases())
    plan = draw(st.sampled_from(list(plain.plans(problem))))
    some = [i for i in sorted(plan) if draw(st.booleans())]
    forced = problem.forced.copy()
    forced[some] = True
    return replace(problem, forced=forced), tiers


@RELAXED
@given(locked_cases())
def test_the_plans_and_their_values_are_those_of_the_whole(case):
    problem, tiers = case
    left = unlock(problem, tiers)
    found = {}
    for plan in plain.plans(left.problem):
        chosen = plain.array(left.problem, plan)
        whole = left.whole(chosen)
        found[frozenset(np.flatnonzero(whole).tolist())] = [t.value(chosen) for t in left.tiers]
        assert found[frozenset(np.flatnonzero(whole).tolist())] == [t.value(whole) for t in tiers]
    assert found.keys() == set(plain.plans(problem))
    assert not left.problem.forced.any()


@RELAXED
@given(locked_cases())
def test_by_parts_finds_the_best_beside_them(case):
    problem, tiers = case
    start = plain.array(problem, next(plain.plans(problem)))
    outcome = solve_by_parts(problem, tiers, start, "highs", Budget())
    assert [stage.best for stage in outcome.stages] == plain.best(problem, tiers)
    assert not (problem.forced & ~outcome.chosen).any()
    assert outcome.optimal


def test_what_is_locked_takes_units_limits_and_bases():
    problem = build.problem(
        PAIRS, [2, 1], limits=[({(0, 0): 3, (1, 0): 2, (2, 0): 4}, 7)], forced=[(0, 0)]
    )
    tier = build.tier(
        PAIRS, [5, 6, 1, 2, 3, 4], "min", constant=10, excesses=[({(0, 0): 3, (2, 1): 4}, 1)]
    )
    left = unlock(problem, [tier])
    assert left.pairs.tolist() == [2, 3, 4, 5]
    assert left.problem.units.tolist() == [1, 1]
    assert [limit.capacity for limit in left.problem.limits] == [4]
    assert (left.tiers[0].constant, left.tiers[0].excesses[0].base) == (15, -2)
    chosen = np.array([True, False, False, True])
    assert left.whole(chosen).tolist() == [True, False, True, False, False, True]


def test_a_place_for_one_kind_is_for_the_kind_of_who_is_locked_there():
    for kinds in ([1, 0, 1], [0, 1, 0], [2, 1, 2]):
        problem = build.problem(PAIRS, [3, 3], kind=kinds, one_kind=[0, 1], forced=[(0, 0)])
        left = unlock(problem, [])
        assert left.pairs.tolist() == [3, 4, 5]
        assert left.problem.one_kind.tolist() == [False, True]


def test_another_place_takes_all_kinds():
    problem = build.problem(PAIRS, [3, 3], kind=[1, 0, 1], forced=[(0, 0)])
    assert unlock(problem, []).pairs.tolist() == [2, 3, 4, 5]
