"""Means over replications, with the interval that they leave (Student's t, 95%)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """A mean over ``n`` values and the 95% interval for it, ``None`` with fewer than two."""

    n: int
    mean: float
    low: float | None
    high: float | None


def interval(values: Sequence[float]) -> Interval:
    """Return the mean of independent values and its interval.

    Raises
    ------
    ValueError
        When there is no value.
    """
    mean = fmean(values)
    if len(values) < 2:
        return Interval(len(values), mean, None, None)
    from scipy.stats import t  # half a second to import, and few commands need it

    half = float(t.ppf((1 + CONFIDENCE) / 2, len(values) - 1)) * stdev(values) / sqrt(len(values))
    return Interval(len(values), mean, mean - half, mean + half)


def paired(values: Sequence[float], others: Sequence[float]) -> Interval:
    """Return the mean difference of values of the same replications, and its interval."""
    return interval([one - other for one, other in zip(values, others, strict=True)])
