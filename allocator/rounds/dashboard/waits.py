"""How long some households waited, in whole weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocator.figures.counts import Count, Outcome
from allocator.figures.merging import SMALL
from allocator.rounds.dashboard.quantiles import median_of, percentile_90
from allocator.rounds.dashboard.sight import Number, Sight

ENOUGH = 2 * SMALL
"""Fewer households, and the 90th percentile is the wait of the one that waited longest."""


@dataclass(frozen=True)
class Waits:
    """How long households waited: the middle, the long end, and how many over the term.

    What may not be told, or is not there, is ``None``; ``over`` households waited longer than
    the term, a ``share`` of all.
    """

    households: Number
    median: float | None
    percentile_90: int | None
    over: Number | None
    share: float | None


def waits(weeks: Sequence[int], term: int, sight: Sight) -> Waits:
    """Return how long households waited that waited so many weeks each."""
    n, over = len(weeks), sum(one > term for one in weeks)
    told = sight.number(n)
    if not isinstance(told, int):
        return Waits(told, None, None, None, None)
    shown = sight.number(over, n)
    return Waits(
        told,
        median_of(weeks),
        percentile_90(weeks) if sight.exact or n >= ENOUGH else None,
        shown,
        over / n if n and isinstance(shown, int) else None,
    )


def over_and_within(weeks: Sequence[int], term: int) -> Outcome:
    """Return how many waited longer than the term, as if placed, and how many did not."""
    over = sum(one > term for one in weeks)
    return Outcome(Count(over, over), Count(len(weeks) - over, len(weeks) - over))
