"""A problem without the pairs that are locked, which are no choice.

(F1) A household with a locked pair (C6) has no other (C1), so its pairs go; what the locked pair
     takes of units (C2), limits (C5) and bases (C7), and what it adds to tiers, is taken off.
(F2) A one-kind place with a locked pair is for that kind (C3, C4): the pairs of other kinds go.

The plans of what is left are the plans of the whole without the locked pairs, and every tier has
the same value.  A second draft of a round locks most of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import BoolArray, IntArray
from models.assignment import Assignment, Limit
from models.tiers import Excess, Tier, positions


@dataclass(frozen=True)
class Unlocked:
    """What is left to choose: a problem and tiers over the pairs at positions ``pairs``."""

    problem: Assignment
    tiers: tuple[Tier, ...]
    pairs: IntArray
    locked: BoolArray

    def whole(self, chosen: BoolArray) -> BoolArray:
        """Return the plan of the whole problem, shape ``(E,)``, of a plan of what is left."""
        plan = self.locked.copy()
        plan[self.pairs[chosen]] = True
        return plan


def unlock(problem: Assignment, tiers: Sequence[Tier]) -> Unlocked:
    """Return what is left to choose beside the locked pairs.

    The locked pairs must keep the constraints: there must be a plan.
    """
    locked = problem.forced
    at = np.flatnonzero(locked)
    pairs = np.flatnonzero(~_ruled_out(problem, at))
    position = positions(pairs, problem.pairs)
    taken = np.bincount(problem.place[at], minlength=problem.units.size)
    one_kind = problem.one_kind.copy()
    one_kind[problem.place[at]] = False  # of others there are no pairs any more
    small = replace(
        problem.restrict(pairs),
        units=problem.units - taken,
        one_kind=one_kind,
    )
    limits = [
        replace(own, capacity=own.capacity - _used(whole, locked))
        for own, whole in zip(small.limits, problem.limits, strict=True)
    ]
    return Unlocked(
        problem=replace(small, limits=tuple(limits)),
        tiers=tuple(_tier(tier, locked, pairs, position) for tier in tiers),
        pairs=pairs,
        locked=locked,
    )


def _ruled_out(problem: Assignment, at: IntArray) -> BoolArray:
    """Return which pairs no plan has beside those at some positions, or has anyhow."""
    placed = np.zeros(problem.households, dtype=np.bool_)
    placed[problem.household[at]] = True
    kind = np.full(problem.units.size, -1, dtype=np.int64)
    kind[problem.place[at]] = problem.kind[problem.household[at]]
    kind[~problem.one_kind] = -1
    for_others = (kind >= 0)[problem.place] & (
        kind[problem.place] != problem.kind[problem.household]
    )
    found: BoolArray = placed[problem.household] | for_others
    return found


def _tier(tier: Tier, locked: BoolArray, pairs: IntArray, position: IntArray) -> Tier:
    """Return a tier over what is left, with what the locked pairs add as a constant."""
    own = tier.restrict(pairs, position)
    excesses = [
        replace(small, base=small.base - _used(whole, locked))
        for small, whole in zip(own.excesses, tier.excesses, strict=True)
    ]
    constant = tier.constant + int(tier.gain[locked].sum())
    return replace(own, constant=constant, excesses=tuple(excesses))


def _used(group: Limit | Excess, locked: BoolArray) -> int:
    """Return what the locked pairs use of a limit, or add to a group."""
    return int(group.weight[locked[group.members]].sum())
