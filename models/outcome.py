"""What a solve comes back with, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.arrays import BoolArray, FloatArray


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "proved optimal"
    FEASIBLE = "stopped with a plan"
    UNKNOWN = "stopped without a plan"
    INFEASIBLE = "infeasible"
    ERROR = "solver error"


@dataclass(frozen=True)
class Solution:
    """What a backend found for one linear model.

    ``values`` has shape ``(n,)`` or is ``None`` without a solution; ``bound`` is the
    backend's proven bound on the objective, ``None`` when it has none; ``work`` is a
    deterministic count of what it did, in the backend's own unit.
    """

    status: Status
    values: FloatArray | None = None
    bound: float | None = None
    work: int = 0


@dataclass(frozen=True)
class StageOutcome:
    """What became of one tier: the best value found, the proven bound on it, seconds."""

    name: str
    best: int
    bound: int
    seconds: float

    @property
    def optimal(self) -> bool:
        """Whether the best value is proven."""
        return self.bound == self.best


@dataclass(frozen=True)
class Outcome:
    """The plan of a lexicographic solve.

    ``chosen`` has shape ``(E,)``; ``values`` are the exact values of the plan in every
    tier, in the order given.
    """

    chosen: BoolArray
    stages: tuple[StageOutcome, ...]
    values: tuple[int, ...]
    work: int

    @property
    def optimal(self) -> bool:
        """Whether every tier is proven."""
        return all(stage.optimal for stage in self.stages)
