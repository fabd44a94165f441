"""Of the plans that are equal in a tier, the one nearest to a plan that is known.

With g the pairs of the known plan, N their number and M = 2·(N + 1), the objective f of the
tier becomes M·f + Σ_(e ∈ g) x[e] for a maximum (minus the sum for a minimum).  The sum lies
between 0 and N < M/2, so that f comes first, and a bound b on the new objective proves the
bound floor((b + N/2) / M) on f: N/2 allows for rounding on both sides.  Tiers to come then
begin with a plan that is already good in them, when the known plan is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from models.arrays import BoolArray
from models.budget import Budget
from models.highs import Backend
from models.linear import LinearModel
from models.outcome import Solution

# With costs above this, M times a cost is too large for a solver's tolerances.
LARGEST_COST = 1e6


class MipSolver(Protocol):
    """Solves integer models."""

    def solve_mip(self, model: LinearModel, budget: Budget, *, feasible: bool = False) -> Solution:
        """Solve the model; ``feasible`` when a plan is known to exist."""

    def solve_better(
        self, model: LinearModel, value: int, budget: Budget, *, heuristics: bool
    ) -> Solution:
        """Solve the model, of which a plan is known, for plans that are better than that.

        Without ``heuristics`` where there is hardly one to be found.
        """


@dataclass(frozen=True)
class Guided:
    """A backend that stays near a plan, given as pairs, the first columns of every model."""

    backend: Backend
    guide: BoolArray

    def solve_mip(self, model: LinearModel, budget: Budget, *, feasible: bool = False) -> Solution:
        """Solve the model; the bound is one on the objective of the model itself."""
        near = int(self.guide.sum())
        scale = 2 * (near + 1)
        if near == 0 or scale * float(np.abs(model.cost).max(initial=0.0)) > LARGEST_COST:
            return self.backend.solve_mip(model, budget, feasible=feasible)
        sign = 1 if model.sense == "max" else -1
        cost = model.cost * scale
        cost[: self.guide.size] += sign * self.guide
        nearer = replace(model, cost=cost, offset=model.offset * scale)
        solution = self.backend.solve_mip(nearer, budget, feasible=feasible)
        if solution.bound is None:
            return solution
        bound = math.floor((sign * solution.bound + near / 2) / scale)
        return replace(solution, bound=float(sign * bound))

    def solve_better(
        self, model: LinearModel, value: int, budget: Budget, *, heuristics: bool
    ) -> Solution:
        """Solve the model: a plan of the same value may be nearer."""
        return self.solve_mip(model, budget, feasible=True)
