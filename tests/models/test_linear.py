from __future__ import annotations

import numpy as np

from models.linear import Rows, row_names, stack
from tests.models.build import ints

TWO = Rows(
    label="C1_two",
    index=["h0", "h7"],
    row=ints([0, 0, 1]),
    column=ints([0, 2, 1]),
    coefficient=ints([2, 3, 4]),
    lower=np.array([-np.inf, -np.inf]),
    upper=np.array([5.0, 6.0]),
)
NONE = Rows("C2_none", [], ints([]), ints([]), ints([]), np.zeros(0), np.zeros(0))
ONE = Rows(
    "C3_one",
    [""],
    ints([0, 0]),
    ints([3, 0]),
    ints([-7, 8]),
    np.array([9.0]),
    np.array([np.inf]),
)


def test_stack_puts_rows_below_each_other():
    matrix, lower, upper = stack([TWO, NONE, ONE], 4)
    assert matrix.toarray().tolist() == [[2, 0, 3, 0], [0, 4, 0, 0], [8, 0, 0, -7]]
    assert lower.tolist() == [-np.inf, -np.inf, 9]
    assert upper.tolist() == [5, 6, np.inf]


def test_stack_adds_up_what_a_row_says_twice():
    twice = Rows("a", ["1"], ints([0, 0]), ints([1, 1]), ints([2, 3]), np.zeros(1), np.ones(1))
    assert stack([twice], 2)[0].toarray().tolist() == [[0, 5]]


def test_no_rows_at_all():
    matrix, lower, upper = stack([NONE], 3)
    assert matrix.shape == (0, 3)
    assert lower.size == upper.size == 0


def test_names_have_the_label_and_the_index():
    assert row_names([TWO, NONE, ONE]) == ["C1_two(h0)", "C1_two(h7)", "C3_one"]
