"""Waiting times per group and per month: merged so that nobody is found in them."""

from __future__ import annotations

from datetime import date

from allocator.rounds.dashboard.period import Period
from allocator.rounds.dashboard.sight import Hidden, Sight
from allocator.rounds.dashboard.waited import Waited
from allocator.rounds.dashboard.waiting import groups_of, months_of

MARCH, APRIL, MAY, JUNE = (date(2025, month, 1) for month in (3, 4, 5, 6))
PERIOD = Period.until(date(2025, 6, 20))


def placed(month: date, *weeks: int, size: str = "1", age: str = "23-27") -> list[Waited]:
    return [Waited(n, month, (size, age)) for n in weeks]


def test_a_period_is_twelvemonths_of():
    assert PERIOD.first == date(2024, 7, 1)
    assert PERIOD.months[0] == date(2024, 7, 1)
    assert (PERIOD.months[-1], len(PERIOD.months)) == (JUNE, 12)
    assert date(2024, 6, 30) not in PERIOD
    assert date(2025, 6, 20) in PERIOD
    assert date(2025, 6, 21) not in PERIOD


def test_months_are_merged_until_neither_number_is_small():
    rows = [
        *placed(MARCH, 20, 21, 22),
        *placed(APRIL, 30, 31),  # with March five, all over the term
        *placed(MAY, 8, 40, 41, 42, 43, 44),  # one within: too few
        *placed(JUNE, 1, 2, 3, 4, 50),
    ]
    merged = months_of(rows, PERIOD, 10, Sight(exact=False))
    assert [(row.first, row.last, row.waits.households) for row in merged] == [
        (date(2024, 7, 1), APRIL, 5),
        (MAY, JUNE, 11),
    ]
    assert [(row.waits.median, row.waits.over) for row in merged] == [(22.0, 5), (40.0, 6)]
    exact = months_of(rows, PERIOD, 10, Sight(exact=True))
    assert [(row.first, row.waits.households, row.waits.over) for row in exact] == [
        (MARCH, 3, 3), (APRIL, 2, 2), (MAY, 6, 5), (JUNE, 5, 1)
    ]  # fmt: skip


def test_groups_are_merged_for_the_team_too():
    rows = [
        *placed(MAY, *range(11, 31), size="1"),
        *placed(MAY, 5, 6, 7, 8, 9, 40, 41, 42, 43, 44, size="2"),
        *placed(MAY, 12, 13, size="3"),
        *placed(MAY, 14, size="6+"),
    ]
    sizes, ages = groups_of("waiting", rows, 10, Sight(exact=True))
    assert (sizes.trait, sizes.who, ages.trait) == ("size", "waiting", "age")
    found = [(row.categories, row.waits.households, row.waits.over) for row in sizes.rows]
    # From the largest on: 6+, 5, 4 and 3 are three households, so two persons join them.
    assert found == [(("1",), 20, 20), (("2", "3", "4", "5", "6+"), 13, 8)]
    assert [(row.categories, row.waits.households) for row in ages.rows] == [
        (("0-22", "23-27", "28-34", "35-44", "45-54", "55+"), 33)
    ]


def test_when_few_wait_in_time_nobody_learns_how_many():
    rows = placed(MAY, 4, *range(20, 35))
    sizes, _ = groups_of("placed", rows, 10, Sight(exact=False))
    (row,) = sizes.rows
    assert (row.waits.households, row.waits.over, row.waits.share) == (
        16, Hidden.ALL_BUT_FEW, None
    )  # fmt: skip
