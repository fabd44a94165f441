"""What the rules look at in a household, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from allocator.domain.household import Household
from allocator.domain.policy import Policy
from allocator.rules import facts
from allocator.rules.arrays import NOT_GIVEN, BoolArray, IntArray, code, flags, whole
from allocator.rules.bedrooms import bedrooms_needed
from allocator.rules.table import Columns

AGE_LIMITS = (23, 28, 55)
"""Ages in years that homes for a target group ask about."""


@dataclass(frozen=True)
class HouseholdColumns(Columns):
    """Statushouder households in order of id, shape ``(H,)``.

    Parameters
    ----------
    persons, nareis
        Persons today, and relatives expected.
    weeks
        Whole weeks from koppeldatum to peildatum.
    koppeling
        Position of the wijk it is linked to, -1 for anywhere.
    preference
        Row of ``Context.prefers``.
    hold_until
        Day number, 0 when not given.
    lacks_documents, urgency, own_home, safe_place, needs_wheelchair, needs_step_free
        As in data.md; ``urgency`` is another recognised urgency.
    bedrooms_needed
        Bedrooms.
    rent_limit, area_needed
        Rank among all amounts of the instance, so that comparison is exact.
    gender, support
        Number of the choice; gender of the head.
    head_under_23, head_under_28, head_over_55, head_ex_amv
        The head's age, and whether the head came as an unaccompanied minor.
    """

    persons: IntArray
    nareis: IntArray
    weeks: IntArray
    koppeling: IntArray
    preference: IntArray
    hold_until: IntArray
    lacks_documents: BoolArray
    urgency: BoolArray
    own_home: BoolArray
    safe_place: BoolArray
    needs_wheelchair: BoolArray
    needs_step_free: BoolArray
    bedrooms_needed: IntArray
    rent_limit: IntArray
    area_needed: IntArray
    gender: IntArray
    support: IntArray
    head_under_23: BoolArray
    head_under_28: BoolArray
    head_over_55: BoolArray
    head_ex_amv: BoolArray


def household_columns(
    households: Sequence[Household],
    day: date,
    policy: Policy,
    *,
    wijk_at: Mapping[str, int],
    preference: IntArray,
    rent_limit: IntArray,
    area_needed: IntArray,
) -> HouseholdColumns:
    """Return the columns of households on a day; the last arrays have shape ``(H,)``."""
    heads = [facts.head(h) for h in households]
    ages = whole([facts.age(person, day) for person in heads])
    return HouseholdColumns(
        id=np.array([h.id for h in households], dtype=np.str_),
        position=np.arange(len(households), dtype=np.int64),
        persons=whole([len(h.persons) for h in households]),
        nareis=whole([h.nareis_persons for h in households]),
        weeks=whole([facts.weeks(h, day) for h in households]),
        koppeling=whole([wijk_at[h.koppeling] if h.koppeling else NOT_GIVEN for h in households]),
        preference=preference,
        hold_until=whole([h.hold_until.toordinal() if h.hold_until else 0 for h in households]),
        lacks_documents=flags([facts.lacks_documents(h) for h in households]),
        urgency=flags([h.urgency for h in households]),
        own_home=flags([facts.needs_own_home(h) for h in households]),
        safe_place=flags([facts.needs_safe_place(h) for h in households]),
        needs_wheelchair=flags([facts.needs_wheelchair(h.persons) for h in households]),
        needs_step_free=flags([facts.needs_step_free(h.persons) for h in households]),
        bedrooms_needed=whole([bedrooms_needed(h, day, policy) for h in households]),
        rent_limit=rent_limit,
        area_needed=area_needed,
        gender=whole([code(person.gender) for person in heads]),
        support=whole([code(h.support) for h in households]),
        head_under_23=ages < AGE_LIMITS[0],
        head_under_28=ages < AGE_LIMITS[1],
        head_over_55=ages >= AGE_LIMITS[2],
        head_ex_amv=flags([person.ex_amv for person in heads]),
    )
