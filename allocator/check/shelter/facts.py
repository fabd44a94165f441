"""What the rules of the relocation plan ask of a household, on the peildatum."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.check.facts import ADULT, age
from allocator.check.shelter.months import Months
from allocator.domain.choices import Gender, Mobility, Need, Support
from allocator.domain.household import Household

SCHOOL_AGES = range(4, ADULT)


@dataclass(frozen=True)
class ShelterFacts:
    """Facts of one household, fixed for the whole plan.

    ``side`` is the gender of the first person and whether that is an adult (of a single: who
    may share a room with whom); ``alone`` = needs an own room whatever the site; ``women``:
    its adults, or where there are none its persons, are all f; ``school`` the wijk of each
    child that goes to school; ``moved_in`` the month (0 or before) of an earlier move that
    counts; ``present`` for each month of the plan whether it is there.
    """

    id: str
    persons: int
    koppeling: str | None
    intensive: bool
    needs_safe: bool
    alone: bool
    needs_wheelchair: bool
    needs_step_free: bool
    women: bool
    side: tuple[Gender, bool]
    vulnerable: bool
    school: tuple[str, ...]
    keep_with: str
    current_site: str | None
    moved_in: int | None
    present: tuple[bool, ...]

    @property
    def single(self) -> bool:
        """Whether it is one person."""
        return self.persons == 1


def facts_of(household: Household, months: Months) -> ShelterFacts:
    """Work out the facts of a household of ontheemden."""
    people = household.persons
    ages = {p.id: age(p.birth_date, months.peildatum) for p in people}
    adults = [p for p in people if ages[p.id] >= ADULT]
    needs_safe = Need.SAFE_PLACE in household.needs or any(p.lhbtiq for p in people)
    first = people[0]
    moved = household.moved_in_on if household.earlier_moves > 0 else None
    return ShelterFacts(
        id=household.id,
        persons=len(people),
        koppeling=household.koppeling,
        intensive=household.support == Support.INTENSIVE,
        needs_safe=needs_safe,
        alone=Need.OWN_ROOM in household.needs,
        needs_wheelchair=any(p.mobility == Mobility.WHEELCHAIR for p in people),
        needs_step_free=any(p.mobility == Mobility.STEP_FREE for p in people),
        women=all(p.gender == Gender.F for p in adults or people),
        side=(first.gender, ages[first.id] >= ADULT),
        vulnerable=needs_safe
        or len(adults) < len(people)
        or household.support != Support.NONE
        or any(p.mobility != Mobility.NONE for p in people),
        school=tuple(p.school_wijk for p in people if p.school_wijk and ages[p.id] in SCHOOL_AGES),
        keep_with=household.keep_with,
        current_site=household.current_site,
        moved_in=None if moved is None else months.index(moved),
        present=present_months(household, months),
    )


def present_months(household: Household, months: Months) -> tuple[bool, ...]:
    """Return for each month whether the household is there on one of its days."""
    arrives, leaves = household.arrives_on, household.leaves_on
    return tuple(
        (arrives is None or arrives <= last) and (leaves is None or leaves >= first)
        for first, last in zip(months.firsts, months.lasts, strict=True)
    )
