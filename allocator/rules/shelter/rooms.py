"""The rooms of a site and what households need of them (rules.md 2.1)."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.choices import Gender
from allocator.domain.instance import Instance
from allocator.domain.site import Site
from allocator.rules.shelter.months import Months, use_of_rooms
from allocator.rules.shelter.residents import Resident

SHARING = tuple((gender, adult) for gender in (Gender.F, Gender.M) for adult in (False, True))
"""Groups of single persons that share rooms with each other."""


@dataclass(frozen=True)
class RoomKind:
    """Rooms that are alike, with the number there is in each month, shape ``(T,)``.

    ``residents`` are rooms that close in month 0: for those who live in the site, then.
    """

    beds: int
    wheelchair: bool
    residents: bool
    count: tuple[int, ...]


@dataclass(frozen=True)
class RoomNeed:
    """What a household needs of the rooms of a site.

    ``sharing`` is the number of the group that it shares a room with, -1 for none;
    ``wheelchair`` asks for wheelchair rooms, ``first_stay`` for none in particular.
    """

    persons: int
    sharing: int
    wheelchair: bool
    first_stay: bool

    def fits(self, kind: RoomKind) -> bool:
        """Whether a kind of room will do."""
        if self.first_stay:
            return True
        return not kind.residents and (kind.wheelchair or not self.wheelchair)


def room_kinds(instance: Instance, site: Site, months: Months) -> tuple[RoomKind, ...]:
    """Return the kinds of room of a site, smallest first."""
    counts: dict[tuple[int, bool, bool], list[int]] = {}
    for group in instance.rooms:
        if group.site != site.id:
            continue
        use = use_of_rooms(group, site, months)
        for t in range(len(months)):
            closing = use.residents[t] and not use.usable(t)
            if closing or use.usable(t):
                key = group.beds, group.wheelchair, closing
                counts.setdefault(key, [0] * len(months))[t] += group.count
    return tuple(RoomKind(*key, tuple(count)) for key, count in sorted(counts.items()))


def room_need(resident: Resident, site: Site, *, first_stay: bool) -> RoomNeed:
    """Return what a household needs of the rooms of a site."""
    alone = resident.sharing is None or (resident.safe_place and not site.safe_place)
    return RoomNeed(
        persons=resident.persons,
        sharing=-1 if alone or resident.sharing is None else SHARING.index(resident.sharing),
        wheelchair=not first_stay
        and (resident.wheelchair or (resident.step_free and not site.step_free)),
        first_stay=first_stay,
    )
