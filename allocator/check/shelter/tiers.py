"""The value of a relocation plan in every tier (rules.md 2.2), exactly."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from allocator.check.ranking import Ranking
from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.facts import ShelterFacts
from allocator.check.shelter.limits import sites_within
from allocator.check.shelter.moves import Move, moves_of, to_come
from allocator.check.shelter.places import Places
from allocator.check.shelter.sites import Status
from allocator.domain.policy import RELOCATION_TIERS

ANNOUNCED = "announced"
"""The tier of a plan that is compared with an earlier one; it comes after ``displaced``."""


def shelter_ranking(case: ShelterCase, *, announced: bool = False) -> Ranking:
    """Return the tiers that are optimised, in order, and those that are only reported."""
    order = case.policy.tiers.relocation
    optimised = [name for name in order if name in RELOCATION_TIERS]
    if announced:
        at = optimised.index("displaced") + 1 if "displaced" in optimised else 0
        optimised.insert(at, ANNOUNCED)
    return Ranking(
        senses=dict.fromkeys((*RELOCATION_TIERS, ANNOUNCED), "min"),
        optimised=tuple(optimised),
        reported=tuple(name for name in RELOCATION_TIERS if name not in order),
        policy=case.policy,
    )


def shelter_tier_values(case: ShelterCase, places: Places) -> dict[str, int]:
    """Return the value in every tier."""
    values = dict.fromkeys(RELOCATION_TIERS, 0)
    for household, facts in case.households.items():
        moves = [m for m in moves_of(case, places, household) if m.kind == "move"]
        coming = to_come(case, places, household)
        of_one = {
            **_without_a_place(case, places, facts),
            "care": facts.persons * _elsewhere(case, places, facts, "care"),
            "safe": facts.persons * _elsewhere(case, places, facts, "safe_place"),
            "moves": facts.persons * (len(moves) + coming),
            "repeat": facts.persons * sum(move.repeat for move in moves),
            "extension": facts.persons * _extended(case, places, facts),
            "school": _school(case, facts, moves),
        }
        for name, value in of_one.items():
            values[name] += value
    values["together"] = _apart(case, places)
    values["shelter_spread"] = _above_fair_share(case, places)
    return values


def _without_a_place(case: ShelterCase, places: Places, facts: ShelterFacts) -> dict[str, int]:
    """Return the person-months without a place, in each tier that counts them."""
    months = places.without(facts.id)
    current = facts.current_site
    evicted = [t for t in months if current is not None and case.usable(facts, current, t)]
    everything = facts.persons * len(months)
    return {
        "evictions": facts.persons * len(evicted),
        "vulnerable": everything if facts.vulnerable else 0,
        "unsheltered": everything,
        "displaced": everything if current is not None else 0,
    }


def _elsewhere(case: ShelterCase, places: Places, facts: ShelterFacts, quality: str) -> int:
    """Return the months without the quality ``care`` or ``safe_place`` for who needs it."""
    needed = facts.intensive if quality == "care" else facts.needs_safe
    if not needed:
        return 0
    sites = [places.site(facts.id, t) for t in range(case.months.count) if facts.present[t]]
    return sum(site is None or not getattr(case.sites[site], quality) for site in sites)


def _extended(case: ShelterCase, places: Places, facts: ShelterFacts) -> int:
    """Return the months in a site that is extended for the household."""
    months = 0
    for t in range(case.months.count):
        site = places.site(facts.id, t)
        if site is not None:
            resident = facts.current_site == site
            months += case.status(site, t, resident=resident) == Status.EXTENDED
    return months


def _school(case: ShelterCase, facts: ShelterFacts, moves: Sequence[Move]) -> int:
    """Return the moves out of the wijk of a child's school, summed over children."""
    return sum(
        wijk in case.areas[move.from_site]
        and (not move.to_site or wijk not in case.areas[move.to_site])
        for move in moves
        for wijk in facts.school
    )


def _apart(case: ShelterCase, places: Places) -> int:
    """Return for households that want the same site the sites too many, over all months.

    A household without a place counts as a site of its own.
    """
    members: dict[str, list[ShelterFacts]] = {}
    for facts in case.households.values():
        if facts.keep_with:
            members.setdefault(facts.keep_with, []).append(facts)
    total = 0
    for together in members.values():
        for t in range(case.months.count):
            sites = [places.site(facts.id, t) for facts in together if facts.present[t]]
            total += max(0, len(set(sites) - {None}) + sites.count(None) - 1)
    return total


def _above_fair_share(case: ShelterCase, places: Places) -> int:
    """Return the persons sheltered above the fair share, over wijken that have one and months."""
    total = 0
    for wijk in case.instance.wijken:
        share = wijk.shelter_fair_share_persons
        if share is not None:
            inside = sites_within(case, wijk.code)
            for t in range(case.months.count):
                total += max(0, sum(places.persons(site, t) for site in inside) - share)
    return total


def room_changes(case: ShelterCase, places: Places) -> int:
    """Return the person-months in the same site as the month before in another set of rooms."""
    total = 0
    for household, by_month in places.by_month.items():
        for before, now in pairwise(by_month):
            if before is not None and now is not None and before.site == now.site:
                changed = set(before.rooms) != set(now.rooms)
                total += case.households[household].persons * changed
    return total
