"""Who is in its first site although a rule now forbids it (rules.md 2.1)."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.instance import Instance
from allocator.domain.site import Site
from allocator.rules.shelter.residents import Resident, residents
from allocator.rules.shelter.site_rules import blocking_codes, places_of
from allocator.shelter_plan import RelocationPlan, Stay

WHEELCHAIR_SIGN = "w-"
"""What the id of a wheelchair room has before its number: ``PH7/4w-01``."""


@dataclass(frozen=True)
class SiteDeviation:
    """A household in a site, and the codes of the rules that forbid it."""

    household: str
    site: str
    codes: tuple[str, ...]


def site_deviations(instance: Instance, plan: RelocationPlan) -> tuple[SiteDeviation, ...]:
    """Return the deviations of the plan, in order of household; a plan has no others."""
    sites = {str(site.id): site for site in instance.sites}
    people = {resident.id: resident for resident in residents(instance)}
    places = places_of(instance)
    found: dict[tuple[str, str], dict[str, None]] = {}
    for stay in plan.stays:
        resident, site = people[stay.household], sites[stay.site]
        codes = [*blocking_codes(resident, site, places), *_mobility(resident, site, stay)]
        if codes:
            known = found.setdefault((stay.household, stay.site), {})
            known.update(dict.fromkeys(codes))
    return tuple(SiteDeviation(*key, tuple(codes)) for key, codes in found.items())


def _mobility(resident: Resident, site: Site, stay: Stay) -> tuple[str, ...]:
    """Return MOBILITY when the rooms are not fit for everybody."""
    wheelchair = all(WHEELCHAIR_SIGN in room.rpartition("/")[2] for room in stay.rooms)
    missing = resident.wheelchair or (resident.step_free and not site.step_free)
    return ("MOBILITY",) if missing and not wheelchair else ()
