"""Limits on persons in a site, in a wijk, and moving in."""

from __future__ import annotations

from datetime import date

from allocator.domain.wijk import Wijk
from tests.check.shelter.build import faults, instance, ontheemde, rooms, site, stay

# H1 2 persons and H2 3 live in A; H3 4 persons waits, H4 5 persons comes in July
PEOPLE = [
    ontheemde("H1", 30, 31, current_site="A"),
    ontheemde("H2", 30, 31, 32, current_site="A"),
    ontheemde("H3", 30, 31, 32, 33),
    ontheemde("H4", 30, 31, 32, 33, 34, arrives_on=date(2025, 7, 15)),
]
GROUPS = [rooms("A", 5, 4), rooms("B", 5, 4)]
EVERYBODY = (
    stay("H1", "A", "5-01"),
    stay("H2", "A", "5-02"),
    stay("H3", "A", "5-03", 1),
    stay("H4", "A", "5-04", 3),
)


def limited(*plan, wijken=None, **columns):
    """Return the faults in a plan for site A with limits."""
    more = {} if wijken is None else {"wijken": wijken}
    given = instance(PEOPLE, [site("A", **columns), site("B", wijk="noord")], GROUPS, **more)
    return faults(given, *plan)


def test_persons_in_a_site():
    assert limited(*EVERYBODY) == []
    assert limited(*EVERYBODY, max_persons=14) == []  # 2 + 3 + 4 + 5
    assert limited(*EVERYBODY, max_persons=13) == [("max_persons", "", "A", 3)]
    assert limited(*EVERYBODY, max_persons=8) == [("max_persons", "", "A", 1)]


def test_first_stays_alone_may_be_too_many():
    """The 5 persons of H1 and H2 may stay where 4 may be, but then nobody else is there."""
    assert limited(*EVERYBODY[:2], max_persons=4) == []
    assert limited(*EVERYBODY[:3], max_persons=4) == [("max_persons", "", "A", 1)]
    later = (stay("H1", "A", "5-01", 0, 0), stay("H3", "A", "5-03", 1), stay("H2", "A", "5-02"))
    assert limited(*later, max_persons=7) == []  # 3 + 4
    assert limited(*later, max_persons=6) == [("max_persons", "", "A", 1)]


def test_who_came_back_is_no_first_stay():
    back = (
        stay("H1", "A", "5-01", 0, 1),
        stay("H1", "A", "5-01", 3),
        stay("H2", "A", "5-02"),
    )
    assert limited(*back, max_persons=4) == [("max_persons", "", "A", 3)]


def test_persons_moving_in():
    assert limited(*EVERYBODY, max_moves_in=5) == []
    assert limited(*EVERYBODY, max_moves_in=4) == [("max_moves_in", "", "A", 3)]
    assert limited(*EVERYBODY, max_moves_in=0) == [
        ("max_moves_in", "", "A", 1),
        ("max_moves_in", "", "A", 3),
    ]


def test_persons_moving_in_together_and_in_month_0():
    plan = (stay("H3", "A", "5-03"), stay("H1", "A", "5-01"), stay("H2", "A", "5-02", 2))
    # month 0: H3; H1 is there already; month 2: H2 comes back
    assert limited(*plan, max_moves_in=4) == []
    assert limited(*plan, max_moves_in=3) == [("max_moves_in", "", "A", 0)]
    assert limited(*plan, max_moves_in=2) == [
        ("max_moves_in", "", "A", 0),
        ("max_moves_in", "", "A", 2),
    ]


def wijken(hatert: int | None, noord: int | None):
    return (
        Wijk(code="hatert", name="Hatert", within="noord", shelter_persons_max=hatert),
        Wijk(code="noord", name="Noord", shelter_persons_max=noord),
    )


# H1 and H2 in A in hatert; H3 in B in noord
SPREAD = (stay("H1", "A", "5-01"), stay("H2", "A", "5-02"), stay("H3", "B", "5-03", 1))


def test_persons_in_a_wijk():
    assert limited(*SPREAD, wijken=wijken(5, 9)) == []
    assert limited(*SPREAD, wijken=wijken(5, 8)) == [("shelter_persons_max", "", "noord", 1)]
    assert limited(*EVERYBODY, wijken=wijken(13, None)) == [
        ("shelter_persons_max", "", "hatert", 3)
    ]


def test_first_stays_alone_may_be_too_many_in_a_wijk():
    assert limited(*SPREAD, wijken=wijken(4, 9)) == []
    assert limited(*SPREAD, wijken=wijken(4, 4)) == [("shelter_persons_max", "", "noord", 1)]
    assert limited(*SPREAD[:2], wijken=wijken(4, 4)) == []
