"""Who comes and what comes free: as often as the rates say, and like those who are here."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import fmean

import pytest

from allocator.domain.home import Complex
from allocator.domain.instance import Instance, Taakstelling
from allocator.errors import BadCall
from allocator.rules import facts
from allocator.scenarios.chances import Chances
from allocator.scenarios.coming import Coming, coming
from allocator.scenarios.rates import households_per_week, task_persons_per_week, units_per_week
from tests.check.build import DAY, days, home, household, instance
from tests.scenarios.build import future

# DAY is in a half-year of 184 days with 92 persons: 3.5 persons a week; households of 2 on average.
TASK = Taakstelling(from_on=date(2025, 7, 1), until=date(2025, 12, 31), persons=92)
CITY = instance(
    [household("H1", 30, 31, 4), household("H2", 40)],
    [home("W1", units=2), home("W2", max_persons=9)],
    taakstelling=(TASK,),
)


def drawn(city: Instance, seed: int = 1, replication: int = 0, **changes: object) -> Coming:
    """Return what comes when chance has its way."""
    f = future(chance=True, **changes)
    return coming(city, f, Chances(f, seed, replication))


def test_the_taakstelling_is_the_level_of_both():
    f = future(inflow={"factor": "1.25"}, vacancies={"factor": 2})
    assert task_persons_per_week(CITY, DAY) == 3.5
    assert households_per_week(CITY, f, DAY) == 3.5 / 2 * 1.25
    assert units_per_week(CITY, f, DAY) == 3.5 / 2 * 2
    given = future(inflow={"persons_per_week": 5}, vacancies={"units_per_week": 7})
    assert households_per_week(CITY, given, DAY) == 2.5
    assert units_per_week(CITY, given, DAY) == 7


def test_without_a_taakstelling_those_linked_lately_are_the_level():
    people = [
        household("H1", 30, 31, 4, koppeldatum=days(-7 * 26 + 1)),
        household("H2", 40, koppeldatum=days(-7 * 26)),
    ]
    assert task_persons_per_week(instance(people, []), DAY) * 26 == 3


def test_after_the_last_half_year_known_its_level_stays():
    assert task_persons_per_week(CITY, date(2027, 1, 1)) == 3.5
    assert task_persons_per_week(CITY, date(2025, 1, 1)) == 3.5


def test_without_chance_they_come_in_turn_as_the_rate_adds_up():
    f = future(
        weeks=6,
        inflow={"persons_per_week": "1.2"},  # 0.6 households a week: 0.6 1.2 1.8 2.4 3.0
        vacancies={"units_per_week": "0.5"},  # 0.5 1.0 1.5 2.0 2.5
    )
    found = coming(CITY, f, Chances(f, 1, 0))
    assert [len(week) for week in found.households] == [0, 0, 1, 0, 1, 1]
    assert [len(h.persons) for week in found.households for h in week] == [3, 1, 3]
    assert [len(week) for week in found.homes] == [0, 0, 1, 0, 1, 0]
    homes = [p for week in found.homes for p in week]
    assert [p.max_persons for p in homes] == [4, 4]  # W1 has two units, so it is next twice
    assert [p.available_from for p in homes] == [days(14), days(28)]
    assert [p.units for p in homes] == [1, 1]


def test_who_comes_is_as_old_as_the_other_was_when_linked():
    city = instance(
        [household("H1", 30, koppeldatum=days(-70), hold_until=days(9), nareis_on=days(20))], []
    )
    f = future(weeks=3, inflow={"persons_per_week": 1})
    new = coming(city, f, Chances(f, 1, 0)).households[2][0]
    old = city.households[0]
    assert new.koppeldatum == days(14)
    assert new.persons[0].birth_date - old.persons[0].birth_date == timedelta(days=84)
    assert facts.age(new.persons[0], days(14)) == facts.age(old.persons[0], days(-70))
    assert new.nareis_on == days(20 + 84)
    assert new.hold_until is None
    assert {p.household for p in new.persons} == {new.id}


def test_names_are_new_whatever_stands_in_the_instance():
    city = instance([household("N001.01", 30)], [home("NN002.01")])
    f = future(inflow={"persons_per_week": 1}, vacancies={"units_per_week": 1})
    found = coming(city, f, Chances(f, 1, 0))
    names = [x.id for week in (*found.households, *found.homes) for x in week]
    assert names
    assert not {"N001.01", "NN002.01"} & set(names)
    assert len(set(names)) == len(names) // 2  # a household and a home may be called alike


def test_what_comes_free_is_like_homes_in_no_complex():
    flex = home("W1", complex="C", max_persons=1)
    city = instance(
        [household("H1", 30)],
        [flex, home("W2", max_persons=7)],
        complexes=(Complex(id="C", name="C", wijk="hatert"),),
    )
    found = drawn(city, weeks=20, vacancies={"units_per_week": 3})
    homes = [p for week in found.homes for p in week]
    assert {p.max_persons for p in homes} == {7}
    alone = city.model_copy(update={"homes": (flex,)})
    others = [
        p for week in drawn(alone, weeks=9, vacancies={"units_per_week": 3}).homes for p in week
    ]
    assert {(p.max_persons, p.complex) for p in others} == {(1, None)}


def test_homes_come_free_in_the_wijken_that_are_named():
    found = drawn(CITY, weeks=30, vacancies={"units_per_week": 2, "wijken": ["zuid", "noord"]})
    wijken = [p.wijk for week in found.homes for p in week]
    assert set(wijken) == {"zuid", "noord"}
    assert 0.25 < wijken.count("zuid") / len(wijken) < 0.75


def test_chance_keeps_to_the_rate():
    counts = [
        sum(
            map(
                len, drawn(CITY, replication=r, weeks=27, inflow={"persons_per_week": 4}).households
            )
        )
        for r in range(100)
    ]
    # 26 weeks of 2 households: 52, with a standard error of sqrt(52)/10 = 0.72.
    assert abs(fmean(counts) - 52) < 3


def test_types_have_their_own_rates():
    types = [
        {"min_persons": 1, "max_persons": 1, "per_week": 3},
        {"min_persons": 2, "max_persons": 9, "per_week": 1},
    ]
    found = drawn(CITY, weeks=101, inflow={"types": types, "factor": 2})
    sizes = [len(h.persons) for week in found.households for h in week]
    assert abs(sizes.count(1) - 600) < 75
    assert abs(sizes.count(3) - 200) < 45


def test_a_type_that_nobody_is_like_is_said():
    with pytest.raises(BadCall) as error:
        drawn(CITY, inflow={"types": [{"min_persons": 5, "max_persons": 6, "per_week": 1}]})
    assert error.value.message == "scenario.nothing_like.households"
    with pytest.raises(BadCall) as error:
        drawn(CITY, vacancies={"types": [{"kind": "doorstroom", "per_week": 1}]})
    assert error.value.message == "scenario.nothing_like.homes"


def test_the_same_chance_whatever_else_a_scenario_changes():
    rates = {"weeks": 20, "inflow": {"persons_per_week": 3}, "vacancies": {"units_per_week": 2}}
    plain = drawn(CITY, **rates)
    assert drawn(CITY, **rates) == plain
    assert drawn(CITY, replication=1, **rates) != plain
    assert drawn(CITY, seed=2, **rates) != plain
    fewer_homes = drawn(CITY, **{**rates, "vacancies": {"units_per_week": 1}})
    assert fewer_homes.households == plain.households
    more = drawn(CITY, **{**rates, "inflow": {"persons_per_week": 4}})
    for week, other in zip(plain.households, more.households, strict=True):
        assert other[: len(week)] == week  # who came comes still, and others after them


def test_even_samples_have_what_the_rates_say_of_each():
    f = future(weeks=41, chance=True, inflow={"persons_per_week": 4})
    found = coming(CITY, f, Chances(f, 1, 3, even=True))
    sizes = [len(h.persons) for week in found.households for h in week]
    assert 80 <= len(sizes) <= 81
    assert abs(sizes.count(1) - sizes.count(3)) <= 1
    again = coming(CITY, f, Chances(f, 1, 4, even=True))
    assert again != found


def test_what_comes_is_like_the_start_when_that_is_another():
    f = future(weeks=30, chance=True, vacancies={"units_per_week": 2})
    left = CITY.model_copy(update={"homes": ()})
    found = coming(left, f, Chances(f, 1, 0), CITY)
    assert {p.max_persons for week in found.homes for p in week} == {4, 9}
    with pytest.raises(BadCall):
        coming(left, f, Chances(f, 1, 0))
