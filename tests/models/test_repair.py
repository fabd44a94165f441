from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.repair import repair
from tests.models import build, plain
from tests.models.strategies import RELAXED, problems

# Five households, two places.
PAIRS = [(h, p) for h in range(5) for p in range(2)]


def repaired(problem, gains, plan):
    """Return the repaired plan as pairs."""
    chosen = repair(problem, build.ints(gains), build.choice(PAIRS, plan))
    return (
        None if chosen is None else [pair for pair, yes in zip(PAIRS, chosen, strict=True) if yes]
    )


def gains_of(of_household, place_1=0):
    """Return gains by household, and more of them in place 1."""
    return [of_household[h] + p * place_1 for h, p in PAIRS]


@RELAXED
@given(problems(), st.data())
def test_a_repaired_plan_is_one_with_the_forced_pairs(problem, data):
    plan = data.draw(st.sampled_from(list(plain.plans(problem))))
    positions = range(problem.pairs)
    more = data.draw(st.sets(st.sampled_from(positions), max_size=3)) if positions else set()
    gain = build.ints([data.draw(st.integers(-3, 9)) for _ in positions])
    wanted = replace(problem, forced=problem.forced | plain.array(problem, more))
    chosen = plain.array(problem, plan)
    result = repair(wanted, gain, chosen)
    forced = plain.plan_of(wanted.forced)
    assert (result is None) == (not plain.keeps(wanted, forced))
    assert chosen.tolist() == plain.array(problem, plan).tolist()
    if result is None:
        assert next(plain.plans(wanted), None) is None
        return
    found = plain.plan_of(result)
    assert plain.keeps(wanted, found)
    assert forced <= found
    if forced <= plan:
        assert plan <= found
    # what else it has gains something, and nothing that gains would still fit
    assert all(gain[i] > 0 for i in found - plan - forced)
    assert not any(gain[i] > 0 and plain.keeps(wanted, found | {i}) for i in set(positions) - found)


def test_a_plan_with_the_pair_stays_as_it_is():
    problem = build.problem(PAIRS, [2, 1], forced=[(1, 0)])
    plan = [(0, 0), (1, 0), (2, 1)]
    assert repaired(problem, gains_of([5, 4, 3, 0, -1]), plan) == plan


def test_a_household_leaves_its_place_for_another():
    problem = build.problem(PAIRS, [2, 2], forced=[(0, 1)])
    gains = gains_of([5, 0, 0, 0, 0])
    assert repaired(problem, gains, [(0, 0), (1, 0), (2, 1)]) == [(0, 1), (1, 0), (2, 1)]


def test_of_a_full_place_the_least_goes():
    problem = build.problem(PAIRS, [3, 0], forced=[(4, 0)])
    plan = [(0, 0), (1, 0), (2, 0)]
    assert repaired(problem, gains_of([5, 3, 4, 9, 1]), plan) == [(0, 0), (2, 0), (4, 0)]
    # whatever the forced one gains, it stays
    assert repaired(problem, gains_of([5, 3, 4, 9, 99]), plan) == [(0, 0), (2, 0), (4, 0)]


def test_who_is_not_in_the_way_stays():
    problem = build.problem(PAIRS, [1, 2], forced=[(4, 0)])
    gains = gains_of([5, 1, 2, 0, 0])
    plan = [(0, 0), (1, 1), (2, 1)]
    assert repaired(problem, gains, plan) == [(1, 1), (2, 1), (4, 0)]


PERSONS = [5, 2, 1, 2, 4]
LIMITED = {(h, 0): n for h, n in enumerate(PERSONS)}


def limited(capacity, units=(5, 0), **more):
    """Return a problem with so many persons in place 0 at most."""
    return build.problem(PAIRS, units, limits=[(LIMITED, capacity)], **more)


def test_of_two_that_are_too_many_both_go():
    problem = build.problem(PAIRS, [2, 1], forced=[(3, 0), (4, 0)])
    plan = [(0, 0), (1, 0), (2, 1)]
    assert repaired(problem, gains_of([5, 3, 1, 0, 0]), plan) == [(2, 1), (3, 0), (4, 0)]


def test_of_a_limit_one_goes_that_suffices():
    # 5 + 2 + 1 and 4 more, of 8: only the 5 makes room at once
    problem = limited(8, forced=[(4, 0)])
    plan = [(0, 0), (1, 0), (2, 0)]
    assert repaired(problem, gains_of([7, -1, -2, 0, 3]), plan) == [(1, 0), (2, 0), (4, 0)]


def test_of_a_limit_the_least_go_till_one_suffices():
    # 2 + 1 + 2 and 4 more, of 6: no one of them is 3; without the 1, who gains least, 2 suffice
    problem = limited(6, forced=[(4, 0)])
    plan = [(1, 0), (2, 0), (3, 0)]
    assert repaired(problem, gains_of([0, 3, 1, 2, 0]), plan) == [(1, 0), (4, 0)]
    assert repaired(problem, gains_of([0, 2, 1, 3, 0]), plan) == [(3, 0), (4, 0)]


# 3-1 gains least of all.
LAST = [-9 if pair == (3, 1) else -1 for pair in PAIRS]


@pytest.mark.parametrize("one_kind", [[], [1]])
def test_who_is_not_in_the_way_of_a_limit_stays(one_kind):
    """In place 1, which is just full, and in a limit of its own, which is just reached."""
    limits = [({(3, 1): 7}, 7), (LIMITED, 4)]
    problem = build.problem(PAIRS, [5, 1], limits=limits, one_kind=one_kind, forced=[(4, 0)])
    assert repaired(problem, LAST, [(1, 0), (2, 0), (3, 1)]) == [(3, 1), (4, 0)]


def test_who_is_in_the_place_of_the_forced_may_stay():
    """What is in the way is in place 0; only 4-1 and those count in the limit."""
    limits = [({(4, 1): 4, (1, 0): 2, (2, 0): 1}, 4)]
    problem = build.problem(PAIRS, [5, 2], limits=limits, forced=[(4, 1)])
    assert repaired(problem, LAST, [(1, 0), (2, 0), (3, 1)]) == [(3, 1), (4, 1)]


def test_the_place_that_a_forced_household_leaves_makes_room():
    """Without 0-0 there is room for 2-0, who gains least, beside the 4 persons of 0-1."""
    limits = [({(0, 0): 5, (2, 0): 2, (0, 1): 4}, 7)]
    problem = build.problem(PAIRS, [5, 1], limits=limits, forced=[(0, 1)])
    gains = gains_of([0, -1, -2, 0, 0])
    assert repaired(problem, gains, [(0, 0), (1, 1), (2, 0)]) == [(0, 1), (2, 0)]


def test_a_place_for_one_kind_is_cleared_of_the_other():
    problem = build.problem(PAIRS, [5, 5], kind=[0, 0, 1, 0, 1], one_kind=[0], forced=[(4, 0)])
    plan = [(0, 0), (1, 0), (3, 1)]
    gains = [-9 if pair == (3, 1) else 0 for pair in PAIRS]
    assert repaired(problem, gains, plan) == [(3, 1), (4, 0)]


def test_who_still_fits_comes_in_most_gain_first():
    problem = build.problem(PAIRS, [1, 2], forced=[(4, 0)])
    gains = gains_of([5, 0, 2, 6, 1], place_1=1)
    # one unit of place 1 is left by 0, who leaves place 0; 3 and 0 gain most
    assert repaired(problem, gains, [(0, 0)]) == [(0, 1), (3, 1), (4, 0)]
    # the one unit that is free is taken
    one = build.problem(PAIRS, [1, 1], forced=[(4, 0)])
    assert repaired(one, gains_of([5, 0, 2, 6, 1]), []) == [(3, 1), (4, 0)]
    # 1 gains nothing
    free = build.problem(PAIRS, [1, 9], forced=[(4, 0)])
    gains = gains_of([5, 0, 2, 6, 1])
    assert repaired(free, gains, [(0, 0)]) == [(0, 1), (2, 1), (3, 1), (4, 0)]


def test_who_comes_in_comes_in_once_and_within_the_limits():
    problem = limited(8, forced=[(4, 0)])
    gains = [
        9 if pair == (0, 0) else 8 if pair[0] in (1, 2) and pair[1] == 0 else 0 for pair in PAIRS
    ]
    # 0 needs 5 beside 4 of 8; 1 and 2 need 3
    assert repaired(problem, gains, []) == [(1, 0), (2, 0), (4, 0)]
    assert repaired(limited(4, (5, 5), forced=[(4, 0)]), gains_of([1, 1, 1, 1, 1]), []) == [
        (0, 1),
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 0),
    ]


@pytest.mark.parametrize(
    "problem",
    [
        build.problem(PAIRS, [1, 1], forced=[(0, 0), (1, 0)]),  # one unit
        build.problem(PAIRS, [2, 2], forced=[(0, 0), (0, 1)]),  # two places
        build.problem(PAIRS, [2, 2], kind=[0, 1, 0, 0, 0], one_kind=[0], forced=[(0, 0), (1, 0)]),
        limited(6, forced=[(0, 0), (1, 0)]),  # 7 persons
    ],
)
def test_pairs_that_do_not_go_together_have_no_plan(problem):
    assert repaired(problem, gains_of([1, 1, 1, 1, 1]), []) is None
