"""A plan with some pairs forced into it, made from a plan without them.

Quick and not best: what stands in the way goes out, least gain first, and then whoever still
fits comes in, most gain first.  It serves as the plan to begin a solve with.
"""

from __future__ import annotations

import numpy as np

from models.arrays import BoolArray, IntArray
from models.assignment import Assignment, is_feasible


def repair(problem: Assignment, gain: IntArray, plan: BoolArray) -> BoolArray | None:
    """Return a feasible plan with all forced pairs, near ``plan``; ``None`` when there is none.

    Parameters
    ----------
    gain
        What each pair gains, shape ``(E,)``.
    plan
        Chosen pairs, shape ``(E,)``; feasible but for the forced pairs that it lacks.
    """
    forced = problem.forced
    if not is_feasible(problem, forced):
        return None
    repaired: BoolArray = forced | (plan & ~np.isin(problem.household, problem.household[forced]))
    while not is_feasible(problem, repaired):
        repaired[_least_missed(problem, gain, repaired)] = False
    fill(problem, gain, repaired)
    return repaired


def _least_missed(problem: Assignment, gain: IntArray, plan: BoolArray) -> int:
    """Return the pair to leave out: if one suffices the least, else the least in the way."""
    loose = np.flatnonzero(plan & ~problem.forced)
    loose = loose[np.argsort(gain[loose], kind="stable")]
    for pair in loose.tolist():
        plan[pair] = False
        suffices = is_feasible(problem, plan)
        plan[pair] = True
        if suffices:
            return int(pair)
    blocking = _in_the_way(problem, plan)
    return int(loose[blocking[loose]][0])


def _in_the_way(problem: Assignment, plan: BoolArray) -> BoolArray:
    """Return the pairs at places, and within limits, that the plan overfills."""
    full = np.bincount(problem.place[plan], minlength=problem.units.size) > problem.units
    at_forced = np.zeros_like(full)
    at_forced[problem.place[problem.forced]] = True
    blocking: BoolArray = (full | (at_forced & problem.one_kind))[problem.place]
    for limit in problem.limits:
        if int(limit.weight[plan[limit.members]].sum()) > limit.capacity:
            blocking[limit.members] = True
    return blocking


def fill(problem: Assignment, gain: IntArray, plan: BoolArray) -> None:
    """Add to a feasible plan the pairs that still fit and gain something, most gain first."""
    placed = np.zeros(problem.households, dtype=np.bool_)
    placed[problem.household[plan]] = True
    free = problem.units - np.bincount(problem.place[plan], minlength=problem.units.size)
    could = np.flatnonzero((gain > 0) & ~placed[problem.household] & (free[problem.place] > 0))
    for pair in could[np.argsort(-gain[could], kind="stable")].tolist():
        household, place = problem.household[pair], problem.place[pair]
        if placed[household] or free[place] == 0:
            continue
        plan[pair] = True
        if is_feasible(problem, plan):
            placed[household] = True
            free[place] -= 1
        else:
            plan[pair] = False
