"""``[[shift]]``: homes and sites that come, or end, earlier or later."""

from __future__ import annotations

from allocator.reading.rows import UNREAD, Rows
from allocator.reading.scenario.choosing import by_id, select
from allocator.reading.scenario.keys import OF_COMPLEX, OF_HOMES, OF_SITES, SHIFT_KEYS
from allocator.reading.scenario.moving import By, read_by
from allocator.reading.scenario.part import Part
from allocator.reading.scenario.shifting_sites import shift_site
from allocator.reading.source import Source

WHAT = (OF_HOMES, OF_COMPLEX, OF_SITES)
COLUMNS = ("available_from", "available_until")


def shift(part: Part, source: Source) -> None:
    """Move the days of what one ``[[shift]]`` names."""
    written = part.keys(SHIFT_KEYS)
    by = read_by(part, written)
    homes, sites = source.tables["homes"], source.tables["sites"]
    chosen: set[int] = set()
    of_sites: list[int] = []
    if OF_HOMES.name in written:
        chosen.update(select(part, written[OF_HOMES.name], homes))
    if OF_COMPLEX.name in written:
        chosen.update(_in_complexes(part, written[OF_COMPLEX.name], source))
    if OF_SITES.name in written:
        of_sites = select(part, written[OF_SITES.name], sites)
    if not any(what.name in written for what in WHAT):
        part.note(
            "", "reading.scenario_no_choice",
            english=", ".join(what.name for what in WHAT),
            dutch=", ".join(what.dutch for what in WHAT),
        )  # fmt: skip
    if by is not None:
        for at in sorted(chosen):
            _shift_home(by, homes, at)
        for at in of_sites:
            shift_site(by, source, at)


def _in_complexes(part: Part, key: str, source: Source) -> list[int]:
    """Return the positions of the homes in some complexes."""
    complexes, homes = source.tables["complexes"], source.tables["homes"]
    chosen = by_id(part, key, complexes)
    if chosen is None:
        return []
    ids = {complexes.values["id"][at] for at in chosen}
    found = [at for at, complex_ in enumerate(homes.values["complex"]) if complex_ in ids]
    if not found:
        part.note(key, "reading.scenario_nothing", table=homes.file)
    return found


def _shift_home(by: By, homes: Rows, at: int) -> None:
    """Move the first and the last day of a home."""
    days = [homes.values[column][at] for column in COLUMNS]
    if UNREAD in days:
        return
    try:
        move = by.move(days[0])
        by.put(homes, at, COLUMNS, [None if day is None else move(day) for day in days])
    except (ValueError, OverflowError):
        by.note("reading.scenario_too_far")
