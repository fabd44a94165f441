"""What is told of numbers to who may see no household, and that it gives nothing away."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from allocator.figures.counts import Count, Outcome
from allocator.figures.merging import Category
from allocator.rounds.dashboard.quantiles import median_of, percentile_90
from allocator.rounds.dashboard.sight import AtLeast, Hidden, Sight
from allocator.rounds.dashboard.waits import Waits, waits

ALL, SOME = Sight(exact=True), Sight(exact=False)
FEW, MOST = Hidden.FEW, Hidden.ALL_BUT_FEW


def test_small_numbers_are_not_told():
    assert [SOME.number(n) for n in (0, 1, 4, 5, 17)] == [0, FEW, FEW, 5, 17]
    assert [ALL.number(n) for n in (0, 1, 4, 5)] == [0, 1, 4, 5]


def test_nor_that_all_but_a_few_are():
    assert [SOME.number(n, 20) for n in (20, 19, 16, 15, 4)] == [20, MOST, MOST, 15, FEW]
    assert ALL.number(19, 20) == 19


def test_a_sum_gives_no_small_number_away():
    assert SOME.total([7, 0, 12]) == 19
    assert SOME.total([7, 3, 12]) == AtLeast(20)
    assert SOME.total([1, 4]) == AtLeast(2)
    assert ALL.total([7, 3, 12]) == 22


def test_a_small_change_is_told_once_it_has_grown():
    assert SOME.over_time([30, 28, 26, 25, 27, 31]) == (30, 30, 30, 25, 25, 31)
    assert SOME.over_time([12, 14, 3, 6, 8, 0, 0]) == (12, 12, FEW, 6, 6, 0, 0)
    assert ALL.over_time([30, 28, 3]) == (30, 28, 3)


def test_no_flow_of_a_few_can_be_worked_out_from_a_site_over_time():
    """An attacker knows the rule and what is shown: two sites, one flow of 1 to 4 between them."""
    seen = defaultdict(set)
    for first, flow in product(range(20, 40), range(1, 5)):
        shown = SOME.over_time([first, first - flow]), SOME.over_time([50, 50 + flow])
        seen[shown].add(flow)
    assert all(flows == {1, 2, 3, 4} for flows in seen.values())


def test_names_are_merged_in_their_order():
    numbers = [("a", 0), ("b", 3), ("c", 4), ("d", 9), ("e", 2)]
    assert SOME.counts(numbers) == ((("a", "b", "c"), 7), (("d", "e"), 11))
    assert ALL.counts(numbers) == ((("b",), 3), (("c",), 4), (("d",), 9), (("e",), 2))
    assert SOME.counts([("a", 3), ("b", 1)]) == ()


def test_blocks_are_safe_in_both_numbers():
    def category(name, over, within):
        return Category(name, Outcome(Count(over, over), Count(within, within)))

    found = SOME.blocks([category("a", 6, 2), category("b", 5, 0), category("c", 0, 3)])
    (block,) = found
    assert block.categories == ("a", "b", "c")
    assert (block.outcome.placed.households, block.outcome.left_out.households) == (11, 5)


@pytest.mark.parametrize(
    ("numbers", "middle", "long"),
    [
        ([], None, None),
        ([7], 7.0, 7),
        ([9, 3], 6.0, 9),
        ([5, 1, 3], 3.0, 5),
        (list(range(1, 11)), 5.5, 9),  # nine of ten are at most 9
        (list(range(1, 12)), 6.0, 10),  # 9.9 of eleven: ten of them
        (list(range(1, 21)), 10.5, 18),
    ],
)
def test_the_middle_and_the_long_end(numbers, middle, long):
    assert median_of(numbers) == middle
    assert percentile_90(numbers) == long


def test_the_term_itself_is_in_time():
    assert waits([9, 10, 11], 10, ALL) == Waits(3, 10.0, 11, 1, 1 / 3)


def test_waits_of_few_are_not_told():
    assert waits([1, 2, 3, 40], 10, SOME) == Waits(FEW, None, None, None, None)
    assert waits([], 10, SOME) == Waits(0, None, None, 0, None)
    # Five, of which all are over: no 90th percentile, which would be the longest wait.
    assert waits([11, 12, 13, 14, 99], 10, SOME) == Waits(5, 13.0, None, 5, 1.0)
    assert waits([11, 12, 13, 14, 15, 9], 10, SOME) == Waits(6, 12.5, None, MOST, None)
    assert waits([*range(11, 21)], 10, SOME) == Waits(10, 15.5, 19, 10, 1.0)
