"""What aims that are held at 0 forbid: a smaller problem, with fewer aims to hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.relocation import Aim, Held, Relocation


def without_forbidden(
    problem: Relocation, held: Sequence[Held]
) -> tuple[Relocation, tuple[Held, ...]]:
    """Return the problem without the months that may not be counted, and what is left to hold."""
    left = []
    for one in held:
        if one.worst == 0:
            problem = _without(problem, one.aim)
        if one.worst > 0 or not _of_months_alone(one.aim):
            left.append(one)
    return problem, tuple(left)


def _without(problem: Relocation, aim: Aim) -> Relocation:
    """Return the problem without the months that an aim counts."""
    allowed, staying, unplaced = problem.allowed, problem.staying, problem.unplaced
    if aim.place is not None:
        allowed = allowed & (aim.place == 0)
    if aim.staying is not None:
        staying = staying & (aim.staying == 0)
    if aim.unplaced is not None:
        unplaced = unplaced & (aim.unplaced == 0)
    return replace(problem, allowed=allowed, staying=staying, unplaced=unplaced)


def _of_months_alone(aim: Aim) -> bool:
    """Whether an aim counts months of households, and nothing else."""
    others = aim.move, aim.again
    return all(table is None for table in others) and not (aim.leave or aim.groups or aim.shares)
