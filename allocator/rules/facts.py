"""Facts of one household on a day: age, head, partner, weeks, needs.

Pure functions, each tested by itself; the columns are made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from allocator.domain.choices import Documents, Mobility, Need, Role
from allocator.domain.household import Household, Person

ADULT_AGE = 18
"""Age from which a person is an adult, in years (Burgerlijk Wetboek, boek 1, art. 233)."""


def age(person: Person, day: date) -> int:
    """Return the age in completed years; born on 29 February: older on 1 March."""
    return age_of(person.birth_date, day)


def age_of(born: date, day: date) -> int:
    """Return the age in completed years of who was born on a day."""
    not_yet = (day.month, day.day) < (born.month, born.day)
    return day.year - born.year - not_yet


def is_adult(person: Person, day: date) -> bool:
    """Whether a person is 18 or older on a day."""
    return age(person, day) >= ADULT_AGE


class Somebody(Protocol):
    """What tells the head of a household."""

    @property
    def id(self) -> str:
        """The id of the person."""

    @property
    def birth_date(self) -> date:
        """When the person was born."""

    @property
    def role(self) -> Role | None:
        """The role, ``None`` when not given."""


Persons = TypeVar("Persons", bound=Somebody)


def head(household: Household) -> Person:
    """Return the head of a household."""
    return head_of(household.persons)


def head_of(persons: Sequence[Persons]) -> Persons:
    """Return the head: as given, else the oldest who is not the partner, then smallest id.

    Where nobody but the partner is there, the partner is the head.
    """
    given = [person for person in persons if person.role is Role.HEAD]
    others = [person for person in persons if person.role is not Role.PARTNER]
    return min(given or others or persons, key=lambda person: (person.birth_date, person.id))


def partner(household: Household) -> Person | None:
    """Return the partner of the head, or ``None``."""
    first = head(household)
    for person in household.persons:
        if person.role is Role.PARTNER and person.id != first.id:
            return person
    return None


def weeks(household: Household, day: date) -> int:
    """Return the whole weeks from the koppeldatum to a day.

    Raises
    ------
    ValueError
        When there is no koppeldatum, which every statushouder must have.
    """
    if household.koppeldatum is None:
        raise ValueError(f"household {household.id} has no koppeldatum")
    return (day - household.koppeldatum).days // 7


def needs_wheelchair(persons: Iterable[Person]) -> bool:
    """Whether somebody needs a home that is fit for a wheelchair."""
    return any(person.mobility is Mobility.WHEELCHAIR for person in persons)


def needs_step_free(persons: Iterable[Person]) -> bool:
    """Whether somebody needs a home without stairs, but no wheelchair."""
    return any(person.mobility is Mobility.STEP_FREE for person in persons)


def needs_own_home(household: Household) -> bool:
    """Whether the household cannot share a home."""
    return Need.OWN_HOME in household.needs


def needs_safe_place(household: Household) -> bool:
    """Whether the household needs a place assessed as safe."""
    return Need.SAFE_PLACE in household.needs or any(p.lhbtiq for p in household.persons)


def lacks_documents(household: Household) -> bool:
    """Whether the documents are not complete."""
    return household.documents is not Documents.COMPLETE
