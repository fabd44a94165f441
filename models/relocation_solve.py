"""The relocation plan, aim after aim.

Flows of like households (:mod:`models.flow_solve`) do most: for a city they are far faster than
paths, and prove what it matters most to prove.  Paths (:mod:`models.path_solve`) know what flows
do not, moves soon after another, and do with fewer columns than there are sites and months for
like households: they are asked where a problem is small enough to finish with them, or too
large for flows.  Before either, what households cost by themselves (:mod:`models.alone`) is a
bound at once, which sometimes is all that it takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.alone import alone
from models.arrays import IntArray
from models.budget import Budget
from models.flow_solve import FlowSolver
from models.highs import Backend
from models.outcome import StageOutcome
from models.path_solve import PathSolver
from models.relocation import Aim, Held, Relocation

# Paths are asked for problems of at most so many months of households in sites.
FEW_CELLS = 4_000


@dataclass(frozen=True)
class RelocationOutcome:
    """The plan, shape ``(H, T)``, and what became of each aim; ``values`` are those of the plan."""

    plan: IntArray
    stages: tuple[StageOutcome, ...]
    values: tuple[int, ...]


def solve(
    problem: Relocation,
    aims: Sequence[Aim],
    plan: IntArray,
    budget: Budget,
    on_aim: Callable[[Aim], None] = lambda aim: None,
    backend: Backend | None = None,
) -> RelocationOutcome:
    """Optimise the aims in order, beginning with a plan that keeps all constraints."""
    return solve_any([problem], aims, [plan], budget, on_aim, backend)


def solve_any(
    problems: Sequence[Relocation],
    aims: Sequence[Aim],
    plans: Sequence[IntArray],
    budget: Budget,
    on_aim: Callable[[Aim], None] = lambda aim: None,
    backend: Backend | None = None,
) -> RelocationOutcome:
    """Optimise the aims in order over the plans of any of some problems.

    The problems differ in what is allowed alone: the aims are worth the same in each.  After
    each aim those are left that can hold it; of a problem that may or may not, later bounds
    are not known.

    Parameters
    ----------
    plans
        One of each problem to begin with.
    """
    each = zip(problems, plans, strict=True)
    solvers = [_Solver(problem, aims, plan, backend or Backend()) for problem, plan in each]
    held: list[Held] = []
    stages: list[StageOutcome] = []
    all_known = True
    for aim in aims:
        on_aim(aim)
        began = time.perf_counter()
        bounds = [solver.optimise(aim, held, budget) for solver in solvers]
        values = [aim.value(problems[0], solver.plan) for solver in solvers]
        best, worst = min(values), aim.worst_allowed(min(values))
        held.append(Held(aim, worst))
        bound = min(bounds) if all_known else 0  # no cost is negative
        stages.append(StageOutcome(aim.name, best, bound, time.perf_counter() - began))
        fits = [value <= worst for value in values]
        all_known &= all(fit or bound > worst for fit, bound in zip(fits, bounds, strict=True))
        solvers = [solver for solver, fit in zip(solvers, fits, strict=True) if fit]
    worths = [tuple(aim.value(problems[0], solver.plan) for aim in aims) for solver in solvers]
    at = min(range(len(solvers)), key=lambda i: worths[i][-1:])
    return RelocationOutcome(solvers[at].plan, tuple(stages), worths[at])


class _Solver:
    """Asks flows first, and paths where they may do better."""

    def __init__(
        self, problem: Relocation, aims: Sequence[Aim], plan: IntArray, backend: Backend
    ) -> None:
        self._problem, self._aims, self._backend = problem, aims, backend
        self._flows = FlowSolver(problem, aims, plan, backend)
        self._paths: PathSolver | None = None
        self.plan = plan

    def optimise(self, aim: Aim, held: Sequence[Held], budget: Budget) -> int:
        """Improve the plan in an aim; return the bound that was proven."""
        value = aim.value(self._problem, self.plan)
        least = alone(self._problem, aim, held) if value else 0  # no cost is negative
        if value == least:
            return least
        bound = max(least, self._flows.optimise(aim, held, budget))
        self.plan = self._flows.plan
        open_still = aim.value(self._problem, self.plan) > bound and not budget.exhausted
        if open_still and (self._flows.by_month_only or self._few):
            if self._paths is None:
                self._paths = PathSolver(self._problem, self._aims, self.plan, self._backend)
            self._paths.begin_with(self.plan)
            with budget.part(1 / (len(self._aims) - len(held))):
                bound = max(bound, self._paths.optimise(aim, held, budget))
            self._flows.plan = self.plan = self._paths.plan
        return bound

    @property
    def _few(self) -> bool:
        """Whether paths can be expected to finish."""
        return self._problem.cells <= FEW_CELLS
