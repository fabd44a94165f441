"""Pairs of a household and a home that tables name, found by position."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from allocator.rules.arrays import BoolArray, IntArray
from allocator.rules.table import Columns


@dataclass(frozen=True)
class PairTable:
    """A number for some pairs, 0 for all others.

    Parameters
    ----------
    named
        Whether a household stands in the table at all, shape ``(H,)``.
    keys
        Sorted ``household position × homes + home position``, shape ``(N,)``.
    values
        The number of each key, shape ``(N,)``.
    homes
        Number of homes P.
    """

    named: BoolArray
    keys: IntArray
    values: IntArray
    homes: int

    def at(self, household: IntArray, home: IntArray) -> IntArray:
        """Return the numbers of pairs of positions; the two shapes broadcast."""
        shape = np.broadcast_shapes(household.shape, home.shape)
        found = np.zeros(shape, dtype=np.int64)
        cells = np.nonzero(np.broadcast_to(self.named[household], shape))
        keys = np.broadcast_to(household, shape)[cells] * self.homes
        keys += np.broadcast_to(home, shape)[cells]
        place = np.searchsorted(self.keys[:-1], keys)
        found[cells] = np.where(self.keys[place] == keys, self.values[place], 0)
        return found


def pair_table(
    rows: Iterable[tuple[str, str, int]], households: Columns, homes: Columns
) -> PairTable:
    """Return the table of ``(household, home, number)`` rows; unknown ids are passed over."""
    known = list(rows)
    household, home, kept = positions(((a, b) for a, b, _ in known), households, homes)
    keys = household * len(homes) + home
    values = np.array([n for _, _, n in known], dtype=np.int64)[kept]
    order = np.argsort(keys, kind="stable")
    named = np.zeros(len(households), dtype=np.bool_)
    named[household] = True
    # A last key that no pair has makes every search end inside the arrays.
    return PairTable(
        named=named,
        keys=np.append(keys[order], -1),
        values=np.append(values[order], 0),
        homes=len(homes),
    )


def positions(
    pairs: Iterable[tuple[str, str]], households: Columns, homes: Columns
) -> tuple[IntArray, IntArray, IntArray]:
    """Return the positions of households and homes, and which pairs have both."""
    household_at = {name: i for i, name in enumerate(households.id.tolist())}
    home_at = {name: i for i, name in enumerate(homes.id.tolist())}
    found = [
        (household_at[a], home_at[b], i)
        for i, (a, b) in enumerate(pairs)
        if a in household_at and b in home_at
    ]
    table = np.array(found, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]
