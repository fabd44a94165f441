"""Limits and fair shares of shelter in the wijken."""

from __future__ import annotations

from collections import Counter

from allocator.domain.base import WijkCode
from allocator.domain.site import Site
from allocator.domain.wijk import Wijk
from allocator.generate.dice import Dice
from allocator.generate.places import Map

LIMITED = 0.6
SHORT = 0.9
"""Share of what its sites hold that a wijk takes at one time when places are short."""


def add(land: Map, sites: list[Site], shelter: str, dice: Dice) -> list[Wijk]:
    """Give six wijken with sites in ten a limit, and larger areas their fair share."""
    places: Counter[WijkCode] = Counter()
    for site in sites:
        places[site.wijk] += site.max_persons or 0
    shares = _fair_shares(land)
    return [
        wijk.model_copy(
            update={
                "shelter_persons_max": _limit(places[wijk.code], shelter, dice),
                "shelter_fair_share_persons": shares.get(wijk.code),
            }
        )
        for wijk in land.wijken
    ]


def _limit(places: int, shelter: str, dice: Dice) -> int | None:
    """Draw the limit of one wijk whose sites hold this many persons."""
    if not places or not dice.chance(LIMITED):
        return None
    return places if shelter == "enough" else int(places * SHORT)


def _fair_shares(land: Map) -> dict[WijkCode, int]:
    """Share the persons out: over municipalities, in a city over its stadsdelen."""
    shares = {}
    for place in land.municipalities:
        if place.code is not None:
            shares[place.code] = place.persons
        elif place.stadsdelen:
            within = Counter(wijk.within for wijk in land.wijken)
            for code in place.stadsdelen:
                shares[code] = round(place.persons * within[code] / len(place.wijken))
    return shares
