"""A plan to begin with: everybody stays as long as may be, and has no place after that."""

from __future__ import annotations

import numpy as np

from models.arrays import IntArray
from models.lexicographic import Backend
from models.relocation import AWAY, NONE, Relocation
from models.rooming import fitting


def first_plan(problem: Relocation, backend: Backend) -> IntArray:
    """Return a plan to begin with, shape ``(H, T)``: who can stay stays, others have no place.

    Where the rooms do not hold all, as many as possible stay.  Such a plan keeps S2 to S5, and
    S1 where everybody may be without a place.
    """
    rows = [_stay(problem, h) for h in range(problem.households)]
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


def _stay(problem: Relocation, h: int) -> IntArray:
    """Return the path that stays as long as it may, shape ``(T,)``."""
    present = problem.present(h)
    path = np.full(problem.months, AWAY, dtype=np.int64)
    path[present.start : present.stop] = NONE
    t = present.start
    while t < present.stop and problem.start[h] >= 0 and problem.staying[h, t]:
        path[t] = problem.start[h]
        t += 1
    return path
