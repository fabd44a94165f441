"""Small problems by hand: a pair is written ``(household, place)``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np

from models.arrays import BoolArray, IntArray
from models.assignment import Assignment, Limit
from models.tiers import Excess, Sense, Tier

Pair = tuple[int, int]
Weights = Mapping[Pair, int]


def ints(values: Sequence[int]) -> IntArray:
    return np.array(values, dtype=np.int64)


def problem(
    pairs: Sequence[Pair],
    units: Sequence[int],
    *,
    kind: Sequence[int] = (),
    one_kind: Sequence[int] = (),
    limits: Sequence[tuple[Weights, int]] = (),
    forced: Sequence[Pair] = (),
) -> Assignment:
    """Return a problem; ``limits`` are weights by pair with a capacity."""
    households = max([len(kind), *(h + 1 for h, _ in pairs)])
    return Assignment(
        household=ints([h for h, _ in pairs]),
        place=ints([p for _, p in pairs]),
        households=households,
        units=ints(units),
        kind=ints(kind or [0] * households),
        one_kind=np.isin(np.arange(len(units)), one_kind),
        limits=tuple(
            Limit(f"limit {i}", *members(pairs, weights), capacity)
            for i, (weights, capacity) in enumerate(limits)
        ),
        forced=choice(pairs, forced),
    )


def tier(
    pairs: Sequence[Pair],
    gains: Sequence[int],
    sense: Sense = "max",
    *,
    name: str = "tier",
    constant: int = 0,
    excesses: Sequence[tuple[Weights, int]] = (),
    tolerance: str = "0",
    slack: int = 0,
) -> Tier:
    """Return a tier; ``excesses`` are weights by pair with a base."""
    return Tier(
        name=name,
        sense=sense,
        gain=ints(gains),
        constant=constant,
        excesses=tuple(Excess(*members(pairs, weights), base) for weights, base in excesses),
        tolerance=Decimal(tolerance),
        slack=slack,
    )


def members(pairs: Sequence[Pair], weights: Weights) -> tuple[IntArray, IntArray]:
    """Return the positions of the pairs with a weight, and the weights."""
    positions = [i for i, pair in enumerate(pairs) if pair in weights]
    return ints(positions), ints([weights[pairs[i]] for i in positions])


def choice(pairs: Sequence[Pair], chosen: Sequence[Pair]) -> BoolArray:
    """Return a choice among pairs as an array."""
    return np.array([pair in chosen for pair in pairs], dtype=np.bool_)


def of(problem: Assignment) -> list[Pair]:
    """Return the pairs of a problem."""
    return list(zip(problem.household.tolist(), problem.place.tolist(), strict=True))


def nothing(problem: Assignment) -> BoolArray:
    """Return the plan that chooses no pair."""
    return np.zeros(problem.pairs, dtype=np.bool_)
