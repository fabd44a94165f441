"""Every figure of ``occupancy.csv`` (interfaces.md): how full each usable site is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from allocator.check.claims import Row, decimal, is_fraction, missing_columns, wrong_cells
from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.places import Places
from allocator.check.shelter.rows import Key, one_row_per_month
from allocator.check.shelter.sites import Status
from allocator.check.verdict import Violation

TABLE = "occupancy.csv"
COLUMNS = ("site", "month", "persons", "beds", "share", "extended")


def wrong_occupancy(case: ShelterCase, places: Places, rows: Sequence[Row]) -> Iterator[Violation]:
    """Find wrong rows and cells: each site and month in which it can be used stands there once.

    In month 0 what only residents can use counts too.
    """
    yield from missing_columns(TABLE, rows, COLUMNS)
    labels = case.months.labels
    usable: dict[Key, int] = {
        (site, labels[t]): t
        for site in case.sites
        for t in range(case.months.count)
        if case.status(site, t, resident=True) != Status.CLOSED
    }
    keys = [(row.get("site", ""), row.get("month", "")) for row in rows]
    yield from one_row_per_month(TABLE, keys, usable, sites=True)
    for row, (site, month) in zip(rows, keys, strict=True):
        if (site, month) in usable:
            expected = _expected(case, places, site, usable[site, month], row.get("share", ""))
            yield from wrong_cells(TABLE, row, expected, site=site, month=month)


def _expected(case: ShelterCase, places: Places, site: str, t: int, share: str) -> dict[str, str]:
    """Return what the cells of a month must say; its own ``share`` when that is right."""
    persons = places.persons(site, t)
    beds = sum(room.beds for room in case.usable_rooms(site, t, resident=True).values())
    right = Fraction(persons, beds) if beds else None
    extended = case.status(site, t, resident=False) == Status.EXTENDED
    return {
        "persons": str(persons),
        "beds": str(beds),
        "share": share if is_fraction(share, right) else decimal(right),
        "extended": "1" if extended else "0",
    }
