"""An aim of the relocation plan, by column generation over paths.

For every aim, with those before it held:

1. Relax it over all paths (:mod:`models.path_relax`): a bound z, and paths that are good.
2. Solve the integer model over the paths found.  It has the plan so far, so there is always a
   plan; its value v is exact.  Rooms are asked for in whole numbers where a plan turned out not
   to fit, and the model is solved again: without them it bounds as well.
3. Where v is more than z rounded up, no better plan has a path whose reduced cost is more than
   v − 1 − z.  When all paths below that can be listed, the integer model over them proves v, or
   finds a better plan.  Otherwise z stays the bound, and the aim is not called proven.

Plans that keep an aim no worse than w have no path whose reduced cost is more than w − z, so the
paths that are left begin the next aim.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import FloatArray, IntArray
from models.budget import Budget
from models.forbidden import without_forbidden
from models.highs import Backend
from models.lexicographic import SolverFailed
from models.linear import SAFETY, least_whole
from models.outcome import Status
from models.path_relax import Pool, Relaxed, relax
from models.path_types import types_of
from models.relocation import NONE, Aim, Held, Relocation, first_months, keeps
from models.relocation_master import Column, Master
from models.room_check import RoomCheck

# So many paths can be listed and solved over.
MOST_PATHS = 20_000
# What a relaxation may take of the seconds left.
RELAX_SHARE = 0.6
# A plan is looked for that is so near the bound, then the best.  The first is found sooner, and
# leaves fewer paths.
GAPS = 0.01, 0.0
# Without a limit in seconds, a search tree over n paths has at most so many nodes / n.
TREE = 1_000_000


class PathSolver:
    """Solves the aims of one problem in order, keeping the best plan and good paths.

    Parameters
    ----------
    plan
        A plan to begin with, shape ``(H, T)``.
    """

    def __init__(self, problem: Relocation, plan: IntArray, backend: Backend) -> None:
        self._problem, self._backend = problem, backend
        self._rooms = RoomCheck(problem, backend)
        self._before: _Done | None = None
        self.plan = plan

    def optimise(self, aim: Aim, held: Sequence[Held], budget: Budget) -> int:
        """Improve the plan in an aim; return the bound that was proven."""
        value = aim.value(self._problem, self.plan)
        if value == 0:
            return 0  # no cost is negative
        model = _OverPaths(self._problem, aim, held)
        pool = Pool(self._before.left(model) if self._before else ())
        model.add_paths_of(self.plan, pool)
        with budget.part(RELAX_SHARE):
            arguments = model.problem, model.types, model.master, pool, value
            relaxed = relax(*arguments, budget, self._backend)
        self._before = _Done(model, pool, relaxed)
        bound = max(0, relaxed.proven)
        self._solve(model, pool, relaxed, bound, budget)
        value = aim.value(self._problem, self.plan)
        if value > bound and not budget.exhausted:
            near = _listed(relaxed, value - 1 - relaxed.bound + SAFETY, budget)
            if near is not None:
                bound = max(bound, self._solve(model, near, relaxed, bound, budget))
        return bound

    def _solve(
        self, model: _OverPaths, pool: Pool, relaxed: Relaxed, bound: int, budget: Budget
    ) -> int:
        """Look for a better plan over some paths; return a bound on plans over them."""
        every = model.priced(pool, relaxed.prices)
        for gap in GAPS:
            while (value := model.aim.value(self._problem, self.plan)) > bound:
                if budget.exhausted:
                    return bound
                most = value - 1 - relaxed.bound + SAFETY
                columns = [column for column, reduced in every if reduced <= most]
                linear = model.with_whole(self._rooms.whole).with_paths(columns)
                nodes = None if budget.seconds is not None else TREE // max(1, len(columns))
                found = self._backend.solve_below(linear, value - 1, nodes, budget, gap)
                if found.status is Status.INFEASIBLE:
                    return value
                if found.bound is not None:
                    bound = max(bound, min(value, least_whole(found.bound)))
                if found.values is None:
                    return bound
                plan = model.plan_of(columns, found.values[-len(columns) :])
                self._refuse_broken(model, plan)
                if not self._rooms.too_full(plan):
                    self.plan = plan
                    break
        return bound

    def _refuse_broken(self, model: _OverPaths, plan: IntArray) -> None:
        """Refuse a plan of a solver that breaks what it was asked to keep."""
        if not keeps(model.problem, plan):
            raise SolverFailed(f"aim {model.aim.name}: the solver's plan breaks a constraint")
        for one in model.held:
            if one.aim.value(model.problem, plan) > one.worst:
                raise SolverFailed(f"aim {model.aim.name}: the solver's plan breaks {one.aim.name}")


def _listed(relaxed: Relaxed, most: float, budget: Budget) -> Pool | None:
    """Return the paths of at most a reduced cost; ``None`` for too many, or too late."""
    near = Pool()
    for k, least in enumerate(relaxed.priced.least.tolist()):
        for path in relaxed.priced.within(k, least + most):
            near.add(k, path)
            if len(near.paths) > MOST_PATHS or budget.exhausted:
                return None
    return near


class _OverPaths:
    """An aim with those before it held, over whatever paths."""

    def __init__(self, problem: Relocation, aim: Aim, held: Sequence[Held]) -> None:
        self.problem, self.held = without_forbidden(problem, held)
        self.aim = aim
        self.types = types_of(self.problem, [*(one.aim for one in self.held), aim])
        self.master = Master(self.problem, self.types, aim, self.held)

    def with_whole(self, rooms: Collection[tuple[int, int]]) -> Master:
        """Return the model without paths, with rooms of some sites and months in whole numbers."""
        if not rooms:
            return self.master
        return Master(self.problem, self.types, self.aim, self.held, rooms)

    def priced(self, pool: Pool, prices: FloatArray) -> list[tuple[Column, float]]:
        """Return paths as columns, with their reduced costs."""
        columns = self.master.columns(pool.paths)
        return [(one, one.cost - float(prices[one.rows] @ one.coefficients)) for one in columns]

    def worst_in(self, held: Sequence[Held]) -> float:
        """Return the worst value of the aim where it is held; at 0 it need not be any more."""
        return max((one.worst for one in held if one.aim is self.aim), default=0)

    def may_go(self, k: int, path: IntArray) -> bool:
        """Whether households of a type may be where a path is."""
        h = int(self.types.example[k])
        t, stay = np.arange(path.size), first_months(int(self.problem.start[h]), path)
        others = (path >= 0) & ~stay
        return bool(
            self.problem.allowed[h, path[others], t[others]].all()
            and self.problem.staying[h, stay].all()
            and self.problem.unplaced[h, path == NONE].all()
        )

    def add_paths_of(self, plan: IntArray, pool: Pool) -> None:
        """Add the paths of a plan to a pool."""
        for h, k in enumerate(self.types.of.tolist()):
            pool.add(k, plan[h])

    def plan_of(self, columns: Sequence[Column], numbers: FloatArray) -> IntArray:
        """Give the households of each type the paths that a solution counts, in order."""
        plan = np.empty((self.problem.households, self.problem.months), dtype=np.int64)
        given = [0] * len(self.types)
        for column, number in zip(columns, np.rint(numbers).astype(int).tolist(), strict=True):
            members = self.types.members(column.kind)
            for h in members[given[column.kind] : given[column.kind] + number].tolist():
                plan[h] = column.path
            given[column.kind] += number
        return plan


@dataclass(frozen=True)
class _Done:
    """An aim that was relaxed, with the paths that were found."""

    model: _OverPaths
    pool: Pool
    relaxed: Relaxed

    def left(self, model: _OverPaths) -> Iterator[tuple[int, IntArray]]:
        """Yield the paths that may be in a plan that keeps the aim, of the types of a model.

        Those can differ more than they did, as another aim tells them apart.
        """
        most = self.model.worst_in(model.held) - self.relaxed.bound + SAFETY
        now: dict[int, list[int]] = {}
        for k, h in enumerate(model.types.example.tolist()):
            now.setdefault(int(self.model.types.of[h]), []).append(k)
        for column, reduced in self.model.priced(self.pool, self.relaxed.prices):
            if reduced <= most:
                every = now.get(column.kind, ())
                yield from ((k, column.path) for k in every if model.may_go(k, column.path))
