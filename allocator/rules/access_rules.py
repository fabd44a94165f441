"""Pair rules on time and access: AVAILABLE, HOLD, DOCUMENTS, KOPPELING, PRIORITY."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from allocator.domain.choices import HomeKind
from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules.arrays import NOT_GIVEN, BoolArray, IntArray, equals
from allocator.rules.context import Context
from allocator.rules.home_columns import HomeColumns
from allocator.rules.household_columns import HouseholdColumns
from allocator.rules.rule import PROGRAMME, SETTING, Rule


def start(p: HomeColumns, c: Context) -> IntArray:
    """Return the day number that living there can start: peildatum or available_from."""
    day: IntArray = np.maximum(p.available_from, c.today)
    return day


def available(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a home that comes too late or stays too short."""
    late = p.available_from > c.today + c.horizon_days
    short = p.available_until < start(p, c) + c.policy.min_stay_days
    return late | short


def available_numbers(household: Household, home: Home, instance: Instance) -> dict[str, object]:
    """Return when the home is there, and when it is needed."""
    begin = max(home.available_from, instance.peildatum)
    return {
        "available_from": home.available_from,
        "latest_from": instance.peildatum + timedelta(days=instance.horizon_days),
        "available_until": home.available_until or "–",
        "needed_until": begin + timedelta(days=instance.policy.min_stay_days),
    }


def hold(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a household that does not take part yet."""
    return h.hold_until > c.today


def hold_numbers(household: Household, home: Home, instance: Instance) -> dict[str, object]:
    """Return until when the household is on hold."""
    return {"hold_until": household.hold_until or "–"}


def documents(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a household without complete documents, where the policy requires them."""
    return h.lacks_documents & (c.policy.documents == "required")


def koppeling(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block a home outside the area that the household is linked to."""
    return ~equals(h.koppeling, NOT_GIVEN) & ~c.within[p.wijk, h.koppeling]


def koppeling_numbers(household: Household, home: Home, instance: Instance) -> dict[str, object]:
    """Return the name of the area and of the home's wijk."""
    names = {wijk.code: wijk.name for wijk in instance.wijken}
    area = names[household.koppeling] if household.koppeling else "–"
    return {"area": area, "wijk": names[home.wijk]}


def priority(h: HouseholdColumns, p: HomeColumns, c: Context) -> BoolArray:
    """Block social homes for those who have no priority under the policy."""
    mode = c.policy.priority_mode
    kept = equals(p.kind, HomeKind.SOCIALE_HUUR) & (mode != "priority")
    if mode == "rooms_only":
        kept &= ~p.shared
    return kept & ~h.urgency


def no_numbers(household: Household, home: Home, instance: Instance) -> dict[str, object]:
    """Return nothing: the sentence has no numbers."""
    return {}


RULES = (
    Rule("AVAILABLE", f"{SETTING} (horizon_days, min_stay_days)", available, available_numbers),
    Rule("HOLD", f"{SETTING}: wacht tot, opgegeven door het team", hold, hold_numbers),
    Rule(
        "DOCUMENTS",
        f"{PROGRAMME}: BSN of IBAN ontbreekt vaak; {SETTING} (documents)",
        documents,
        no_numbers,
    ),
    Rule(
        "KOPPELING",
        "koppeling door COA; taakstelling, Huisvestingswet 2014 art. 28",
        koppeling,
        koppeling_numbers,
    ),
    Rule(
        "PRIORITY",
        f"urgentie in de huisvestingsverordening, Huisvestingswet 2014 art. 12; {SETTING} "
        "(priority_mode)",
        priority,
        no_numbers,
    ),
)
