"""The relocation plan, aim after aim, over flows (:mod:`models.relocation_flow`).

For the aims, in order, with those before held:

1. What each month adds at least (:mod:`models.flow_months`) bounds the first ones, and a plan
   made month by month (:mod:`models.flow_rolling`) often adds no more.  Of a problem of a region
   that is all: months are relaxed, and everybody stays who can.
2. The linear relaxation over all months bounds any other aim.
3. The plan is improved near the relaxation: whatever is as in the plan there is left alone
   (relaxation induced neighbourhoods: Danna, Rothberg & Le Pape, *Mathematical Programming* 102,
   2005).
4. The integer model is asked for a better plan.  When there is none, the plan is proven.

Flows count "again", and a few moves, at least, and plans exactly: a plan is taken over only when
its exact values are better, and its rooms hold everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile

from models.arrays import IntArray
from models.budget import Budget
from models.flow_months import leading, least_by_month
from models.flow_plan import plan_of
from models.flow_rolling import rolling
from models.highs import Backend
from models.highs_lp import Relaxation
from models.linear import SAFETY, LinearModel, dual_bound, least_whole
from models.outcome import Solution, Status
from models.path_types import types_of
from models.relocation import Aim, Held, Relocation, keeps
from models.relocation_flow import Flow
from models.room_check import RoomCheck
from models.side_by_side import spare

# Of a problem with more months of households in sites, flows are solved by month only.
MOST_CELLS = 150_000
# How long a search tree may get that improves a plan, or proves it, without a limit in seconds.
NEAR_NODES, PROOF_NODES = 20, 100
# What a relaxation, and an improvement, may take of the seconds left.
RELAX_SHARE, NEAR_SHARE = 0.5, 0.9


@dataclass(frozen=True)
class _Relaxed:
    """An aim over all months, and its relaxation unless it was cut off."""

    flow: Flow
    model: LinearModel
    relaxation: Relaxation | None

    @property
    def bound(self) -> int:
        """What is proven by it: no cost is negative."""
        if self.relaxation is None:
            return 0
        return max(0, least_whole(dual_bound(self.model, self.relaxation.duals)))


class FlowSolver:
    """Solves the aims of one problem in order, keeping the best plan so far.

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
        self._problem, self._aims, self._backend = problem, aims, backend
        self._monthly = list(aims[: leading(aims)])
        self._rooms = RoomCheck(problem, backend)
        self._least: IntArray | None = None
        self._made = False
        self._ahead: Future[_Relaxed] | None = None
        self.by_month_only = problem.cells > MOST_CELLS
        self.plan = plan

    def by_month(self, aim: Aim, held: Sequence[Held], budget: Budget) -> int:
        """Improve the plan month by month; return what the months add to an aim at least."""
        if len(held) >= len(self._monthly):
            return 0  # no cost is negative
        return self._by_month(aim, held, budget)

    def over_all(self, aim: Aim, held: Sequence[Held], bound: int, budget: Budget) -> int:
        """Improve the plan over all months at once; return the bound, no lower than it was."""
        if self.by_month_only:
            return bound
        self._least_of_months(held, budget)  # aims held month by month bound the others better
        if self._ahead is not None and len(held) == len(self._monthly) and self._at_least(held):
            relaxed = self._ahead.result()
        else:
            with budget.part(RELAX_SHARE):
                relaxed = self._relaxed(aim, held, budget)
        bound = max(bound, relaxed.bound)
        self._near_relaxation(relaxed, aim, held, bound, budget)
        return self._prove(relaxed, aim, held, bound, budget)

    def _value(self, aim: Aim) -> int:
        return aim.value(self._problem, self.plan)

    def _worth(self, plan: IntArray) -> list[int]:
        """Return the values of a plan in all aims."""
        return [aim.value(self._problem, plan) for aim in self._aims]

    def _by_month(self, aim: Aim, held: Sequence[Held], budget: Budget) -> int:
        """Return what the months add to an aim at least; else try the plan made of months."""
        least = self._least_of_months(held, budget)
        bound = int(least[len(held)].sum()) if self._at_least(held) else 0
        if self._value(aim) > bound and not self._made:
            self._made = True
            self._look_ahead(budget)
            aims = self._aims[: len(self._monthly) + 1]
            large = self.by_month_only
            plan = rolling(self._problem, aims, least, budget, self._backend, large=large)
            if plan is not None and self._worth(plan) < self._worth(self.plan):
                self._take(plan, held)
        return bound

    def _least_of_months(self, held: Sequence[Held], budget: Budget) -> IntArray:
        """Return what each month adds at least to the first aims, asked for once."""
        if self._least is None:
            first = held[: len(self._monthly)]
            none = len(list(takewhile(lambda one: one.worst == 0, first)))
            arguments = self._problem, self._monthly, budget, self._backend
            self._least = least_by_month(*arguments, none=none, relaxed=self.by_month_only)
        return self._least

    def _look_ahead(self, budget: Budget) -> None:
        """Begin to relax the aim after, as it is when all months are at their least.

        It takes as long as to make a plan month by month, which goes on beside it.  Where it
        would take the time of that, it waits until it is asked for: mostly it never is.
        """
        number = len(self._monthly)
        # Counted work is one thing after another.
        alone = budget.work is not None or not spare()
        if alone or self.by_month_only or number == len(self._aims) or self._least is None:
            return
        worst = self._least.sum(axis=1).tolist()
        held = [Held(aim, least) for aim, least in zip(self._monthly, worst, strict=True)]
        pool = ThreadPoolExecutor(1)
        self._ahead = pool.submit(self._relaxed, self._aims[number], held, budget)
        pool.shutdown(wait=False)

    def _relaxed(self, aim: Aim, held: Sequence[Held], budget: Budget) -> _Relaxed:
        """Relax an aim over all months."""
        aims = [*(one.aim for one in held), aim]
        flow = Flow(self._problem, types_of(self._problem, aims), aims, range(self._problem.months))
        self._hold(flow, held)
        model = flow.model(aim)
        return _Relaxed(flow, model, self._backend.relax(model, budget))

    def _at_least(self, held: Sequence[Held]) -> bool:
        """Whether the aims before are at their least in every month."""
        least = [] if self._least is None else self._least.sum(axis=1).tolist()
        return len(held) <= len(least) and all(
            one.worst == worst for one, worst in zip(held, least, strict=False)
        )

    def _prove(
        self, relaxed: _Relaxed, aim: Aim, held: Sequence[Held], bound: int, budget: Budget
    ) -> int:
        """Ask for a better plan as long as there is one; return the bound."""
        while self._value(aim) > bound and not budget.exhausted:
            found = self._below(relaxed.model, aim, PROOF_NODES, budget)
            if found.status is Status.INFEASIBLE:
                return self._value(aim)
            if found.bound is not None:
                bound = max(bound, min(self._value(aim), least_whole(found.bound)))
            if not self._improve(relaxed.flow, found, aim, held):
                break
        return bound

    def _near_relaxation(
        self, relaxed: _Relaxed, aim: Aim, held: Sequence[Held], bound: int, budget: Budget
    ) -> None:
        """Improve the plan where it differs from the relaxation."""
        while self._value(aim) > bound and relaxed.relaxation and not budget.exhausted:
            near = self._near(relaxed)
            with budget.part(NEAR_SHARE):
                found = self._below(near, aim, NEAR_NODES, budget)
            if not self._improve(relaxed.flow, found, aim, held):
                break

    def _hold(self, flow: Flow, held: Sequence[Held]) -> None:
        """Hold the aims before; month by month where they are at their least."""
        for i, one in enumerate(held):
            if self._least is not None and self._at_least(held[: i + 1]):
                for t in range(self._problem.months):
                    flow.hold(one.aim, int(self._least[i, t]), t)
            else:
                flow.hold(one.aim, one.worst)

    def _near(self, relaxed: _Relaxed) -> LinearModel:
        """Return the model with every state fixed that the plan and the relaxation agree on."""
        model, plan = relaxed.model, relaxed.flow.of_plan(self.plan)
        lower, upper = model.lower.copy(), model.upper.copy()
        if relaxed.relaxation is not None:
            for state, column in relaxed.flow.states.items():
                number = plan.get(state, 0)
                if abs(relaxed.relaxation.values[column] - number) < SAFETY:
                    lower[column] = upper[column] = number
        return model.bounded(lower, upper)

    def _below(self, model: LinearModel, aim: Aim, nodes: int, budget: Budget) -> Solution:
        """Look for a plan that is better in an aim."""
        limit = None if budget.seconds is not None else nodes
        return self._backend.solve_below(model, self._value(aim) - 1, limit, budget)

    def _improve(self, flow: Flow, found: Solution, aim: Aim, held: Sequence[Held]) -> bool:
        """Take the plan of a solution over if it is better; say whether it was."""
        if found.values is None:
            return False
        plan = plan_of(self._problem, flow.types, self._aims, flow.counts(found.values))
        return self._take(plan, [*held, Held(aim, self._value(aim) - 1)])

    def _take(self, plan: IntArray | None, held: Sequence[Held]) -> bool:
        """Take a plan over if it keeps everything; say whether it was."""
        problem = self._problem
        if plan is None or not keeps(problem, plan):
            return False
        if any(one.aim.value(problem, plan) > one.worst for one in held):
            return False
        if not self._rooms.fits(plan):
            return False
        self.plan = plan
        return True
