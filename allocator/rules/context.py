"""What the rules look at besides the household and the home."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from allocator.domain.policy import Policy
from allocator.domain.wijk import Wijk
from allocator.rules.arrays import BoolArray, IntArray
from allocator.rules.pairs import PairTable


@dataclass(frozen=True)
class Context:
    """The day, the policy, the map of wijken, and what is known of single pairs.

    Parameters
    ----------
    peildatum, policy, horizon_days, lottery_seed
        As in the instance.
    wijken
        Codes in order, W of them.
    within
        Whether wijk w is area a or lies within it, shape ``(W, W)``.
    prefers
        Per set of preferred wijken, whether wijk w is one or lies within one, shape
        ``(S, W)``; row ``HouseholdColumns.preference``.
    refused
        1 for a pair that somebody refused.
    points
        Fit points that the team gave a pair.
    """

    peildatum: date
    policy: Policy
    horizon_days: int
    lottery_seed: int
    wijken: tuple[str, ...]
    within: BoolArray
    prefers: BoolArray
    refused: PairTable
    points: PairTable

    @property
    def today(self) -> int:
        """Day number of the peildatum."""
        return self.peildatum.toordinal()


def areas_within(wijken: Sequence[Wijk], wijk_at: Mapping[str, int]) -> BoolArray:
    """Return whether wijk w is area a or lies within it, shape ``(W, W)``."""
    within = np.eye(len(wijken), dtype=np.bool_)
    above = {wijk_at[w.code]: wijk_at[w.within] for w in wijken if w.within is not None}
    for start in above:
        area = start
        while area in above and not within[start, above[area]]:
            area = above[area]
            within[start, area] = True
    return within


def preferences(
    wishes: Iterable[tuple[str, ...]], wijk_at: Mapping[str, int], within: BoolArray
) -> tuple[IntArray, BoolArray]:
    """Return for each household its set of preferred wijken, and the table of those sets.

    Returns
    -------
    preference
        Row in the table, shape ``(H,)``.
    prefers
        Whether wijk w is preferred or lies within a preferred area, shape ``(S, W)``.
    """
    row_of: dict[tuple[str, ...], int] = {}
    preference = [row_of.setdefault(tuple(sorted(wish)), len(row_of)) for wish in wishes]
    prefers = np.zeros((len(row_of), within.shape[0]), dtype=np.bool_)
    for wish, row in row_of.items():
        for wijk in wish:
            prefers[row] |= within[:, wijk_at[wijk]]
    return np.array(preference, dtype=np.int64), prefers
