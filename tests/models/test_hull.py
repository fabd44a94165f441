from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import hull
from models.hull import CUT_SCALE, cut_of, cut_rows, link_rows, whole_prices
from models.knapsack import knapsacks
from models.linear import row_names
from tests.models import build, plain
from tests.models.strategies import RELAXED, problems
from tests.models.test_knapsack import SACK, patterns, sacks


def test_the_labels_are_those_of_the_formulas():
    written = set(re.findall(r"\((H\d) (\w+)\)", hull.__doc__))
    assert written == {("H1", "link"), ("H2", "convex"), ("H3", "cut")}
    one = (build.ints([0]), build.ints([1]), 1)
    assert row_names([cut_rows([one, one])]) == ["H3_cut(0)", "H3_cut(1)"]


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
    coefficients, most = cut_of(SACK, build.ints([1, 0, 3, 0, 0, 0]))
    assert coefficients.tolist() == [1, 0, 1, 0, 0, 0, 3, 0]
    assert most == 4  # 2 and 5 persons are just 7
    assert isinstance(most, int)
    larger = replace(SACK, capacities=build.ints([10]))
    assert cut_of(larger, build.ints([1, 0, 3, 0, 0, 0]))[1] == 6  # twice 5


@RELAXED
@given(sacks(), st.lists(st.floats(0, 1e6), min_size=6, max_size=6))
def test_a_cut_holds_for_every_pattern_and_touches_one(sack, numbers):
    whole = whole_prices(np.array(numbers[: sack.size.size]))
    if whole is None:
        assert not any(numbers[: sack.size.size])
        return
    coefficients, most = cut_of(sack, whole)
    assert coefficients.max() == CUT_SCALE
    assert max(coefficients @ point for point in patterns(sack)) == most


@RELAXED
@given(problems(), st.data())
def test_a_cut_holds_for_every_plan(problem, data):
    for sack in knapsacks(problem):
        cells = sack.size.size
        price = data.draw(st.lists(st.integers(0, 100), min_size=cells, max_size=cells))
        coefficients, most = cut_of(sack, build.ints(price))
        for plan in plain.plans(problem):
            assert coefficients @ plain.array(problem, plan)[sack.members] <= most


def test_rows_link_households_to_patterns():
    rows = link_rows(SACK, "H1_link_0")
    assert row_names([rows]) == [f"H1_link_0({i})" for i in range(7)]
    assert rows.row.tolist() == SACK.cell.tolist()
    assert rows.column.tolist() == SACK.members.tolist()
    assert set(rows.coefficient.tolist()) == {1}
    assert rows.upper.tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert rows.lower.tolist() == [-np.inf] * 7


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
