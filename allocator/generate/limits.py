"""Limits on wijken, complexes and corporaties, from what the homes would hold without them.

Tight: nearly every wijk may take less than half to three quarters of the persons its
homes would hold, and so may most stadsdelen, complexes and corporaties in their unit.
Loose: one in five wijken is as tight, the others have room enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from allocator.domain.base import WijkCode
from allocator.domain.home import Complex, Corporatie, Home
from allocator.domain.household import Household
from allocator.domain.wijk import Wijk
from allocator.generate.dice import Dice

LIMITS = ("loose", "tight")
SOURCE = "verzonnen door de generator"
WIJK = {"loose": (1.0, 1.5), "tight": (0.60, 0.85)}
STADSDEEL = {"loose": (0.9, 1.1), "tight": (0.86, 0.96)}
COMPLEX = {"loose": (1.0, 1.5), "tight": (0.60, 0.85)}
CORPORATIE = {"loose": (1.0, 1.4), "tight": (0.70, 0.90)}
MUNICIPALITY = 2
LOOSE_BUT_TIGHT = 0.2
LIMITED_WIJKEN, LIMITED_STADSDELEN, LIMITED_CORPORATIES = 0.9, 0.5, 0.5

Pairs = list[tuple[Household, Home]]


def set_wijken(wijken: list[Wijk], pairs: Pairs, limits: str, dice: Dice) -> list[Wijk]:
    """Give most wijken and some stadsdelen a draagkracht and a fair share.

    Municipalities and areas above them keep none: they are what households are linked to.
    What was placed in an area is what was placed in the wijken within it.
    """
    parents = {wijk.code: wijk.within for wijk in wijken}
    persons: Counter[WijkCode] = Counter()
    for household, home in pairs:
        for area in _with_areas_above(home.wijk, parents):
            persons[area] += len(household.persons)
    placed: Counter[WijkCode] = Counter()
    room: Counter[WijkCode] = Counter()
    result = {}
    for wijk in sorted(wijken, key=lambda one: (_level(one.code), one.code)):
        code, level = wijk.code, _level(wijk.code)
        if level == 0:
            placed[code] = dice.between(persons[code] // 4, persons[code] + 4)
            room[code] = _room(persons[code], limits, dice)
        if wijk.within is not None:
            placed[wijk.within] += placed[code]
            room[wijk.within] += room[code]
        result[code] = wijk.model_copy(update={"placed_persons": placed[code]})
        if level < MUNICIPALITY:
            if level == 1:
                room[code] = round(room[code] * dice.share(*STADSDEEL[limits]))
            result[code] = _limited(result[code], room[code], level, dice)
    return [result[wijk.code] for wijk in wijken]


def _room(persons: int, limits: str, dice: Dice) -> int:
    """Draw how many persons a wijk may still take, of those its homes would hold."""
    tight = limits == "tight" or dice.chance(LOOSE_BUT_TIGHT)
    return round(persons * dice.share(*WIJK["tight" if tight else "loose"]))


def _level(code: WijkCode) -> int:
    """Say what an area is by the first letter of its own part: wijk, stadsdeel and so on."""
    return "wSGR".index(code.rpartition("-")[2][0])


def _with_areas_above(
    code: WijkCode, parents: dict[WijkCode, WijkCode | None]
) -> Iterator[WijkCode]:
    """Yield an area and those it lies within."""
    area: WijkCode | None = code
    while area is not None:
        yield area
        area = parents[area]


def _limited(wijk: Wijk, room: int, level: int, dice: Dice) -> Wijk:
    """Give a wijk or stadsdeel with room for so many persons its limit and its fair share."""
    limited = dice.chance(LIMITED_STADSDELEN if level else LIMITED_WIJKEN) and room > 0
    share = wijk.placed_persons + round(room * dice.share(0.4, 0.9))
    return wijk.model_copy(
        update={
            "draagkracht_persons": wijk.placed_persons + room if limited else None,
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
        room = 1 + round(persons[complex_.id] * dice.share(*COMPLEX[limits]))
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
        share = dice.share(*CORPORATIE[limits])
        most = 1 + round(placements[corporatie.id] * share)
        changes = {"max_placements": most} if dice.chance(LIMITED_CORPORATIES) else {}
        result.append(corporatie.model_copy(update=changes))
    return result
