"""What a home has that few others have, and whether a household needs just that.

Said of homes: what makes one scarce.  Where it has nothing of the kind, it is its size.
"""

from __future__ import annotations

from datetime import date

from allocator.domain.choices import Support, TargetGroup
from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.rules import facts

ADAPTED, SUPPORTED, SIZE = "adapted", "supported", "size"
SPECIAL = (ADAPTED, SUPPORTED, *(g.value for g in TargetGroup if g is not TargetGroup.ANY))
"""What few homes have, and some households cannot do without."""


def need_of(home: Home) -> str:
    """Return what a home has that few others have: ``adapted``, ``ex_amv``, ``size 3-5``, …."""
    if home.wheelchair:
        return ADAPTED
    if home.target_group is not TargetGroup.ANY:
        return home.target_group.value
    if home.support is Support.INTENSIVE:
        return SUPPORTED
    return f"{SIZE} {home.min_persons}-{home.max_persons}"


def needs(household: Household, home: Home, day: date) -> bool:
    """Whether a household needs what a home has that few others have."""
    if home.wheelchair:
        persons = household.persons
        return facts.needs_wheelchair(persons) or facts.needs_step_free(persons)
    if home.target_group is not TargetGroup.ANY:
        return _in_group(household, home.target_group, day)
    if home.support is Support.INTENSIVE:
        return household.support is Support.INTENSIVE
    return home.min_persons <= len(household.persons) <= home.max_persons


def _in_group(household: Household, group: TargetGroup, day: date) -> bool:
    head = facts.head(household)
    years = facts.age(head, day)
    if group is TargetGroup.OVER_55:
        return years >= 55
    if group is TargetGroup.UNDER_28:
        return years < 28
    return years < 23 and (head.ex_amv or group is TargetGroup.UNDER_23)
