"""The middle and the long end of some numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from statistics import median

__all__ = ["median_of", "percentile_90"]


def median_of(numbers: Sequence[int]) -> float | None:
    """Return the middle number, or halfway the two in the middle; ``None`` when there is none."""
    return float(median(numbers)) if numbers else None


def percentile_90(numbers: Sequence[int]) -> int | None:
    """Return the smallest of the numbers that nine in ten of them do not exceed (nearest rank)."""
    if not numbers:
        return None
    return sorted(numbers)[ceil(len(numbers) * 9 / 10) - 1]
