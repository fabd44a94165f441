"""Wijken: the areas that limits are set on."""

from __future__ import annotations

from allocator.domain.base import Frozen, WijkCode


class Wijk(Frozen):
    """An area, possibly within a larger one; all limits in persons."""

    code: WijkCode
    name: str
    within: WijkCode | None = None
    draagkracht_persons: int | None = None
    placed_persons: int = 0
    fair_share_persons: int | None = None
    shelter_persons_max: int | None = None
    shelter_fair_share_persons: int | None = None
    draagkracht_source: str = ""
