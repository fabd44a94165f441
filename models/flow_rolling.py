"""A plan made month by month, with an eye on the months after.

In every month it is asked to be at its least in the aims that months can be solved apart for,
and best in the aim after them; the months before are what they are.  Where that cannot be, the
aims are taken one after another.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.arrays import IntArray
from models.budget import Budget
from models.flow_plan import plan_of
from models.highs import Backend
from models.outcome import Solution, Status
from models.path_types import types_of
from models.relocation import Aim, Relocation
from models.relocation_flow import Flow, State

AHEAD = 2
"""Months after that are looked at."""


def rolling(
    problem: Relocation, aims: Sequence[Aim], least: IntArray, budget: Budget, backend: Backend
) -> IntArray | None:
    """Return a plan, shape ``(H, T)``; ``None`` when a month leaves none for the next, or in time.

    Parameters
    ----------
    least
        What each month adds at least to the first of the aims, shape ``(A, T)``.
    """
    types = types_of(problem, aims)
    counts: dict[State, int] = {}
    for t in range(problem.months):
        ahead = range(max(0, t - 1), min(problem.months, t + 1 + AHEAD))
        flow = Flow(problem, types, aims, ahead)
        flow.fix(counts, (t - 1,))
        for aim, by_month in zip(aims, least, strict=False):
            for month in ahead[ahead.index(t) :]:
                flow.hold(aim, int(by_month[month]), month)
        solution = backend.solve_mip(flow.model(aims[-1]), budget)
        if solution.values is None:
            flow = Flow(problem, types, aims, ahead)
            flow.fix(counts, (t - 1,))
            solution = _one_by_one(flow, aims, budget, backend)
        if solution.values is None:
            return None
        found = flow.counts(solution.values)
        counts.update({state: number for state, number in found.items() if state[2] == t})
    return plan_of(problem, types, aims, counts)


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
