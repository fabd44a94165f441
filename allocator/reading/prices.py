"""The table ``prices`` of a plan that looks ahead, read back for who asks questions about it."""

from __future__ import annotations

from allocator.domain.prices import Price, Priced, Prices
from allocator.reading.plan import PlanFiles


def prices_of(files: PlanFiles) -> Prices | None:
    """Return the prices of a plan that passed its check, ``None`` of one that does not look ahead.

    How far it looked stands in the summary.
    """
    rows = files.tables.get("prices")
    if rows is None:
        return None
    return Prices(
        weeks=_count(files.summary.get("look_ahead_weeks")),
        rows=tuple(
            Price(
                kind=Priced(row["kind"]),
                id=row["id"],
                price=int(row["price"]),
                need=row["need"],
                expected=_count(row["expected"]),
                offered=_count(row["offered"]),
            )
            for row in rows
        ),
    )


def _count(found: object) -> int:
    """Return a count as it stands in a file; 0 for what is none."""
    text = str(found)
    return int(text) if text.isascii() and text.isdigit() else 0
