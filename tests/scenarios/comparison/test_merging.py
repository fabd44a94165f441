"""Groups of which a handful of people could be read off are merged, or not there at all."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.figures.groups import TRAITS
from allocator.scenarios.comparison.merging import OR, blocks_of, categories_of, merged
from tests.scenarios.comparison.build import figures

SIZE = TRAITS[0]
GENDER = TRAITS[1]


def counted(*rows: tuple[float, ...]) -> dict[str, tuple[float, ...]]:
    """Return the averages of sizes 1, 2, …: households and housed of each scenario."""
    return {f"size={n}": row for n, row in enumerate(rows, start=1)}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # 4 has 2 housed, with 3 it has 5.
        (((20, 8), (7, 6), (4, 3), (6, 2)), [["1"], ["2"], ["3", "4"]]),
        # Just not: 4.9 housed, so 2 joins them.
        (((20, 8), (7, 6), (4, 2.9), (6, 2)), [["1"], ["2", "3", "4"]]),
        # Nobody housed is not few.
        (((20, 8), (7, 0)), [["1"], ["2"]]),
        # What remains at the end joins the last one.
        (((4, 4), (7, 6), (8, 8)), [["1", "2"], ["3"]]),
        # Small in one scenario is small.
        (((20, 8, 20, 8), (7, 6, 7, 1)), [["1", "2"]]),
        (((3, 1), (1, 0)), [["1", "2"]]),
    ],
)
def test_what_is_shown_together(rows, expected):
    assert blocks_of(SIZE, counted(*rows)) == expected


FEW = st.floats(0, 12).map(lambda n: round(n, 1))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(FEW, FEW, FEW, FEW), min_size=1, max_size=6))
def test_nothing_small_is_left(rows):
    sizes = {f"size={name}": row for name, row in zip(SIZE.categories, rows, strict=False)}
    blocks = blocks_of(SIZE, sizes)
    assert list(chain(*blocks)) == list(SIZE.categories[: len(rows)])
    if len(blocks) > 1:
        for block in blocks:
            for column in zip(*(sizes[f"size={name}"] for name in block), strict=True):
                assert not 0 < sum(column) < 5


GIVEN = figures(
    {
        ("a", "housed", "all"): (14, 12),
        ("a", "households", "size=1"): (20, 22),
        ("a", "housed", "size=1"): (9, 8),
        ("a", "households", "size=2"): (7, 8),
        ("a", "housed", "size=2"): (3, 4),
        ("a", "person_weeks", "size=2"): (100, 40),
        ("a", "waited_mean", "size=2"): (30, 40),
        ("a", "waited_p90", "size=2"): (50, 50),
        ("a", "households", "size=3"): (6, ...),
        ("a", "housed", "size=3"): (2, ...),
        ("a", "person_weeks", "size=3"): (11, ...),
        ("a", "waited_mean", "size=3"): (10, ...),
        ("a", "waited_p90", "size=3"): (12, ...),
        ("a", "households", "gender=f"): (30, 28),
        ("a", "housed", "gender=f"): (14, 9),
        ("a", "households", "gender=m"): (3, 2),
        ("a", "housed", "gender=m"): (0, 3),
    }
)


def values(measure: str, group: str) -> dict[int, float]:
    found = merged(GIVEN)
    mine = found[(found["measure"] == measure) & (found["group"] == group)]
    return dict(zip(mine["replication"], mine["value"], strict=True))


def test_counts_are_added_and_means_weighted():
    """Of 3 in the first run only: 3 households of 6 on average, and 1 housed.

    2 and 3 together: 4.5 housed, which is few, so 1 joins them and one group is left.
    """
    assert {g for g in merged(GIVEN)["group"] if g != "all"} == set()
    more = GIVEN.copy()
    is_housed = (more["measure"] == "housed") & (more["group"] == "size=2")
    more.loc[is_housed, "value"] = [3.0, 6.0]  # with 3: 5 and 6
    found = merged(more)
    together = f"size=2{OR}3"
    assert {g for g in found["group"] if "=" in g} == {"size=1", together}

    def value(measure: str, run: int) -> float:
        row = found[(found["measure"] == measure) & (found["group"] == together)]
        return float(row.loc[row["replication"] == run, "value"].iloc[0])

    assert (value("households", 0), value("households", 1)) == (13, 8)
    assert (value("housed", 0), value("housed", 1)) == (5, 6)
    assert (value("person_weeks", 0), value("person_weeks", 1)) == (111, 40)
    assert value("waited_mean", 0) == (3 * 30 + 2 * 10) / 5 == 22
    assert value("waited_mean", 1) == 40
    assert found[(found["measure"] == "waited_p90") & (found["group"] == together)].empty


def test_what_is_of_everybody_stays():
    assert values("housed", "all") == {0: 14, 1: 12}


def test_merged_groups_are_found_again_in_order():
    groups = ["size=1", "all", "size=4|5|6+", "gender=m", "size=2|3"]
    assert list(categories_of(SIZE, groups)) == [
        ("size=1", ("1",)),
        ("size=2|3", ("2", "3")),
        ("size=4|5|6+", ("4", "5", "6+")),
    ]
    assert list(categories_of(GENDER, groups)) == [("gender=m", ("m",))]
