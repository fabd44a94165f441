"""Limits on wijken, complexes and corporaties, from what the homes would hold without them.

Tight: nearly every wijk may take less than half to three quarters of the persons its
homes would hold, and so may most stadsdelen, complexes and corporaties in their unit.
Loose: one in five wijken is as tight, the others have room enough.
"""

from __future__ import annotations

from collections import Counter

from allocator.domain.base import WijkCode
from allocator.domain.home import Complex, Corporatie, Home
from allocator.domain.household import Household
from allocator.domain.wijk import Wijk
from allocator.generate.dice import Dice

LIMITS = ("loose", "tight")
SOURCE = "verzonnen door de generator"
TIGHT_WIJK = (0.50, 0.75)
TIGHT_STADSDEEL = (0.50, 0.62)
TIGHT_COMPLEX = (0.60, 0.85)
TIGHT_CORPORATIE = (0.70, 0.90)
LOOSE = (1.0, 1.5)
LIMITED_WIJKEN, LIMITED_STADSDELEN, LIMITED_CORPORATIES = 0.9, 0.5, 0.5

Pairs = list[tuple[Household, Home]]


def set_wijken(wijken: list[Wijk], pairs: Pairs, limits: str, dice: Dice) -> list[Wijk]:
    """Give most wijken and some stadsdelen a draagkracht and a fair share.

    Municipalities and areas above them keep none: they are what households are linked to.
    """
    parents = {wijk.code: wijk.within for wijk in wijken}
    persons: Counter[WijkCode] = Counter()
    for household, home in pairs:
        area: WijkCode | None = home.wijk
        while area is not None:
            persons[area] += len(household.persons)
            area = parents[area]
    above = _levels_above(wijken)
    return [
        wijk if above[wijk.code] > 1 else _limited(wijk, persons[wijk.code], above, limits, dice)
        for wijk in wijken
    ]


def _levels_above(wijken: list[Wijk]) -> dict[WijkCode, int]:
    """Say how far each area is above the wijken: 0 a wijk, 1 a stadsdeel, 2 and more others.

    The codes of stadsdelen begin with S, those of municipalities and regions with G and R.
    """
    level = {"w": 0, "S": 1, "G": 2, "R": 3}
    return {wijk.code: level[wijk.code.rpartition("-")[2][0]] for wijk in wijken}


def _limited(wijk: Wijk, persons: int, above: dict[WijkCode, int], limits: str, dice: Dice) -> Wijk:
    """Give one wijk or stadsdeel, whose homes would hold ``persons``, its limit."""
    stadsdeel = above[wijk.code] == 1
    tight = limits == "tight" or (not stadsdeel and dice.chance(0.2))
    bounds = (TIGHT_STADSDEEL if stadsdeel else TIGHT_WIJK) if tight else LOOSE
    room = max(1, round(persons * dice.share(*bounds)))
    limited = dice.chance(LIMITED_STADSDELEN if stadsdeel else LIMITED_WIJKEN) and persons > 0
    placed = dice.between(room // 2, 2 * room + 4)
    share = placed + round(room * dice.share(0.4, 0.9))
    return wijk.model_copy(
        update={
            "draagkracht_persons": placed + room if limited else None,
            "placed_persons": placed,
            "fair_share_persons": share if dice.chance(0.7) else None,
            "draagkracht_source": SOURCE if limited else "",
        }
    )


def set_complexes(complexes: list[Complex], pairs: Pairs, limits: str, dice: Dice) -> list[Complex]:
    """Give most complexes a limit in persons and one in households with support."""
    persons: Counter[str] = Counter()
    for household, home in pairs:
        if home.complex is not None:
            persons[home.complex] += len(household.persons)
    result = []
    for complex_ in complexes:
        bounds = TIGHT_COMPLEX if limits == "tight" else LOOSE
        room = 1 + round(persons[complex_.id] * dice.share(*bounds))
        placed, supported = dice.between(0, room), dice.between(0, 2)
        changes = {"placed_persons": placed, "placed_supported": supported}
        if dice.chance(0.7):
            changes["max_persons"] = placed + room
        if dice.chance(0.7):
            changes["max_supported"] = supported + 1 + room // 3
        result.append(complex_.model_copy(update=changes))
    return result


def set_corporaties(
    corporaties: list[Corporatie], pairs: Pairs, limits: str, dice: Dice
) -> list[Corporatie]:
    """Give half of the corporaties a limit in placements."""
    placements = Counter(home.corporatie for _, home in pairs)
    result = []
    for corporatie in corporaties:
        share = dice.share(*(TIGHT_CORPORATIE if limits == "tight" else LOOSE))
        most = 1 + round(placements[corporatie.id] * share)
        changes = {"max_placements": most} if dice.chance(LIMITED_CORPORATIES) else {}
        result.append(corporatie.model_copy(update=changes))
    return result
