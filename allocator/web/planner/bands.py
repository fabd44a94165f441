"""The timeline as a drawing: a band per site, a cell per month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allocator.rounds.dashboard.sight import Number
from allocator.rounds.planning.timeline import SiteLine, SiteMonth, Timeline

LABEL, CELL, ROW, TOP, GAP = 250, 27, 34, 40, 2
"""Pixels: of names, of a month, of a site, above the first, and between two cells."""
FULL = (0.5, 0.75, 0.9, 1.0)
"""Shares of the places at which the next colour begins."""


LEGEND = (*map(str, range(len(FULL) + 1)), "hidden", "extended", "closed")


@dataclass(frozen=True)
class Cell:
    """A site in a month; ``step`` names its colour."""

    x: int
    step: str
    month: SiteMonth

    @property
    def said(self) -> str:
        """What stands in it: the persons, in few signs."""
        persons = self.month.persons
        return str(persons) if isinstance(persons, int) else "<5"


@dataclass(frozen=True)
class Band:
    """A site with its cells."""

    y: int
    site: SiteLine
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Head:
    """A month above the cells; ``year`` is told where one begins."""

    x: int
    month: date
    year: bool


@dataclass(frozen=True)
class Bands:
    """The whole drawing, with the size of it and of a cell."""

    width: int
    height: int
    heads: tuple[Head, ...]
    bands: tuple[Band, ...]
    legend: tuple[str, ...] = LEGEND
    cell: int = CELL - GAP
    row: int = ROW - GAP


@dataclass(frozen=True)
class MonthRow:
    """A month of the table: each site, and who has no place."""

    month: date
    cells: tuple[SiteMonth, ...]
    without: Number


def month_rows(found: Timeline) -> tuple[MonthRow, ...]:
    """Return the table of a timeline."""
    return tuple(
        MonthRow(month, tuple(site.months[t] for site in found.sites), found.without[t])
        for t, month in enumerate(found.months)
    )


def bands(found: Timeline) -> Bands:
    """Return where everything of a timeline stands."""
    return Bands(
        width=LABEL + len(found.months) * CELL,
        height=TOP + len(found.sites) * ROW,
        heads=tuple(
            Head(LABEL + i * CELL, month, i == 0 or month.month == 1)
            for i, month in enumerate(found.months)
        ),
        bands=tuple(_band(i, site) for i, site in enumerate(found.sites)),
    )


def _band(i: int, site: SiteLine) -> Band:
    cells = (Cell(LABEL + t * CELL, step_of(month), month) for t, month in enumerate(site.months))
    return Band(TOP + i * ROW, site, tuple(cells))


def step_of(month: SiteMonth) -> str:
    """Return the name of the colour of a site in a month; a hidden number has none."""
    if month.use == "closed" and month.persons == 0:
        return "closed"
    if not isinstance(month.persons, int) or not month.places:
        return "hidden"
    return str(sum(month.persons / month.places >= step for step in FULL))
