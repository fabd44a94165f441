"""Random households for ``random_instances``: ages, weeks and needs at the boundaries."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from allocator.domain.choices import Documents, Gender, Group, Mobility, Need, Role, Support
from allocator.domain.household import Household, Person

HEAD_AGES = (17, 18, 20, 21, 22, 23, 24, 27, 28, 30, 40, 54, 55, 60)
CHILD_AGES = (0, 1, 2, 3, 7, 11, 12, 13, 17)
WEEKS = (0, 4, 9, 10, 10, 11)


def household(dice: Random, number: int, day: date, areas: list[str]) -> Household:
    """Draw one statushouder household."""
    id_ = f"H{number}"
    persons = tuple(_persons(dice, id_, day))
    return Household(
        id=id_,
        group=Group.STATUSHOUDER,
        koppeling=dice.choice(areas) if dice.random() < 0.2 else None,
        koppeldatum=day - timedelta(weeks=dice.choice(WEEKS), days=dice.choice((0, 3, 6))),
        documents=_seldom(dice, 0.35, Documents.COMPLETE, list(Documents)[1:]),
        nareis_persons=_seldom(dice, 0.3, 0, [1, 2, 3]),
        preferred_wijken=tuple(sorted(dice.sample(areas, dice.choice((0, 0, 1, 2))))),
        support=_seldom(dice, 0.3, Support.NONE, [Support.LIGHT, Support.INTENSIVE]),
        needs=_needs(dice),
        urgency=dice.random() < 0.25,
        hold_until=_seldom(dice, 0.2, None, [day, day + timedelta(days=1)]),
        rent_limit_eur=_seldom(dice, 0.15, None, [Decimal("450.5"), Decimal(700)]),
        persons=persons,
    )


def twin(other: Household, number: int) -> Household:
    """Return a household that is like another in everything but its ids."""
    id_ = f"H{number}"
    persons = tuple(
        p.model_copy(update={"id": f"{id_}-{i}", "household": id_})
        for i, p in enumerate(other.persons, start=1)
    )
    return other.model_copy(update={"id": id_, "persons": persons})


def _persons(dice: Random, household: str, day: date) -> list[Person]:
    """Draw one to five persons: a head, perhaps a partner, children and others."""
    size = dice.choices((1, 2, 3, 4, 5), (48, 18, 12, 13, 9))[0]
    roles: list[Role | None] = [_seldom(dice, 0.3, Role.HEAD, [None])]
    ages = [dice.choice(HEAD_AGES)]
    if size > 1 and dice.random() < 0.5:
        roles.append(Role.PARTNER)
        ages.append(dice.choice(HEAD_AGES))
    while len(roles) < size:
        grown = dice.random() < 0.2
        roles.append(dice.choice((Role.OTHER, None)) if grown else dice.choice((Role.CHILD, None)))
        ages.append(dice.choice((18, 19, 22)) if grown else dice.choice(CHILD_AGES))
    return [
        Person(
            id=f"{household}-{i}",
            household=household,
            birth_date=born(dice, age, day),
            gender=dice.choices((Gender.F, Gender.M, Gender.X), (44, 48, 8))[0],
            role=role,
            lhbtiq=dice.random() < 0.08,
            mobility=_seldom(dice, 0.07, Mobility.NONE, list(Mobility)[1:]),
            ex_amv=ages[0] < 25 and dice.random() < 0.4,
        )
        for i, (role, age) in enumerate(zip(roles, ages, strict=True), start=1)
    ]


def born(dice: Random, age: int, day: date) -> date:
    """Return a birth date of that age: often just today, or a year less a day ago."""
    birthday = _years_before(day, age)
    return birthday - timedelta(days=dice.choice((0, 0, 1, 100, 364)))


def _years_before(day: date, years: int) -> date:
    last = monthrange(day.year - years, day.month)[1]
    return date(day.year - years, day.month, min(day.day, last))


def _needs(dice: Random) -> tuple[Need, ...]:
    return tuple(need for need in Need if dice.random() < 0.15)


def _seldom(dice: Random, chance: float, usual: Any, others: list[Any]) -> Any:
    """Return the usual value, or with some chance one of the others."""
    return dice.choice(others) if dice.random() < chance else usual
