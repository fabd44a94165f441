"""Which site a household may be in (rules.md 2.1): KOPPELING, CARE, WOMEN and DECIDED.

MOBILITY is about rooms: :mod:`allocator.rules.shelter.rooms`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from allocator.domain.choices import SiteDecisionKind
from allocator.domain.decision import SiteDecision
from allocator.domain.instance import Instance
from allocator.domain.site import Site
from allocator.rules.rule import SETTING
from allocator.rules.shelter.months import Months
from allocator.rules.shelter.residents import Resident


@dataclass(frozen=True)
class Places:
    """What the rules look at besides: the instance, and the areas around each wijk."""

    instance: Instance
    around: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class SiteRule:
    """A rule that may forbid a household a site.

    ``first_stay`` says whether it also holds for a first stay that lasts.
    """

    code: str
    source: str
    blocks: Callable[[Resident, Site, Places], bool]

    @property
    def name(self) -> str:
        """Message id of the short name."""
        return f"rule.{self.code}.name"


def koppeling(resident: Resident, site: Site, places: Places) -> bool:
    """Block a site outside the area that the household is linked to."""
    area = resident.household.koppeling
    return area is not None and area not in places.around[site.wijk]


def care(resident: Resident, site: Site, places: Places) -> bool:
    """Keep care sites for who needs intensive support; if strict, these for care sites."""
    policy = places.instance.policy
    if site.care:
        return policy.care_exclusive and not resident.intensive
    return policy.care_strict and resident.intensive


def women(resident: Resident, site: Site, places: Places) -> bool:
    """Keep sites for women for households whose adults are women."""
    return site.women_only and not resident.women


SITE_RULES = (
    SiteRule("KOPPELING", "koppeling, opgegeven door het team", koppeling),
    SiteRule("CARE", f"zorglocatie; {SETTING} (care_exclusive, care_strict)", care),
    SiteRule("WOMEN", "opvang voor vrouwen, opgegeven bij de locatie", women),
)


def blocking_codes(resident: Resident, site: Site, places: Places) -> tuple[str, ...]:
    """Return the codes of the rules that forbid a household a site, whatever the month."""
    return tuple(rule.code for rule in SITE_RULES if rule.blocks(resident, site, places))


def decided_from(decision: SiteDecision, months: Months) -> int:
    """Return the month from which a decision holds, at least 0."""
    return 0 if decision.from_on is None else max(0, months.number_of(decision.from_on))


def refused(instance: Instance, months: Months) -> dict[tuple[str, str], int]:
    """Return from which month each refused pair of household and site is refused."""
    found: dict[tuple[str, str], int] = {}
    for decision in instance.site_decisions:
        if decision.decision is SiteDecisionKind.REFUSED:
            key = str(decision.household), str(decision.site)
            begin = decided_from(decision, months)
            found[key] = min(begin, found.get(key, begin))
    return found


def locked(instance: Instance, months: Months) -> dict[str, tuple[str, int]]:
    """Return the locked site of each household that has one, and the month it holds from."""
    return {
        str(decision.household): (str(decision.site), decided_from(decision, months))
        for decision in instance.site_decisions
        if decision.decision is SiteDecisionKind.LOCK
    }


def places_of(instance: Instance) -> Places:
    """Return what the rules look at of an instance."""
    above = {wijk.code: wijk.within for wijk in instance.wijken}
    around = {}
    for code in above:
        areas, area = {code}, above[code]
        while area is not None and area not in areas:
            areas.add(area)
            area = above[area]
        around[str(code)] = frozenset(map(str, areas))
    return Places(instance, around)
