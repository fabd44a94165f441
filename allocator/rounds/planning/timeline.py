"""The relocation plan that was announced last: each site month by month, and who goes where.

Only numbers of persons, and none from 1 to 4 for who may not see households; nor can they work
one out: sums over sites are not told, and a change of a site from month to month only when it
is 5 or more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from allocator.domain.site import RoomGroup, Site
from allocator.rounds.announced import newest_announcement
from allocator.rounds.case import policy
from allocator.rounds.dashboard.people import People, people_now
from allocator.rounds.dashboard.sight import Number, Sight
from allocator.rounds.dashboard.sites import site_names
from allocator.rounds.planning.flows import Flow, flows
from allocator.rounds.use import SHELTER, Actor, using
from allocator.rules.shelter.months import Months, Use, use_of_rooms, use_of_site
from allocator.store import facts, models
from allocator.store.fields import opened
from allocator.store.subjects import names

Place = tuple[str | None, str]


@dataclass(frozen=True)
class SiteMonth:
    """A site in a month: whether it can be used, its ``places``, and the persons in it."""

    use: Literal["open", "extended", "closed"]
    places: int
    persons: Number


@dataclass(frozen=True)
class SiteLine:
    """A site over the months."""

    name: str
    opens_on: date | None
    closes_on: date | None
    extend_until: date | None
    months: tuple[SiteMonth, ...]


@dataclass(frozen=True)
class Timeline:
    """An announced plan; ``months`` are their first days, ``without`` who has no place in each.

    ``erased`` households are in the plan, but where they would be is not known any more.  It is
    ``exact`` when small numbers are told too.
    """

    number: int
    peildatum: date
    object_by: date
    months: tuple[date, ...]
    sites: tuple[SiteLine, ...]
    without: tuple[Number, ...]
    flows: tuple[Flow, ...]
    erased: int
    exact: bool


def timeline(actor: Actor) -> Timeline | None:
    """Return the plan that was announced last, ``None`` when none was."""
    with using(actor, "timeline", ground=SHELTER, roles=("team", "planner")):
        newest = newest_announcement()
        if newest is None:
            return None
        sight = Sight.of(actor)
        persons, erased = _persons(newest, people_now())
        months = _months({month for _, month in persons}, newest.peildatum)
        sites = _sites(months, persons, sight)
        return Timeline(
            newest.number,
            newest.peildatum,
            newest.object_by,
            tuple(last.replace(day=1) for last in months.last),
            sites,
            sight.over_time(persons[None, months.name(t)] for t in range(len(months))),
            flows(newest, sight),
            erased,
            sight.exact,
        )


def _persons(announcement: models.Announcement, there: People) -> tuple[Counter[Place], int]:
    """Return the persons in each site (or none) and month, and how many households are erased."""
    known = names()
    found: Counter[Place] = Counter()
    erased = 0
    for row in announcement.rows.all():
        places: Mapping[str, str | None] | None = opened(row, "places")
        if places is None:
            erased += 1
            continue
        persons = len(there.get(known.get(row.subject_id, ""), ()))
        for month, site in places.items():
            found[site, month] += persons
    return found, erased


def _months(named: Iterable[str], peildatum: date) -> Months:
    """Return the months of a plan, from that of its peildatum to the last that it names."""
    first = peildatum.replace(day=1)
    last = max((date.fromisoformat(f"{name}-01") for name in named), default=first)
    starts = [first]
    while starts[-1] < last:
        starts.append(_next_month(starts[-1]))
    ends = [_next_month(start) - timedelta(days=1) for start in starts]
    grace = timedelta(days=policy().grace_days)
    return Months((peildatum, *starts[1:]), tuple(ends), grace)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _sites(months: Months, persons: Counter[Place], sight: Sight) -> tuple[SiteLine, ...]:
    """Return the sites that can be used in some month, or that somebody is in."""
    sites = [facts.from_row(facts.SITES, row) for row in facts.present(facts.SITES).values()]
    rooms = [facts.from_row(facts.ROOMS, row) for row in facts.present(facts.ROOMS).values()]
    called = site_names(models.Site.objects.all())
    found = []
    for site in sorted((s for s in sites if isinstance(s, Site)), key=lambda s: s.id):
        own = [room for room in rooms if isinstance(room, RoomGroup) and room.site == site.id]
        line = _line(called[site.id], site, own, months, persons, sight)
        if any(month.use != "closed" or month.persons != 0 for month in line.months):
            found.append(line)
    return tuple(found)


def _line(
    name: str,
    site: Site,
    rooms: Sequence[RoomGroup],
    months: Months,
    persons: Counter[Place],
    sight: Sight,
) -> SiteLine:
    use = use_of_site(site, months)
    of_rooms = [(room, use_of_rooms(room, site, months)) for room in rooms]
    every = range(len(months))
    told = sight.over_time(persons[site.id, months.name(t)] for t in every)
    return SiteLine(
        name,
        site.opens_on,
        site.closes_on,
        site.extend_until,
        tuple(SiteMonth(_use(use, t), _places(site, of_rooms, t), told[t]) for t in every),
    )


def _use(use: Use, t: int) -> Literal["open", "extended", "closed"]:
    if use.open[t] or use.residents[t]:
        return "open"
    return "extended" if use.extended[t] else "closed"


def _places(site: Site, rooms: Sequence[tuple[RoomGroup, Use]], t: int) -> int:
    """Return the beds of the rooms that can be used in a month, at most what a site may hold."""
    beds = sum(r.beds * r.count for r, use in rooms if use.usable_by(t, resident=True))
    return beds if site.max_persons is None else min(beds, site.max_persons)
