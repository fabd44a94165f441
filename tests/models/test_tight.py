"""What follows from a relaxation that is solved, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from models.tight import Tight
from tests.models import small

INF = np.inf


def tight_of(bound, costs, sense="max", rows=(), duals=(), **others):
    model = small.linear(sense, [0] * len(costs), rows, **others)
    return Tight(bound, np.array(costs), np.array(duals, dtype=float), model)


@pytest.mark.parametrize("sense", ["max", "min"])
def test_at_is_what_the_bound_counts_on(sense):
    sign = 1.0 if sense == "max" else -1.0
    model = small.linear(sense, [0] * 6, [], lower=[0, 0, 0, 1, 1, 0], upper=[1, 1, 1, 1, 1, 0])
    costs = sign * np.array([2.0, -2.0, 0.0, -2.0, 0.0, 2.0])
    # one that may not be 1 is not counted on, and one that must be is
    at = Tight(0.0, costs, np.zeros(0), model).at
    assert at.tolist() == [1, 0, 0, 1, 1, 0]


@pytest.mark.parametrize("sense", ["max", "min"])
def test_columns_within(sense):
    """Counts up to 9, but for the last two; 10 may be given up."""
    sign = 1 if sense == "max" else -1
    costs = np.array([10.0, 9.999, -3.0, 3.0, 1.0, -1e-300, 3.0, -11.0])
    lower, upper = [0] * 6 + [2, 1], [9] * 6 + [4, 1]
    model = small.linear(sense, [0] * 8, [], lower=lower, upper=upper)
    low, high = Tight(0.0, sign * costs, np.zeros(0), model).columns_within(10.0, 8)
    assert low.tolist() == [8, 8, 0, 6, 0, 0, 2, 1]
    assert high.tolist() == [9, 9, 3, 9, 9, 9, 4, 1]
    low, high = Tight(0.0, sign * costs, np.zeros(0), model).columns_within(2.9, 3)
    assert (low.tolist(), high.tolist()) == ([9, 9, 0], [9, 9, 0])


def test_the_gap_to_a_value():
    assert tight_of(20.5, [0]).gap_to(13) == pytest.approx(7.5 + 1e-4)
    assert tight_of(-20.5, [0], "min").gap_to(-13) == pytest.approx(7.5 + 1e-4)


# Rows of three pairs and a column that is not one: what they come to is 0 to 9, −4 to 5, and
# for the last two 0 to 3.
ROWS = [
    ([2, 3, 4, 0], -INF, 8),
    ([5, -4, 0, 0], -3, INF),
    ([1, 1, 1, 0], 1, 2),
    ([1, 1, 1, -1], -INF, 2),
]


@pytest.mark.parametrize("sense", ["max", "min"])
@pytest.mark.parametrize(
    ("duals", "lower", "upper"),
    [
        # 10 / 3 is a little more than three units away from 8, and from −3
        ([3.0, 0, 0, 0], [8 - 3, -3, 1, -INF], [8, INF, 2, 2]),
        ([0, -3.0, 0, 0], [-INF, -3, 1, -INF], [8, -3 + 3, 2, 2]),
        # exactly five units, and a little less
        ([2.0, -2.0, 0, 0], [3, -3, 1, -INF], [8, 2, 2, 2]),
        ([2.001, -2.001, 0, 0], [8 - 4, -3, 1, -INF], [8, -3 + 4, 2, 2]),
        # a limit that is dearer than the gap is an equation
        ([10.1, -10.1, 0, 0], [8, -3, 1, -INF], [8, -3, 2, 2]),
        # a row between two limits, held at either of them
        ([0, 0, 11.0, 0], [-INF, -3, 2, -INF], [8, INF, 2, 2]),
        ([0, 0, -11.0, 0], [-INF, -3, 1, -INF], [8, INF, 1, 2]),
        ([0, 0, 2.0, 0], [-INF, -3, 1, -INF], [8, INF, 2, 2]),
        # what a row cannot do anyhow is no limit, and a price may be very small
        ([1.25, -1.25, 0, 0], [-INF, -3, 1, -INF], [8, INF, 2, 2]),
        ([1.43, -1.43, 0, 0], [8 - 6, -3, 1, -INF], [8, -3 + 6, 2, 2]),
        ([1e-15, -1e-15, 1e-300, 0], [-INF, -3, 1, -INF], [8, INF, 2, 2]),
        # a row without the limit that its price speaks of, and one with another column
        ([-20.0, 20.0, 0, 20.0], [-INF, -3, 1, -INF], [8, INF, 2, 2]),
    ],
)
def test_rows_within(sense, duals, lower, upper):
    sign = 1 if sense == "max" else -1
    tight = tight_of(0.0, [0.0] * 4, sense, ROWS, [sign * d for d in duals])
    low, high = tight.rows_within(10.0, 3)
    assert low.tolist() == lower
    assert high.tolist() == upper
    assert tight.cuts.row_lower.tolist() == [-INF, -3, 1, -INF]


def test_a_unit_may_be_cheap():
    tight = tight_of(0.0, [0.0] * 4, rows=ROWS, duals=[0.5, -0.4, 0, 0])
    low, high = tight.rows_within(2.0, 3)
    assert low[0] == 8 - 4
    assert high[1] == -3 + 5


@pytest.mark.parametrize(("bound", "safe"), [(0.0, 1e-4), (-9000.0, 1e-4), (-1e6, 0.01)])
def test_safety(bound, safe):
    assert tight_of(bound, [0] * 6).safety == pytest.approx(safe)
