"""The best plan in which a household is in a site in some month.

In which month is not known beforehand.  So there is a problem for each in which it could be, and
the best of their plans is looked for, aim after aim (:func:`models.relocation_solve.solve_any`).
What the months add at least (:mod:`models.flow_months`) bounds them all before any is solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import IntArray
from models.budget import Budget
from models.flow_months import Known, leading, least_by_month
from models.highs import Backend
from models.relocation import Aim, Relocation, keeps
from models.relocation_solve import RelocationOutcome, solve_any
from models.relocation_start import start
from models.room_check import RoomCheck


@dataclass(frozen=True)
class Visit:
    """What is known of the plans in which a household is in a site in some month.

    ``outcome`` is the best that was found; without one, ``none_exists`` says whether it is proven
    that there is none.  ``least`` are the least values of the first aims, as far as they are
    sums over months: each holds when all before it are at their least.
    """

    outcome: RelocationOutcome | None
    none_exists: bool = False
    least: tuple[int, ...] = ()


def best_visit(
    problem: Relocation,
    aims: Sequence[Aim],
    plan: IntArray,
    visitor: tuple[int, int],
    budget: Budget,
    backend: Backend,
) -> Visit:
    """Return the best plan in which a household is in a site in some month.

    Parameters
    ----------
    plan
        A good plan without that, to begin with.
    visitor
        The household and the site.
    """
    h, s = visitor
    able = problem.allowed[h, s] | (problem.staying[h] & (problem.start[h] == s))
    months = [t for t in problem.present(h) if able[t]]
    least = _least(problem, aims, visitor, months, budget, backend)
    rooms = RoomCheck(problem, backend)
    problems, plans, unknown = [], [], False
    for t in months:
        there = with_visit(problem, visitor, t)
        begin = plan.copy()
        begin[h, t] = s
        if not (keeps(there, begin) and rooms.fits(begin)):
            found = start(there, budget, backend)
            unknown |= found.plan is None and not found.none_exists
            if found.plan is None:
                continue
            begin = found.plan
        problems.append(there)
        plans.append(begin)
    if not problems:
        return Visit(None, none_exists=not unknown, least=least)
    outcome = solve_any(problems, aims, plans, budget, backend=backend)
    stages = [replace(s, bound=0) for s in outcome.stages] if unknown else [*outcome.stages]
    for i, bound in enumerate(least):
        stages[i] = replace(stages[i], bound=max(bound, stages[i].bound))
        if stages[i].best != bound or aims[i].worst_allowed(bound) != bound:
            break
    return Visit(replace(outcome, stages=tuple(stages)), least=least)


def with_visit(problem: Relocation, visitor: tuple[int, int], t: int) -> Relocation:
    """Return the problem with a household in a site in one month."""
    h, s = visitor
    allowed, staying = problem.allowed.copy(), problem.staying.copy()
    unplaced = problem.unplaced.copy()
    others = np.arange(len(problem.sites)) != s
    allowed[h, others, t] = False
    staying[h, t] &= problem.start[h] == s
    unplaced[h, t] = False
    return replace(problem, allowed=allowed, staying=staying, unplaced=unplaced)


def _least(
    problem: Relocation,
    aims: Sequence[Aim],
    visitor: tuple[int, int],
    months: Sequence[int],
    budget: Budget,
    backend: Backend,
) -> tuple[int, ...]:
    """Return the least values of the first aims over all months of the visit."""
    monthly = list(aims[: leading(aims)])
    known: Known = {}
    found = []
    for t in months:
        there = with_visit(problem, visitor, t)
        by_month = least_by_month(there, monthly, budget, backend, known)
        found.append(tuple(by_month.sum(axis=1).tolist()))
    return min(found, default=())
