"""A site that opens or closes earlier or later, with its rooms: as :mod:`allocator.slipping`."""

from __future__ import annotations

from allocator.domain.base import SiteId, WijkCode
from allocator.domain.site import RoomGroup, Site
from allocator.errors import BadCall
from allocator.reading.rows import UNREAD, Rows
from allocator.reading.scenario.moving import By
from allocator.reading.source import Source
from allocator.slipping import slipped_site

OF_SITE = ("opens_on", "closes_on", "extend_until")
OF_ROOM = ("opens_on", "closes_on")


def shift_site(by: By, source: Source, at: int) -> None:
    """Move the days on which a site opens, or when it is open those on which it closes."""
    sites, rooms = source.tables["sites"], source.tables["rooms"]
    id_, peildatum = sites.values["id"][at], source.settings.peildatum
    own = rooms_of(rooms, id_)
    cells = [sites.values[column][at] for column in OF_SITE]
    cells += [rooms.values[column][i] for i in own for column in OF_ROOM]
    if peildatum is None or UNREAD in cells:
        return
    site, groups = _site(sites, at), [_rooms(rooms, i) for i in own]
    opens = site.opens_on if site.opens_on and site.opens_on > peildatum else None
    first = opens or site.closes_on
    try:
        if by.is_day and first is None:
            raise BadCall("cli.slip.no_date", site=id_)
        if (by.is_day and by.amount == first) or not by.amount:
            return
        new, changed = slipped_site(site, groups, by.move(first or peildatum), peildatum)
    except (ValueError, OverflowError):
        by.note("reading.scenario_too_far")
    except BadCall as error:
        by.note(error.message, error.values)
    else:
        by.put(sites, at, OF_SITE, [getattr(new, column) for column in OF_SITE])
        for i, group in zip(own, changed, strict=True):
            by.put(rooms, i, OF_ROOM, [getattr(group, column) for column in OF_ROOM])


def rooms_of(rooms: Rows, site: object) -> list[int]:
    """Return the positions of the rooms of a site."""
    return [i for i, one in enumerate(rooms.values["site"]) if one == site]


def _site(rows: Rows, at: int) -> Site:
    """Return the days of a site; all else of it stays as it is."""
    days = {column: rows.values[column][at] for column in OF_SITE}
    return Site(id=SiteId(str(rows.values["id"][at])), name="", wijk=WijkCode(""), **days)


def _rooms(rows: Rows, at: int) -> RoomGroup:
    """Return the days of like rooms."""
    days = {column: rows.values[column][at] for column in OF_ROOM}
    return RoomGroup(site=SiteId(""), beds=1, count=1, **days)
