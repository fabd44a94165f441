"""Sites that open or close later: which dates move, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.errors import BadCall
from allocator.slipping import later, slipped, slips_of
from tests.check.shelter.build import instance, rooms, site

OLD = site("OLD", closes_on=date(2025, 6, 30), extend_until=date(2025, 9, 30))
NEW = site("NEW", opens_on=date(2025, 7, 1), closes_on=date(2026, 7, 1))
STAYS = site("STAYS")
ROOMS = [
    rooms("NEW", 2, opens_on=date(2025, 8, 15)),
    rooms("OLD", 2, closes_on=date(2025, 5, 31)),
    rooms("STAYS", 4, closes_on=date(2025, 8, 1)),
    rooms("OLD", 3),
]
CITY = instance([], [NEW, OLD, STAYS], ROOMS)


def of(city, name):
    return next(one for one in city.sites if one.id == name)


def test_a_site_to_come_opens_later_with_its_rooms():
    city = slipped(CITY, {"NEW": 2})
    assert of(city, "NEW").opens_on == date(2025, 9, 1)
    assert of(city, "NEW").closes_on == date(2026, 7, 1)
    assert city.rooms[0].opens_on == date(2025, 10, 15)
    assert city.rooms[1:] == CITY.rooms[1:]
    assert (of(city, "OLD"), of(city, "STAYS")) == (OLD, STAYS)


def test_an_open_site_closes_later_with_its_rooms():
    city = slipped(CITY, {"OLD": 2})
    assert of(city, "OLD").closes_on == date(2025, 8, 31)  # the last of a month stays the last
    assert of(city, "OLD").extend_until == date(2025, 9, 30)
    assert [room.closes_on for room in city.rooms] == [
        None,
        date(2025, 7, 31),
        date(2025, 8, 1),
        None,
    ]


@pytest.mark.parametrize("months", [3, 4])
def test_a_stretch_that_ends_before_the_new_day_is_none(months):
    assert of(slipped(CITY, {"OLD": months}), "OLD").extend_until is None


def test_rooms_that_close_in_a_site_that_stays_slip_too():
    city = slipped(CITY, {"STAYS": 1})
    assert city.rooms[2].closes_on == date(2025, 9, 1)
    assert of(city, "STAYS") == STAYS


def test_nothing_slips_when_nothing_is_asked():
    assert slipped(CITY, {}) is CITY


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 2, 28), 1, date(2025, 3, 31)),
        (date(2025, 1, 30), 1, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2025, 12, 31), 14, date(2027, 2, 28)),
    ],
)
def test_months_later(day, months, then):
    assert later(day, months) == then


def test_words_are_read():
    assert slips_of(["NEW=+2", "OLD=1"], CITY) == {"NEW": 2, "OLD": 1}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["NEW"], "cli.slip.form"),
        (["NEW=two"], "cli.slip.form"),
        (["PH7=+1"], "cli.slip.site"),
        (["NEW=+1", "NEW=+2"], "cli.slip.twice"),
        (["NEW=+13"], "cli.slip.order"),
    ],
)
def test_words_that_cannot_be_are_refused(words, message):
    with pytest.raises(BadCall) as refused:
        slips_of(words, CITY)
    assert refused.value.message == message


def test_a_site_without_a_date_cannot_slip():
    city = instance([], [STAYS], [])
    with pytest.raises(BadCall) as refused:
        slips_of(["STAYS=+1"], city)
    assert refused.value.message == "cli.slip.no_date"
