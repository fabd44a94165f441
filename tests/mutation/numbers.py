"""The numbers that the sentence of a pair rule names, from the facts of the checker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allocator.check import Case
from allocator.check.facts import Facts
from allocator.domain.choices import Sharing
from allocator.domain.home import Home

Numbers = dict[str, object]
NONE = "–"


def numbers(case: Case, household: str, home: str, code: str) -> Numbers:
    """Return the values by name; nothing for a rule whose sentence has no numbers."""
    say = SAY.get(code)
    return say(case, case.households[household], case.homes[home]) if say else {}


def _available(case: Case, one: Facts, home: Home) -> Numbers:
    start = home.available_from if home.available_from > case.day else case.day
    return {
        "available_from": home.available_from,
        "latest_from": case.day + timedelta(days=case.instance.horizon_days),
        "available_until": home.available_until if home.available_until else NONE,
        "needed_until": start + timedelta(days=case.policy.min_stay_days),
    }


def _koppeling(case: Case, one: Facts, home: Home) -> Numbers:
    area = case.wijken[one.koppeling].name if one.koppeling else NONE
    return {"area": area, "wijk": case.wijken[home.wijk].name}


def _size(case: Case, one: Facts, home: Home) -> Numbers:
    alone = home.sharing == Sharing.NONE
    return {
        "persons": one.persons,
        "min_persons": home.min_persons if alone else 1,
        "max_persons": home.max_persons if alone else 1,
    }


def _spare(case: Case, one: Facts, home: Home) -> Numbers:
    usual = one.bedrooms_needed if one.bedrooms_needed > 0 else 1
    return {"most": usual + one.nareis + case.policy.spare_bedrooms, "bedrooms": home.bedrooms}


def _area(case: Case, one: Facts, home: Home) -> Numbers:
    return {
        "needed_m2": case.policy.m2_per_person * one.persons,
        "area_m2": home.area_m2 if home.area_m2 is not None else NONE,
    }


def _rent(case: Case, one: Facts, home: Home) -> Numbers:
    rent = home.rent_eur if home.rent_eur is not None else NONE
    return {"limit_eur": one.rent_limit, "rent_eur": rent}


def _adapted(case: Case, one: Facts, home: Home) -> Numbers:
    days = timedelta(days=case.policy.reserve_adapted_days)
    return {"kept_until": home.available_from + days}


SAY: dict[str, Callable[[Case, Facts, Home], Numbers]] = {
    "AVAILABLE": _available,
    "HOLD": lambda case, one, home: {"hold_until": one.hold_until if one.hold_until else NONE},
    "KOPPELING": _koppeling,
    "SIZE": _size,
    "BEDROOMS": lambda case, one, home: {
        "needed": one.bedrooms_needed,
        "bedrooms": home.bedrooms,
    },
    "SPARE": _spare,
    "AREA": _area,
    "ADAPTED": _adapted,
    "RENT": _rent,
}
