"""A problem of one month, taken out of a problem of many.

What the month before allows is not known of it, but that first stays last, and who can have been
in a site at all.  Households that differ only in other months are alike in it, so that it has
far fewer types.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.arrays import BoolArray, IntArray
from models.first_stays import apart, full_sites, lasts
from models.relocation import Aim, Relocation

BEFORE = -1
"""The month before the one: who was there then may have left, and come back."""


def month_alone(problem: Relocation, aims: Sequence[Aim], t: int) -> tuple[Relocation, list[Aim]]:
    """Return one month as a problem, and aims that are sums over months as they are in it.

    Every plan is in that month a plan of it, which adds as much to the aims.
    """
    here = np.flatnonzero((problem.first <= t) & (t <= problem.last))
    allowed = problem.allowed[here, :, t]
    first = _first_stays(problem, aims, here, t)
    start = np.where(first | (t == 0), problem.start[here], -1)
    sites = []
    for s, site in enumerate(problem.sites):
        most_in = site.most_in if t == 0 or nobody_before(problem, s, t) else None
        sites.append(replace(site, rooms=site.rooms[:, t : t + 1], most_in=most_in))
    alone = Relocation(
        persons=problem.persons[here],
        first=np.where(first & (t > 0), BEFORE, 0),
        last=np.zeros_like(here),
        start=start,
        allowed=allowed[:, :, None],
        staying=first[:, None],
        unplaced=problem.unplaced[here, t : t + 1],
        need=np.where(allowed, problem.need[here], 0),
        first_need=np.where(first, problem.first_need[here], 0),
        needs=problem.needs,
        sites=tuple(sites),
        areas=problem.areas,
    )
    return alone, [_aim_alone(aim, here, allowed, first, t) for aim in aims]


def nobody_before(problem: Relocation, s: int, t: int) -> bool:
    """Whether nobody can be in a site in the month before one."""
    lives = problem.start == s
    allowed = problem.allowed[:, s, t - 1].any()
    return not allowed and not bool(problem.staying[lives, t - 1].any())


def _first_stays(problem: Relocation, aims: Sequence[Aim], here: IntArray, t: int) -> BoolArray:
    """Return whose first stay can last, and is told apart from any other, shape ``(H,)``."""
    if t == 0:
        told = [problem.start[h] >= 0 and lasts(problem, h, 0) for h in here.tolist()]
    else:
        full = full_sites(problem)
        told = [apart(problem, aims, full, h, t) for h in here.tolist()]
    return np.array(told, dtype=np.bool_)


def _aim_alone(aim: Aim, here: IntArray, allowed: BoolArray, first: BoolArray, t: int) -> Aim:
    number = np.full(int(here.max(initial=-1)) + 1, -1)
    number[here] = np.arange(here.size)
    groups = [number[group[group < number.size]] for group in aim.groups]
    place = None if aim.place is None else np.where(allowed, aim.place[here, :, t], 0)
    staying = None if aim.staying is None else np.where(first, aim.staying[here, t], 0)
    return replace(
        aim,
        place=None if place is None else place[:, :, None],
        staying=None if staying is None else staying[:, None],
        unplaced=None if aim.unplaced is None else aim.unplaced[here, t : t + 1],
        groups=tuple(group[group >= 0] for group in groups),
    )
