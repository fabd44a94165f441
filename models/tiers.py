"""Tiers: objectives in order, each optimised among the plans that are best before it.

A tier ``k`` with best value ``B`` restricts all later tiers to plans whose value in ``k``
is worse than ``B`` by at most ``floor(|B|·p/100) + s``, with ``p`` its tolerance in
percent and ``s`` its slack in its own unit.  All values are integers, and all arithmetic
here is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property
from typing import Literal

import numpy as np

from models.arrays import BoolArray, IntArray

Sense = Literal["max", "min"]


@dataclass(frozen=True)
class Excess:
    """What a group of places carries above a base: ``max(0, Σ weight·x − base)``.

    Parameters
    ----------
    members
        Positions of the pairs in the group, shape ``(N,)``.
    weight
        What each of those pairs adds, shape ``(N,)``.
    base
        What the group carries without excess; negative when it starts above it.
    """

    members: IntArray
    weight: IntArray
    base: int


@dataclass(frozen=True)
class Tier:
    """One objective: ``constant + Σ gain·x + Σ excess``.

    Parameters
    ----------
    gain
        What each pair adds when chosen, shape ``(E,)``.
    tolerance
        Percent of the best value that later tiers may give up.
    slack
        The same in the tier's own unit.
    """

    name: str
    sense: Sense
    gain: IntArray
    constant: int = 0
    excesses: tuple[Excess, ...] = ()
    tolerance: Decimal = Decimal(0)
    slack: int = 0

    def value(self, chosen: BoolArray) -> int:
        """Return the exact value of the plan that chooses these pairs, shape ``(E,)``."""
        total = self.constant + int(self.gain[chosen].sum())
        for excess in self.excesses:
            load = int(excess.weight[chosen[excess.members]].sum())
            total += max(0, load - excess.base)
        return total

    @cached_property
    def step(self) -> int:
        """What all values of the tier differ by a multiple of, at least 1."""
        if self.excesses:
            return 1
        return max(1, int(np.gcd.reduce(self.gain, initial=0)))

    def better(self, one: int, other: int) -> bool:
        """Whether value ``one`` is strictly better than ``other``."""
        return one > other if self.sense == "max" else one < other

    def worst_allowed(self, best: int) -> int:
        """Return the worst value that later tiers may bring this tier to."""
        part = (abs(best) * self.tolerance / 100).to_integral_value(rounding=ROUND_FLOOR)
        allowance = int(part) + self.slack
        return best - allowance if self.sense == "max" else best + allowance

    def restrict(self, kept: IntArray, position: IntArray) -> Tier:
        """Return the tier over the pairs ``kept``; ``position`` maps old to new, -1 dropped."""
        excesses = []
        for excess in self.excesses:
            still = position[excess.members] >= 0
            excesses.append(
                replace(
                    excess,
                    members=position[excess.members[still]],
                    weight=excess.weight[still],
                )
            )
        return replace(self, gain=self.gain[kept], excesses=tuple(excesses))


@dataclass(frozen=True)
class Fixed:
    """A tier that was optimised, with the worst value that it may have from now on."""

    tier: Tier
    worst: int


def positions(kept: IntArray, size: int) -> IntArray:
    """Return for each of ``size`` old positions the new one, or -1."""
    new = np.full(size, -1, dtype=np.int64)
    new[kept] = np.arange(kept.size)
    return new


def compare(tiers: Sequence[Tier], one: Sequence[int], other: Sequence[int]) -> int:
    """Return 1, 0 or -1: whether plan values ``one`` come before ``other`` in the order."""
    for tier, a, b in zip(tiers, one, other, strict=True):
        if a != b:
            return 1 if tier.better(a, b) else -1
    return 0
