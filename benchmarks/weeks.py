"""Cities for benchmarks of many weeks: limits that are for all homes of a period."""

from __future__ import annotations

from decimal import Decimal

from allocator.domain.future import InflowType
from allocator.domain.instance import Instance


def with_room(start: Instance, units_per_week: float, weeks: int) -> Instance:
    """Return a generated city whose draagkracht is for the homes of all weeks.

    The generator's is for those of one week, so that after it hardly anybody could be placed.
    """
    units = sum(home.units for home in start.homes)
    more = (units + weeks * units_per_week) / units
    wijken = tuple(
        wijk.model_copy(
            update={
                "draagkracht_persons": wijk.placed_persons
                + round(more * (wijk.draagkracht_persons - wijk.placed_persons))
            }
        )
        if wijk.draagkracht_persons is not None
        else wijk
        for wijk in start.wijken
    )
    return start.model_copy(update={"wijken": wijken})


def everybody(per_week: float) -> InflowType:
    """Return an inflow of so many households a week, of any size."""
    return InflowType(min_persons=1, max_persons=99, per_week=Decimal(str(per_week)))
