"""What if a site opens or closes later than planned: ``SITE=+2``, in months.

A site that is still to open opens so much later, with its rooms.  One that is open closes so much
later: all dates on which it, or part of its rooms, closes move along; a contract that could be
stretched to a day before the new one cannot be stretched any more.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from allocator.domain.instance import Instance
from allocator.domain.site import RoomGroup, Site
from allocator.errors import BadCall

SLIP = re.compile(r"(?P<site>.+)=(?P<months>[+-]?\d{1,3})")


def slips_of(words: Sequence[str], instance: Instance) -> dict[str, int]:
    """Return the months by which sites slip, as they are written.

    Raises
    ------
    BadCall
        When one is not written so, names no site or a site twice, or a site has no such date.
    """
    sites = {str(site.id) for site in instance.sites}
    slips: dict[str, int] = {}
    for word in words:
        found = SLIP.fullmatch(word)
        if found is None:
            raise BadCall("cli.slip.form", text=word)
        site = found["site"]
        if site not in sites:
            raise BadCall("cli.slip.site", site=site)
        if site in slips:
            raise BadCall("cli.slip.twice", site=site)
        slips[site] = int(found["months"])
    slipped(instance, slips)
    return slips


def slipped(instance: Instance, slips: Mapping[str, int]) -> Instance:
    """Return the instance with sites that open or close later, in months.

    Raises
    ------
    BadCall
        When a site neither opens nor closes, or would close before it opens.
    """
    if not slips:
        return instance
    rooms = list(instance.rooms)
    sites = []
    for site in instance.sites:
        months = slips.get(str(site.id))
        own = [i for i, room in enumerate(rooms) if room.site == site.id]
        if not months:
            sites.append(site)
            continue
        move = partial(later, months=months)
        new, groups = slipped_site(site, [rooms[i] for i in own], move, instance.peildatum)
        sites.append(new)
        for i, group in zip(own, groups, strict=True):
            rooms[i] = group
    return instance.model_copy(update={"sites": tuple(sites), "rooms": tuple(rooms)})


def as_planned(instance: Instance, summary: Mapping[str, object]) -> Instance:
    """Return the instance with the slips that the summary of a relocation plan says it has.

    Raises
    ------
    BadCall
        When they are none that the instance can have.
    """
    slips = summary.get("slip", {})
    if not isinstance(slips, dict):
        raise BadCall("cli.slip.form", text=slips)
    return slipped(instance, slips_of([f"{site}={n}" for site, n in slips.items()], instance))


def slipped_site(
    site: Site, rooms: Sequence[RoomGroup], move: Callable[[date], date], peildatum: date
) -> tuple[Site, list[RoomGroup]]:
    """Return a site and its rooms with their dates moved by ``move``.

    Raises
    ------
    BadCall
        When the site neither opens nor closes, or would close before it opens.
    """

    def moved(day: date | None) -> date | None:
        return None if day is None else move(day)

    if site.opens_on is not None and site.opens_on > peildatum:
        new = site.model_copy(update={"opens_on": moved(site.opens_on)})
        own = [room.model_copy(update={"opens_on": moved(room.opens_on)}) for room in rooms]
    else:
        closes = moved(site.closes_on)
        until = site.extend_until
        stretch = until if until is not None and closes is not None and until > closes else None
        new = site.model_copy(update={"closes_on": closes, "extend_until": stretch})
        own = [room.model_copy(update={"closes_on": moved(room.closes_on)}) for room in rooms]
        if (new, own) == (site, list(rooms)):
            raise BadCall("cli.slip.no_date", site=site.id)
    dated: list[Site | RoomGroup] = [new, *own]
    for one in dated:
        if one.opens_on and one.closes_on and one.closes_on < one.opens_on:
            raise BadCall("cli.slip.order", site=site.id)
    return new, own


def later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of its month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    last = monthrange(year, month)[1]
    whole = day.day == monthrange(day.year, day.month)[1]  # the last of a month stays the last
    return date(year, month, last if whole else min(day.day, last))
