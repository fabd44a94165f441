"""Why households are without a place, and for how long."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.figures.counts import Count
from allocator.report.shelter.figures.months import months_of
from allocator.shelter_plan import RelocationPlan, ShortageReason

REASONS: tuple[ShortageReason, ...] = ("no_site", "closed", "full", "priority")


@dataclass(frozen=True)
class ReasonFigure:
    """Households that are without a place for a reason in some month, and person-months."""

    reason: ShortageReason
    count: Count
    person_months: int


def reason_figures(plan: RelocationPlan) -> tuple[ReasonFigure, ...]:
    """Return the reasons that there are, in order; a household may have several."""
    figures = []
    for reason in REASONS:
        rows = [row for row in plan.shortages if row.reason == reason]
        people = {row.household: row.persons for row in rows}
        person_months = sum(row.persons * len(months_of(row, plan)) for row in rows)
        if rows:
            count = Count(len(people), sum(people.values()))
            figures.append(ReasonFigure(reason, count, person_months))
    return tuple(figures)
