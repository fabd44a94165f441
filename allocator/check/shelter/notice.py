"""Whether a site can hold those who are there (Notice in rules.md 2.1, and 2.4)."""

from __future__ import annotations

from collections import Counter

from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.fits import fits
from allocator.check.shelter.room_rules import needs_alone


def holds_its_residents(case: ShelterCase, site: str) -> bool:
    """Return whether max_persons and the rooms of month 0 hold those present then.

    Who can reach which room is left out: a first stay is spared MOBILITY.  What is not found
    out counts as not holding them: the checker accuses nobody without proof.
    """
    there = [f for f in case.households.values() if f.current_site == site and f.present[0]]
    limit = case.sites[site].max_persons
    if limit is not None and sum(facts.persons for facts in there) > limit:
        return False
    singles = [facts for facts in there if facts.single]
    alone = [facts for facts in singles if needs_alone(case, facts, site)]
    sharing = Counter(facts.side for facts in singles if not needs_alone(case, facts, site))
    rooms = case.usable_rooms(site, 0, resident=True)
    found = fits(
        rooms=[room.beds for room in rooms.values()],
        families=[facts.persons for facts in there if not facts.single],
        alone=len(alone),
        sharing=list(sharing.values()),
    )
    return found is True
