"""What a round leaves behind: limits, homes, who waits, and what comes back."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.domain.choices import DecisionKind, Documents, Sharing
from allocator.domain.home import Complex
from allocator.domain.instance import Instance
from allocator.domain.wijk import Wijk
from allocator.scenarios.chances import Chances
from allocator.scenarios.city import City
from allocator.scenarios.happened import Ending, Happened
from tests.check.build import days, home, household, instance
from tests.scenarios.build import future


def city(start: Instance, **changes: object) -> City:
    """Return a city in which nothing comes but what is asked for."""
    f = future(weeks=200, **changes)
    return City(start, Chances(f, 1, 0), Happened())


def weeks(town: City, count: int) -> None:
    """Go so many weeks on."""
    for _ in range(count):
        town.begin((), ())


WIJKEN = (
    Wijk(code="hatert", name="Hatert", within="noord", draagkracht_persons=20, placed_persons=3),
    Wijk(code="noord", name="Noord", placed_persons=4),
    Wijk(code="zuid", name="Zuid", placed_persons=9),
)


def test_the_first_round_is_the_instance_itself():
    start = instance(
        [household("H1", 30)],
        [home("W1"), home("W2")],
        previous=({"household": "H1", "home": "W2"},),
        points=({"household": "H1", "home": "W1", "points": 3, "reason": "school"},),
        wijken=WIJKEN,
    )
    assert city(start).round() == start


def test_a_placement_counts_in_its_wijk_the_area_around_it_and_its_complex():
    start = instance(
        [household("H1", 30, 31, 5, support="light"), household("H2", 40)],
        [home("W1", complex="C"), home("W2")],
        wijken=WIJKEN,
        complexes=(Complex(id="C", name="C", wijk="hatert", placed_persons=5, placed_supported=1),),
    )
    town = city(start)
    town.place("H1", "W1")
    after = town.round()
    assert {w.code: w.placed_persons for w in after.wijken} == {"hatert": 6, "noord": 7, "zuid": 9}
    assert (after.complexes[0].placed_persons, after.complexes[0].placed_supported) == (8, 2)
    assert [h.id for h in after.households] == ["H2"]
    assert [p.id for p in after.homes] == ["W2"]
    weeks(town, 1)
    assert town.round().peildatum == days(7)


def test_relatives_count_where_the_policy_counts_them():
    start = instance(
        [household("H1", 30, nareis_persons=2)],
        [home("W1")],
        wijken=WIJKEN,
        policy={"count_nareis": True},
    )
    town = city(start)
    town.place("H1", "W1")
    assert town.round().wijken[0].placed_persons == 6


def test_draagkracht_begins_anew_each_year():
    town = city(instance([household("H1", 30)], [home("W1")], wijken=WIJKEN))
    weeks(town, 26)  # 1 July + 182 days = 30 December
    assert town.day == date(2025, 12, 30)
    assert town.round().wijken[0].placed_persons == 3
    weeks(town, 1)
    assert [w.placed_persons for w in town.round().wijken] == [0, 0, 0]


def test_a_shared_home_goes_on_with_the_gender_of_who_lives_there():
    start = instance(
        [household("H1", 30, people={0: {"gender": "m"}})],
        [home("W1", sharing="same", units=3, max_persons=1, bedrooms=0)],
    )
    town = city(start)
    town.place("H1", "W1")
    left = town.round().homes[0]
    assert (left.units, left.sharing) == (2, Sharing.MEN)


def test_a_refusal_holds_for_good():
    town = city(instance([household("H1", 30)], [home("W1"), home("W2")]))
    town.refuse("H1", "W2", DecisionKind.REFUSED_BY_HOUSEHOLD)
    weeks(town, 3)
    found = town.round().decisions
    assert [(d.household, d.home, d.decision.value) for d in found] == [
        ("H1", "W2", "refused_by_household")
    ]


def test_a_home_that_nobody_takes_is_let_to_others():
    start = instance(
        [household("H1", 30)],
        [home("W1"), home("W2", complex="C"), home("W3", available_until=days(20))],
        complexes=(Complex(id="C", name="C", wijk="hatert"),),
    )
    town = city(start, vacancies={"units_per_week": 0, "offered_weeks": 5})
    weeks(town, 2)
    assert [p.id for p in town.round().homes] == ["W1", "W2", "W3"]
    weeks(town, 1)  # day 21: the use of W3 has ended
    assert [p.id for p in town.round().homes] == ["W1", "W2"]
    weeks(town, 2)
    assert [p.id for p in town.round().homes] == ["W2"]
    lapsed = [(u.home, (u.empty_until - u.empty_from).days) for u in town.happened.units]
    assert lapsed == [("W3", 21), ("W1", 35)]


def test_documents_come_in_time():
    start = instance([household("H1", 30, documents="missing_bsn")], [home("W1")])
    town = city(start, documents={"mean_weeks": 3})
    weeks(town, 2)
    assert town.round().households[0].documents is Documents.MISSING_BSN
    weeks(town, 1)
    assert town.round().households[0].documents is Documents.COMPLETE


def test_relatives_join_who_waits():
    start = instance([household("H1", 30, nareis_persons=3, nareis_on=days(10))], [])
    town = city(start, nareis={"arrive": True})
    weeks(town, 1)
    assert len(town.round().households[0].persons) == 1
    weeks(town, 1)
    found = town.round().households[0]
    assert (len(found.persons), found.nareis_persons) == (4, 0)
    roles = sorted((p.role.value, p.gender.value) for p in found.persons if p.role)
    assert roles == [("child", "f"), ("child", "m"), ("head", "f"), ("partner", "m")]


@pytest.mark.parametrize(("most", "again"), [(3, True), (4, False)])
def test_a_home_that_is_too_small_for_relatives_is_left_again(most, again):
    start = instance(
        [household("H1", 30, nareis_persons=3, nareis_on=days(10))],
        [home("W1", max_persons=most), home("W2", max_persons=8)],
        wijken=WIJKEN,
    )
    town = city(start, nareis={"arrive": True})
    town.place("H1", "W1")
    weeks(town, 2)
    assert ("H1" in town.waiting) is again
    if again:
        assert town.waiting["H1"].koppeldatum == days(14)
        town.place("H1", "W2")
        first, second = town.happened.placements
        assert (first.new_persons, first.again, second.new_persons, second.again) == (
            *(1, False),
            *(3, True),
        )


def test_who_lives_in_a_doorstroomlocatie_looks_for_a_home_in_time():
    start = instance(
        [household("H1", 30), household("H2", 50)],
        [
            home("W1", kind="doorstroom", complex="C", bedrooms=0, max_persons=1, units=2),
            home("W2"),
        ],
        wijken=WIJKEN,
        complexes=(Complex(id="C", name="C", wijk="hatert", max_persons=2),),
        policy={"term_weeks": 4},
    )
    town = city(start, doorstroom={"stay_weeks": 10}, vacancies={"units_per_week": 0})
    town.place("H1", "W1")
    town.place("H2", "W1")
    weeks(town, 5)
    assert not town.waiting
    weeks(town, 1)
    there = town.round()
    assert [h.id for h in there.households] == ["H1", "H2"]
    assert there.homes[0].id == "W2"
    town.place("H1", "W2")
    again = town.round()
    assert (again.homes[0].id, again.homes[0].units) == ("W1", 1)  # its place is free again
    assert again.complexes[0].placed_persons == 1
    # H2 may not stay for ever by going from one doorstroomlocatie to another.
    assert [(d.household, d.home) for d in again.decisions] == [("H2", "W1")]


def test_what_is_open_at_the_end_is_noted():
    town = city(instance([household("H1", 30, koppeldatum=days(-70))], [home("W1", units=2)]))
    weeks(town, 3)
    town.end()
    assert [(h.id, waited) for h, waited in town.happened.still_waiting] == [("H1", 13)]
    assert [(u.home, u.ending) for u in town.happened.units] == [("W1", Ending.OPEN)] * 2
    assert town.day == days(21)
