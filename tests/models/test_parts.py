"""Parts that have nothing to do with each other, against every plan of the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.parts import divide, without_slack
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

PAIRS = [(0, 0), (0, 1), (1, 2), (2, 2), (3, 3), (3, 4)]
"""Three parts, but for what joins them."""
UNITS = [1, 1, 2, 1, 1]


def parts(**more):
    """Return the pairs of each part."""
    excesses = more.pop("excesses", ())
    tolerance, slack = more.pop("tolerance", "0"), more.pop("slack", 0)
    problem = build.problem(PAIRS, UNITS, **more)
    first = build.tier(PAIRS, [0] * 6, excesses=excesses, tolerance=tolerance, slack=slack)
    small, tiers = without_slack(problem, [first, build.tier(PAIRS, [0] * 6)])
    return [[PAIRS[i] for i in part.pairs] for part in divide(small, tiers)]


APART = [[(0, 0), (0, 1)], [(1, 2), (2, 2)], [(3, 3), (3, 4)]]
JOINED = [[(0, 0), (0, 1), (3, 3), (3, 4)], [(1, 2), (2, 2)]]


def test_what_shares_a_household_or_a_place_belongs_together():
    assert parts() == APART


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [(4, JOINED), (5, APART), (9, APART)],
)
def test_a_limit_joins_only_when_it_can_bind(capacity, expected):
    """Household 0 uses 2 or 1, household 3 uses 3: 5 at most."""
    weights = {(0, 0): 2, (0, 1): 1, (3, 3): 3}
    assert parts(limits=[(weights, capacity)]) == expected


def test_a_limit_is_reached_by_no_more_than_there_are_units():
    """Households 1 and 2 use 3 each in place 2, which has two units, and 0 uses 4."""
    weights = {(0, 0): 4, (1, 2): 3, (2, 2): 3}
    every = [[*APART[0], *APART[1]], APART[2]]
    assert parts(limits=[(weights, 9)]) == every
    problem = build.problem(PAIRS, [1, 1, 1, 1, 1], limits=[(weights, 7)])
    assert without_slack(problem, [])[0].limits == ()


@pytest.mark.parametrize(
    ("base", "expected"),
    [(-1, APART), (0, APART), (1, JOINED), (4, JOINED), (5, APART)],
)
def test_an_excess_joins_only_when_it_can_begin_or_end(base, expected):
    weights = {(0, 0): 2, (0, 1): 1, (3, 3): 3}
    assert parts(excesses=[(weights, base)]) == expected


@pytest.mark.parametrize("more", [{"tolerance": "1"}, {"slack": 1}])
def test_a_tier_that_may_end_worse_joins_all(more):
    assert parts(**more) == [PAIRS]


def test_the_last_tier_need_not_be_held():
    problem = build.problem(PAIRS, UNITS)
    tiers = [build.tier(PAIRS, [0] * 6), build.tier(PAIRS, [0] * 6, tolerance="5", slack=3)]
    assert len(divide(problem, tiers)) == 3


def test_nothing_has_no_parts():
    assert divide(build.problem([], [1]), []) == []


def test_households_and_places_are_numbered_anew():
    problem = build.problem(PAIRS, UNITS, kind=[0, 1, 2, 3], one_kind=[2], forced=[(2, 2)])
    part = divide(problem, [build.tier(PAIRS, [1, 2, 3, 4, 5, 6], constant=9)])[1]
    assert build.of(part.problem) == [(0, 0), (1, 0)]
    assert (part.problem.households, part.problem.units.tolist()) == (2, [2])
    assert part.problem.kind.tolist() == [1, 2]
    assert part.problem.one_kind.tolist() == [True]
    assert part.problem.forced.tolist() == [False, True]
    assert (part.tiers[0].gain.tolist(), part.tiers[0].constant) == ([3, 4], 0)


@RELAXED
@given(cases())
def test_what_cannot_matter_changes_no_plan_and_no_value(case):
    problem, tiers = case
    small, own = without_slack(problem, tiers)
    every = list(plain.plans(problem))
    assert set(every) == set(plain.plans(small))
    for tier, one in zip(tiers, own, strict=True):
        assert all(plain.value(tier, plan) == plain.value(one, plan) for plan in every)


@RELAXED
@given(cases(), st.booleans())
def test_plans_of_parts_are_the_plans_of_the_whole(case, first):
    problem, tiers = case
    if first:
        problem, tiers = without_slack(problem, tiers)
    parts = divide(problem, tiers)
    assert sorted(i for part in parts for i in part.pairs.tolist()) == list(range(problem.pairs))
    assert [p.pairs[0] for p in parts] == sorted(p.pairs[0] for p in parts)
    empty = [
        t.constant + sum(max(0, -e.base) for e in t.excesses if not e.members.size) for t in tiers
    ]
    for plan in plain.plans(problem):
        own = [frozenset(np.flatnonzero(np.isin(p.pairs, list(plan))).tolist()) for p in parts]
        assert all(plain.keeps(p.problem, one) for p, one in zip(parts, own, strict=True))
        for j, tier in enumerate(tiers):
            values = [plain.value(p.tiers[j], one) for p, one in zip(parts, own, strict=True)]
            assert plain.value(tier, plan) == empty[j] + sum(values)
    number = 1
    for part in parts:
        number *= sum(1 for _ in plain.plans(part.problem))
    assert number == sum(1 for _ in plain.plans(problem))
    assert all(part.pairs.size for part in parts)
