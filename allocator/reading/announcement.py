"""Reading what an earlier relocation plan announced."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from os import PathLike
from pathlib import Path

from allocator.domain.announcement import Announcement
from allocator.errors import BadCall
from allocator.reading.faults import Faults
from allocator.reading.plan import PlanFiles, read_plan

ANNOUNCED = "announced"
"""The table of a plan that says what it was compared with."""


def read_announcement(path: str | PathLike[str], households: Collection[str]) -> Announcement:
    """Return what the relocation plan in a folder says of each household and month.

    Parameters
    ----------
    households
        Those of the instance: some of them must be in the plan.

    Raises
    ------
    BadInput
        When the folder cannot be read: all faults together.
    BadCall
        When it holds no relocation plan, or one of other households.
    """
    files = read_plan(path)
    folder = Path(path)
    if files.kind != "relocation":
        raise BadCall("cli.frozen.kind", path=folder)
    faults = Faults()
    places: dict[str, dict[str, str | None]] = {}
    for table, row, months in _runs(files, faults):
        said = places.setdefault(row["household"], {})
        site = row["site"] if table == "stays" else None
        for month in months:
            if said.setdefault(month, site) != site:
                faults.add(
                    f"{table}.csv",
                    None,
                    "",
                    "reading.announced_twice",
                    household=row["household"],
                    month=month,
                )
    faults.stop_if_any()
    if places and not places.keys() & set(households):
        raise BadCall("cli.frozen.others", path=folder)
    return Announcement(places)


def announcement_of(files: PlanFiles) -> Announcement | None:
    """Return what a plan was compared with, ``None`` when it was with nothing."""
    if ANNOUNCED not in files.tables:
        return None
    places: dict[str, dict[str, str | None]] = {}
    for row in files.tables[ANNOUNCED]:
        for month in months_between(row["from_month"], row["to_month"]) or ():
            places.setdefault(row["household"], {})[month] = row["announced_site"] or None
    return Announcement(places)


def months_between(first: str, last: str) -> list[str] | None:
    """Return the months from one to another, both part of it; ``None`` when they are none."""
    try:
        begin, end = (date.fromisoformat(f"{month}-01") for month in (first, last))
    except ValueError:
        return None
    numbers = range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month)
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in numbers] or None


def _runs(files: PlanFiles, faults: Faults) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    """Yield the rows that say where a household is, with their table and months."""
    for table in ("stays", "shortages"):
        for row in files.tables[table]:
            months = months_between(row["from_month"], row["to_month"])
            if months is None:
                faults.add(
                    f"{table}.csv",
                    None,
                    "",
                    "reading.announced_months",
                    household=row["household"],
                    first=row["from_month"],
                    last=row["to_month"],
                )
            else:
                yield table, row, months
