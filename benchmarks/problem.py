"""The instance of a run, laid out once: what our road and the peers begin with."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.clock import Clock
from allocator.domain.instance import Instance
from allocator.formulate import assignment, lay_out, tier_order, tiers
from allocator.matching import plain_comparison
from allocator.reading.digest import digest
from models.arrays import BoolArray
from models.assignment import Assignment
from models.merge import merge_places
from models.tiers import Tier


@dataclass(frozen=True)
class Problem:
    """The possible pairs of an instance with the tiers to optimise, in order.

    ``start`` is the plan that our road begins with, longest-waiting-first, shape ``(E,)``;
    ``seconds`` says what each step took.
    """

    data: Assignment
    tiers: tuple[Tier, ...]
    start: BoolArray
    digest: str
    seconds: dict[str, float]

    def merged(self) -> tuple[Assignment, tuple[Tier, ...]]:
        """Return the problem with homes that are alike merged: what the peers get."""
        data, aims, _ = merge_places(self.data, self.tiers)
        return data, aims


def prepare(instance: Instance) -> Problem:
    """Lay an instance out as ``allocator match`` does."""
    clock = Clock()
    case = lay_out(instance)
    clock.lap("eligibility")
    names, _ = tier_order(instance.policy, has_previous=bool(instance.previous))
    aims, data = tiers(case, names), assignment(case)
    clock.lap("formulate")
    start = case.chosen(*plain_comparison(case))
    clock.lap("start")
    return Problem(data, aims, start, digest(instance), clock.seconds)
