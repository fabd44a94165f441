"""Pair rules on space: SIZE, BEDROOMS, SPARE, AREA."""

from __future__ import annotations

import numpy as np

from allocator.domain.choices import Sharing
from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules.arrays import BoolArray, equals
from allocator.rules.bedrooms import bedrooms_needed
from allocator.rules.context import Context
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.rule import SETTING, Rule


def size(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a household too small or too large; a shared home takes single persons."""
    outside = (h.persons < p.min_persons) | (h.persons > p.max_persons)
    return outside | (p.shared & ~equals(h.persons, 1))


def size_numbers(household: Household, home: Home, instance: Instance) -> dict[str, object]:
    """Return persons of the household, and fewest and most persons of the home."""
    most = home.max_persons if home.sharing is Sharing.NONE else 1
    return {
        "persons": len(household.persons),
        "min_persons": min(home.min_persons, most),
        "max_persons": most,
    }


def bedrooms(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a home with too few bedrooms."""
    return ~p.shared & (p.bedrooms < h.bedrooms_needed)


def bedrooms_numbers(household: Household, home: Home, instance: Instance) -> dict[str, object]:
    """Return bedrooms needed and there."""
    needed = bedrooms_needed(household, instance.peildatum, instance.policy)
    return {"needed": needed, "bedrooms": home.bedrooms}


def spare(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a home with more bedrooms than the household can use."""
    most = np.maximum(1, h.bedrooms_needed) + h.nareis + c.policy.spare_bedrooms
    return ~p.shared & (p.bedrooms > most)


def spare_numbers(household: Household, home: Home, instance: Instance) -> dict[str, object]:
    """Return the most bedrooms for this household, and those there."""
    needed = bedrooms_needed(household, instance.peildatum, instance.policy)
    spare_bedrooms = instance.policy.spare_bedrooms
    most = max(1, needed) + household.nareis_persons + spare_bedrooms
    return {"most": most, "bedrooms": home.bedrooms}


def area(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a home with too little floor area, where that is given."""
    return ~p.shared & (p.area >= 0) & (p.area < h.area_needed)


def area_numbers(household: Household, home: Home, instance: Instance) -> dict[str, object]:
    """Return square metres needed and there."""
    needed = instance.policy.m2_per_person * len(household.persons)
    return {"needed_m2": needed, "area_m2": "–" if home.area_m2 is None else home.area_m2}


RULES = (
    Rule("SIZE", "kenmerk van de woning, opgegeven door de corporatie", size, size_numbers),
    Rule(
        "BEDROOMS",
        f"{SETTING} (baby_age, share_age, couple_in_studio)",
        bedrooms,
        bedrooms_numbers,
    ),
    Rule("SPARE", f"{SETTING} (spare_bedrooms)", spare, spare_numbers),
    Rule(
        "AREA",
        f"{SETTING} (m2_per_person); 12 m² als in Bouwbesluit 2012 art. 7.18 (overbewoning)",
        area,
        area_numbers,
    ),
)
