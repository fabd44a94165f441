"""An aim of the relocation plan, by column generation over paths.

For every aim, with those before it held:

1. Relax it over the paths that are known, and add the cheapest path of each type until none has
   a negative reduced cost (:mod:`models.relocation_master`): a bound z that holds for all paths.
2. Solve the integer model over the paths found.  It has the plan so far, so there is always a
   plan; its value v is exact.  Rooms are asked for in whole numbers where a plan turned out not
   to fit, and the model is solved again: without them it bounds as well.
3. Where v is more than z rounded up, no better plan has a path whose reduced cost is more than
   v − 1 − z.  When all paths below that can be listed, the integer model over them proves v, or
   finds a better plan.  Otherwise z stays the bound, and the aim is not called proven.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import FloatArray, IntArray
from models.budget import Budget
from models.first_paths import first_paths
from models.highs import Backend, GrowingLp
from models.lexicographic import SolverFailed
from models.outcome import Solution
from models.path_types import types_of
from models.paths import Priced
from models.relocation import Aim, Held, Relocation, keeps
from models.relocation_master import Column, Master, signed
from models.room_check import RoomCheck

# A path is worth adding when its reduced cost is below this.
PRICE_TOLERANCE = 1e-5
# What a bound, or a reduced cost, may be off by.
SAFETY = 1e-5
# So many paths can be listed and solved over.
MOST_PATHS = 20_000


class Pool:
    """The paths known of each type; grows during a run."""

    def __init__(self) -> None:
        self.paths: list[tuple[int, IntArray]] = []
        self._known: set[tuple[int, bytes]] = set()

    def add(self, k: int, path: IntArray) -> bool:
        """Keep a path; say whether it is new."""
        key = k, path.tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        self.paths.append((k, path))
        return True


@dataclass(frozen=True)
class Relaxed:
    """A relaxation: its bound, and what paths cost with the duals that prove it."""

    bound: float
    priced: Priced


class PathSolver:
    """Solves the aims of one problem, keeping the paths from aim to aim.

    Parameters
    ----------
    aims
        All that will be optimised, in order.
    plan
        A plan to begin with, shape ``(H, T)``.
    """

    def __init__(
        self, problem: Relocation, aims: Sequence[Aim], plan: IntArray, backend: Backend
    ) -> None:
        self._problem, self._backend = problem, backend
        self._types = types_of(problem, aims)
        self._pool = Pool()
        self._rooms = RoomCheck(problem, backend)
        self.plan = plan
        self._keep(plan)
        for k, h in enumerate(self._types.example.tolist()):
            for path in first_paths(problem, h):
                self._pool.add(k, path)

    def begin_with(self, plan: IntArray) -> None:
        """Go on from another plan."""
        self.plan = plan
        self._keep(plan)

    def optimise(self, aim: Aim, held: Sequence[Held], budget: Budget) -> int:
        """Improve the plan in an aim; return the bound that was proven."""
        if aim.value(self._problem, self.plan) == 0:
            return 0  # no cost is negative
        master = Master(self._problem, self._types, aim, held)
        relaxed = self._relax(master, aim, budget)
        if relaxed is None:
            return 0  # no cost is negative
        bound = math.ceil(relaxed.bound - SAFETY)
        if aim.value(self._problem, self.plan) > bound and not budget.exhausted:
            self._solve(aim, held, self._pool.paths, budget)
        value = aim.value(self._problem, self.plan)
        if value > bound and not budget.exhausted:
            paths = self._near(relaxed, value - 1 - relaxed.bound + SAFETY)
            if paths is not None:
                found = self._solve(aim, held, paths, budget)
                value = aim.value(self._problem, self.plan)
                if found.bound is not None:
                    bound = max(bound, min(value, math.ceil(found.bound - SAFETY)))
        return bound

    def _relax(self, master: Master, aim: Aim, budget: Budget) -> Relaxed | None:
        """Relax over all paths, as far as the budget goes; ``None`` before any bound."""
        lp = self._backend.open_lp(master.model, interior=True)
        for k, path in self._pool.paths:
            self._add(lp, master.column(k, path))
        best: Relaxed | None = None
        value = aim.value(self._problem, self.plan)
        while (relaxation := lp.solve(budget)) is not None:
            duals = signed(master.model, relaxation.duals)
            priced = Priced(self._problem, self._types, master.costs(duals))
            bound = master.bound(duals, priced.least)
            if best is None or bound > best.bound:
                best = Relaxed(bound, priced)
            proven = math.ceil(best.bound - SAFETY)
            if proven >= min(value, math.ceil(relaxation.objective - SAFETY)) or budget.exhausted:
                break
            reduced = priced.least - duals[: len(self._types)]
            new = [
                (k, path)
                for k in np.flatnonzero(reduced < -PRICE_TOLERANCE).tolist()
                if self._pool.add(k, path := priced.best(k))
            ]
            if not new and not lp.interior:
                break
            lp.interior = bool(new)  # the last word is a vertex's
            for k, path in new:
                self._add(lp, master.column(k, path))
        return best

    @staticmethod
    def _add(lp: GrowingLp, column: Column) -> None:
        lp.add_column(column.rows, column.coefficients, column.cost)

    def _near(self, relaxed: Relaxed, gap: float) -> list[tuple[int, IntArray]] | None:
        """Return the paths with a reduced cost of at most ``gap``; ``None`` for too many.

        Those of the plan are always there, so that a plan is.
        """
        near = Pool()
        for h, k in enumerate(self._types.of.tolist()):
            near.add(k, self.plan[h])
        for k, least in enumerate(relaxed.priced.least.tolist()):
            for path in relaxed.priced.within(k, least + gap):
                near.add(k, path)
                if len(near.paths) > MOST_PATHS:
                    return None
        return near.paths

    def _solve(
        self, aim: Aim, held: Sequence[Held], paths: Sequence[tuple[int, IntArray]], budget: Budget
    ) -> Solution:
        """Solve the integer model over some paths, and keep its plan when it is better.

        Rooms are asked for in whole numbers only where it turned out to matter: few sites and
        months at a time are so full that it does.
        """
        while True:
            master = Master(self._problem, self._types, aim, held, self._rooms.whole)
            columns = [master.column(k, path) for k, path in paths]
            solution = self._backend.solve_mip(master.with_paths(columns), budget, feasible=True)
            if solution.values is None:
                return solution
            plan = self._plan_of(columns, solution.values[master.own :])
            self._refuse_broken(aim, held, plan)
            if not self._rooms.too_full(plan):
                break
            if budget.exhausted:
                return solution
        if aim.value(self._problem, plan) < aim.value(self._problem, self.plan):
            self.plan = plan
            self._keep(plan)
        return solution

    def _refuse_broken(self, aim: Aim, held: Sequence[Held], plan: IntArray) -> None:
        """Refuse a plan of a solver that breaks what it was asked to keep."""
        if not keeps(self._problem, plan):
            raise SolverFailed(f"aim {aim.name}: the solver's plan breaks a constraint")
        for one in held:
            if one.aim.value(self._problem, plan) > one.worst:
                raise SolverFailed(f"aim {aim.name}: the solver's plan breaks {one.aim.name}")

    def _plan_of(self, columns: Sequence[Column], numbers: FloatArray) -> IntArray:
        """Give the households of each type the paths that a solution counts, in order."""
        plan = self.plan.copy()
        given = [0] * len(self._types)
        for column, number in zip(columns, np.rint(numbers).astype(int).tolist(), strict=True):
            members = self._types.members(column.kind)
            for h in members[given[column.kind] : given[column.kind] + number].tolist():
                plan[h] = column.path
            given[column.kind] += number
        return plan

    def _keep(self, plan: IntArray) -> None:
        """Add the paths of a plan to those that are known."""
        for h, k in enumerate(self._types.of.tolist()):
            self._pool.add(k, plan[h])
