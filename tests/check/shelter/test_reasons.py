"""Why a household is without a place: ``no_site``, ``closed``, or for the plan to explain."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.check.shelter.reasons import Reasons
from tests.check.shelter.build import (
    MAN,
    instance,
    laid_out,
    ontheemde,
    refused,
    rooms,
    site,
)

CODES = {"no_site": "n", "closed": "c", "": "."}


def reasons(person, sites, groups, **tables) -> str:
    """Return the reason in each of the six months."""
    case, _ = laid_out(instance([person], sites, groups, **tables))
    judge, facts = Reasons(case), case.households[person.id]
    return "".join(CODES[judge.reason(facts, t)] for t in range(6))


ONE = ontheemde("H1", 30)
LATER = date(2025, 6, 1)


def test_a_site_that_suits():
    assert reasons(ONE, [site("A")], [rooms("A", 1)]) == "......"
    assert reasons(ONE, [], []) == "nnnnnn"
    assert reasons(ONE, [site("A")], []) == "nnnnnn"


@pytest.mark.parametrize(
    ("person", "columns"),
    [
        (ontheemde("H1", 30, koppeling="zuid"), {}),
        (ONE, {"care": True}),
        (ontheemde("H1", 30, people={0: MAN}), {"women_only": True}),
        (ontheemde("H1", 30, people={0: {"mobility": "step_free"}}), {}),
        (ontheemde("H1", 30, people={0: {"mobility": "wheelchair"}}), {"step_free": True}),
    ],
)
def test_pair_rules(person, columns):
    assert reasons(person, [site("A", **columns)], [rooms("A", 2)]) == "nnnnnn"
    assert reasons(ONE, [site("A")], [rooms("A", 2)]) == "......"


def test_rooms_within_reach():
    person = ontheemde("H1", 30, 31, 32, people={0: {"mobility": "wheelchair"}})
    one = [rooms("A", 4), rooms("A", 2, wheelchair=True)]
    assert reasons(person, [site("A")], one) == "nnnnnn"
    two = [rooms("A", 4), rooms("A", 2, 2, wheelchair=True)]
    assert reasons(person, [site("A")], two) == "......"


def test_at_most_four_rooms():
    family = ontheemde("H1", *[30] * 9)
    assert reasons(family, [site("A")], [rooms("A", 2, 9)]) == "nnnnnn"
    assert reasons(family, [site("A")], [rooms("A", 2, 9), rooms("A", 3)]) == "......"


def test_a_site_that_is_closed():
    sites = [site("A", opens_on=LATER), site("B", wijk="zuid", closes_on=date(2025, 7, 31))]
    groups = [rooms("A", 1), rooms("B", 1)]
    assert reasons(ONE, sites[:1], groups[:1]) == "cc...."
    assert reasons(ONE, sites[1:], groups[1:]) == "....cc"
    assert reasons(ONE, sites, groups) == "......"


def test_rooms_that_are_closed():
    pair = ontheemde("H1", 30, 31, 32)
    groups = [rooms("A", 2), rooms("A", 2, opens_on=LATER)]
    assert reasons(pair, [site("A")], groups) == "cc...."
    dates = [
        rooms("A", 2, closes_on=date(2025, 5, 31)),
        rooms("A", 2, opens_on=LATER),
    ]
    # never there at the same time, but whatever their dates they would do
    assert reasons(pair, [site("A")], dates) == "cccccc"


def test_a_site_that_is_refused():
    decisions = (refused("H1", "A", LATER),)
    assert reasons(ONE, [site("A")], [rooms("A", 1)], site_decisions=decisions) == "..nnnn"


def test_residents_in_month_0():
    sites = [site("A", closes_on=date(2025, 4, 20))]
    resident = ontheemde("H1", 30, current_site="A")
    assert reasons(resident, sites, [rooms("A", 1)]) == ".ccccc"
    assert reasons(ONE, sites, [rooms("A", 1)]) == "cccccc"
