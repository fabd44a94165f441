"""Bands of weeks: where they begin, how wide they are, and who is in them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from allocator.figures.counts import Count
from allocator.figures.waiting import week_bands
from tests.figures.rows import proposal, unplaced
from tests.report.test_tables import plan


def bands(*weeks: int) -> list[tuple[int, int]]:
    found = week_bands(plan(unplaced=tuple(unplaced(f"H{w}", weeks=w) for w in weeks)))
    return [(band.first, band.last) for band in found]


def test_no_households():
    assert week_bands(plan()) == ()


@pytest.mark.parametrize(
    ("longest", "number", "width"),
    [
        (0, 1, 13),
        (12, 1, 13),
        (13, 2, 13),
        (155, 12, 13),
        (156, 7, 26),
        (311, 12, 26),
        (312, 7, 52),
        (624, 7, 104),
        (2000, 20, 104),
    ],
)
def test_widths(longest, number, width):
    found = bands(0, longest)
    assert len(found) == number
    assert found[0] == (0, width - 1)
    assert found[-1][0] <= longest <= found[-1][1]
    assert all(b == a + width for (a, _), (b, _) in pairwise(found))


def test_who_is_in_a_band():
    made = plan(
        proposals=(proposal("H1", 2, weeks=12), proposal("H2", 3, weeks=13)),
        unplaced=(unplaced("H3", 5, weeks=25), unplaced("H4", 7, weeks=26)),
    )
    found = [(b.first, b.outcome.placed, b.outcome.left_out) for b in week_bands(made)]
    assert found == [
        (0, Count(1, 2), Count()),
        (13, Count(1, 3), Count(1, 5)),
        (26, Count(), Count(1, 7)),
    ]
