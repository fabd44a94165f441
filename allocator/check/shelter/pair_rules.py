"""Which sites a household may be in, by the pair rules of rules.md 2.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.facts import ShelterFacts
from allocator.check.shelter.places import Places
from allocator.check.shelter.sites import Room
from allocator.check.verdict import Deviation, Violation

# What a first stay is spared, in the order of rules.md; DECIDED is never spared.
SPARED = ("KOPPELING", "CARE", "WOMEN", "MOBILITY")
MESSAGES = {
    "KOPPELING": "check.shelter.KOPPELING",
    "CARE": "check.shelter.CARE",
    "WOMEN": "check.shelter.WOMEN",
    "MOBILITY": "check.shelter.MOBILITY",
    "DECIDED": "check.shelter.DECIDED",
}


def koppeling(case: ShelterCase, facts: ShelterFacts, site: str) -> bool:
    """KOPPELING: the site does not lie in the area that the household is linked to."""
    return facts.koppeling is not None and facts.koppeling not in case.areas[site]


def care(case: ShelterCase, facts: ShelterFacts, site: str) -> bool:
    """CARE: a care site is for intensive support, and perhaps that goes nowhere else."""
    if case.sites[site].care:
        return case.policy.care_exclusive and not facts.intensive
    return case.policy.care_strict and facts.intensive


def women(case: ShelterCase, facts: ShelterFacts, site: str) -> bool:
    """WOMEN: a site for women takes households whose adults are women."""
    return case.sites[site].women_only and not facts.women


def mobility(case: ShelterCase, facts: ShelterFacts, site: str, rooms: Iterable[Room]) -> bool:
    """MOBILITY: somebody cannot get into one of the rooms."""
    return not all(reachable(case, facts, site, room) for room in rooms)


def reachable(case: ShelterCase, facts: ShelterFacts, site: str, room: Room) -> bool:
    """Return whether everybody of the household can get into a room of a site."""
    if facts.needs_wheelchair and not room.wheelchair:
        return False
    return not facts.needs_step_free or case.sites[site].step_free or room.wheelchair


def decided(case: ShelterCase, facts: ShelterFacts, site: str, t: int) -> bool:
    """DECIDED: the site is refused for the household in this month."""
    return t >= case.refused.get((facts.id, site), case.months.count)


def blocked_by(
    case: ShelterCase, facts: ShelterFacts, site: str, rooms: Iterable[Room], t: int
) -> tuple[str, ...]:
    """Return the codes of the rules that block a household in these rooms of a site."""
    holds = {
        "KOPPELING": koppeling(case, facts, site),
        "CARE": care(case, facts, site),
        "WOMEN": women(case, facts, site),
        "MOBILITY": mobility(case, facts, site, rooms),
        "DECIDED": decided(case, facts, site, t),
    }
    return tuple(code for code, blocks in holds.items() if blocks)


def pair_faults(case: ShelterCase, places: Places) -> Iterator[Violation]:
    """Find households in a site that a pair rule blocks and their first stay is not spared."""
    for household, site, t, codes in _blocked(case, places):
        for code in codes:
            if code in SPARED and places.in_first_stay(household, t):
                continue
            facts = case.households[household]
            values = (("koppeling", facts.koppeling or "–"),) if code == "KOPPELING" else ()
            yield Violation(
                code,
                MESSAGES[code],
                values,
                household=household,
                site=site,
                wijk=case.sites[site].wijk,
                month=case.months.labels[t],
            )


def deviations(case: ShelterCase, places: Places) -> tuple[Deviation, ...]:
    """Return the households whose first stay a rule would forbid now, with the codes."""
    found: dict[tuple[str, str], set[str]] = {}
    for household, site, t, codes in _blocked(case, places):
        spared = [code for code in codes if code in SPARED]
        if spared and places.in_first_stay(household, t):
            found.setdefault((household, site), set()).update(spared)
    return tuple(
        Deviation(household, "", tuple(code for code in SPARED if code in codes), site=site)
        for (household, site), codes in found.items()
    )


def _blocked(case: ShelterCase, places: Places) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    """Return each household, site and month with the codes that block it, if any."""
    for household, by_month in places.by_month.items():
        for t, place in enumerate(by_month):
            if place is None:
                continue
            known = case.rooms[place.site]
            rooms = [known[room] for room in place.rooms if room in known]
            codes = blocked_by(case, case.households[household], place.site, rooms, t)
            if codes:
                yield household, place.site, t, codes
