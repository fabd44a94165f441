"""What is done by hand: the scarcest home first, to who waits longest of those it is possible for.

Nothing is proven, and nobody comes back on a home that was given: the values show what that
costs.  It is no peer, so no ratio is taken of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.peers import TierRun, members
from models.arrays import BoolArray
from models.assignment import Assignment, is_feasible
from models.tiers import Tier

GREEDY = "greedy"


def by_hand(problem: Assignment, tiers: Sequence[Tier]) -> BoolArray:
    """Return the plan, shape ``(E,)``: locked pairs, then home after home.

    A home is scarcer when fewer households are possible in it; the gain of the first tier says
    who waits longest.
    """
    plan = problem.forced.copy()
    own = members(problem.place)
    used = np.array([one.weight @ plan[one.members] for one in problem.limits], dtype=np.int64)
    of_pair: list[list[tuple[int, int]]] = [[] for _ in range(problem.pairs)]
    for number, limit in enumerate(problem.limits):
        for pair, weight in zip(limit.members.tolist(), limit.weight.tolist(), strict=True):
            of_pair[pair].append((number, weight))
    placed = set(problem.household[plan].tolist())
    for place in sorted(own, key=lambda p: (len(own[p]), p)):
        left = int(problem.units[place]) - int(plan[own[place]].sum())
        kinds = {int(problem.kind[problem.household[i]]) for i in own[place] if plan[i]}
        for pair in sorted(own[place], key=lambda i: (-int(tiers[0].gain[i]), i)):
            household = int(problem.household[pair])
            kind = int(problem.kind[household])
            wrong_kind = problem.one_kind[place] and kinds and kind not in kinds
            full = any(used[n] + w > problem.limits[n].capacity for n, w in of_pair[pair])
            if left <= 0 or household in placed or wrong_kind or full:
                continue
            plan[pair] = True
            placed.add(household)
            kinds.add(kind)
            left -= 1
            for number, weight in of_pair[pair]:
                used[number] += weight
    return plan


def values(problem: Assignment, tiers: Sequence[Tier], plan: BoolArray) -> Iterator[TierRun]:
    """Yield what the plan is worth in each tier.

    Raises
    ------
    RuntimeError
        When the plan breaks a constraint.
    """
    if not is_feasible(problem, plan):
        raise RuntimeError("the plan made by hand breaks a constraint")
    for tier in tiers:
        yield TierRun(tier.name, tier.value(plan), None, False, 0.0)
