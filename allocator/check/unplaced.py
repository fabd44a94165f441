"""Every figure of ``unplaced.csv`` (interfaces.md, rules.md 1.5); ``why`` is not judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from allocator.check.beside import Beside
from allocator.check.case import Case
from allocator.check.claims import Row, missing_columns, one_row_each, wrong_cells
from allocator.check.pairs import Pairs
from allocator.check.verdict import Violation

TABLE = "unplaced.csv"
COLUMNS = ("household", "persons", "weeks", "reason", "detail", "possible_homes", "why")


def wrong_unplaced(
    case: Case, pairs: Pairs, beside: Beside, rows: Sequence[Row], placed: AbstractSet[str]
) -> Iterator[Violation]:
    """Find wrong rows and cells: each household that is not placed stands there once."""
    yield from missing_columns(TABLE, rows, COLUMNS)
    left_out = [h for h in case.households if h not in placed]
    yield from one_row_each(TABLE, [row.get("household", "") for row in rows], left_out)
    by_id = {row.get("household", ""): row for row in rows}
    for household in left_out:
        if household in by_id:
            expected = _expected(case, pairs, beside, household)
            yield from wrong_cells(TABLE, by_id[household], expected, household=household)


def addable(case: Case, beside: Beside, placed: AbstractSet[str]) -> Iterator[Violation]:
    """Find households that could be added; none can be when ``waiting`` is at its bound."""
    for household in case.households:
        if household in placed:
            continue
        reason, detail = beside.reason(household)
        if reason == "choice":
            home = detail.split("|")[0]
            yield Violation("addable", "check.addable", household=household, home=home)


def _expected(case: Case, pairs: Pairs, beside: Beside, household: str) -> dict[str, str]:
    """Return what the cells of a household that is left out must say."""
    facts = case.households[household]
    reason, detail = beside.reason(household)
    return {
        "persons": str(facts.persons),
        "weeks": str(facts.weeks),
        "reason": reason,
        "detail": detail,
        "possible_homes": str(pairs.possible(household).bit_count()),
    }
