"""Better plans by solving some months in a row again, with those around them as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.arrays import IntArray
from models.budget import Budget
from models.first_stays import tails
from models.flow_plan import plan_of
from models.highs import Backend
from models.lexicographic import SolverFailed
from models.path_types import Types
from models.relocation import Aim, Held, Relocation
from models.relocation_flow import Flow, states_of

LENGTH, STEP = 8, 4
"""Months of a window, and from one to the next."""
NODES = 20
SECONDS = 5.0


def windows(months: int) -> Iterator[range]:
    """Yield the windows, in order."""
    for begin in range(0, max(1, months - STEP), STEP):
        yield range(begin, min(months, begin + LENGTH))


def better_in(
    window: range,
    problem: Relocation,
    types: Types,
    held: Sequence[Held],
    aim: Aim,
    plan: IntArray,
    budget: Budget,
    backend: Backend,
) -> IntArray | None:
    """Return a plan that should be better in an aim, changed in a window; ``None`` for none.

    In the window the aims before must not add more than they do now.  Of "again" flows know
    only the least that it can be, so the plan is to be judged by whoever asked.
    """
    aims = [*(one.aim for one in held), aim]
    around = range(max(0, window.start - 1), min(problem.months, window.stop + 1))
    flow = Flow(problem, types, aims, around)
    now = flow.of_plan(plan)
    flow.fix(now, [t for t in around if t not in window])
    fixed = Flow(problem, types, aims, around)
    fixed.fix(now, around)
    for one in held:
        spare = one.worst - one.aim.value(problem, plan)
        flow.hold(one.aim, _worth(fixed, one.aim, backend) + spare)
    most = _worth(fixed, aim, backend) - 1
    seconds, nodes = budget.seconds_left, None if budget.seconds is not None else NODES
    with budget.part(1.0 if not seconds else min(1.0, SECONDS / seconds)):
        found = backend.solve_below(flow.model(aim), most, nodes, budget)
    if found.values is None:
        return None
    others = [t for t in range(problem.months) if t not in around]
    counts = states_of(problem, types, tails(problem, types, aims), plan, others)
    return plan_of(problem, types, aims, {**counts, **flow.counts(found.values)})


def _worth(fixed: Flow, aim: Aim, backend: Backend) -> int:
    """Return what the months of a flow, all fixed, add to an aim."""
    solution = backend.solve_mip(fixed.model(aim), Budget(), feasible=True)
    if solution.values is None:
        raise SolverFailed(f"aim {aim.name}: a plan is not one of its own months")
    entries, constant = fixed.costs(aim)
    return constant + sum(round(float(solution.values[c])) * cost for c, cost in entries)
