"""The tile map: one tile per wijk, laid out like the city where its picture is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from allocator.rounds.planning.wijken import WijkFigure

PICTURE = "nijmegen.yaml"
EMPTY = "."
COLUMNS = 8
WIDTH, HEIGHT, GAP, WATER = 126, 60, 6, 34
"""Pixels of a tile, between two, and of the river."""
LONGEST = 15
"""Letters that fit in a tile."""
STEPS = (0.25, 0.5, 0.75, 1.0)
"""Shares of the draagkracht at which the next colour begins."""
NO_LIMIT = "none"

Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Picture:
    """The place of each wijk, by column and row; rows north of the ``water``; short names."""

    places: Places
    water: int
    short: Mapping[str, str]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return 1 + max(row for _, row in self.places.values())


@dataclass(frozen=True)
class Tile:
    """A wijk at its place in pixels; ``step`` names its colour."""

    x: int
    y: int
    name: str
    step: str
    wijk: WijkFigure


@dataclass(frozen=True)
class TileMap:
    """All tiles, the size of the whole and of each, and the top of the water, if it has any."""

    width: int
    height: int
    water: int | None
    tiles: tuple[Tile, ...]
    tile_width: int = WIDTH
    tile_height: int = HEIGHT
    water_height: int = WATER


@lru_cache(maxsize=1)
def picture() -> Picture:
    """Return the picture of Nijmegen."""
    text = resources.files(__package__).joinpath(PICTURE).read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    places = {
        code: (column, row)
        for row, codes in enumerate(found["rows"])
        for column, code in enumerate(codes)
        if code != EMPTY
    }
    return Picture(places, found["water"], found["short"])


def tile_map(rows: Iterable[WijkFigure]) -> TileMap:
    """Return a tile for each wijk in which no other lies.

    Wijken that the picture does not have come below it in order of code; when it has none of
    them, all stand in a plain grid.
    """
    wijken = sorted((row for row in rows if not row.area), key=lambda row: row.code)
    known = picture()
    drawn = [wijk for wijk in wijken if wijk.code in known.places]
    first = known.rows if drawn else 0
    places = {wijk.code: known.places[wijk.code] for wijk in drawn}
    others = [wijk for wijk in wijken if wijk.code not in places]
    places |= {wijk.code: (i % COLUMNS, first + i // COLUMNS) for i, wijk in enumerate(others)}
    return _laid_out(wijken, places, known, known.water if drawn else None)


def _laid_out(
    wijken: Sequence[WijkFigure], places: Places, known: Picture, water: int | None
) -> TileMap:
    def top(row: int) -> int:
        beyond = water is not None and row >= water
        return GAP + row * (HEIGHT + GAP) + (WATER + GAP if beyond else 0)

    last = max((row for _, row in places.values()), default=0)
    return TileMap(
        width=COLUMNS * (WIDTH + GAP) + GAP,
        height=top(last) + HEIGHT + GAP,
        water=None if water is None else top(water) - WATER - GAP,
        tiles=tuple(
            Tile(
                GAP + places[wijk.code][0] * (WIDTH + GAP),
                top(places[wijk.code][1]),
                _short(wijk, known),
                step_of(wijk.share),
                wijk,
            )
            for wijk in wijken
        ),
    )


def step_of(share: float | None) -> str:
    """Return the name of the colour of a share of the draagkracht."""
    return NO_LIMIT if share is None else str(sum(share >= step for step in STEPS))


def _short(wijk: WijkFigure, known: Picture) -> str:
    name = known.short.get(wijk.code, wijk.name)
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
