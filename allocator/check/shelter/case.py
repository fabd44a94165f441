"""An instance laid out for the checker of relocation plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from allocator.check.case import areas_around
from allocator.check.shelter.facts import ShelterFacts, facts_of
from allocator.check.shelter.months import Months
from allocator.check.shelter.sites import Room, Status, group_usable, rooms_by_site, site_status
from allocator.domain.choices import Group, SiteDecisionKind
from allocator.domain.instance import Instance
from allocator.domain.policy import Policy
from allocator.domain.site import Site


@dataclass(frozen=True)
class ShelterCase:
    """The relocation plan of one instance.

    ``households`` are the ontheemden only; ``areas`` gives for each site its wijk and the
    areas that it lies within; ``rooms`` the rooms of each site by id; ``locks`` by household
    the site and the month from which it holds; ``refused`` that month by household and site.
    """

    instance: Instance
    months: Months
    households: dict[str, ShelterFacts]
    sites: dict[str, Site]
    areas: dict[str, tuple[str, ...]]
    rooms: dict[str, dict[str, Room]]
    locks: dict[str, tuple[str, int]]
    refused: dict[tuple[str, str], int]

    @property
    def policy(self) -> Policy:
        """The settings of the rules."""
        return self.instance.policy

    @cached_property
    def others(self) -> frozenset[str]:
        """Households that do not take part: the statushouders."""
        return frozenset(h.id for h in self.instance.households if h.id not in self.households)

    def status(self, site: str, t: int, *, resident: bool) -> Status:
        """Return whether a site is open, extended or closed in a month, for residents or others."""
        return self._statuses[site, resident][t]

    def usable(self, facts: ShelterFacts, site: str, t: int) -> bool:
        """Return whether a household may find the site open or extended in a month."""
        return self.status(site, t, resident=facts.current_site == site) != Status.CLOSED

    def usable_rooms(self, site: str, t: int, *, resident: bool) -> dict[str, Room]:
        """Return by id the rooms that can be used in a month, by residents or others."""
        if (site, t, resident) not in self._usable_rooms:
            self._usable_rooms[site, t, resident] = self._rooms_in(site, t, resident)
        return self._usable_rooms[site, t, resident]

    def _rooms_in(self, site: str, t: int, resident: bool) -> dict[str, Room]:
        """Return the rooms whose own dates and those of the site allow a month."""
        if self.status(site, t, resident=resident) == Status.CLOSED:
            return {}
        grace, months = self.policy.grace_days, self.months
        return {
            id_: room
            for id_, room in self.rooms[site].items()
            if group_usable(room.group, months, grace, t, resident=resident)
        }

    @cached_property
    def _usable_rooms(self) -> dict[tuple[str, int, bool], dict[str, Room]]:
        """What was worked out before."""
        return {}

    @cached_property
    def _statuses(self) -> dict[tuple[str, bool], tuple[Status, ...]]:
        """For each site, for residents and others, its status by month."""
        grace, months = self.policy.grace_days, self.months
        return {
            (id_, resident): tuple(
                site_status(site, months, grace, t, resident=resident) for t in range(months.count)
            )
            for id_, site in self.sites.items()
            for resident in (False, True)
        }


def shelter_case(instance: Instance) -> ShelterCase:
    """Lay out an instance."""
    months = Months(instance.peildatum, instance.horizon_months)
    wijken = {str(wijk.code): wijk for wijk in instance.wijken}
    sites: dict[str, Site] = {site.id: site for site in instance.sites}
    rooms = rooms_by_site(instance.rooms)
    return ShelterCase(
        instance=instance,
        months=months,
        households={
            h.id: facts_of(h, months) for h in instance.households if h.group == Group.ONTHEEMDE
        },
        sites=sites,
        areas={id_: areas_around(wijken[site.wijk], wijken) for id_, site in sites.items()},
        rooms={id_: {room.id: room for room in rooms.get(id_, ())} for id_ in sites},
        locks={
            d.household: (d.site, _from_month(d.from_on, months))
            for d in instance.site_decisions
            if d.decision == SiteDecisionKind.LOCK
        },
        refused=_refused(instance, months),
    )


def _refused(instance: Instance, months: Months) -> dict[tuple[str, str], int]:
    """Return the first month in which a site is refused for a household, by pair."""
    refused: dict[tuple[str, str], int] = {}
    for d in instance.site_decisions:
        if d.decision == SiteDecisionKind.REFUSED:
            start = _from_month(d.from_on, months)
            refused[d.household, d.site] = min(start, refused.get((d.household, d.site), start))
    return refused


def _from_month(from_on: date | None, months: Months) -> int:
    """Return the month from which a decision holds."""
    return 0 if from_on is None else max(0, months.index(from_on))
