"""Municipalities, stadsdelen and wijken of an invented land, without limits yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from allocator.domain.base import WijkCode
from allocator.domain.wijk import Wijk
from allocator.generate.dice import Dice
from allocator.generate.sizes import Size

FIRST = ("Molen", "Kerk", "Beek", "Linden", "Haven", "Bos", "Kasteel", "Veld", "Brug", "Sluis")
LAST = ("wijk", "kwartier", "hoek", "park", "dreef", "akker", "hof")
STADSDELEN = ("Centrum", "Oost", "West", "Zuid", "Noord", "Midden", "Nieuw-West", "Zuidoost")
WIJKEN_PER_STADSDEEL = 4
WIJKEN_PER_FLATS = 3
SMALL_ELSEWHERE = 0.1


@dataclass
class Municipality:
    """One municipality: its homes and households in numbers, and its areas.

    ``weights`` is the part that each wijk has of the homes, ``small_weights`` of the homes
    for one or two persons: one wijk in three has most of those.
    """

    code: WijkCode | None
    name: str
    homes: int
    households: int
    persons: int
    region: WijkCode | None = None
    stadsdelen: list[WijkCode] = field(default_factory=list)
    wijken: list[WijkCode] = field(default_factory=list)
    weights: dict[WijkCode, float] = field(default_factory=dict)
    small_weights: dict[WijkCode, float] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """What the codes within this municipality begin with."""
        return f"{self.code}-" if self.code else ""


@dataclass
class Map:
    """All areas, and the municipalities they belong to."""

    municipalities: list[Municipality]
    wijken: list[Wijk]


def draw(size: Size, dice: Dice) -> Map:
    """Draw the map of an instance."""
    homes = split(size.homes, [_cube(dice.share(0.5, 1.5)) for _ in range(size.municipalities)])
    households = split(size.households, [float(n) for n in homes])
    persons = split(size.ontheemden, [float(n) for n in homes])
    result = Map([], [])
    for r in range(size.sub_regions):
        result.wijken.append(Wijk(code=WijkCode(f"R{r + 1}"), name=f"Deelregio {r + 1}"))
    width = len(str(size.municipalities))
    for g in range(size.municipalities):
        code = None if size.is_city else WijkCode(f"G{g + 1:0{width}}")
        region = WijkCode(f"R{g % size.sub_regions + 1}") if size.sub_regions else None
        here = Municipality(code, f"Gemeente {g + 1}", homes[g], households[g], persons[g], region)
        result.municipalities.append(here)
        result.wijken.extend(_areas(here, size, dice))
    result.wijken.sort(key=lambda wijk: wijk.code)
    return result


def split(total: int, weights: list[float]) -> list[int]:
    """Split a number over parts by weight, at least one each, adding up exactly."""
    scale = (total - len(weights)) / sum(weights)
    parts = [1 + int(weight * scale) for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(weights[i] * scale % 1), i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def _cube(number: float) -> float:
    """Make differences larger; multiplied out, because powers differ between machines."""
    return number * number * number


def _areas(here: Municipality, size: Size, dice: Dice) -> list[Wijk]:
    """Make the areas of a municipality: itself, its stadsdelen, its wijken."""
    areas = [] if here.code is None else [Wijk(code=here.code, name=here.name, within=here.region)]
    count = max(2, round(here.homes / size.homes_per_wijk))
    parts = 0 if count <= WIJKEN_PER_STADSDEEL else min(-(-count // WIJKEN_PER_STADSDEEL), 8)
    for s in range(parts):
        code = WijkCode(f"{here.prefix}S{s + 1}")
        here.stadsdelen.append(code)
        areas.append(Wijk(code=code, name=STADSDELEN[s], within=here.code))
    for w in range(count):
        within = here.stadsdelen[w % parts] if parts else here.code
        code = WijkCode(f"{here.prefix}w{w + 1:02}")
        name = FIRST[w % len(FIRST)] + LAST[w // len(FIRST) % len(LAST)]
        here.wijken.append(code)
        flats = w % WIJKEN_PER_FLATS == 0
        here.weights[code] = _cube(dice.share(0.6, 1.4)) * (0.4 if flats else 1)
        here.small_weights[code] = _cube(dice.share(0.6, 1.4)) * (1 if flats else SMALL_ELSEWHERE)
        areas.append(Wijk(code=code, name=name, within=within))
    return areas
