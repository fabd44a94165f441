"""Relatives who come: when, and who a household is with them.

Nobody knows who they will be.  They are taken to be a partner where there is none, and children
of primary-school age, girls and boys in turn: an assumption, about sizes of homes.
"""

from __future__ import annotations

from datetime import date, timedelta

from allocator.domain.base import PersonId
from allocator.domain.choices import Gender, Role
from allocator.domain.household import Household, Person
from allocator.rules import facts
from allocator.scenarios.chances import Chances

CHILD_YEARS = 8
DAYS_A_YEAR = 365


class Relatives:
    """Who is expected when."""

    def __init__(self, chances: Chances) -> None:
        self._chances = chances
        self._on: dict[str, date] = {}

    def expect(self, household: Household, today: date) -> None:
        """Note when the relatives of a household come, if any do."""
        day = self._chances.nareis_on(household, today)
        if day is not None:
            self._on[household.id] = day

    def arrived(self, today: date) -> list[str]:
        """Return the households whose relatives came by today, each once."""
        here = sorted(household for household, day in self._on.items() if day <= today)
        for household in here:
            del self._on[household]
        return here


def joined(household: Household, today: date) -> Household:
    """Return a household with its relatives."""
    head = facts.head(household)
    more = []
    for number in range(1, household.nareis_persons + 1):
        partner = number == 1 and facts.partner(household) is None
        other = Gender.M if head.gender is Gender.F else Gender.F
        more.append(
            Person(
                id=PersonId(f"{household.id}-n{number}"),
                household=household.id,
                birth_date=head.birth_date
                if partner
                else today - timedelta(days=CHILD_YEARS * DAYS_A_YEAR),
                gender=other if partner else (Gender.F, Gender.M)[number % 2],
                role=Role.PARTNER if partner else Role.CHILD,
            )
        )
    persons = tuple(sorted((*_with_head(household, head), *more), key=lambda person: person.id))
    return household.model_copy(update={"persons": persons, "nareis_persons": 0, "nareis_on": None})


def _with_head(household: Household, head: Person) -> list[Person]:
    """Return the persons, with the head written down: it stays the head."""
    return [
        p.model_copy(update={"role": Role.HEAD}) if p.id == head.id else p
        for p in household.persons
    ]
