"""The limits that a plan must respect together (rules.md 1.2).

A limit has a name: ``draagkracht:<wijk>``, ``complex:<id>``, ``supported:<id>``,
``corporatie:<id>``, ``guidance``, ``units:<home>``; what comes before the colon is its
kind.  That a home is shared by one gender is no sum; it has functions of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from allocator.check.case import Case
from allocator.check.facts import Facts
from allocator.domain.choices import Gender, Sharing, Support

Placement = tuple[str, str]


def capacities(case: Case) -> dict[str, int]:
    """Return what each limit has left for this plan: persons, or households."""
    left: dict[str, int] = {}
    for wijk in case.wijken.values():
        if wijk.draagkracht_persons is not None:
            room = wijk.draagkracht_persons - wijk.placed_persons
            left[f"draagkracht:{wijk.code}"] = max(0, room)
    for block in case.complexes.values():
        if block.max_persons is not None:
            left[f"complex:{block.id}"] = max(0, block.max_persons - block.placed_persons)
        if block.max_supported is not None:
            left[f"supported:{block.id}"] = max(0, block.max_supported - block.placed_supported)
    for owner in case.corporaties.values():
        if owner.max_placements is not None:
            left[f"corporatie:{owner.id}"] = owner.max_placements
    if case.policy.max_placements is not None:
        left["guidance"] = case.policy.max_placements
    for home in case.homes.values():
        left[f"units:{home.id}"] = home.units
    return left


def limits_of(case: Case, home: str) -> tuple[str, ...]:
    """Return the names of the limits that a home counts for, whether or not they are set."""
    place = case.homes[home]
    names = [f"draagkracht:{area}" for area in case.areas[place.wijk]]
    if place.complex is not None:
        names += [f"complex:{place.complex}", f"supported:{place.complex}"]
    return (*names, f"corporatie:{place.corporatie}", "guidance", f"units:{home}")


def taken(limit: str, facts: Facts) -> int:
    """Return what one household takes of a limit: persons, or 1 household."""
    kind = limit.partition(":")[0]
    if kind in ("draagkracht", "complex"):
        return facts.counted
    if kind == "supported":
        return 0 if facts.support == Support.NONE else 1
    return 1


def uses(case: Case, household: str, home: str) -> dict[str, int]:
    """Return what a placement takes of each limit."""
    facts = case.households[household]
    return {name: taken(name, facts) for name in limits_of(case, home)}


def loads(case: Case, placements: Iterable[Placement]) -> Counter[str]:
    """Return what a plan takes of each limit."""
    total: Counter[str] = Counter()
    for household, home in placements:
        total.update(uses(case, household, home))
    return total


def genders(case: Case, placements: Iterable[Placement]) -> dict[str, set[Gender]]:
    """Return the genders of the heads in each home with sharing = same that is used."""
    found: dict[str, set[Gender]] = {}
    for household, home in placements:
        if case.homes[home].sharing == Sharing.SAME:
            found.setdefault(home, set()).add(case.households[household].gender)
    return found


def breaks_limits(case: Case, placements: Iterable[Placement]) -> tuple[str, ...]:
    """Return the names of the limits that a plan breaks; ``gender:<home>`` for mixed homes.

    ``placements`` are pairs of a household and a home of the case.
    """
    plan = tuple(placements)
    left = capacities(case)
    broken = [name for name, load in loads(case, plan).items() if load > left.get(name, load)]
    broken += [f"gender:{home}" for home, found in genders(case, plan).items() if len(found) > 1]
    return tuple(sorted(broken))
