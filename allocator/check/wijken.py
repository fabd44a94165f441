"""Every figure of ``wijken.csv`` (interfaces.md): what each wijk carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from allocator.check.case import Case
from allocator.check.claims import Row, missing_columns, one_row_each, unguarded, wrong_cells
from allocator.check.limits import Placement, loads
from allocator.check.verdict import Violation

TABLE = "wijken.csv"
COLUMNS = ("code", "name", "draagkracht_persons", "placed_before", "placed_new", "load")

# A load may be rounded to four decimals.
ROUNDED = Fraction(1, 20_000)
MOST_DIGITS = 30  # 1e999999999 is a number too, and would keep us busy for a while


def wrong_wijken(
    case: Case, rows: Sequence[Row], placements: Sequence[Placement]
) -> Iterator[Violation]:
    """Find wrong rows and cells: each wijk stands there once."""
    yield from missing_columns(TABLE, rows, COLUMNS)
    yield from one_row_each(TABLE, [row.get("code", "") for row in rows], case.wijken, wijken=True)
    new = loads(case, placements)
    for row in rows:
        code = row.get("code", "")
        if code in case.wijken:
            yield from _wrong_row(case, row, code, new[f"draagkracht:{code}"])


def _wrong_row(case: Case, row: Row, code: str, new: int) -> Iterator[Violation]:
    """Find wrong cells of one wijk that carries ``new`` counted persons of this plan."""
    wijk = case.wijken[code]
    limit = wijk.draagkracht_persons
    load = Fraction(wijk.placed_persons + new, limit) if limit else None
    found = row.get("load", "")
    expected = {
        "name": wijk.name,
        "draagkracht_persons": "" if limit is None else str(limit),
        "placed_before": str(wijk.placed_persons),
        "placed_new": str(new),
        "load": found if _is_load(found, load) else _decimal(load),
    }
    shown = {**row, "name": unguarded(row["name"])} if "name" in row else row
    yield from wrong_cells(TABLE, shown, expected, wijk=code)


def _is_load(found: str, load: Fraction | None) -> bool:
    """Return whether a text is the load, perhaps rounded; empty when there is none."""
    if load is None:
        return found == ""
    try:
        number = Decimal(found)
    except InvalidOperation:
        return False
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        return False
    return abs(Fraction(number) - load) <= ROUNDED


def _decimal(load: Fraction | None) -> str:
    """Return a load as a person would read it."""
    return "" if load is None else f"{float(load):.4f}"
