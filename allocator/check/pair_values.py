"""The numbers that a sentence on a blocked pair names; never why a need exists."""

from __future__ import annotations

from collections.abc import Callable

from allocator.check.case import Case
from allocator.check.facts import Facts
from allocator.check.verdict import Value
from allocator.domain.home import Home

Named = tuple[tuple[str, Value], ...]


def pair_values(case: Case, household: str, home: str, code: str) -> Named:
    """Return the values that the message of a pair rule names."""
    facts, place = case.households[household], case.homes[home]
    return _VALUES[code](case, facts, place) if code in _VALUES else ()


def _available(case: Case, facts: Facts, home: Home) -> Named:
    """Return the dates of the home and what is asked of them."""
    return (
        ("available_from", home.available_from),
        ("available_until", home.available_until or "–"),
        ("horizon_days", case.instance.horizon_days),
        ("min_stay_days", case.policy.min_stay_days),
    )


def _size(case: Case, facts: Facts, home: Home) -> Named:
    """Return the persons and what the home takes."""
    return (
        ("persons", facts.persons),
        ("min_persons", home.min_persons),
        ("max_persons", home.max_persons),
    )


def _spare(case: Case, facts: Facts, home: Home) -> Named:
    """Return the bedrooms and the most that suits the household."""
    most = max(1, facts.bedrooms_needed) + facts.nareis + case.policy.spare_bedrooms
    return (("bedrooms", home.bedrooms), ("most", most))


def _adapted(case: Case, facts: Facts, home: Home) -> Named:
    """Return the day until which the home is kept for those who need it."""
    days = case.policy.reserve_adapted_days
    return (("available_from", home.available_from), ("reserve_days", days))


_VALUES: dict[str, Callable[[Case, Facts, Home], Named]] = {
    "AVAILABLE": _available,
    "HOLD": lambda case, facts, home: (("hold_until", facts.hold_until or case.day),),
    "KOPPELING": lambda case, facts, home: (("koppeling", facts.koppeling or "–"),),
    "SIZE": _size,
    "BEDROOMS": lambda case, facts, home: (
        ("bedrooms", home.bedrooms),
        ("bedrooms_needed", facts.bedrooms_needed),
    ),
    "SPARE": _spare,
    "AREA": lambda case, facts, home: (
        ("area", home.area_m2 or 0),
        ("area_needed", case.policy.m2_per_person * facts.persons),
    ),
    "ADAPTED": _adapted,
    "RENT": lambda case, facts, home: (
        ("rent", home.rent_eur or 0),
        ("rent_limit", facts.rent_limit),
    ),
    "TARGET_GROUP": lambda case, facts, home: (("head_age", facts.head_age),),
    "TRANSIT": lambda case, facts, home: (("persons", facts.persons),),
}
