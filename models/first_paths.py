"""Simple paths to begin with: stay as long as possible, then one site after another.

Any set of paths would do, as those that are missing are found (:mod:`models.relocation_master`);
with these the first relaxations already say something.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.arrays import IntArray
from models.lexicographic import Backend
from models.relocation import AWAY, NONE, Relocation
from models.rooming import fitting


def first_paths(problem: Relocation, h: int) -> Iterator[IntArray]:
    """Yield the first stay alone, and with up to two other sites after it, shape ``(T,)``.

    Only those without a place in no other month than may be.
    """
    alone, t = _stay(problem, h)
    every = [alone]
    for one, after in _then(problem, h, alone, t):
        every += [one, *(two for two, _ in _then(problem, h, one, after))]
    for path in every:
        if problem.unplaced[h, path == NONE].all():
            yield path


def _stay(problem: Relocation, h: int) -> tuple[IntArray, int]:
    """Return the path that stays as long as it may, and the month in which it ends."""
    present = problem.present(h)
    path = np.full(problem.months, AWAY, dtype=np.int64)
    path[present.start : present.stop] = NONE
    t = present.start
    while t < present.stop and problem.start[h] >= 0 and problem.staying[h, t]:
        path[t] = problem.start[h]
        t += 1
    return path, t


def _then(problem: Relocation, h: int, path: IntArray, t: int) -> Iterator[tuple[IntArray, int]]:
    """Yield a path with each site from the first month that it can be had, and where it ends."""
    present = problem.present(h)
    for s in range(len(problem.sites)):
        may = np.flatnonzero(problem.allowed[h, s, t : present.stop])
        if may.size == 0 or (t > present.start and path[t - 1] == s):
            continue
        begin = end = t + int(may[0])
        while end < present.stop and problem.allowed[h, s, end]:
            end += 1
        longer = path.copy()
        longer[begin:end] = s
        yield longer, end


def first_plan(problem: Relocation, backend: Backend) -> IntArray:
    """Return a plan to begin with, shape ``(H, T)``: who can stay stays, others have no place.

    Where the rooms do not hold all, as many as possible stay.  Such a plan keeps S2 to S5, and
    S1 where everybody may be without a place.
    """
    rows = [_stay(problem, h)[0] for h in range(problem.households)]
    plan = np.array(rows, dtype=np.int64).reshape(problem.households, problem.months)
    for s, site in enumerate(problem.sites):
        known: set[tuple[bytes, bytes]] = set()
        for t in range(problem.months):
            there = np.flatnonzero(plan[:, t] == s)
            case = there.tobytes(), site.rooms[:, t].tobytes()
            if there.size == 0 or case in known:
                continue
            known.add(case)
            need = problem.first_need[there]
            stay = fitting(site, problem.needs[s], need.tolist(), t, backend)
            for c in np.flatnonzero(np.bincount(need, minlength=stay.size) > stay).tolist():
                for h in there[need == c][stay[c] :].tolist():
                    plan[h, t : int(problem.last[h]) + 1] = NONE
    return plan
