"""The relocation plan, aim after aim.

What households cost by themselves (:mod:`models.alone`) is a bound at once, which sometimes is
all that it takes.  The first aims are sums over months, which months alone bound best, with a
plan made of them (:mod:`models.flow_months`).  Any other is asked of paths
(:mod:`models.path_solve`): these do with few columns, know moves soon after another, and bound a
problem of a region as well.  What they leave open of the aim that counts moves, flows of like
households over all months (:mod:`models.flow_solve`) may close: these ask for rooms in whole
numbers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.alone import alone
from models.arrays import IntArray
from models.budget import Budget
from models.flow_months import leading
from models.flow_solve import FlowSolver
from models.highs import Backend
from models.inserting import Inserting
from models.outcome import StageOutcome
from models.path_solve import PathSolver
from models.relocation import Aim, Held, Relocation, keeps
from models.room_check import RoomCheck

# What an aim that leads may take of the seconds left, and paths of that.
LEADING_SHARE, PATHS_SHARE = 0.8, 0.5


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
    known: Sequence[StageOutcome] = (),
) -> RelocationOutcome:
    """Optimise the aims in order, beginning with a plan that keeps all constraints.

    ``known`` is what became of the aims in an earlier solve, if the plan is from there.
    """
    return solve_any([problem], aims, [plan], budget, on_aim, backend, known)


def solve_any(
    problems: Sequence[Relocation],
    aims: Sequence[Aim],
    plans: Sequence[IntArray],
    budget: Budget,
    on_aim: Callable[[Aim], None] = lambda aim: None,
    backend: Backend | None = None,
    known: Sequence[StageOutcome] = (),
) -> RelocationOutcome:
    """Optimise the aims in order over the plans of any of some problems.

    The problems differ in what is allowed alone: the aims are worth the same in each.  After
    each aim those are left that can hold it; of a problem that may or may not, later bounds
    are not known.

    Parameters
    ----------
    plans
        One of each problem to begin with.
    known
        What became of the aims in an earlier solve of the same problems.  A bound from there
        holds as long as no aim before ends worse: then what is left is part of what was.
    """
    each = zip(problems, plans, strict=True)
    solvers = [_Solver(problem, aims, plan, backend or Backend()) for problem, plan in each]
    held: list[Held] = []
    stages: list[StageOutcome] = []
    all_known = True
    before = {stage.name: stage for stage in known}
    for aim in aims:
        on_aim(aim)
        began = time.perf_counter()
        least = before[aim.name].bound if aim.name in before else 0  # no cost is negative
        bounds = [solver.optimise(aim, held, budget, least) for solver in solvers]
        values = [aim.value(problems[0], solver.plan) for solver in solvers]
        best, worst = min(values), aim.worst_allowed(min(values))
        held.append(Held(aim, worst))
        bound = min(bounds) if all_known else 0
        if aim.name in before and best > before[aim.name].best:
            before = {}
        stages.append(StageOutcome(aim.name, best, bound, time.perf_counter() - began))
        fits = [value <= worst for value in values]
        all_known &= all(fit or bound > worst for fit, bound in zip(fits, bounds, strict=True))
        solvers = [solver for solver, fit in zip(solvers, fits, strict=True) if fit]
    worths = [tuple(aim.value(problems[0], solver.plan) for aim in aims) for solver in solvers]
    at = min(range(len(solvers)), key=lambda i: worths[i][-1:])
    return RelocationOutcome(solvers[at].plan, tuple(stages), worths[at])


class _Solver:
    """Asks months first, then paths, and flows over all months where it matters most."""

    def __init__(
        self, problem: Relocation, aims: Sequence[Aim], plan: IntArray, backend: Backend
    ) -> None:
        self._problem, self._aims = problem, aims
        self._flows = FlowSolver(problem, aims, plan, backend)
        self._paths = PathSolver(problem, plan, backend)
        self._rooms = RoomCheck(problem, backend)
        self._inserting: Inserting | None = None
        self.plan = plan

    def optimise(self, aim: Aim, held: Sequence[Held], budget: Budget, known: int = 0) -> int:
        """Improve the plan in an aim; return the bound that was proven, or ``known`` if better."""
        value = aim.value(self._problem, self.plan)
        bound = known
        if value > bound:
            bound = max(bound, alone(self._problem, aim, held))
        if self._open(aim, bound, budget):
            self._insert(held, budget)
        leads = self._leads(aim, held)
        if self._open(aim, bound, budget):
            self._flows.plan = self.plan
            bound = max(bound, self._flows.by_month(aim, held, budget))
            self.plan = self._flows.plan
        with budget.part(LEADING_SHARE if leads else 1 / (len(self._aims) - len(held))):
            if self._open(aim, bound, budget):
                self._paths.plan = self.plan
                with budget.part(PATHS_SHARE if leads and not self._flows.by_month_only else 1.0):
                    bound = max(bound, self._paths.optimise(aim, held, budget))
                self.plan = self._paths.plan
            if leads and self._open(aim, bound, budget):
                self._flows.plan = self.plan
                bound = self._flows.over_all(aim, held, bound, budget)
                self.plan = self._flows.plan
        return bound

    def _insert(self, held: Sequence[Held], budget: Budget) -> None:
        """Improve the plan a few households at a time."""
        problem = self._problem
        self._inserting = self._inserting or Inserting(problem, self._aims)
        plan = self._inserting.insert(self.plan, budget, len(held))
        kept = all(one.aim.value(problem, plan) <= one.worst for one in held)
        if kept and keeps(problem, plan) and self._rooms.fits(plan):
            self.plan = plan

    def _open(self, aim: Aim, bound: int, budget: Budget) -> bool:
        """Whether there is something to be found out, and time for it."""
        return aim.value(self._problem, self.plan) > bound and not budget.exhausted

    def _leads(self, aim: Aim, held: Sequence[Held]) -> bool:
        """Whether an aim is worth most of the time: the first over all months, or moves."""
        return len(held) <= leading(self._aims) or aim.move is not None
