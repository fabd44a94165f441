"""``[[convert]]``: a shelter site that becomes homes on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allocator.reading.rows import UNREAD, Place, Rows
from allocator.reading.scenario.choosing import by_id
from allocator.reading.scenario.keys import CONVERT_KEYS, OF_HOMES, ON, SITE
from allocator.reading.scenario.part import Part
from allocator.reading.scenario.record import add_record, read_record
from allocator.reading.scenario.shifting_sites import rooms_of
from allocator.reading.source import Source


def convert(part: Part, source: Source) -> None:
    """Close a site on the day before, and add the homes that come in its place."""
    written = part.keys(CONVERT_KEYS)
    id_, on = part.need(written, SITE), part.need(written, ON)
    sites = source.tables["sites"]
    wijk: Any = UNREAD
    if id_ is not UNREAD and (found := by_id(part, written[SITE.name], sites)):
        (at,) = found
        wijk = sites.values["wijk"][at]
        if on is not UNREAD and _is_to_come(part, written[ON.name], on, source):
            _close(source, at, on - timedelta(days=1), part.place(written[ON.name]))
    if OF_HOMES.name not in written:
        part.note(OF_HOMES.name, "reading.missing_key", key=OF_HOMES.name, dutch=OF_HOMES.dutch)
        return
    given = {"available_from": on, "wijk": wijk}
    for one in part.tables(written[OF_HOMES.name]):
        homes = source.tables["homes"]
        add_record(one, homes, read_record(one, homes.table, given))


def _is_to_come(part: Part, key: str, on: date, source: Source) -> bool:
    """Tell whether a day lies after the peildatum; note when it does not."""
    peildatum = source.settings.peildatum
    if peildatum is None or on > peildatum:
        return True
    part.note(key, "reading.scenario_not_to_come", found=on, peildatum=peildatum)
    return False


def _close(source: Source, at: int, last: date, place: Place) -> None:
    """Let a site and its rooms close on a day, unless they do so before it."""
    sites, rooms = source.tables["sites"], source.tables["rooms"]
    closes, extended = sites.values["closes_on"][at], sites.values["extend_until"][at]
    if UNREAD in (closes, extended):
        return
    end = min(closes or last, last)
    stretch = None if extended is None else min(extended, last)
    _put(sites, at, "closes_on", end, place)
    _put(sites, at, "extend_until", stretch if stretch and stretch > end else None, place)
    for i in rooms_of(rooms, sites.values["id"][at]):
        ends = rooms.values["closes_on"][i]
        if ends is not UNREAD and ends is not None:
            _put(rooms, i, "closes_on", min(ends, last), place)


def _put(rows: Rows, at: int, column: str, day: date | None, place: Place) -> None:
    if rows.values[column][at] != day:
        rows.put(at, column, day, place)
