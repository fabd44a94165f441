"""Every figure of ``shortages.csv`` (interfaces.md, rules.md 2.3); ``why`` is not judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from allocator.check.claims import Row, missing_columns, wrong_cells
from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.places import Places
from allocator.check.shelter.reasons import Reasons
from allocator.check.shelter.rows import Key, no_months, one_row_per_month, split
from allocator.check.shelter.runs import first_of_runs
from allocator.check.verdict import Violation

TABLE = "shortages.csv"
COLUMNS = ("household", "from_month", "to_month", "persons", "reason", "why")
# Reasons that are explanations, of which either may be given.
EXPLAINED = ("full", "priority")


def wrong_shortages(case: ShelterCase, places: Places, rows: Sequence[Row]) -> Iterator[Violation]:
    """Find wrong rows and cells: each month without a place is in one row, in unbroken runs."""
    yield from missing_columns(TABLE, rows, COLUMNS)
    ends = {_end(case, row) for row in rows}
    told: dict[Key, list[str]] = {}
    for row in rows:
        household, first = row.get("household", ""), row.get("from_month", "")
        try:
            span = case.months.span(first, row.get("to_month", ""))
        except ValueError:
            yield no_months(TABLE, row)
            continue
        for t in span:
            reasons = told.setdefault((household, case.months.labels[t]), [])
            reasons.append(row.get("reason", ""))
        if household in case.households:
            persons = {"persons": str(case.households[household].persons)}
            yield from wrong_cells(TABLE, row, persons, household=household, month=first)
        if (household, row.get("reason", ""), span[0] - 1) in ends:
            yield split(TABLE, household, first)
    yield from first_of_runs(case.months, _wrong_months(case, places, told))


def _wrong_months(
    case: ShelterCase, places: Places, told: Mapping[Key, Sequence[str]]
) -> Iterator[Violation]:
    """Find months that are missing, in two rows, too many, or have a wrong reason."""
    expected: dict[Key, int] = {
        (household, case.months.labels[t]): t
        for household in case.households
        for t in places.without(household)
    }
    found = [key for key, reasons in told.items() for _ in reasons]
    yield from one_row_per_month(TABLE, found, expected)
    judge = Reasons(case)
    for (household, month), t in expected.items():
        right = judge.reason(case.households[household], t)
        allowed = (right,) if right else EXPLAINED
        for reason in told.get((household, month), ()):
            if reason not in allowed:
                asked = {"reason": " / ".join(allowed)}
                said = {"reason": reason}
                yield from wrong_cells(TABLE, said, asked, household=household, month=month)


def _end(case: ShelterCase, row: Row) -> tuple[str, str, int | None]:
    """Return the household and reason of a row and its last month."""
    last = case.months.parse(row.get("to_month", ""))
    return row.get("household", ""), row.get("reason", ""), last
