"""A shelter site on a day: what it is called, whether it is in use, and its places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from allocator.store import models

Use = Literal["open", "extended", "not_yet", "closed"]


def site_names(sites: Iterable[models.Site]) -> dict[str, str]:
    """Return what people call each site; with its id where two have one name."""
    own = list(sites)
    times = Counter(site.name for site in own)
    return {s.ref: f"{s.name} ({s.ref})" if times[s.name] > 1 else s.name for s in own}


def use_of(row: Any, day: date) -> Use:
    """Return whether a site, or a group of rooms, is in use on a day."""
    if row.opens_on is not None and row.opens_on > day:
        return "not_yet"
    if row.closes_on is None or row.closes_on >= day:
        return "open"
    extend_until = getattr(row, "extend_until", None)
    return "extended" if extend_until is not None and extend_until >= day else "closed"


def places_of(site: models.Site, rooms: Iterable[models.RoomGroup], day: date) -> int:
    """Return the places of a site on a day: the beds of its rooms, at most what it may hold."""
    if use_of(site, day) not in ("open", "extended"):
        return 0
    own = [room for room in rooms if room.site == site.ref]
    if not own:
        return int(site.max_persons or 0)
    beds = sum(int(room.beds * room.count) for room in own if use_of(room, day) == "open")
    return beds if site.max_persons is None else min(beds, int(site.max_persons))
