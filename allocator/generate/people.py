"""Persons: who lives in a household, for both groups."""

from __future__ import annotations

from datetime import date, timedelta

from allocator.domain.base import HouseholdId, PersonId
from allocator.domain.choices import Gender, Role
from allocator.domain.household import Person
from allocator.generate.dice import Dice

SINGLE_AGES = {(18, 22): 24, (23, 27): 24, (28, 39): 31, (40, 54): 15, (55, 72): 6}
PARENT_AGES = {(22, 29): 25, (30, 39): 45, (40, 49): 25, (50, 59): 5}
PARENT_FROM = 18
"""Least difference in age between a parent and a child, in years."""


def birth_date(dice: Dice, on: date, ages: tuple[int, int]) -> date:
    """Draw a birth date so that the age on that day is within ``ages``, both included."""
    years = dice.between(*ages)
    return on - timedelta(days=365 * years + years // 4 + 1 + dice.between(0, 360))


def single(dice: Dice, household: str, on: date, women: float, ages: tuple[int, int]) -> Person:
    """Make a person who lives alone; ``women`` is the share of women."""
    gender = Gender.F if dice.chance(women) else Gender.X if dice.chance(0.005) else Gender.M
    return Person(
        id=PersonId(f"{household}-1"),
        household=HouseholdId(household),
        birth_date=birth_date(dice, on, ages),
        gender=gender,
        role=Role.HEAD,
    )


def family(dice: Dice, household: str, on: date, persons: int, partner: float) -> list[Person]:
    """Make a household of two or more; ``partner`` is the chance that there are two partners."""
    couple = dice.chance(partner if persons > 2 else partner * 0.65)
    years = dice.between(*dice.weighted(PARENT_AGES))
    man = dice.chance(0.7 if couple else 0.15)
    members = [(Role.HEAD, Gender.M if man else Gender.F, (years, years))]
    if couple:
        ages = (max(18, years - 6), years + 4)
        members.append((Role.PARTNER, Gender.F if man else Gender.M, ages))
    while len(members) < persons:
        members.append(_other(dice, oldest_child=min(17, years - PARENT_FROM)))
    return [
        Person(
            id=PersonId(f"{household}-{number}"),
            household=HouseholdId(household),
            birth_date=birth_date(dice, on, ages),
            gender=gender,
            role=role,
        )
        for number, (role, gender, ages) in enumerate(members, start=1)
    ]


def _other(dice: Dice, oldest_child: int) -> tuple[Role, Gender, tuple[int, int]]:
    """Draw somebody beside the head and partner: a child, mostly."""
    gender = dice.pick((Gender.F, Gender.M))
    if dice.chance(0.90):
        return Role.CHILD, gender, (0, oldest_child)
    return Role.OTHER, gender, dice.pick(((18, 24), (18, 24), (58, 75)))


def is_adult(person: Person, on: date) -> bool:
    """Say whether a person is 18 or older on a day."""
    born = person.birth_date
    return (on.year - born.year) - ((on.month, on.day) < (born.month, born.day)) >= 18
