"""Every figure of ``proposals.csv`` (interfaces.md); ``why`` is not judged here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator.check.case import Case
from allocator.check.claims import Row, missing_columns, wrong_cells
from allocator.check.matching import deviations
from allocator.check.measures import fit_points, relocates
from allocator.check.verdict import Violation

TABLE = "proposals.csv"
COLUMNS = (
    "household",
    "home",
    "persons",
    "wijk",
    "corporatie",
    "kind",
    "weeks",
    "urgency",
    "fit",
    "relocates",
    "provisional",
    "deviation",
    "why",
)


def placements_of(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Return the pairs that a table of proposals names."""
    return [(row.get("household", ""), row.get("home", "")) for row in rows]


def wrong_proposals(case: Case, rows: Sequence[Row]) -> Iterator[Violation]:
    """Find wrong cells in the rows with a known household and home."""
    yield from missing_columns(TABLE, rows, COLUMNS)
    for row, (household, home) in zip(rows, placements_of(rows), strict=True):
        if household in case.households and home in case.homes:
            expected = _expected(case, household, home)
            yield from wrong_cells(TABLE, row, expected, household=household)


def _expected(case: Case, household: str, home: str) -> dict[str, str]:
    """Return what the cells of a proposal must say."""
    facts, place = case.households[household], case.homes[home]
    overridden = [d.codes for d in deviations(case, [(household, home)])]
    return {
        "persons": str(facts.persons),
        "wijk": place.wijk,
        "corporatie": place.corporatie,
        "kind": place.kind.value,
        "weeks": str(facts.weeks),
        "urgency": str(facts.urgency),
        "fit": str(fit_points(case, household, home)),
        "relocates": "1" if relocates(case, household, home) else "0",
        "provisional": "0" if facts.documents_complete else "1",
        "deviation": "|".join(overridden[0]) if overridden else "",
    }
