"""Plain models of the matching round in three solvers, and the loop over the tiers.

A peer is what a good user of that library would write from ``docs`` and the mathematics in
``models/assignment.py``: the whole model once, then tier after tier with one more row that
holds the tier before at its best.  It shares no code with ``models``: it gets the possible
pairs (homes that are alike merged), the gains and the limits as plain arrays.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from models.arrays import BoolArray, IntArray
from models.assignment import Assignment, is_feasible
from models.tiers import Tier

PEERS = ("cbc", "cpsat", "cpsat1", "highs")
THREADS = 2
# Tier values are integers: a gap under 1 proves them, and a row that holds a tier may be
# less than 1 looser without letting a worse plan in (HiGHS loses plans at rows without).
ABSOLUTE_GAP = 0.999
MARGIN = 0.4
# Where a bound counts as the integer beside it.
ROUNDING = 1e-4


@dataclass(frozen=True)
class Found:
    """What a peer found for a tier: chosen pairs, shape ``(E,)``, a bound, and a proof."""

    chosen: BoolArray | None
    bound: float | None
    proven: bool


@dataclass(frozen=True)
class TierRun:
    """What became of a tier: its exact value, the bound on it, and what it took."""

    name: str
    value: int | None
    bound: float | None
    proven: bool
    seconds: float


class Peer(Protocol):
    """A plain model; made with the merged problem and the tiers to optimise, in order."""

    def __init__(self, problem: Assignment, tiers: Sequence[Tier]) -> None: ...

    def optimise(self, tier: Tier, seconds: float) -> Found:
        """Optimise a tier under the rows so far."""

    def hold(self, tier: Tier, worst: int) -> None:
        """Add the row that lets a tier be no worse than this."""


class WrongPlan(RuntimeError):
    """A peer's plan breaks a constraint, or a tier that it had to hold."""


def load(name: str) -> type[Peer]:
    """Return a peer by name; its library is imported only now."""
    return cast("type[Peer]", import_module(f"benchmarks.peers.plain_{name}").Plain)


def in_order(
    kind: type[Peer], problem: Assignment, tiers: Sequence[Tier], limit: float
) -> Iterator[TierRun]:
    """Optimise tier after tier until one is not proven or the seconds are over.

    Building the model counts for the first tier.

    Raises
    ------
    WrongPlan
        When a plan fails the exact check.
    """
    before = began = time.perf_counter()
    peer = kind(problem, tiers)
    held: list[tuple[Tier, int]] = []
    for tier in tiers:
        left = limit - (time.perf_counter() - began)
        if left <= 0:
            return
        found = peer.optimise(tier, left)
        value = None if found.chosen is None else _referee(problem, tier, held, found.chosen)
        bound = value if found.proven else _tidy(found.bound)
        now = time.perf_counter()
        yield TierRun(tier.name, value, bound, found.proven, now - before)
        if value is None or not found.proven:
            return
        before = now
        held.append((tier, tier.worst_allowed(value)))
        peer.hold(*held[-1])


def members(group: IntArray) -> dict[int, list[int]]:
    """Return the positions that belong to each number in ``group``."""
    found: dict[int, list[int]] = {}
    for position, number in enumerate(group.tolist()):
        found.setdefault(number, []).append(position)
    return found


def _referee(
    problem: Assignment, tier: Tier, held: Sequence[tuple[Tier, int]], chosen: BoolArray
) -> int:
    """Return the exact value of a plan that is right."""
    lost = [one.name for one, worst in held if one.better(worst, one.value(chosen))]
    if lost or not is_feasible(problem, chosen):
        raise WrongPlan(f"tier {tier.name}: the plan breaks {', '.join(lost) or 'a constraint'}")
    return tier.value(chosen)


def _tidy(bound: float | None) -> float | None:
    """Return a bound without the dust of floating point."""
    if bound is None or abs(bound) > 1e15:
        return None
    return round(bound) if abs(bound - round(bound)) < ROUNDING else round(bound, 4)
