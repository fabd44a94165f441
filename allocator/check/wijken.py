"""Every figure of ``wijken.csv`` (interfaces.md): what each wijk carries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from allocator.check.case import Case
from allocator.check.claims import (
    Row,
    decimal,
    is_fraction,
    missing_columns,
    one_row_each,
    unguarded,
    wrong_cells,
)
from allocator.check.limits import Placement, loads
from allocator.check.verdict import Violation

TABLE = "wijken.csv"
COLUMNS = ("code", "name", "draagkracht_persons", "placed_before", "placed_new", "load")


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
        "load": found if is_fraction(found, load) else decimal(load),
    }
    shown = {**row, "name": unguarded(row["name"])} if "name" in row else row
    yield from wrong_cells(TABLE, shown, expected, wijk=code)
