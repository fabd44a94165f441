"""The tables of a relocation plan: one place for their columns and order."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.report.tables import Table
from allocator.shelter_plan import Announced, RelocationPlan

STAYS = ("household", "site", "rooms", "from_month", "to_month")
MOVES = (
    "household",
    "persons",
    "month",
    "kind",
    "from_site",
    "to_site",
    "reason",
    "repeat",
    "why",
)
OCCUPANCY = ("site", "month", "persons", "beds", "share", "extended")
SHORTAGES = ("household", "from_month", "to_month", "persons", "reason", "why")

ANNOUNCED = (
    "household",
    "persons",
    "from_month",
    "to_month",
    "announced_site",
    "site",
    "changed",
)

SHARE_DIGITS = 4


def tables(plan: RelocationPlan) -> dict[str, Table]:
    """Return the tables by name, rows in the order of the plan.

    ``announced`` is there only when the plan is compared with an earlier one.
    """
    found = {
        "stays": Table(
            STAYS,
            [
                (row.household, row.site, "|".join(row.rooms), row.from_month, row.to_month)
                for row in plan.stays
            ],
        ),
        "moves": Table(
            MOVES,
            [
                (
                    row.household,
                    row.persons,
                    row.month,
                    row.kind,
                    row.from_site,
                    row.to_site,
                    row.reason,
                    int(row.repeat),
                    row.why,
                )
                for row in plan.moves
            ],
        ),
        "occupancy": Table(
            OCCUPANCY,
            [
                (
                    row.site,
                    row.month,
                    row.persons,
                    row.beds,
                    None if row.share is None else round(row.share, SHARE_DIGITS),
                    int(row.extended),
                )
                for row in plan.occupancy
            ],
        ),
        "shortages": Table(
            SHORTAGES,
            [
                (
                    row.household,
                    row.from_month,
                    row.to_month,
                    row.persons,
                    row.reason,
                    row.why,
                )
                for row in plan.shortages
            ],
        ),
    }
    if plan.announced is not None:
        found["announced"] = _compared(plan.announced)
    return found


def _compared(rows: Sequence[Announced]) -> Table:
    """Return where households are beside where they were announced to be."""
    return Table(
        ANNOUNCED,
        [
            (
                row.household,
                row.persons,
                row.from_month,
                row.to_month,
                row.announced_site,
                row.site,
                int(row.changed),
            )
            for row in rows
        ],
    )
