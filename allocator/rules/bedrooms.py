"""How many bedrooms a household needs (rules.md 1.1, bedrooms_needed)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from allocator.domain.choices import Gender
from allocator.domain.household import Household
from allocator.domain.policy import Policy
from allocator.rules import facts


def bedrooms_needed(household: Household, day: date, policy: Policy) -> int:
    """Return the number of bedrooms a household needs on a day.

    One person needs 0.  Otherwise 1 for the head and the partner together, 1 for each
    other adult, and for the others under 18 the fewest rooms in which they can share.
    Two partners alone need 0 when ``couple_in_studio``.
    """
    if len(household.persons) == 1:
        return 0
    head, partner = facts.head(household), facts.partner(household)
    if partner is not None and len(household.persons) == 2 and policy.couple_in_studio:
        return 0
    couple = {head.id, partner.id} if partner is not None else {head.id}
    others = [person for person in household.persons if person.id not in couple]
    adults = sum(facts.is_adult(person, day) for person in others)
    children = [
        (person.gender, facts.age(person, day))
        for person in others
        if policy.baby_age <= facts.age(person, day) < facts.ADULT_AGE
    ]
    return 1 + adults + rooms_for_children(children, policy.share_age)


def rooms_for_children(children: Iterable[tuple[Gender, int]], share_age: int) -> int:
    """Return the fewest rooms when at most two share, by gender and age in years.

    Two may share when they have the same gender or are both under ``share_age``; the
    fewest rooms are their number minus the size of a largest matching of that graph.

    The closed form.  Take the graph by its connected components: the children of a gender
    that has nobody under ``share_age`` are a component of their own, and all others
    together are one, tied by the young, who may all share with each other.  In each
    component at most one child stays alone, so n children need ceil(n / 2) rooms:

    - a gender without young ones is a complete graph, where pairs can be taken at will;
    - in the other component pair the older ones of each gender with each other.  An older
      one left over takes a young one of the same gender, which there is.  The rest are
      young and form a complete graph, so of them at most one is left.

    No matching does better, since of an odd number one is always left.
    """
    number: dict[Gender, int] = {}
    with_young: set[Gender] = set()
    for gender, years in children:
        number[gender] = number.get(gender, 0) + 1
        if years < share_age:
            with_young.add(gender)
    together = sum(number[gender] for gender in with_young)
    apart = [n for gender, n in number.items() if gender not in with_young]
    return _pairs(together) + sum(_pairs(n) for n in apart)


def _pairs(n: int) -> int:
    """Return the rooms for n who share two by two, one perhaps alone."""
    return (n + 1) // 2
