"""The formulation again, in plain Python, and the best plan by trying every plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import floor

import numpy as np

from models.arrays import BoolArray
from models.assignment import Assignment
from models.left import Left
from models.tiers import Tier
from tests.models.build import of

Plan = frozenset[int]


def plans(problem: Assignment) -> Iterator[Plan]:
    """Yield every plan that keeps C1 to C6, as positions of pairs."""
    options = [[None, *own] for own in by_household(problem).values()]
    for some in product(*options):
        plan = frozenset(i for i in some if i is not None)
        if keeps(problem, plan):
            yield plan


def by_household(problem: Assignment) -> dict[int, list[int]]:
    """Return the positions of the pairs of each household that has any."""
    own: dict[int, list[int]] = {}
    for i, (household, _) in enumerate(of(problem)):
        own.setdefault(household, []).append(i)
    return own


def keeps(problem: Assignment, plan: Plan) -> bool:
    """Whether a plan keeps C1 to C6."""
    pairs = of(problem)
    homes = Counter(pairs[i][0] for i in plan)
    used = Counter(pairs[i][1] for i in plan)
    kinds: dict[int, set[int]] = {}
    for i in plan:
        kinds.setdefault(pairs[i][1], set()).add(int(problem.kind[pairs[i][0]]))
    return (
        all(n <= 1 for n in homes.values())
        and all(n <= problem.units[p] for p, n in used.items())
        and all(len(found) == 1 or not problem.one_kind[p] for p, found in kinds.items())
        and all(i in plan for i in range(len(pairs)) if problem.forced[i])
        and all(_load(bound, plan) <= bound.capacity for bound in problem.limits)
    )


def rows(problem: Assignment, plan: Plan) -> dict[str, int]:
    """Return what the rows C1, C2 and C5 come to in a plan, by name."""
    pairs = of(problem)
    used = Counter(f"C1_one_place(h{pairs[i][0]})" for i in plan)
    used.update(f"C2_units(p{pairs[i][1]})" for i in plan)
    used.update({f"C5_limit(l{i})": _load(bound, plan) for i, bound in enumerate(problem.limits)})
    return used


def outside(left: Left, problem: Assignment, plan: Plan) -> list[str]:
    """Return the rows that are beyond the limits left for them in a plan."""
    used = rows(problem, plan)
    return [name for name, (low, high) in left.limits.items() if not low <= used[name] <= high]


def value(tier: Tier, plan: Plan) -> int:
    """Return the value of a plan in a tier."""
    above = [max(0, _load(excess, plan) - excess.base) for excess in tier.excesses]
    return tier.constant + sum(int(tier.gain[i]) for i in plan) + sum(above)


def best(problem: Assignment, tiers: Sequence[Tier]) -> list[int]:
    """Return the best value of each tier in order."""
    return narrow(problem, tiers)[0]


def narrow(problem: Assignment, tiers: Sequence[Tier]) -> tuple[list[int], list[Plan]]:
    """Return the best value of each tier in order, and the plans left at the end."""
    return among(list(plans(problem)), tiers)


def among(left: list[Plan], tiers: Sequence[Tier]) -> tuple[list[int], list[Plan]]:
    """Return the same among some plans."""
    found = []
    for tier in tiers:
        sign = 1 if tier.sense == "max" else -1
        top = max(sign * value(tier, plan) for plan in left)
        given_up = floor(abs(top) * Fraction(tier.tolerance) / 100) + tier.slack
        left = [plan for plan in left if sign * value(tier, plan) >= top - given_up]
        found.append(sign * top)
    return found, left


def settled(tiers: Sequence[Tier], left: list[Plan]) -> tuple[int, ...]:
    """Return the values of the plan to end with, among those that all tiers allow.

    The last tier has none after it, so it is at its best; then each tier in order takes back
    what it can.
    """
    for tier in (*tiers[-1:], *tiers):
        sign = 1 if tier.sense == "max" else -1
        top = max(sign * value(tier, plan) for plan in left)
        left = [plan for plan in left if sign * value(tier, plan) == top]
    return tuple(value(tier, left[0]) for tier in tiers)


def array(problem: Assignment, plan: Plan) -> BoolArray:
    """Return a plan as an array."""
    return np.isin(np.arange(problem.pairs), sorted(plan))


def plan_of(chosen: BoolArray) -> Plan:
    """Return an array as a plan."""
    return frozenset(np.flatnonzero(chosen).tolist())


def _load(group: object, plan: Plan) -> int:
    """Return what a plan uses of a limit or adds to a group."""
    weights = zip(group.members.tolist(), group.weight.tolist(), strict=True)
    return sum(weight for i, weight in weights if i in plan)
