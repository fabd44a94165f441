"""The rent limit of a household (rules.md 1.1, Rent limit)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from allocator.domain.household import Household
from allocator.domain.policy import Policy
from allocator.parameters import Amounts, value_on
from allocator.rules import facts

SMALL_PERSONS = 2
"""Most persons of a household under the low aftoppingsgrens."""


def rent_amounts(policy: Policy, day: date) -> Amounts:
    """Return youth_age (years) and youth, small, large (euro per month) on a day.

    Those that the policy leaves open are the legal amounts of the year.
    """
    legal = value_on("rent_limits", day)
    set_here = policy.rent_limits.model_dump(exclude_none=True)
    return {key: Decimal(set_here.get(key, amount)) for key, amount in legal.items()}


def rent_limit(household: Household, day: date, amounts: Amounts) -> Decimal:
    """Return the highest rent for a household, in euro per month.

    Source: passend toewijzen, Woningwet art. 46, with the amounts of the Wet op de
    huurtoeslag.
    """
    if household.rent_limit_eur is not None:
        return household.rent_limit_eur
    if all(_is_young_adult(facts.age(p, day), amounts) for p in household.persons):
        return amounts["youth"]
    return amounts["small" if len(household.persons) <= SMALL_PERSONS else "large"]


def _is_young_adult(years: int, amounts: Amounts) -> bool:
    """Whether an age is 18 or more and under the youth age."""
    return facts.ADULT_AGE <= years < amounts["youth_age"]
