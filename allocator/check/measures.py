"""What a pair is worth in the tiers: relocations, fit, occupancy (rules.md 1.3, 1.4)."""

from __future__ import annotations

from allocator.check.case import Case
from allocator.check.facts import Facts
from allocator.check.rules_process import days_of_stay
from allocator.domain.choices import HomeKind, Sharing, Support, TargetGroup
from allocator.domain.home import Home


def relocates(case: Case, household: str, home: str) -> bool:
    """Return whether the pair leads to a move that could be avoided (tier relocations)."""
    facts, place = case.households[household], case.homes[home]
    stay = days_of_stay(place, case)
    ends_soon = stay is not None and stay < case.policy.stay_days
    doorstroom = place.kind == HomeKind.DOORSTROOM
    if facts.nareis == 0:
        return doorstroom or ends_soon
    too_small = facts.persons + facts.nareis > place.max_persons
    return not doorstroom and (place.sharing != Sharing.NONE or too_small or ends_soon)


def fit_points(case: Case, household: str, home: str) -> int:
    """Return the fit points of a pair: the sum of the parts that hold."""
    points = case.policy.fit
    holding = fit_parts(case, household, home)
    own = case.points.get((household, home), 0)
    return own + sum(int(getattr(points, name)) for name in holding)


def fit_parts(case: Case, household: str, home: str) -> tuple[str, ...]:
    """Return the names of the parts of the fit that hold, besides own."""
    facts, place = case.households[household], case.homes[home]
    parts = {
        "ties": any(area in facts.preferred for area in case.areas[place.wijk]),
        "nareis_room": _nareis_room(facts, place),
        "nareis_transit": facts.nareis > 0 and place.kind == HomeKind.DOORSTROOM,
        "safe": facts.safe_place and place.safe_place,
        "group": place.target_group != TargetGroup.ANY,
        "support": facts.support != Support.NONE and place.support == facts.support,
        "exact": _exact(facts, place),
        "adapted": place.wheelchair and not facts.needs_wheelchair and not facts.needs_step_free,
    }
    return tuple(name for name, holds in parts.items() if holds)


def empty_places(case: Case, household: str, home: str) -> int:
    """Return the places left empty in a home of one's own (tier occupancy)."""
    facts, place = case.households[household], case.homes[home]
    if place.sharing != Sharing.NONE:
        return 0
    return max(0, place.max_persons - facts.persons - facts.nareis)


def _nareis_room(facts: Facts, place: Home) -> bool:
    """Return whether the relatives to come fit in a lasting home of one's own."""
    return (
        facts.nareis > 0
        and place.kind != HomeKind.DOORSTROOM
        and place.sharing == Sharing.NONE
        and facts.persons + facts.nareis <= place.max_persons
    )


def _exact(facts: Facts, place: Home) -> bool:
    """Return whether the bedrooms are just what the household needs."""
    if place.sharing != Sharing.NONE:
        return False
    single = facts.persons == 1 and place.bedrooms <= 1
    return single or place.bedrooms == facts.bedrooms_needed
