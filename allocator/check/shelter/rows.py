"""Rows of the files of a relocation plan: which must be there, and who is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from allocator.check.claims import Row, misplaced
from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.places import Stay
from allocator.check.verdict import Violation

# A household or site, and a month.
Key = tuple[str, str]
STAYS_TABLE = "stays.csv"
STAYS_COLUMNS = ("household", "site", "rooms", "from_month", "to_month")


def stays_of(rows: Sequence[Row]) -> list[Stay]:
    """Return the stays that a table names."""
    return [
        Stay(
            household=row.get("household", ""),
            site=row.get("site", ""),
            rooms=tuple(room for room in row.get("rooms", "").split("|") if room),
            from_month=row.get("from_month", ""),
            to_month=row.get("to_month", ""),
        )
        for row in rows
    ]


def split_stays(case: ShelterCase, stays: Sequence[Stay]) -> Iterator[Violation]:
    """Find stays that only go on with the one before, in the same rooms."""
    ends = {(s.household, s.site, frozenset(s.rooms), case.months.parse(s.to_month)) for s in stays}
    for stay in stays:
        start = case.months.parse(stay.from_month)
        before = None if start is None else start - 1
        if start and (stay.household, stay.site, frozenset(stay.rooms), before) in ends:
            yield split(STAYS_TABLE, stay.household, stay.from_month, site=stay.site)


def split(table: str, household: str, month: str, *, site: str = "") -> Violation:
    """Return the fault that a row should be one with the row of the months before."""
    values = (("table", table),)
    return Violation(
        "figure", "check.shelter.split", values, household=household, site=site, month=month
    )


def no_months(table: str, row: Row) -> Violation:
    """Return the fault that a row does not name months of the plan."""
    values = (("from_month", row.get("from_month", "")), ("to_month", row.get("to_month", "")))
    household = row.get("household", "")
    return Violation(
        "figure", "check.shelter.months", (("table", table), *values), household=household
    )


def one_row_per_month(
    table: str, found: Iterable[Key], expected: Iterable[Key], *, sites: bool = False
) -> Iterator[Violation]:
    """Find households (or sites) and months without a row, with two, or that do not belong."""
    for message, (id_, month) in misplaced(found, expected):
        place = {"site": id_} if sites else {"household": id_}
        values = (("table", table), ("id", f"{id_} {month}"))
        yield Violation("figure", message, values, month=month, **place)
