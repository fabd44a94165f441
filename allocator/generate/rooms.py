"""Rooms that hold given households, with some to spare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from math import ceil

from allocator.domain.base import SiteId
from allocator.domain.choices import Gender, Mobility
from allocator.domain.household import Household
from allocator.domain.site import RoomGroup

FAMILY_BEDS = {2: (2,), 3: (4,), 4: (4,), 5: (6,), 6: (6,), 7: (4, 4), 8: (4, 4)}

Rooms = Counter[tuple[int, bool]]  # (beds, wheelchair) -> number of rooms


def rooms_for(households: Iterable[Household]) -> Rooms:
    """Give rooms that hold the households under the room rules, singles two to a room."""
    rooms: Rooms = Counter()
    pairs: Counter[Gender] = Counter()
    for household in households:
        wheelchair = any(p.mobility is Mobility.WHEELCHAIR for p in household.persons)
        persons = len(household.persons)
        if persons > 1:
            rooms.update((beds, wheelchair) for beds in FAMILY_BEDS[persons])
        elif wheelchair or household.persons[0].gender is Gender.X or household.needs:
            rooms[1, wheelchair] += 1
        else:
            pairs[household.persons[0].gender] += 1
    for singles in pairs.values():
        rooms[2, False] += (singles + 1) // 2
    return rooms


def scaled(rooms: Rooms, share: float) -> Rooms:
    """Give a share of the rooms of each kind: rounded up to more, down to fewer."""
    nearest = ceil if share > 1 else int
    return Counter({key: n for key, count in rooms.items() if (n := nearest(count * share))})


def groups(site: SiteId, rooms: Rooms, closes_on: date | None = None) -> list[RoomGroup]:
    """Write rooms as rows of the instance; with a day, they close before the site does."""
    return [
        RoomGroup(
            site=site,
            beds=beds,
            count=rooms[beds, wheelchair],
            wheelchair=wheelchair,
            closes_on=closes_on,
        )
        for beds, wheelchair in sorted(rooms)
    ]
