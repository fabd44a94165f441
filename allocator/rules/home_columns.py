"""What the rules look at in a home, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from allocator.domain.choices import Sharing
from allocator.domain.home import Home
from allocator.rules.arrays import (
    FOREVER,
    BoolArray,
    IntArray,
    TextArray,
    code,
    equals,
    flags,
    whole,
)
from allocator.rules.table import Columns


@dataclass(frozen=True)
class HomeColumns(Columns):
    """Homes (rows, each of one or more units) in order of id, shape ``(P,)``.

    Parameters
    ----------
    kind, sharing, support, target_group
        Number of the choice.
    wijk
        Position of the wijk.
    bedrooms, min_persons, max_persons, units
        As in data.md.
    area, rent
        Rank among all amounts of the instance, -1 when not given.
    step_free, wheelchair, safe_place
        As in data.md.
    corporatie, complex
        Ids; empty for no complex.
    available_from, available_until
        Day numbers; ``FOREVER`` for a permanent home.
    """

    kind: IntArray
    wijk: IntArray
    bedrooms: IntArray
    area: IntArray
    min_persons: IntArray
    max_persons: IntArray
    units: IntArray
    sharing: IntArray
    step_free: BoolArray
    wheelchair: BoolArray
    safe_place: BoolArray
    support: IntArray
    target_group: IntArray
    rent: IntArray
    available_from: IntArray
    available_until: IntArray
    corporatie: TextArray
    complex: TextArray

    @property
    def shared(self) -> BoolArray:
        """Whether a unit is a room in a shared home."""
        return ~equals(self.sharing, Sharing.NONE)

    @property
    def one_gender(self) -> BoolArray:
        """Whether all households in the home must have one gender that the plan decides."""
        return equals(self.sharing, Sharing.SAME)


def home_columns(
    homes: Sequence[Home], *, wijk_at: Mapping[str, int], area: IntArray, rent: IntArray
) -> HomeColumns:
    """Return the columns of homes; ``area`` and ``rent`` are ranks, shape ``(P,)``."""
    return HomeColumns(
        id=np.array([p.id for p in homes], dtype=np.str_),
        position=np.arange(len(homes), dtype=np.int64),
        kind=whole([code(p.kind) for p in homes]),
        wijk=whole([wijk_at[p.wijk] for p in homes]),
        bedrooms=whole([p.bedrooms for p in homes]),
        area=area,
        min_persons=whole([p.min_persons for p in homes]),
        max_persons=whole([p.max_persons for p in homes]),
        units=whole([p.units for p in homes]),
        sharing=whole([code(p.sharing) for p in homes]),
        step_free=flags([p.step_free for p in homes]),
        wheelchair=flags([p.wheelchair for p in homes]),
        safe_place=flags([p.safe_place for p in homes]),
        support=whole([code(p.support) for p in homes]),
        target_group=whole([code(p.target_group) for p in homes]),
        rent=rent,
        available_from=whole([p.available_from.toordinal() for p in homes]),
        available_until=whole(
            [p.available_until.toordinal() if p.available_until else FOREVER for p in homes]
        ),
        corporatie=np.array([p.corporatie for p in homes], dtype=np.str_),
        complex=np.array([p.complex or "" for p in homes], dtype=np.str_),
    )
