"""A plan to begin with, also where some households must not be without a place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.arrays import IntArray
from models.budget import Budget
from models.first_plan import first_plan
from models.highs import Backend
from models.relocation import Aim, Relocation, keeps
from models.relocation_solve import solve


@dataclass(frozen=True)
class Start:
    """A plan, shape ``(H, T)``; without one, whether it is proven that none exists."""

    plan: IntArray | None
    none_exists: bool = False


def start(problem: Relocation, budget: Budget, backend: Backend) -> Start:
    """Return a plan that keeps all constraints.

    With everybody allowed to be without a place there is one; it is then improved until nobody
    is who may not be.
    """
    free = replace(problem, unplaced=np.ones_like(problem.unplaced))
    plan = first_plan(free, backend)
    if keeps(problem, plan):
        return Start(plan)
    aim = Aim("without a place", unplaced=(~problem.unplaced).astype(np.int64))
    outcome = solve(free, [aim], plan, budget, backend=backend)
    if keeps(problem, outcome.plan):
        return Start(outcome.plan)
    return Start(None, none_exists=outcome.stages[0].bound > 0)
