"""A plan made month by month, with an eye on the months after.

In every month it is asked to be at its least in the aims that months can be solved apart for,
and best in the aim after them; the months before are what they are.  Where that cannot be, the
aims are taken one after another.  Of a large problem it is first tried with everybody staying who
can, and one month after is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.arrays import IntArray
from models.budget import Budget
from models.flow_plan import plan_of
from models.highs import Backend
from models.outcome import Solution, Status
from models.path_types import Types, types_of
from models.relocation import Aim, Relocation
from models.relocation_flow import FIRST, Flow, State

AHEAD, AHEAD_OF_LARGE = 2, 1
"""Months after that are looked at."""


def rolling(
    problem: Relocation,
    aims: Sequence[Aim],
    least: IntArray,
    budget: Budget,
    backend: Backend,
    *,
    large: bool = False,
) -> IntArray | None:
    """Return a plan, shape ``(H, T)``; ``None`` when a month leaves none for the next, or in time.

    Parameters
    ----------
    least
        What each month adds at least to the first of the aims, shape ``(A, T)``.
    large
        Whether the problem is: a plan is then made faster, and may move more.
    """
    making = _Making(problem, types_of(problem, aims), aims, least)
    for t in range(problem.months):
        after = AHEAD_OF_LARGE if large else AHEAD
        window = range(max(0, t - 1), min(problem.months, t + 1 + after))
        solution = Solution(Status.UNKNOWN)
        for settled in (True, False) if large else (False,):
            if solution.values is None:
                flow = making.flow(window, t, settled=settled)
                solution = backend.solve_mip(flow.model(aims[-1]), budget)
        if solution.values is None:
            flow = making.flow(window, t, at_least=False)
            solution = _one_by_one(flow, aims, budget, backend)
        if solution.values is None:
            return None
        making.keep(flow.counts(solution.values), t)
    return plan_of(problem, making.types, aims, making.counts)


class _Making:
    """A plan in the making: how many are in each state, up to a month."""

    def __init__(
        self, problem: Relocation, types: Types, aims: Sequence[Aim], least: IntArray
    ) -> None:
        self._problem, self.types, self._aims, self._least = problem, types, aims, least
        self.counts: dict[State, int] = {}
        self._now: dict[State, int] = {
            (k, FIRST, -1): int(types.count[k])
            for k, h in enumerate(types.example.tolist())
            if problem.start[h] >= 0 and problem.first[h] == 0
        }

    def keep(self, found: Mapping[State, int], t: int) -> None:
        """Take a month over from a solution."""
        self._now = {state: number for state, number in found.items() if state[2] == t}
        self.counts.update(self._now)

    def flow(self, window: range, t: int, *, settled: bool = False, at_least: bool = True) -> Flow:
        """Return the months of a window from one month on, the one before as it is.

        With ``settled`` everybody stays who can; with ``at_least`` the first aims are at it.
        """
        flow = Flow(self._problem, self.types, self._aims, window)
        flow.fix(self._now, (t - 1,))
        months = window[window.index(t) :]
        if settled:
            flow.settle(self._now, self._aims[: len(self._least)], months)
        for aim, by_month in zip(self._aims, self._least, strict=False) if at_least else ():
            for month in months:
                flow.hold(aim, int(by_month[month]), month)
        return flow


def _one_by_one(flow: Flow, aims: Sequence[Aim], budget: Budget, backend: Backend) -> Solution:
    """Optimise the aims in order; return the last solution that there was, if any."""
    solution = Solution(Status.UNKNOWN)
    for aim in aims:
        found = backend.solve_mip(flow.model(aim), budget)
        if found.values is None:
            break
        solution = found
        entries, constant = flow.costs(aim)
        flow.hold(aim, constant + sum(round(found.values[c]) * cost for c, cost in entries))
    return solution
