"""Rooms: enough beds, none too many, and who shares."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.check import Stay
from tests.check.shelter.build import (
    faults,
    instance,
    messages,
    ontheemde,
    rooms,
    site,
    stay,
)

GROUPS = [rooms("A", 1, 5), rooms("A", 2, 3), rooms("A", 3), rooms("A", 4)]


def said(ages: int, room_ids: str) -> list[str]:
    """Return what is wrong when a household of so many persons has these rooms."""
    given = instance([ontheemde("H1", *[30] * ages)], [site("A")], GROUPS)
    return messages(given, stay("H1", "A", room_ids))


@pytest.mark.parametrize(
    ("persons", "room_ids", "found"),
    [
        (4, "4-01", []),
        (4, "2-01|2-02", []),
        (4, "1-01|1-02|1-03|1-04", []),
        (3, "4-01", []),  # a bed too many, but no room
        (5, "4-01|1-01", []),
        (5, "4-01|3-01", []),
        (4, "3-01", ["beds"]),
        (4, "", ["beds"]),
        (4, "2-01|2-01", ["beds"]),
        (4, "4-01|1-01", ["spare_room"]),
        (3, "2-01|2-02|1-01", ["spare_room"]),
        (2, "2-01|2-01", ["spare_room"]),
        (5, "1-01|1-02|1-03|1-04|1-05", ["many_rooms"]),
        (1, "1-01", []),
        (1, "4-01", []),
        (1, "", ["beds"]),
        (1, "1-01|1-02", ["many_rooms"]),
        (1, "1-06", ["room"]),
        (3, "2-01|1-06", ["room"]),
    ],
)
def test_rooms_of_one_household(persons, room_ids, found):
    assert said(persons, room_ids) == found


def test_the_fault_says_who_where_and_when():
    given = instance([ontheemde("H1", 30, 31, 32)], [site("A")], GROUPS)
    plan = stay("H1", "A", "3-01", 0, 2), stay("H1", "A", "2-01", 3, 5)
    assert faults(given, *plan) == [("rooms", "H1", "A", 3)]


def test_a_room_of_another_site():
    given = instance([ontheemde("H1", 30)], [site("A"), site("B")], [rooms("A", 1), rooms("B", 2)])
    assert messages(given, stay("H1", "B", "2-01")) == []
    there = Stay("H1", "A", ("B/2-01",), "2025-04", "2025-09")
    assert messages(given, there) == ["room"]


def test_a_room_that_is_not_there_yet_or_any_more():
    groups = [rooms("A", 1, opens_on=date(2025, 5, 1)), rooms("A", 2, closes_on=date(2025, 7, 31))]
    given = instance([ontheemde("H1", 30)], [site("A")], groups)
    assert messages(given, stay("H1", "A", "2-01", 0, 3), stay("H1", "A", "1-01", 4)) == []
    assert faults(given, stay("H1", "A", "2-01")) == [("rooms", "H1", "A", 4)]
    assert messages(given, stay("H1", "A", "1-01")) == ["room_closed"]


def test_residents_keep_rooms_that_close_within_the_month():
    groups = [rooms("A", 1, 2, closes_on=date(2025, 4, 20)), rooms("B", 1, 2)]
    people = [ontheemde("H1", 30, current_site="A"), ontheemde("H2", 30)]
    given = instance(people, [site("A"), site("B")], groups)
    plan = (
        stay("H1", "A", "1-01", 0, 0),
        stay("H1", "B", "1-01", 1),
        stay("H2", "A", "1-02", 0, 0),
        stay("H2", "B", "1-02", 1),
    )
    assert faults(given, *plan) == [("rooms", "H2", "A", 0)]


# Sharing


def shared(*people, beds: int = 4, **columns) -> list[str]:
    """Return what is wrong when households share one room."""
    given = instance(list(people), [site("A", **columns)], [rooms("A", beds)])
    return messages(given, *(stay(person.id, "A", f"{beds}-01") for person in people))


def single(id_: str, age: int = 30, gender: str = "f", **columns):
    people = {0: {"gender": gender, **columns.pop("person", {})}}
    return ontheemde(id_, age, people=people, **columns)


def test_who_may_share():
    assert shared(single("H1"), single("H2", 99), single("H3", 18)) == []
    assert shared(single("H1", 17, "m"), single("H2", 4, "m")) == []


def test_families_share_with_nobody():
    assert shared(ontheemde("H1", 30, 31), single("H2")) == ["family_shares"]
    assert shared(ontheemde("H1", 30, 31), ontheemde("H2", 30, 31)) == ["family_shares"]


@pytest.mark.parametrize(
    "other", [single("H2", gender="m"), single("H2", 17)], ids=["gender", "side of 18"]
)
def test_singles_of_two_kinds(other):
    assert shared(single("H1", 18), other) == ["mixed"]


def test_x_shares_with_nobody():
    assert shared(single("H1", gender="x"), single("H2", gender="x")) == ["alone"]
    assert shared(single("H1"), single("H2", gender="x")) == ["alone"]
    assert shared(single("H1", gender="x")) == []


def test_own_room():
    assert shared(single("H1", needs=("own_room",)), single("H2")) == ["alone"]
    assert shared(single("H1", needs=("own_room",)), single("H2"), safe_place=True) == ["alone"]
    assert shared(single("H1", needs=("own_room",))) == []


@pytest.mark.parametrize("safe", [{"needs": ("safe_place",)}, {"person": {"lhbtiq": True}}])
def test_safe_place(safe):
    assert shared(single("H1", **safe), single("H2")) == ["alone"]
    assert shared(single("H1", **safe), single("H2"), safe_place=True) == []


def test_more_singles_than_beds():
    people = [single("H1"), single("H2"), single("H3")]
    assert shared(*people, beds=3) == []
    assert shared(*people, beds=2) == ["full_room"]


def test_sharing_from_the_month_in_which_it_happens():
    given = instance([single("H1"), single("H2", gender="m")], [site("A")], GROUPS)
    plan = (
        stay("H1", "A", "2-01"),
        stay("H2", "A", "2-02", 0, 2),
        stay("H2", "A", "2-01", 3, 5),
    )
    assert faults(given, *plan) == [("sharing", "H1", "A", 3)]


def test_two_rooms_that_are_shared_wrongly():
    people = [single("H1"), single("H2", gender="m"), single("H3"), single("H4", gender="m")]
    given = instance(people, [site("A")], GROUPS)
    plan = [stay(h, "A", room) for h, room in zip(
        ("H1", "H2", "H3", "H4"), ("2-01", "2-01", "2-02", "2-02"), strict=True
    )]  # fmt: skip
    assert [(rule, household) for rule, household, *_ in faults(given, *plan)] == [
        ("sharing", "H1"),
        ("sharing", "H3"),
    ]
