from __future__ import annotations

import pytest
from hypothesis import given

from models.assignment import is_feasible
from models.lexicographic import merge_plan
from models.merge import merge_places, split_places
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

# Places 0, 2 and 3 are alike; place 1 has another gain.
PAIRS = [(h, p) for h in range(3) for p in range(4)]
GAINS = [5, 6, 5, 5, 7, 8, 7, 7, 9, 9, 9, 9]
UNITS = [1, 1, 2, 1]
PERSONS = {0: 2, 1: 3, 2: 4}
EVERYWHERE = {pair: PERSONS[pair[0]] for pair in PAIRS}


def merged(gains=GAINS, pairs=PAIRS, **more):
    """Return the merged place of each place, and the merged problem."""
    excess = more.pop("excess", EVERYWHERE)
    limit = more.pop("limit", EVERYWHERE)
    problem = build.problem(pairs, UNITS, limits=[(limit, 9)], **more)
    tier = build.tier(pairs, gains, "min", excesses=[(excess, 5)])
    small, _, leader = merge_places(problem, [build.tier(pairs, [0] * len(pairs)), tier])
    return leader.tolist(), small


def test_places_that_are_alike_become_one():
    leader, small = merged()
    assert leader == [0, 1, 0, 0]
    assert build.of(small) == [(h, p) for h in range(3) for p in (0, 1)]
    assert small.units.tolist() == [1 + 2 + 1, 1, 0, 0]
    assert small.limits[0].members.tolist() == list(range(6))
    assert small.limits[0].weight.tolist() == [2, 2, 3, 3, 4, 4]
    assert small.households == 3


def without(pairs, *gone):
    return {pair: n for pair, n in pairs.items() if pair not in gone}


@pytest.mark.parametrize(
    ("change", "leader"),
    [
        ({"gains": [5, 6, 5, 5, 7, 8, 7, 7, 9, 9, 1, 9]}, [0, 1, 2, 0]),
        ({"limit": without(EVERYWHERE, (1, 2))}, [0, 1, 2, 0]),
        ({"limit": EVERYWHERE | {(1, 2): 1}}, [0, 1, 2, 0]),
        ({"excess": without(EVERYWHERE, (2, 3))}, [0, 1, 0, 3]),
        ({"excess": EVERYWHERE | {(2, 3): 5}}, [0, 1, 0, 3]),
        ({"forced": [(1, 2)]}, [0, 1, 2, 0]),
        ({"one_kind": [3]}, [0, 1, 0, 3]),
        ({"one_kind": [0, 2, 3]}, [0, 1, 2, 3]),
        ({"one_kind": [0]}, [0, 1, 2, 2]),
    ],
)
def test_places_that_differ_in_one_thing_stay_apart(change, leader):
    assert merged(**change)[0] == leader


def test_places_for_other_households_stay_apart():
    pairs = [pair for pair in PAIRS if pair != (1, 2)]
    gains = [gain for gain, pair in zip(GAINS, PAIRS, strict=True) if pair != (1, 2)]
    same = {pair: n for pair, n in EVERYWHERE.items() if pair != (1, 2)}
    assert merged(gains, pairs, limit=same, excess=same)[0] == [0, 1, 2, 0]


def test_a_place_in_another_of_two_limits_stays_apart():
    limits = [({(h, 0): 2 for h in range(3)}, 7), ({(h, 2): 2 for h in range(3)}, 7)]
    problem = build.problem(PAIRS, UNITS, limits=limits)
    leader = merge_places(problem, [build.tier(PAIRS, GAINS)])[2]
    assert leader.tolist() == [0, 1, 2, 3]


def test_a_place_without_pairs_stays_as_it_is():
    problem = build.problem([(0, 1), (0, 3)], UNITS)
    small, _, leader = merge_places(problem, [build.tier([(0, 1), (0, 3)], [4, 4])])
    assert leader.tolist() == [0, 1, 2, 1]
    assert small.units.tolist() == [1, 2, 2, 0]


def test_units_are_handed_out_by_place_then_household():
    problem = build.problem(PAIRS, UNITS, limits=[(EVERYWHERE, 9)])
    tier = build.tier(PAIRS, GAINS)
    small, (small_tier,), leader = merge_places(problem, [tier])
    chosen = build.choice(build.of(small), [(0, 0), (1, 0), (2, 0)])
    split = split_places(problem, leader, chosen)
    assert split.tolist() == build.choice(PAIRS, [(0, 0), (1, 2), (2, 2)]).tolist()
    assert tier.value(split) == small_tier.value(chosen) == 5 + 7 + 9


@RELAXED
@given(cases(alike=True))
def test_merging_and_splitting_changes_no_value(case):
    same_values(*case)


@RELAXED
@given(cases())
def test_merging_and_splitting_changes_no_value_of_other_places(case):
    same_values(*case)


def same_values(problem, tiers):
    small, small_tiers, leader = merge_places(problem, tiers)
    assert small.units.sum() == problem.units.sum()
    assert plain.best(small, small_tiers) == plain.best(problem, tiers)
    for plan in list(plain.plans(problem))[:40]:
        chosen = plain.array(problem, plan)
        merged = merge_plan(problem, leader, chosen)
        split = split_places(problem, leader, merged)
        assert is_feasible(small, merged)
        assert plain.keeps(problem, plain.plan_of(split))
        assert split.sum() == chosen.sum()
        for tier, small_tier in zip(tiers, small_tiers, strict=True):
            assert tier.value(split) == small_tier.value(merged) == tier.value(chosen)
