"""Pair rules, and what a first stay is spared."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.check import check_stays
from tests.check.shelter.build import (
    MAN,
    faults,
    instance,
    ontheemde,
    refused,
    rooms,
    site,
    stay,
    verdict,
)

WHEELCHAIR, STEP_FREE = {"mobility": "wheelchair"}, {"mobility": "step_free"}


def codes(person, place, room="2-01", **tables) -> list[str]:
    """Return the rules that block a household in a room of site A."""
    ages = len(person.persons)
    groups = [rooms("A", max(ages, 2)), rooms("A", max(ages, 2), wheelchair=True)]
    given = instance([person], [place], groups, **tables)
    return [rule for rule, *_ in faults(given, stay("H1", "A", room))]


def one(**columns):
    return ontheemde("H1", 30, **columns)


@pytest.mark.parametrize(
    ("area", "blocked"),
    [(None, []), ("hatert", []), ("noord", []), ("zuid", ["KOPPELING"])],
)
def test_koppeling(area, blocked):
    assert codes(one(koppeling=area), site("A")) == blocked


def test_koppeling_of_a_part_of_the_area():
    assert codes(one(koppeling="hatert"), site("A", wijk="noord")) == ["KOPPELING"]


@pytest.mark.parametrize(
    ("support", "care", "policy", "blocked"),
    [
        ("intensive", True, {}, []),
        ("light", True, {}, ["CARE"]),
        ("none", True, {"care_exclusive": False}, []),
        ("intensive", False, {}, []),
        ("intensive", False, {"care_strict": True}, ["CARE"]),
        ("light", False, {"care_strict": True}, []),
    ],
)
def test_care(support, care, policy, blocked):
    assert codes(one(support=support), site("A", care=care), policy=policy) == blocked


@pytest.mark.parametrize(
    ("ages", "people", "blocked"),
    [
        ((30, 40), {}, []),
        ((30, 40), {1: MAN}, ["WOMEN"]),
        ((30, 17), {1: MAN}, []),
        ((30, 18), {1: MAN}, ["WOMEN"]),
        ((17, 16), {}, []),
        ((17, 16), {0: MAN}, ["WOMEN"]),
        ((30, 40), {0: {"gender": "x"}}, ["WOMEN"]),
    ],
)
def test_women(ages, people, blocked):
    person = ontheemde("H1", *ages, people=people)
    assert codes(person, site("A", women_only=True)) == blocked
    assert codes(person, site("A")) == []


@pytest.mark.parametrize(
    ("people", "step_free", "room", "blocked"),
    [
        (WHEELCHAIR, True, "2w-01", []),
        (WHEELCHAIR, True, "2-01", ["MOBILITY"]),
        (STEP_FREE, True, "2-01", []),
        (STEP_FREE, False, "2w-01", []),
        (STEP_FREE, False, "2-01", ["MOBILITY"]),
        ({}, False, "2-01", []),
    ],
)
def test_mobility(people, step_free, room, blocked):
    person = ontheemde("H1", 30, 31, people={1: people})
    assert codes(person, site("A", step_free=step_free), room) == blocked


def test_mobility_asks_it_of_all_rooms():
    person = ontheemde("H1", 30, 31, 32, people={2: WHEELCHAIR})
    given = instance([person], [site("A")], [rooms("A", 2), rooms("A", 2, wheelchair=True)])
    assert faults(given, stay("H1", "A", "2-01|2w-01")) == [("MOBILITY", "H1", "A", 0)]


@pytest.mark.parametrize(
    ("from_on", "month"),
    [(None, 0), (date(2025, 1, 1), 0), (date(2025, 6, 30), 2), (date(2026, 1, 1), None)],
)
def test_decided(from_on, month):
    decisions = (refused("H1", "A", from_on), refused("H1", "B"), refused("H2", "A"))
    given = instance(
        [one(), ontheemde("H2", 30, current_site="B")],
        [site("A"), site("B")],
        [rooms("A", 2), rooms("B", 2)],
        site_decisions=decisions,
    )
    found = faults(given, stay("H1", "A", "2-01"), stay("H2", "B", "2-01"))
    assert found == ([] if month is None else [("DECIDED", "H1", "A", month)])


def test_decided_by_the_earlier_of_two_refusals():
    decisions = (refused("H1", "A", date(2025, 5, 1)), refused("H1", "A", date(2025, 8, 1)))
    given = instance([one()], [site("A")], [rooms("A", 2)], site_decisions=decisions)
    assert faults(given, stay("H1", "A", "2-01")) == [("DECIDED", "H1", "A", 1)]


# A first stay

EVERYTHING = ("KOPPELING", "CARE", "WOMEN", "MOBILITY")


def resident(**tables):
    """Return H1, who lives in A that all rules forbid now, and B where it may be."""
    person = ontheemde(
        "H1", 30, current_site="A", koppeling="zuid", people={0: {**MAN, **WHEELCHAIR}}
    )
    sites = [site("A", care=True, women_only=True), site("B", wijk="zuid")]
    groups = [rooms("A", 1), rooms("B", 1, wheelchair=True)]
    return instance([person], sites, groups, **tables)


def test_a_first_stay_is_a_deviation():
    (deviation,) = verdict(resident(), stay("H1", "A", "1-01")).deviations
    assert (deviation.household, deviation.site) == ("H1", "A")
    assert deviation.codes == EVERYTHING


def test_it_lasts_only_unbroken():
    plan = (
        stay("H1", "A", "1-01", 0, 1),
        stay("H1", "B", "1w-01", 2, 3),
        stay("H1", "A", "1-01", 4, 5),
    )
    found = check_stays(resident(), plan)
    assert [(v.rule, v.month) for v in found.violations] == [(c, "2025-08") for c in EVERYTHING]
    assert [d.codes for d in found.deviations] == [EVERYTHING]


def test_it_begins_in_month_0():
    found = check_stays(resident(), [stay("H1", "A", "1-01", 1, 5)])
    assert [v.rule for v in found.violations] == list(EVERYTHING)
    assert found.deviations == ()


def test_a_refusal_is_not_spared():
    given = resident(site_decisions=(refused("H1", "A"),))
    assert faults(given, stay("H1", "A", "1-01")) == [("DECIDED", "H1", "A", 0)]


def test_no_deviation_where_nothing_forbids_it():
    given = instance([ontheemde("H1", 30, current_site="A")], [site("A")], [rooms("A", 1)])
    assert verdict(given, stay("H1", "A", "1-01")).deviations == ()
