"""What a pair is worth: relocations, fit points, empty places (rules.md 1.3, 1.4)."""

from __future__ import annotations

import pytest

from allocator.check import case_of
from allocator.check.measures import empty_places, fit_parts, fit_points, relocates
from allocator.domain.decision import Points
from tests.check.build import days, home, household, instance


def case_with(person, place, **tables):
    return case_of(instance([person], [place], **tables))


@pytest.mark.parametrize(
    ("nareis", "columns", "moves"),
    [
        (0, {}, False),
        (0, {"kind": "doorstroom"}, True),
        (0, {"available_until": days(730)}, False),
        (0, {"available_until": days(729)}, True),
        (0, {"available_from": days(5), "available_until": days(734)}, True),
        (0, {"max_persons": 1}, False),
        (0, {"sharing": "mixed"}, False),
        (2, {"max_persons": 3}, False),
        (2, {"max_persons": 2}, True),
        (2, {"max_persons": 3, "sharing": "mixed"}, True),
        (2, {"max_persons": 3, "available_until": days(729)}, True),
        (2, {"max_persons": 3, "available_until": days(730)}, False),
        (2, {"max_persons": 1, "kind": "doorstroom", "available_until": days(200)}, False),
    ],
)
def test_relocates(nareis, columns, moves):
    case = case_with(household("H1", 30, nareis_persons=nareis), home("W1", **columns))
    assert relocates(case, "H1", "W1") is moves


@pytest.mark.parametrize(
    ("person", "place", "parts"),
    [
        ({}, {}, "exact"),
        ({"preferred_wijken": ("hatert",)}, {}, "ties exact"),
        ({"preferred_wijken": ("noord", "zuid")}, {}, "ties exact"),
        ({"preferred_wijken": ("zuid",)}, {}, "exact"),
        ({"preferred_wijken": ("hatert",)}, {"wijk": "noord"}, "exact"),
        ({"nareis_persons": 3}, {}, "nareis_room exact"),
        ({"nareis_persons": 4}, {}, "exact"),
        ({"nareis_persons": 3}, {"sharing": "mixed"}, ""),
        ({"nareis_persons": 3}, {"kind": "doorstroom"}, "nareis_transit exact"),
        ({"needs": ("safe_place",)}, {"safe_place": True}, "safe exact"),
        ({}, {"safe_place": True}, "exact"),
        ({}, {"target_group": "under_28"}, "group exact"),
        ({"support": "light"}, {"support": "light"}, "support exact"),
        ({"support": "light"}, {"support": "intensive"}, "exact"),
        ({}, {"support": "none"}, "exact"),
        ({}, {"bedrooms": 0}, "exact"),
        ({}, {"bedrooms": 2}, ""),
        ({}, {"sharing": "mixed", "bedrooms": 0}, ""),
        ({}, {"wheelchair": True}, "exact adapted"),
        ({"people": {0: {"mobility": "step_free"}}}, {"wheelchair": True}, "exact"),
        ({"people": {0: {"mobility": "wheelchair"}}}, {"wheelchair": True}, "exact"),
    ],
)
def test_fit_parts(person, place, parts):
    case = case_with(household("H1", 30, **person), home("W1", **place))
    assert " ".join(fit_parts(case, "H1", "W1")) == parts


def test_exact_for_a_family():
    for bedrooms, parts in ((2, ("exact",)), (3, ())):
        case = case_with(household("H1", 30, 5), home("W1", bedrooms=bedrooms))
        assert fit_parts(case, "H1", "W1") == parts


def test_points_of_all_parts():
    person = household(
        "H1",
        30,
        nareis_persons=1,
        needs=("safe_place",),
        preferred_wijken=("hatert",),
        support="light",
    )
    columns = {"safe_place": True, "support": "light", "wheelchair": True, "bedrooms": 1}
    room = home("W1", target_group="under_28", **columns)
    transit = home("W2", kind="doorstroom", **columns)
    own = (Points(household="H1", home="W1", points=-3, reason="r"),)
    case = case_of(instance([person], [room, transit], points=own))
    # ties 40, nareis_room 25, safe 20, group 15, support 15, exact 10, adapted −30, own −3
    assert fit_points(case, "H1", "W1") == 92
    # ties 40, nareis_transit 20, safe 20, support 15, exact 10, adapted −30
    assert fit_points(case, "H1", "W2") == 75


def test_points_of_the_policy():
    case = case_with(household("H1", 30), home("W1"), policy={"fit": {"exact": -4}})
    assert fit_points(case, "H1", "W1") == -4


@pytest.mark.parametrize(
    ("nareis", "columns", "empty"),
    [
        (0, {}, 3),
        (1, {}, 2),
        (3, {}, 0),
        (4, {}, 0),
        (0, {"sharing": "mixed"}, 0),
    ],
)
def test_empty_places(nareis, columns, empty):
    case = case_with(household("H1", 30, nareis_persons=nareis), home("W1", **columns))
    assert empty_places(case, "H1", "W1") == empty
