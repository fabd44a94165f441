"""What happens in each month: who is sheltered, where, and how many move."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from allocator.shelter_plan import RelocationPlan, Shortage


@dataclass(frozen=True)
class MonthFigure:
    """A month of the plan, in persons.

    Parameters
    ----------
    open, extended
        Who is in a site that is open, and in one that is extended.
    without
        Who has no place.
    beds
        Beds in all sites that can be used.
    moves
        Who moves, into another site or into no place.
    entries
        Who comes in without coming from another site.
    """

    month: str
    open: int
    extended: int
    without: int
    beds: int
    moves: int
    entries: int

    @property
    def sheltered(self) -> int:
        """Everybody with a place."""
        return self.open + self.extended


def month_figures(plan: RelocationPlan) -> tuple[MonthFigure, ...]:
    """Return the figures of every month of the plan."""
    sheltered: Counter[tuple[str, bool]] = Counter()
    beds: Counter[str] = Counter()
    for place in plan.occupancy:
        sheltered[place.month, place.extended] += place.persons
        beds[place.month] += place.beds
    without: Counter[str] = Counter()
    for shortage in plan.shortages:
        for month in months_of(shortage, plan):
            without[month] += shortage.persons
    moving: Counter[tuple[str, str]] = Counter()
    for move in plan.moves:
        moving[move.month, move.kind] += move.persons
    return tuple(
        MonthFigure(
            month=month,
            open=sheltered[month, False],
            extended=sheltered[month, True],
            without=without[month],
            beds=beds[month],
            moves=moving[month, "move"],
            entries=moving[month, "entry"],
        )
        for month in plan.months
    )


def months_of(shortage: Shortage, plan: RelocationPlan) -> tuple[str, ...]:
    """Return the months of a shortage."""
    return tuple(m for m in plan.months if shortage.from_month <= m <= shortage.to_month)


def worst(figures: tuple[MonthFigure, ...]) -> MonthFigure | None:
    """Return the first month in which most persons are without a place; ``None``: in no month."""
    found = max(figures, key=lambda figure: figure.without, default=None)
    return found if found is not None and found.without else None
