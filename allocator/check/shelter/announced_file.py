"""Every figure of ``announced.csv``, and the value of the tier that it is about.

What the earlier plan said is in the file alone: whether it says so truly is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator.check.claims import Row, missing_columns, wrong_cells
from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.places import Places
from allocator.check.shelter.rows import Key, no_months, one_row_per_month, split
from allocator.check.verdict import Violation

TABLE = "announced.csv"
COLUMNS = ("household", "persons", "from_month", "to_month", "announced_site", "site", "changed")


def announced_value(case: ShelterCase, places: Places, rows: Sequence[Row]) -> int:
    """Return the person-months in which households are elsewhere than was announced."""
    total = 0
    for row in rows:
        facts = case.households.get(row.get("household", ""))
        for t in _span(case, row) or ():
            if facts is not None and facts.present[t]:
                site = places.site(facts.id, t) or ""
                total += facts.persons * (site != row.get("announced_site", ""))
    return total


def wrong_announced(case: ShelterCase, places: Places, rows: Sequence[Row]) -> Iterator[Violation]:
    """Find wrong rows and cells: a row for each run of months with the same two places."""
    yield from missing_columns(TABLE, rows, COLUMNS)
    found: list[Key] = []
    ends = {_end(case, row) for row in rows}
    for row in rows:
        household, first = row.get("household", ""), row.get("from_month", "")
        span = _span(case, row)
        if span is None:
            yield no_months(TABLE, row)
            continue
        found += [(household, case.months.labels[t]) for t in span]
        facts = case.households.get(household)
        if facts is None:
            continue
        said = row.get("announced_site", "")
        for t in (t for t in span if facts.present[t]):
            site = places.site(household, t) or ""
            right = {"site": site, "changed": str(int(site != said))}
            yield from wrong_cells(
                TABLE, row, right, household=household, month=case.months.labels[t]
            )
        persons = {"persons": str(facts.persons)}
        yield from wrong_cells(TABLE, row, persons, household=household, month=first)
        if (*_places(row), span[0] - 1) in ends:
            yield split(TABLE, household, first)
    there = [
        (household, case.months.labels[t])
        for household, facts in case.households.items()
        for t in range(case.months.count)
        if facts.present[t]
    ]
    yield from one_row_per_month(TABLE, found, set(found) & set(there))


def _span(case: ShelterCase, row: Row) -> range | None:
    """Return the months of a row, ``None`` when they are none of the plan."""
    try:
        return case.months.span(row.get("from_month", ""), row.get("to_month", ""))
    except ValueError:
        return None


def _places(row: Row) -> tuple[str, str, str]:
    """Return the household of a row and both places."""
    return row.get("household", ""), row.get("announced_site", ""), row.get("site", "")


def _end(case: ShelterCase, row: Row) -> tuple[str, str, str, int | None]:
    """Return what a row is about, and its last month."""
    return *_places(row), case.months.parse(row.get("to_month", ""))
