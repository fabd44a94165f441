from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.knapsack import Knapsack, knapsacks
from models.tiers import positions
from tests.models import build, plain
from tests.models.strategies import RELAXED, problems

# Place 0 has one unit, places 1 and 2 have two; households are of 2, 2, 3 and 5 persons.
PERSONS = [2, 2, 3, 5]
PAIRS = [(h, p) for h in range(4) for p in range(3)]
COUNTED = {(h, p): PERSONS[h] for h, p in PAIRS if p > 0}
PROBLEM = build.problem(PAIRS, [1, 2, 2], limits=[(COUNTED, 7)])
(SACK,) = knapsacks(PROBLEM)


def test_pairs_of_one_place_and_size_are_one_combination():
    assert SACK.members.tolist() == [1, 2, 4, 5, 7, 8, 10, 11]
    assert SACK.size.tolist() == [2, 3, 5, 2, 3, 5]  # of place 1, then of place 2
    assert SACK.cell.tolist() == [0, 3, 0, 3, 1, 4, 2, 5]
    assert SACK.starts.tolist() == [0, 3, 6]
    assert SACK.units.tolist() == [2, 2]
    assert SACK.limits.tolist() == [0]
    assert SACK.capacities.tolist() == [7]
    assert SACK.parents.tolist() == [-1]
    assert SACK.owner.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("weights", "capacity", "number"),
    [
        # place 1 can hold 2 × 5, place 2 as much: 20
        (COUNTED, 19, 1),
        (COUNTED, 20, 0),
        ({pair: 1 for pair in PAIRS}, 2, 0),  # counts households: no knapsack
        ({pair: 2 for pair in PAIRS}, 2, 1),
        ({(2, 0): 3, (3, 0): 5}, 4, 1),  # one unit: 5 at most
        ({(2, 0): 3, (3, 0): 5}, 5, 0),
        ({}, 0, 0),
    ],
)
def test_only_limits_that_can_bind_are_knapsacks(weights, capacity, number):
    assert len(knapsacks(build.problem(PAIRS, [1, 2, 2], limits=[(weights, capacity)]))) == number


def test_what_uses_nothing_is_no_part_of_it():
    weights = COUNTED | {(0, 1): 0, (1, 1): 0, (2, 1): 1}
    (sack,) = knapsacks(build.problem(PAIRS, [1, 2, 2], limits=[(weights, 7)]))
    assert sack.members.tolist() == [2, 5, 7, 8, 10, 11]
    assert sack.size.tolist() == [1, 5, 2, 3, 5]


def test_the_pattern_of_a_plan_counts():
    plan = build.choice(PAIRS, [(0, 2), (1, 2), (2, 1), (3, 0)])
    assert SACK.pattern(plan).tolist() == [0, 1, 0, 2, 0, 0]
    assert SACK.pattern(plan).dtype == np.int64


def test_restrict_keeps_the_combinations():
    kept = build.ints([1, 2, 4, 9, 10])
    small = SACK.restrict(positions(kept, 12))
    assert small.members.tolist() == [0, 1, 2, 4]
    assert small.cell.tolist() == [0, 3, 0, 2]
    assert small.size is SACK.size


@pytest.mark.parametrize(
    ("price", "worth", "pattern"),
    [
        ([0, 0, 0, 0, 0, 0], 0, [0, 0, 0, 0, 0, 0]),
        ([1, 0, 0, 0, 0, 0], 2, [2, 0, 0, 0, 0, 0]),  # two units, though three fit in 7
        ([4, 0, 9, 0, 0, 0], 13, [1, 0, 1, 0, 0, 0]),  # 2 + 5 is just 7
        ([0, 5, 9, 0, 0, 0], 10, [0, 2, 0, 0, 0, 0]),  # 3 + 5 is one too many
        ([4, 0, 0, 3, 6, 0], 14, [2, 0, 0, 0, 1, 0]),
        ([0, 0, 14, 4, 0, 17], 21, [0, 0, 0, 1, 0, 1]),
    ],
)
def test_best_pattern(price, worth, pattern):
    found, best = SACK.best_pattern(np.array(price))
    assert (found, best.tolist()) == (worth, pattern)
    found, best = SACK.best_pattern(np.array(price, dtype=np.float64) / 8)
    assert (found, best.tolist()) == (worth / 8, pattern)


def test_the_index_of_the_limit_is_kept():
    counted = {(2, 0): 3, (3, 0): 5}
    limits = [(counted, 5), (COUNTED, 7), ({}, 0), (counted, 4)]
    assert [s.limit for s in knapsacks(build.problem(PAIRS, [1, 2, 2], limits=limits))] == [1, 3]


# A stadsdeel of all four places with a wijk of the first two, in which a complex is the first,
# and another wijk that is the third place.
FOUR = [(h, p) for h in range(4) for p in range(4)]


def counted(*places):
    """Return what the households use of a limit on the persons in some places."""
    return {(h, p): PERSONS[h] for h, p in FOUR if p in places}


NESTED = [(counted(2), 4), (counted(0, 1, 2, 3), 12), (counted(0), 2), (counted(0, 1), 5)]


def test_limits_inside_others_are_part_of_their_knapsack():
    (sack,) = knapsacks(build.problem(FOUR, [1, 1, 1, 2], limits=NESTED))
    assert sack.limits.tolist() == [0, 2, 3, 1]
    assert sack.limit == 1
    assert sack.capacities.tolist() == [4, 2, 5, 12]
    assert sack.parents.tolist() == [3, 2, 3, -1]
    assert sack.owner.tolist() == [1, 2, 0, 3]


def test_the_best_pattern_keeps_to_the_limits_inside():
    (sack,) = knapsacks(build.problem(FOUR, [1, 1, 1, 2], limits=NESTED))
    assert sack.size.tolist() == [2, 3, 5] * 4
    worth, pattern = sack.best_pattern(np.array([4, 9, 9, 4, 5, 8, 1, 2, 9, 1, 1, 1]))
    # place 0: 2 (4); place 1: 3 (5); place 2: 3 (2); and of the 12 left 4: twice 2 (2)
    assert worth == 13
    assert pattern.tolist() == [1, 0, 0, 0, 1, 0, 0, 1, 0, 2, 0, 0]


def test_a_limit_inside_may_use_just_one():
    limits = [({(0, 0): 1}, 0), ({(0, 0): 1, (3, 1): 5}, 5)]
    (sack,) = knapsacks(build.problem(FOUR, [1, 1, 1, 1], limits=limits))
    assert replace(sack, capacities=build.ints([1, 5])).best_pattern(build.ints([3, 2]))[0] == 3
    assert replace(sack, capacities=build.ints([1, 6])).best_pattern(build.ints([3, 2]))[0] == 5


@pytest.mark.parametrize(
    ("limits", "families"),
    [
        ([(counted(0, 1), 4), (counted(1, 2), 4)], [[0], [1]]),  # neither inside the other
        ([(counted(0), 3), (counted(0, 1, 2), 20), (counted(0, 1), 9)], [[0, 2]]),  # 20: loose
        ([(counted(0, 1), 4), (counted(0, 1), 3)], [[1, 0]]),  # the same places
        ([(counted(0, 1), 4), (counted(0, 1), 4)], [[0, 1]]),
        # inside two that overlap: the smaller has it
        ([(counted(1), 2), (counted(0, 1), 4), (counted(1, 2, 3), 4)], [[0, 1], [2]]),
        # not all of its households, or not the same, or not as many persons
        ([({(0, 0): 2}, 1), ({(1, 0): 2, (0, 1): 2}, 3)], [[0], [1]]),
        ([({(0, 0): 2, (2, 0): 3}, 2), (counted(0, 1), 4)], [[0], [1]]),
        ([({(h, 0): 2 for h in range(4)}, 1), (counted(0, 1), 4)], [[0], [1]]),
        # who uses nothing is not counted: the first holds all of the second in its place
        ([({(2, 0): 3, (3, 0): 0}, 2), ({(2, 0): 3, (2, 1): 3, (3, 0): 0}, 4)], [[0, 1]]),
        # a limit that counts households is one inside another only
        ([({(h, 0): 1 for h in range(4)}, 0)], []),
        (
            [({(0, 0): 1}, 0), ({(0, 0): 1, (3, 1): 5}, 5)],
            [[0, 1]],
        ),
    ],
)
def test_which_limits_lie_inside_which(limits, families):
    made = knapsacks(build.problem(FOUR, [1, 1, 1, 1], limits=limits))
    assert [sack.limits.tolist() for sack in made] == families


@st.composite
def sacks(draw):
    """A knapsack of up to three places with up to two sizes each, and up to three limits."""
    sizes = draw(
        st.lists(st.sets(st.integers(1, 5), min_size=1, max_size=2), min_size=1, max_size=3)
    )
    number = draw(st.integers(1, 3))
    cells = build.ints([s for some in sizes for s in sorted(some)])
    return Knapsack(
        members=np.arange(cells.size),
        cell=np.arange(cells.size),
        size=cells,
        places=np.arange(len(sizes)),
        starts=build.ints(np.cumsum([0, *map(len, sizes)])),
        units=build.ints([draw(st.integers(0, 2)) for _ in sizes]),
        limits=np.arange(number),
        capacities=build.ints([draw(st.integers(0, 9)) for _ in range(number)]),
        parents=build.ints(
            [draw(st.integers(m + 1, number - 1)) for m in range(number - 1)] + [-1]
        ),
        owner=build.ints([draw(st.integers(0, number - 1)) for _ in sizes]),
    )


def patterns(sack):
    """Return every integer point of K1 and K2."""
    every = product(*(range(3) for _ in sack.size))
    return [point for point in map(np.array, every) if inside(sack, point)]


def inside(sack, point):
    """Whether a point keeps to the units and to every limit, one by one."""
    places = np.repeat(np.arange(sack.units.size), np.diff(sack.starts))
    used = np.zeros(sack.units.size, dtype=int)
    np.add.at(used, places, point * sack.size)
    for m, capacity in enumerate(sack.capacities):
        if (
            sum(used[i] for i, owner in enumerate(sack.owner) if m in around(sack, owner))
            > capacity
        ):
            return False
    return (np.bincount(places, point, sack.units.size) <= sack.units).all()


def around(sack, m):
    """Return a limit and those around it."""
    return [] if m < 0 else [m, *around(sack, sack.parents[m])]


@RELAXED
@given(sacks(), st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_best_pattern_is_the_best_of_all(sack, numbers):
    price = np.array(numbers[: sack.size.size])
    worth, pattern = sack.best_pattern(price)
    assert inside(sack, pattern)
    assert worth == price @ pattern == max(price @ point for point in patterns(sack))


@RELAXED
@given(problems())
def test_every_plan_is_a_pattern_and_every_limit_is_kept_once(problem):
    made = knapsacks(problem)
    limits = [i for sack in made for i in sack.limits.tolist()]
    assert len(limits) == len(set(limits))
    for plan in plain.plans(problem):
        chosen = plain.array(problem, plan)
        assert all(inside(sack, sack.pattern(chosen)) for sack in made)


def test_what_is_inside_a_limit_is_inside_those_around_it():
    """Place 0 in wijk 0 and place 1 in wijk 1, both in stadsdeel 2, which has place 2 alone."""
    pairs = [(h, p) for h in range(3) for p in range(3)]
    two = {(h, p): 2 for h, p in pairs}
    limits = [({pair: 2 for pair in pairs if pair[1] == p}, 2) for p in range(2)]
    problem = build.problem(pairs, [2, 2, 2], limits=[*limits, (two, 5)])
    (sack,) = knapsacks(problem)
    inside = {int(sack.limits[m]): sack.inside(m).tolist() for m in range(3)}
    assert inside == {0: [True, False, False], 1: [False, True, False], 2: [True] * 3}
    assert sack.places.tolist() == sack.place.tolist() == [0, 1, 2]


def test_a_limit_of_the_same_places_is_inside_the_larger_one():
    pairs = [(h, p) for h in range(2) for p in range(2)]
    two = dict.fromkeys(pairs, 2)
    (sack,) = knapsacks(build.problem(pairs, [2, 2], limits=[(two, 3), (two, 5)]))
    assert [sack.inside(m).tolist() for m in range(2)] == [[True, True], [True, True]]


def test_pairs_in_one_column_are_one_member():
    problem = build.problem(
        [(h, p) for h in range(3) for p in range(2)],
        [2, 2],
        limits=[({(h, p): 2 for h in range(3) for p in range(2)}, 5)],
    )
    (sack,) = knapsacks(problem)
    one = sack.restrict(np.array([0, 1, 0, 1, -1, 2]))
    assert one.members.tolist() == [0, 1, 2]
    assert one.cell.tolist() == [0, 1, 1]
