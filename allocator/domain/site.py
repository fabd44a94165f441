"""Shelter sites for ontheemden and the rooms in them."""

from __future__ import annotations

from datetime import date

from allocator.domain.base import Frozen, SiteId, WijkCode


class Site(Frozen):
    """A shelter site; ``max_moves_in`` in persons per month."""

    id: SiteId
    name: str
    wijk: WijkCode
    opens_on: date | None = None
    closes_on: date | None = None
    extend_until: date | None = None
    max_persons: int | None = None
    max_moves_in: int | None = None
    step_free: bool = False
    safe_place: bool = False
    women_only: bool = False
    care: bool = False


class RoomGroup(Frozen):
    """``count`` like rooms of ``beds`` beds; open dates empty = as the site."""

    site: SiteId
    beds: int
    count: int
    wheelchair: bool = False
    opens_on: date | None = None
    closes_on: date | None = None
