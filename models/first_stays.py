"""How long a first stay is told apart from any other stay in the same site.

From then on both are one state of the flows (:mod:`models.relocation_flow`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.arrays import BoolArray
from models.path_types import Types
from models.relocation import Aim, Relocation


def lasts(problem: Relocation, h: int, t: int) -> bool:
    """Whether the first stay of a household can last until a month."""
    return bool(problem.staying[h, problem.first[h] : t + 1].all())


def over_limit(problem: Relocation, sites: BoolArray, most: int, t: int) -> int:
    """Return by how much those who live in some sites can exceed a limit in a first stay."""
    lives = (problem.start >= 0) & sites[np.maximum(problem.start, 0)]
    return int(problem.persons[lives & problem.staying[:, t]].sum()) - most


def tails(problem: Relocation, types: Types, aims: Sequence[Aim]) -> list[int]:
    """Return by type the last month in which its first stay is told apart, -1 for none."""
    full = full_sites(problem)
    return [
        max((t for t in problem.present(h) if apart(problem, aims, full, h, t)), default=-1)
        for h in types.example.tolist()
    ]


def apart(problem: Relocation, aims: Sequence[Aim], full: BoolArray, h: int, t: int) -> bool:
    """Whether a limit, room or aim tells a first stay from another stay in the same site.

    ``full`` is what :func:`full_sites` returns.
    """
    s = int(problem.start[h])
    if s < 0 or not lasts(problem, h, t):
        return False
    if not problem.allowed[h, s, t] or problem.first_need[h] != problem.need[h, s] or full[s, t]:
        return True
    for aim in aims:
        first = 0 if aim.staying is None else aim.staying[h, t]
        other = 0 if aim.place is None else aim.place[h, s, t]
        if first != other:
            return True
    return False


def full_sites(problem: Relocation) -> BoolArray:
    """Return which sites are in a limit that first stays can exceed, shape ``(S, T)``."""
    every = np.arange(len(problem.sites))
    full = np.zeros((every.size, problem.months), dtype=np.bool_)
    limits = [(every == s, site.most) for s, site in enumerate(problem.sites)]
    for sites, most in (*limits, *((area.sites, area.most) for area in problem.areas)):
        for t in range(problem.months):
            if most is not None and over_limit(problem, sites, most, t) > 0:
                full[sites, t] = True
    return full
