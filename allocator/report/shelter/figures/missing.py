"""The rooms that are missing in each month, in words."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.shelter_plan import ExtraRooms, Missing, RelocationPlan
from allocator.texts import Texts


@dataclass(frozen=True)
class MissingRow:
    """A month in which somebody is without a place; ``rooms`` are empty when none would help."""

    month: str
    persons: int
    full: int
    rooms: str
    over_limits: int


def missing_rows(plan: RelocationPlan, t: Texts) -> list[MissingRow]:
    """Return the months in which somebody is without a place."""
    return [
        MissingRow(row.month, row.persons, row.full, _rooms(row, t), row.over_limits)
        for row in plan.missing
    ]


def _rooms(row: Missing, t: Texts) -> str:
    """Return the extra rooms; at most so many, where they are not proven to be the fewest."""
    listed = ", ".join(_kind(kind, t) for kind in row.rooms)
    return listed if row.proven or not listed else t("report.shelter.missing.at_most", rooms=listed)


def _kind(kind: ExtraRooms, t: Texts) -> str:
    key = "report.shelter.missing.wheelchair" if kind.wheelchair else "report.shelter.missing.room"
    return t(key, number=kind.number, beds=kind.beds)
