"""Why a household is without a place, as far as one answer is right (rules.md 2.3)."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.facts import ShelterFacts
from allocator.check.shelter.pair_rules import care, decided, koppeling, reachable, women
from allocator.check.shelter.room_rules import covers
from allocator.check.shelter.sites import Room


class Reasons:
    """Tells ``no_site`` and ``closed`` from what a plan may explain in its own way.

    Households that are alike in what the rules look at are judged once.
    """

    def __init__(self, case: ShelterCase) -> None:
        self.case = case
        self._suiting: dict[tuple[object, ...], tuple[str, ...]] = {}
        self._holding: dict[tuple[object, ...], bool] = {}

    def reason(self, facts: ShelterFacts, t: int) -> str:
        """Return ``no_site`` or ``closed``; nothing when it is ``full`` or ``priority``.

        Other households are not looked at.  Rooms suit whatever their dates, but those of the
        month itself must hold the household.
        """
        suiting = [site for site in self._sites(facts) if not decided(self.case, facts, site, t)]
        if not suiting:
            return "no_site"
        return "" if any(self._holds(facts, site, t) for site in suiting) else "closed"

    def _sites(self, facts: ShelterFacts) -> tuple[str, ...]:
        """Return the sites that pass the rules and have rooms, refused or not."""
        alike = (facts.koppeling, facts.intensive, facts.women, *_needs(facts))
        if alike not in self._suiting:
            self._suiting[alike] = tuple(
                site for site in self.case.sites if self._suits(facts, site)
            )
        return self._suiting[alike]

    def _suits(self, facts: ShelterFacts, site: str) -> bool:
        """Return whether a site passes the rules and has rooms."""
        case = self.case
        blocked = (
            koppeling(case, facts, site) or care(case, facts, site) or women(case, facts, site)
        )
        return not blocked and self._hold(facts, site, case.rooms[site].values())

    def _holds(self, facts: ShelterFacts, site: str, t: int) -> bool:
        """Return whether the rooms that can be used in a month hold the household."""
        resident = facts.current_site == site
        alike = (site, t, resident, *_needs(facts))
        if alike not in self._holding:
            rooms = self.case.usable_rooms(site, t, resident=resident)
            self._holding[alike] = self._hold(facts, site, rooms.values())
        return self._holding[alike]

    def _hold(self, facts: ShelterFacts, site: str, rooms: Iterable[Room]) -> bool:
        """Return whether some of these rooms, if they were empty, hold the household."""
        within_reach = [room for room in rooms if reachable(self.case, facts, site, room)]
        return covers(within_reach, facts.persons)


def _needs(facts: ShelterFacts) -> tuple[int, bool, bool]:
    """Return what decides whether rooms hold a household."""
    return facts.persons, facts.needs_wheelchair, facts.needs_step_free
