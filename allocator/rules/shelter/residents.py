"""Facts of a household that is sheltered, on the peildatum (rules.md 2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from allocator.domain.choices import Gender, Group, Mobility, Need, Support
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules import facts

SCHOOL_AGES = range(4, 18)
"""Ages in years at which a child goes to school (Leerplichtwet 1969, art. 3, from 5; and 4)."""


@dataclass(frozen=True)
class Resident:
    """What the rules ask of a household of the group ontheemde.

    Parameters
    ----------
    sharing
        Gender and side of 18 of a single person who may share a room, else ``None``.
    own_room
        A single person who has a room alone in every site.
    women
        Whether all its adults (where there are none: its persons) are women.
    vulnerable
        Has somebody under 18, support, limited mobility, or needs a safe place.
    pupils
        Children of school age by the wijk of their school.
    """

    household: Household
    persons: int
    sharing: tuple[Gender, bool] | None
    own_room: bool
    safe_place: bool
    wheelchair: bool
    step_free: bool
    women: bool
    intensive: bool
    vulnerable: bool
    pupils: dict[str, int]

    @property
    def id(self) -> str:
        """The id of the household."""
        return self.household.id


def residents(instance: Instance) -> tuple[Resident, ...]:
    """Return the households that are sheltered, in order of id."""
    return tuple(
        resident(household, instance.peildatum)
        for household in instance.households
        if household.group is Group.ONTHEEMDE
    )


def resident(household: Household, day: date) -> Resident:
    """Return the facts of one household on a day."""
    persons = household.persons
    adults = [person for person in persons if facts.is_adult(person, day)]
    first = persons[0]
    single = len(persons) == 1
    own_room = Need.OWN_ROOM in household.needs or first.gender is Gender.X
    safe_place = facts.needs_safe_place(household)
    mobile = all(person.mobility is Mobility.NONE for person in persons)
    pupils = Counter(
        str(person.school_wijk)
        for person in persons
        if person.school_wijk is not None and facts.age(person, day) in SCHOOL_AGES
    )
    return Resident(
        household=household,
        persons=len(persons),
        sharing=(first.gender, facts.is_adult(first, day)) if single and not own_room else None,
        own_room=single and own_room,
        safe_place=safe_place,
        wheelchair=facts.needs_wheelchair(persons),
        step_free=facts.needs_step_free(persons),
        women=all(person.gender is Gender.F for person in adults or persons),
        intensive=household.support is Support.INTENSIVE,
        vulnerable=(
            len(adults) < len(persons)
            or household.support is not Support.NONE
            or not mobile
            or safe_place
        ),
        pupils=dict(sorted(pupils.items())),
    )
