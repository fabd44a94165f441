"""How long the placed and the left out have waited, in bands of equal width."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.figures.counts import Outcome, outcome
from allocator.plan import MatchingPlan

WIDTHS = (13, 26, 52, 104)
"""Widths of a band in weeks: a quarter of a year, half, one year, two years."""
MOST_BANDS = 12


@dataclass(frozen=True)
class WeekBand:
    """Households that have waited ``first`` to ``last`` weeks, both inclusive."""

    first: int
    last: int
    outcome: Outcome


def week_bands(plan: MatchingPlan) -> tuple[WeekBand, ...]:
    """Return the bands from 0 weeks to the longest wait; empty for a plan without households.

    A band is a quarter of a year wide, or wider when that would give too many.
    """
    weeks = [row.weeks for row in plan.proposals] + [row.weeks for row in plan.unplaced]
    if not weeks:
        return ()
    fitting = [width for width in WIDTHS if max(weeks) // width < MOST_BANDS]
    width = fitting[0] if fitting else WIDTHS[-1]
    return tuple(_band(plan, first, first + width - 1) for first in range(0, max(weeks) + 1, width))


def _band(plan: MatchingPlan, first: int, last: int) -> WeekBand:
    """Return the band of some weeks."""
    return WeekBand(
        first,
        last,
        outcome(
            [row for row in plan.proposals if first <= row.weeks <= last],
            [row for row in plan.unplaced if first <= row.weeks <= last],
        ),
    )
