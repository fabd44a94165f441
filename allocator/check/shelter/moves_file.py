"""Every figure of ``moves.csv`` (interfaces.md); ``why`` is not judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator.check.claims import Row, missing_columns, wrong_cells
from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.moves import Move
from allocator.check.shelter.rows import Key, one_row_per_month
from allocator.check.verdict import Violation

TABLE = "moves.csv"
COLUMNS = (
    *("household", "persons", "month", "kind", "from_site", "to_site", "reason", "repeat", "why"),
)
# Reasons that are explanations, of which more than one can be true; an entry need not have one.
EXPLAINED = ("need", "room", "together", "other")


def wrong_moves(
    case: ShelterCase, rows: Sequence[Row], moves: Sequence[Move]
) -> Iterator[Violation]:
    """Find wrong rows and cells: each move and entry stands there once."""
    yield from missing_columns(TABLE, rows, COLUMNS)
    labels = case.months.labels
    by_key: dict[Key, Move] = {(move.household, labels[move.month]): move for move in moves}
    keys = [(row.get("household", ""), row.get("month", "")) for row in rows]
    yield from one_row_per_month(TABLE, keys, by_key)
    for row, key in zip(rows, keys, strict=True):
        if key in by_key:
            household, month = key
            expected = _expected(case, by_key[key], row.get("reason", ""))
            yield from wrong_cells(TABLE, row, expected, household=household, month=month)


def _expected(case: ShelterCase, move: Move, reason: str) -> dict[str, str]:
    """Return what the cells of a move must say; its own ``reason`` where that may stand."""
    facts = case.households[move.household]
    closes = bool(move.from_site) and not case.usable(facts, move.from_site, move.month)
    allowed = EXPLAINED if move.from_site else (*EXPLAINED, "")
    explained = reason if reason in allowed else " / ".join(EXPLAINED)
    return {
        "persons": str(facts.persons),
        "kind": move.kind,
        "from_site": move.from_site,
        "to_site": move.to_site,
        "reason": "closes" if closes else explained,
        "repeat": "1" if move.repeat else "0",
    }
