from __future__ import annotations

from datetime import date

import pytest

from allocator.domain.choices import Documents, Mobility, Need, Role
from allocator.rules import facts
from tests.rules.build import DAY, household, person


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 4, 7), date(2025, 4, 7), 25),
        (date(2000, 4, 8), date(2025, 4, 7), 24),
        (date(2000, 3, 31), date(2025, 4, 7), 25),
        (date(2000, 5, 1), date(2025, 4, 7), 24),
        (date(2025, 4, 7), date(2025, 4, 7), 0),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_age_is_in_completed_years(born, day, age):
    assert facts.age(person(birth_date=born), day) == age


def test_adult_from_18_on():
    assert facts.is_adult(person(birth_date=date(2007, 4, 7)), DAY)
    assert not facts.is_adult(person(birth_date=date(2007, 4, 8)), DAY)


OLD, YOUNG = {"age": 60}, {"age": 20}


@pytest.mark.parametrize(
    ("persons", "head", "partner"),
    [
        ([person(1, **OLD), person(2, role="head", **YOUNG)], "P2", None),
        ([person(1, **YOUNG), person(2, **OLD)], "P2", None),
        ([person(2, **OLD), person(1, **OLD)], "P1", None),
        ([person(1, role="partner", **OLD), person(2, **YOUNG)], "P2", "P1"),
        ([person(1, role="partner", **OLD)], "P1", None),
        ([person(1, role="head"), person(2, role="partner")], "P1", "P2"),
        ([person(1, role="partner"), person(2, role="child", age=3)], "P2", "P1"),
    ],
)
def test_head_and_partner(persons, head, partner):
    asked = household(persons=persons)
    found = facts.partner(asked)
    assert facts.head(asked).id == head
    assert (found and found.id) == partner


@pytest.mark.parametrize(("koppeldatum", "weeks"), [(7, 0), (1, 0), (2, 0)])
def test_less_than_seven_days_is_no_week(koppeldatum, weeks):
    assert facts.weeks(household(koppeldatum=date(2025, 4, koppeldatum)), DAY) == weeks


def test_seven_days_are_a_week():
    assert facts.weeks(household(koppeldatum=date(2025, 3, 31)), DAY) == 1


def test_weeks_without_koppeldatum_are_an_error():
    with pytest.raises(ValueError, match="H1 has no koppeldatum"):
        facts.weeks(household(koppeldatum=None), DAY)


def test_needs_of_anybody_count():
    some = household(persons=[person(1), person(2, mobility=Mobility.WHEELCHAIR)])
    other = household(persons=[person(1), person(2, mobility=Mobility.STEP_FREE)])
    plain = household(persons=[person(1), person(2)])
    assert [facts.needs_wheelchair(x.persons) for x in (some, other, plain)] == [True, False, False]
    assert [facts.needs_step_free(x.persons) for x in (some, other, plain)] == [False, True, False]


def test_needs_of_the_household():
    own = household(needs=(Need.OWN_HOME,))
    safe = household(needs=(Need.SAFE_PLACE, Need.OWN_ROOM))
    proud = household(persons=[person(1), person(2, lhbtiq=True)])
    three = (own, safe, proud)
    assert [facts.needs_own_home(x) for x in three] == [True, False, False]
    assert [facts.needs_safe_place(x) for x in three] == [False, True, True]


def test_documents_are_complete_or_not():
    lacking = [d for d in Documents if facts.lacks_documents(household(documents=d))]
    assert lacking == [d for d in Documents if d is not Documents.COMPLETE]


def test_role_of_a_child_does_not_make_a_child():
    assert facts.is_adult(person(role=Role.CHILD, age=18), DAY)
