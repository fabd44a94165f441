"""Groups of households that are alike in all that the pair rules look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

from allocator.rules.arrays import NOT_GIVEN, IntArray
from allocator.rules.context import Context
from allocator.rules.household_columns import HouseholdColumns

NOT_LOOKED_AT = frozenset({"id", "position", "weeks", "preference"})
"""Columns that no pair rule looks at; but see refused pairs below."""

LOOKED_AT = tuple(f.name for f in fields(HouseholdColumns) if f.name not in NOT_LOOKED_AT)


@dataclass(frozen=True)
class Alike:
    """Groups of like households: one verdict serves them all.

    Parameters
    ----------
    example
        Index of one household of each group, shape ``(G,)``.
    group
        Group of each household, shape ``(H,)``.
    """

    example: IntArray
    group: IntArray


def alike(h: HouseholdColumns, c: Context, names: Iterable[str] = LOOKED_AT) -> Alike:
    """Return the groups of households with equal columns ``names``.

    A household that a refusal names is a group of its own, since REFUSED looks at who it is.
    """
    alone = np.where(c.refused.named[h.position], h.position, NOT_GIVEN)
    table = np.stack([alone, *(getattr(h, name) for name in names)], axis=1)
    _, example, group = np.unique(table, axis=0, return_index=True, return_inverse=True)
    return Alike(example=example.astype(np.int64), group=group.astype(np.int64))
