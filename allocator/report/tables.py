"""The tables of a matching plan: one place for their columns and order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from allocator.plan import MatchingPlan

PROPOSALS = (
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
UNPLACED = ("household", "persons", "weeks", "reason", "detail", "possible_homes", "why")
PRICES = ("kind", "id", "price", "need", "expected", "offered")
WIJKEN = ("code", "name", "draagkracht_persons", "placed_before", "placed_new", "load")

LOAD_DIGITS = 4


@dataclass(frozen=True)
class Table:
    """Named columns and rows of plain values; an empty cell is ``None``."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


def tables(plan: MatchingPlan) -> dict[str, Table]:
    """Return the tables by name, rows in order of id; ``prices`` of a plan that looks ahead."""
    found = {
        "proposals": Table(
            PROPOSALS,
            [
                (
                    row.household,
                    row.home,
                    row.persons,
                    row.wijk,
                    row.corporatie,
                    row.kind,
                    row.weeks,
                    row.urgency,
                    row.fit,
                    int(row.relocates),
                    int(row.provisional),
                    "|".join(row.deviation),
                    row.why,
                )
                for row in plan.proposals
            ],
        ),
        "unplaced": Table(UNPLACED, [astuple(row) for row in plan.unplaced]),
        "wijken": Table(
            WIJKEN,
            [
                (
                    row.code,
                    row.name,
                    row.draagkracht_persons,
                    row.placed_before,
                    row.placed_new,
                    None if row.load is None else round(row.load, LOAD_DIGITS),
                )
                for row in plan.wijken
            ],
        ),
    }
    if plan.prices is not None:
        rows = [tuple(getattr(row, name) for name in PRICES) for row in plan.prices.rows]
        found["prices"] = Table(PRICES, rows)
    return found
