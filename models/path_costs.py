"""What paths cost of several aims together, each at a weight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.arrays import FloatArray, IntArray
from models.paths import Costs
from models.relocation import Aim, Relocation

Weighed = Sequence[tuple[Aim, float]]
"""Aims with what a unit of each is worth."""


def costs_of(problem: Relocation, who: IntArray, weighed: Weighed) -> Costs:
    """Return what paths of some households cost, but for groups and shares.

    It is infinite where one may not be.
    """
    shape = who.size, len(problem.sites), problem.months
    place = summed("place", problem, who, weighed)
    staying = summed("staying", problem, who, weighed)
    unplaced = summed("unplaced", problem, who, weighed)
    place[~problem.allowed[who]] = np.inf
    staying[~problem.staying[who]] = np.inf
    unplaced[~problem.unplaced[who]] = np.inf
    aims = [aim for aim, _ in weighed]
    return Costs(
        place=place,
        staying=staying,
        unplaced=unplaced,
        enter=np.zeros(shape),
        move=summed("move", problem, who, weighed),
        again=summed("again", problem, who, weighed),
        within=within(aims),
        leave=leave(problem, who, weighed),
        moved=moved(aims, who),
    )


def summed(name: str, problem: Relocation, who: IntArray, weighed: Weighed) -> FloatArray:
    """Return a table of all aims together, of some households."""
    households, months = who.size, problem.months
    total = np.zeros(
        {
            "place": (households, len(problem.sites), months),
            "staying": (households, months),
            "unplaced": (households, months),
        }.get(name, (households,))
    )
    for aim, weight in weighed:
        table: IntArray | None = getattr(aim, name)
        if table is not None and weight:
            total += weight * table[who]
    return total


def within(aims: Sequence[Aim]) -> int:
    """Return how long a move is remembered; one aim at most asks for it."""
    return max((aim.within for aim in aims if aim.again is not None), default=0)


def moved(aims: Sequence[Aim], who: IntArray) -> IntArray:
    """Return the month of the move before month 0 of some households."""
    never = -within(aims) - 1
    found = np.full(who.size, never, dtype=np.int64)
    for aim in aims:
        for k, h in enumerate(who.tolist()):
            if aim.again is not None and aim.moved and aim.moved[h] is not None:
                found[k] = max(never, aim.moved[h])
    return found


def leave(problem: Relocation, who: IntArray, weighed: Weighed) -> dict[int, FloatArray]:
    """Return what leaving a site for another, or none, costs, by position of a household."""
    position = {h: k for k, h in enumerate(who.tolist())}
    sites = len(problem.sites)
    found: dict[int, FloatArray] = {}
    for aim, weight in weighed:
        for h, inside, cost in aim.leave:
            if h in position and weight:
                matrix = found.setdefault(position[h], np.zeros((sites, sites + 1)))
                matrix[inside] += weight * cost * ~np.append(inside, False)
    return found
