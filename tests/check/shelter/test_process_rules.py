"""What does not exist, usable sites, notice, locks."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.check import Stay
from tests.check.shelter.build import (
    DAY,
    faults,
    instance,
    lock,
    messages,
    ontheemde,
    rooms,
    site,
    stay,
)

A_AND_B = [site("A"), site("B")]
GROUPS = [rooms("A", 2, 3), rooms("B", 2, 3)]


def test_what_does_not_exist():
    people = [ontheemde("H1", 30), ontheemde("S1", 30, group="statushouder", koppeldatum=DAY)]
    given = instance(people, A_AND_B, GROUPS)
    plan = (stay("S1", "A", "2-01"), stay("H9", "A", "2-01", 1), stay("H1", "C", "2-01", 2))
    assert faults(given, *plan) == [
        ("group", "S1", "A", 0),
        ("household", "H9", "A", 1),
        ("site", "H1", "C", 2),
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [("2025-03", "2025-04"), ("2025-09", "2025-10"), ("2025-06", "2025-05"), ("april", "2025-05"),
     ("0001-01", "9999-12")],
)  # fmt: skip
def test_what_are_not_months_of_the_plan(first, last):
    given = instance([ontheemde("H1", 30)], A_AND_B, GROUPS)
    assert faults(given, Stay("H1", "A", ("A/2-01",), first, last)) == [("present", "H1", "A", -1)]


def test_months_in_which_it_is_not_there():
    person = ontheemde("H1", 30, arrives_on=date(2025, 5, 5), leaves_on=date(2025, 7, 5))
    given = instance([person], A_AND_B, GROUPS)
    assert faults(given, stay("H1", "A", "2-01", 1, 3)) == []
    assert faults(given, stay("H1", "A", "2-01")) == [
        ("present", "H1", "A", 0),
        ("present", "H1", "A", 4),
    ]


@pytest.mark.parametrize("other", ["A", "B"])
def test_two_places_in_one_month(other):
    given = instance([ontheemde("H1", 30)], A_AND_B, GROUPS)
    plan = (stay("H1", "A", "2-01", 0, 3), stay("H1", other, "2-02", 3, 5))
    assert faults(given, *plan) == [("one_site", "H1", other, 3)]


def test_a_site_that_is_closed():
    sites = [site("A", opens_on=date(2025, 5, 5), closes_on=date(2025, 8, 20)), site("B")]
    given = instance([ontheemde("H1", 30)], sites, GROUPS)
    assert faults(given, stay("H1", "A", "2-01", 2, 3)) == []
    assert faults(given, stay("H1", "A", "2-01")) == [
        ("usable", "H1", "A", 0),
        ("usable", "H1", "A", 4),
    ]


def test_a_site_that_is_extended():
    dates = {"closes_on": date(2025, 5, 20), "extend_until": date(2025, 7, 31)}
    given = instance([ontheemde("H1", 30)], [site("A", **dates), site("B")], GROUPS)
    assert faults(given, stay("H1", "A", "2-01", 0, 3)) == []
    assert faults(given, stay("H1", "A", "2-01")) == [("usable", "H1", "A", 4)]


def test_a_site_that_is_open_for_residents_only():
    people = [ontheemde("H1", 30, current_site="A"), ontheemde("H2", 30)]
    given = instance(people, [site("A", closes_on=date(2025, 4, 15))], [rooms("A", 2, 3)])
    assert faults(given, stay("H1", "A", "2-01", 0, 0)) == []
    assert faults(given, stay("H2", "A", "2-01", 0, 0)) == [("usable", "H2", "A", 0)]


# Notice

HOME = ontheemde("H1", 30, current_site="A")
TO_B = (stay("H1", "B", "2-01"),)


def noticed(*plan, people=(HOME,), groups=tuple(GROUPS), policy=None, **columns):
    """Return the faults when the residents of A have notice."""
    given = instance(list(people), [site("A", **columns), site("B")], list(groups), policy=policy)
    return faults(given, *plan)


def test_nobody_moves_before_the_first_month():
    assert noticed(*TO_B) == [("notice", "H1", "B", 0)]
    assert noticed(stay("H1", "A", "2-01", 0, 0), stay("H1", "B", "2-01", 1)) == []
    assert noticed(stay("H1", "B", "2-01", 1)) == []  # it is without a place, not elsewhere


def test_notice_of_more_months_or_none():
    plan = (stay("H1", "A", "2-01", 0, 0), stay("H1", "B", "2-01", 1))
    assert noticed(*plan, policy={"first_move_month": 2}) == [("notice", "H1", "B", 1)]
    assert noticed(*plan, policy={"first_move_month": 99}) == [("notice", "H1", "B", 1)]
    assert noticed(*TO_B, policy={"first_move_month": 0}) == []


def test_without_a_place_there_is_no_notice():
    assert noticed(*TO_B, people=(ontheemde("H1", 30),)) == []


def test_no_notice_of_a_site_that_is_closed():
    assert noticed(*TO_B, closes_on=date(2025, 4, 9)) == []
    assert noticed(*TO_B, closes_on=DAY) == [("notice", "H1", "B", 0)]


def test_no_notice_of_a_site_that_cannot_hold_its_residents():
    people = (HOME, ontheemde("H2", 30, 31, 32, current_site="A"))
    assert noticed(*TO_B, people=people, max_persons=3) == []
    assert noticed(*TO_B, people=people, max_persons=4) == [("notice", "H1", "B", 0)]
    full = (rooms("A", 1, 2), rooms("A", 2), rooms("B", 2))
    # H2 needs 2 + 1, H1 the other one; with a third household of one it is full
    assert noticed(*TO_B, people=people, groups=full) == [("notice", "H1", "B", 0)]
    third = ontheemde("H3", 17, current_site="A")
    assert noticed(*TO_B, people=(*people, third), groups=full) == []
    gone = ontheemde("H3", 17, current_site="A", leaves_on=date(2025, 4, 1))
    assert noticed(*TO_B, people=(*people, gone), groups=full) == [("notice", "H1", "B", 0)]


@pytest.mark.parametrize(
    ("columns", "safe_place", "held"),
    [
        ({}, False, True),
        ({"needs": ("own_room",)}, False, False),
        ({"needs": ("safe_place",)}, False, False),
        ({"needs": ("safe_place",)}, True, True),
        ({"people": {0: {"gender": "m"}}}, False, False),
        ({"people": {0: {"mobility": "wheelchair"}}}, False, True),  # spared MOBILITY
        ({"koppeling": "zuid"}, False, True),
    ],
)
def test_whether_two_singles_fit_in_one_room(columns, safe_place, held):
    people = (HOME, ontheemde("H2", 30, current_site="A", **columns))
    groups = (rooms("A", 2), rooms("B", 2))
    found = noticed(*TO_B, people=people, groups=groups, safe_place=safe_place)
    assert found == ([("notice", "H1", "B", 0)] if held else [])


def test_rooms_of_month_0():
    groups = (rooms("A", 1, closes_on=DAY), rooms("B", 2))
    assert noticed(*TO_B, groups=groups) == [("notice", "H1", "B", 0)]
    groups = (rooms("A", 1, opens_on=date(2025, 5, 1)), rooms("B", 2))
    assert noticed(*TO_B, groups=groups) == []


# Locks


@pytest.mark.parametrize(
    ("from_on", "month"), [(None, 0), (DAY, 0), (date(2025, 1, 1), 0), (date(2025, 8, 31), 4)]
)
def test_a_lock(from_on, month):
    given = instance(
        [ontheemde("H1", 30)], A_AND_B, GROUPS, site_decisions=(lock("H1", "A", from_on),)
    )
    assert faults(given, stay("H1", "B", "2-01")) == [("lock", "H1", "A", month)]
    before = (stay("H1", "B", "2-01", 0, month - 1),) if month else ()
    assert faults(given, *before, stay("H1", "A", "2-01", month)) == []
    assert messages(given) == ["lock"]


def test_a_lock_holds_while_it_can():
    person = ontheemde("H1", 30, arrives_on=date(2025, 5, 5))
    sites = [site("A", closes_on=date(2025, 7, 31)), site("B")]
    given = instance([person], sites, GROUPS, site_decisions=(lock("H1", "A"),))
    assert faults(given, stay("H1", "A", "2-01", 1, 3), stay("H1", "B", "2-01", 4)) == []
    assert faults(given, stay("H1", "A", "2-01", 1, 2), stay("H1", "B", "2-01", 3)) == [
        ("lock", "H1", "A", 3)
    ]


def test_a_lock_of_who_takes_no_part():
    people = [ontheemde("S1", 30, group="statushouder", koppeldatum=DAY)]
    given = instance(people, A_AND_B, GROUPS, site_decisions=(lock("S1", "A"),))
    assert faults(given) == []
