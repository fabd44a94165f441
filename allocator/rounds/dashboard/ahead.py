"""What opens and closes in shelter after a day: sites, and rooms of sites that stay."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from allocator.rounds.dashboard.sight import Number, Sight
from allocator.rounds.dashboard.sites import site_names
from allocator.store import models


@dataclass(frozen=True)
class Ahead:
    """A site or some of its rooms that will open or close.

    ``places`` are those that come or go.  Of what closes: until when it can be ``extended``, the
    ``persons`` in the whole site now, and how many ``leave`` it by the plan announced last, also
    who left already.
    """

    name: str
    what: Literal["site", "rooms"]
    kind: Literal["opens", "closes"]
    on: date
    places: int
    extended: date | None = None
    persons: Number | None = None
    leave: Number | None = None

    @property
    def told(self) -> str:
        """What happens, in one word for the texts."""
        return f"{self.what}_{self.kind}"


def ahead(
    sites: Sequence[models.Site],
    rooms: Sequence[models.RoomGroup],
    persons: Mapping[str | None, int],
    plan: models.Announcement | None,
    day: date,
    sight: Sight,
) -> tuple[Ahead, ...]:
    """Return what opens and closes after a day, first things first.

    Parameters
    ----------
    persons
        Those in each site now.
    plan
        The one that was announced last.
    """
    names, leaving = site_names(sites), _leaving(plan, sight)
    found = []
    for site in sites:
        own = [room for room in rooms if room.site == site.ref]
        told = sight.number(persons.get(site.ref, 0)), leaving.get(site.ref, 0)
        found += [*_of_site(site, names[site.ref], own, told, day)]
        found += [*_of_rooms(names[site.ref], own, told, day)]
    return tuple(sorted(found, key=lambda one: (one.on, one.name, one.what)))


def _leaving(plan: models.Announcement | None, sight: Sight) -> dict[str | None, Number]:
    """Return the persons that leave each site by a plan: the sum of where they go to."""
    ways: dict[str | None, Counter[str | None]] = defaultdict(Counter)
    if plan is not None:
        for begin, end, n in plan.moves.values_list("from_site", "to_site", "persons"):
            ways[begin][end] += n
    return {begin: sight.total(ends.values()) for begin, ends in ways.items()}


def _of_site(
    site: models.Site,
    name: str,
    rooms: Sequence[models.RoomGroup],
    told: tuple[Number, Number],
    day: date,
) -> Iterator[Ahead]:
    beds = sum(int(room.beds * room.count) for room in rooms)
    places = beds if site.max_persons is None else int(site.max_persons)
    if site.opens_on is not None and site.opens_on > day:
        yield Ahead(name, "site", "opens", site.opens_on, places)
    # What closes today is open today, and what is extended has its closing still ahead.
    last = site.extend_until or site.closes_on
    if site.closes_on is not None and last is not None and last >= day:
        yield Ahead(name, "site", "closes", site.closes_on, places, site.extend_until, *told)


def _of_rooms(
    name: str, rooms: Sequence[models.RoomGroup], told: tuple[Number, Number], day: date
) -> Iterator[Ahead]:
    """Return the beds that come and go by day, of all groups of rooms together."""
    opening: Counter[date] = Counter()
    closing: Counter[date] = Counter()
    for room in rooms:
        if room.opens_on is not None and room.opens_on > day:
            opening[room.opens_on] += room.beds * room.count
        if room.closes_on is not None and room.closes_on >= day:
            closing[room.closes_on] += room.beds * room.count
    for on, beds in opening.items():
        yield Ahead(name, "rooms", "opens", on, beds)
    for on, beds in closing.items():
        yield Ahead(name, "rooms", "closes", on, beds, None, *told)
