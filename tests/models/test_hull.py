from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import hull
from models.hull import CUT_SCALE, Knapsack, cut_rows, knapsacks, link_rows, whole_prices
from models.linear import row_names
from models.tiers import positions
from tests.models import build, plain
from tests.models.strategies import RELAXED, problems

# Place 0 has one unit, places 1 and 2 have two; households are of 2, 2, 3 and 5 persons.
PERSONS = [2, 2, 3, 5]
PAIRS = [(h, p) for h in range(4) for p in range(3)]
COUNTED = {(h, p): PERSONS[h] for h, p in PAIRS if p > 0}
PROBLEM = build.problem(PAIRS, [1, 2, 2], limits=[(COUNTED, 7)])
(SACK,) = knapsacks(PROBLEM)


def test_the_labels_are_those_of_the_formulas():
    written = set(re.findall(r"\((H\d) (\w+)\)", hull.__doc__))
    assert written == {("H1", "link"), ("H2", "convex"), ("H3", "cut")}
    one = (build.ints([0]), build.ints([1]), 1)
    assert row_names([cut_rows([one, one])]) == ["H3_cut(0)", "H3_cut(1)"]


def test_pairs_of_one_place_and_size_are_one_combination():
    assert SACK.members.tolist() == [1, 2, 4, 5, 7, 8, 10, 11]
    assert SACK.size.tolist() == [2, 3, 5, 2, 3, 5]  # of place 1, then of place 2
    assert SACK.cell.tolist() == [0, 3, 0, 3, 1, 4, 2, 5]
    assert SACK.starts.tolist() == [0, 3, 6]
    assert SACK.units.tolist() == [2, 2]
    assert SACK.capacity == 7


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


def test_a_cut_needs_a_price_however_small():
    assert SACK.cut(np.zeros(6)) is None
    # of place 1 two of 2 persons, or one of 5: 1 + 1 against 3; or both: 4
    coefficients, most = SACK.cut(np.array([0.125, 0, 0.375, 0, 0, 0]))
    assert coefficients.tolist() == [1365, 0, 1365, 0, 0, 0, 4096, 0]
    assert most == 1365 + 4096


def test_the_index_of_the_limit_is_kept():
    counted = {(2, 0): 3, (3, 0): 5}
    limits = [(counted, 5), (COUNTED, 7), ({}, 0), (counted, 4)]
    assert [s.limit for s in knapsacks(build.problem(PAIRS, [1, 2, 2], limits=limits))] == [1, 3]


@pytest.mark.parametrize(
    ("price", "whole"),
    [
        ([0.0, 0.0], None),
        ([], None),
        ([1e-9, 0.0], [4096, 0]),
        ([0.125, 0.375], [1365, 4096]),  # 1365.33
        ([3.0, 4.0], [3072, 4096]),
        ([1.0, 8192.0], [0, 4096]),  # half of 1
        ([1.1, 8192.0], [1, 4096]),
    ],
)
def test_whole_prices(price, whole):
    found = whole_prices(np.array(price))
    assert (None if found is None else found.tolist()) == whole


def test_a_cut_of_whole_prices_is_exact():
    coefficients, most = SACK.cut_of(build.ints([1, 0, 3, 0, 0, 0]))
    assert coefficients.tolist() == [1, 0, 1, 0, 0, 0, 3, 0]
    assert most == 4  # 2 and 5 persons are just 7
    assert isinstance(most, int)
    larger = replace(SACK, capacity=10)
    assert larger.cut_of(build.ints([1, 0, 3, 0, 0, 0]))[1] == 6  # twice 5


@st.composite
def sacks(draw):
    """A knapsack of up to three places with up to two sizes each."""
    sizes = draw(
        st.lists(st.sets(st.integers(1, 5), min_size=1, max_size=2), min_size=1, max_size=3)
    )
    return Knapsack(
        members=build.ints([]),
        cell=build.ints([]),
        size=build.ints([s for some in sizes for s in sorted(some)]),
        starts=build.ints(np.cumsum([0, *map(len, sizes)])),
        units=build.ints([draw(st.integers(0, 2)) for _ in sizes]),
        capacity=draw(st.integers(0, 9)),
    )


def patterns(sack):
    """Return every integer point of K1 and K2."""
    every = product(*(range(3) for _ in sack.size))
    return [point for point in map(np.array, every) if inside(sack, point)]


def inside(sack, point):
    of_place = [point[a:b].sum() for a, b in zip(sack.starts, sack.starts[1:], strict=False)]
    return (of_place <= sack.units).all() and point @ sack.size <= sack.capacity


@RELAXED
@given(sacks(), st.lists(st.integers(0, 9), min_size=6, max_size=6))
def test_best_pattern_is_the_best_of_all(sack, numbers):
    price = np.array(numbers[: sack.size.size])
    worth, pattern = sack.best_pattern(price)
    assert inside(sack, pattern)
    assert worth == price @ pattern == max(price @ point for point in patterns(sack))


@RELAXED
@given(sacks(), st.lists(st.floats(0, 1e6), min_size=6, max_size=6))
def test_a_cut_holds_for_every_pattern_and_touches_one(sack, numbers):
    price = np.array(numbers[: sack.size.size])
    every = build.ints(range(sack.size.size))
    sack = Knapsack(every, every, sack.size, sack.starts, sack.units, sack.capacity)
    cut = sack.cut(price)
    if not price.any():
        assert cut is None
        return
    coefficients, most = cut
    assert coefficients.max() == CUT_SCALE
    assert max(coefficients @ point for point in patterns(sack)) == most


@RELAXED
@given(problems(), st.data())
def test_a_cut_holds_for_every_plan(problem, data):
    for sack in knapsacks(problem):
        cells = sack.size.size
        price = data.draw(st.lists(st.floats(0, 100), min_size=cells, max_size=cells))
        cut = sack.cut(np.array(price))
        for plan in plain.plans(problem):
            chosen = plain.array(problem, plan)
            assert inside(sack, sack.pattern(chosen))
            assert cut is None or cut[0] @ chosen[sack.members] <= cut[1]


def test_rows_link_households_to_patterns():
    rows = link_rows(SACK, "H1_link_0")
    assert row_names([rows]) == [f"H1_link_0({i})" for i in range(7)]
    assert rows.row.tolist() == SACK.cell.tolist()
    assert rows.column.tolist() == SACK.members.tolist()
    assert set(rows.coefficient.tolist()) == {1}
    assert rows.upper.tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert np.isneginf(rows.lower).all()


def test_rows_of_cuts():
    rows = cut_rows(
        [
            (build.ints([1, 4]), build.ints([5, 6]), 11),
            (build.ints([2]), build.ints([7]), 3),
        ]
    )
    assert rows.row.tolist() == [0, 0, 1]
    assert rows.column.tolist() == [1, 4, 2]
    assert rows.coefficient.tolist() == [5, 6, 7]
    assert rows.upper.tolist() == [11, 3]
    assert np.isneginf(rows.lower).all()
    assert row_names([cut_rows([])]) == []
