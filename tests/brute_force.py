"""The best plan of a small instance, by trying every plan.

Plain recursion over the households; the possible pairs, limits and tier values come from
the checker's own functions.  Everything may be tried without one rule, limit or tier.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor, prod
from operator import add

from allocator.check import (
    SENSES,
    Case,
    Pairs,
    capacities,
    case_of,
    possible,
    tier_values,
    tiers_in_order,
    uses,
)
from allocator.domain.choices import Sharing
from allocator.domain.instance import Instance

NAMES = tuple(SENSES)
LIMITS = (
    "units",
    "gender",
    "draagkracht",
    "complex",
    "supported",
    "corporatie",
    "guidance",
    "lock",
)

Vector = tuple[int, ...]
Plan = tuple[tuple[str, str], ...]


def best(
    instance: Instance, without_rule: str = "", without_limit: str = "", without_tier: str = ""
) -> dict[str, int] | None:
    """Return the best value of each optimised tier; None when no plan exists.

    ``without_rule`` is a code (``SIZE``), ``without_limit`` one of ``LIMITS``,
    ``without_tier`` the name of a tier.
    """
    vectors = plans(instance, without_rule, without_limit)
    if not vectors:
        return None
    bests, _ = narrow(instance, vectors, without_tier)
    return bests


def best_plan(
    instance: Instance, without_rule: str = "", without_limit: str = "", without_tier: str = ""
) -> Plan | None:
    """Return one of the best plans; None when no plan exists."""
    vectors = plans(instance, without_rule, without_limit)
    if not vectors:
        return None
    _, left = narrow(instance, vectors, without_tier)
    return vectors[min(left)]


def narrow(
    instance: Instance, vectors: Iterable[Vector], without_tier: str = ""
) -> tuple[dict[str, int], list[Vector]]:
    """Go through the tiers in order; return the best values and what is left at the end."""
    policy, left, bests = instance.policy, list(vectors), {}
    order, _ = tiers_in_order(case_of(instance))
    for tier in order:
        if tier == without_tier:
            continue
        sign = 1 if SENSES[tier] == "max" else -1
        at = NAMES.index(tier)
        top = max(sign * v[at] for v in left)
        allowed = allowance(top, policy.tolerance.get(tier, Decimal(0)), policy.slack.get(tier, 0))
        left = [v for v in left if sign * v[at] >= top - allowed]
        bests[tier] = sign * top
    return bests, left


def allowance(value: int, tolerance: Decimal, slack: int) -> int:
    """Return how much worse than the best value a later tier may leave a tier."""
    return floor(abs(value) * Fraction(tolerance) / 100) + slack


def plans(
    instance: Instance, without_rule: str = "", without_limit: str = ""
) -> dict[Vector, Plan]:
    """Return the tier values of all plans, in the order of ``NAMES``, each with one plan."""
    search = _Search(case_of(instance), without_rule, without_limit)
    search.go_on(0, search.nothing, ())
    return search.found


def size(instance: Instance) -> int:
    """Return the number of assignments that ignore the limits: product of (homes + 1)."""
    return prod(len(homes) + 1 for homes in possible(case_of(instance)).values())


class _Search:
    """A walk through all plans, household by household, that keeps the load of each limit."""

    def __init__(self, case: Case, without_rule: str, without_limit: str) -> None:
        self.case, self.without = case, without_limit
        self.pairs = Pairs(case, without_rule)
        left = capacities(case)
        self.capacity = {k: v for k, v in left.items() if k.split(":")[0] != without_limit}
        self.shares = {
            f"draagkracht:{w.code}": w.fair_share_persons - w.placed_persons
            for w in case.wijken.values()
            if w.fair_share_persons is not None
        }
        self.load = dict.fromkeys([*self.capacity, *self.shares], 0)
        self.genders: dict[str, list[str]] = {w: [] for w in case.homes}
        self.nothing = self._value([])
        self.steps = [self._steps(h, homes) for h, homes in possible(case, without_rule).items()]
        self.steps.sort(key=len)
        self.found: dict[Vector, Plan] = {}

    def _value(self, plan: list[tuple[str, str]]) -> Vector:
        values = tier_values(self.case, self.pairs, plan)
        return tuple(values.get(name, 0) for name in NAMES)

    def _steps(self, household: str, homes: tuple[str, ...]) -> list[_Step]:
        """Return what may be done with a household; a lock leaves one choice."""
        lock = None if self.without == "lock" else self.case.locks.get(household)
        steps = [self._step(household, home) for home in ([lock] if lock else homes)]
        return steps if lock else [*steps, _Step()]

    def _step(self, household: str, home: str) -> _Step:
        used = uses(self.case, household, home)
        same = self.case.homes[home].sharing == Sharing.SAME and self.without != "gender"
        return _Step(
            pair=(household, home),
            uses=tuple((name, n) for name, n in used.items() if name in self.load),
            shared=home if same else "",
            gender=self.case.households[household].gender,
            gain=tuple(
                b - a for a, b in zip(self.nothing, self._value([(household, home)]), strict=True)
            ),
        )

    def go_on(self, depth: int, value: Vector, plan: Plan) -> None:
        """Try everything with the households from ``depth`` on."""
        if depth == len(self.steps):
            self.found.setdefault(self._with_spread(value), plan)
            return
        for step in self.steps[depth]:
            if step.pair is None:
                self.go_on(depth + 1, value, plan)
            elif self._fits(step):
                self._carry(step, 1)
                total = tuple(map(add, value, step.gain))
                self.go_on(depth + 1, total, (*plan, step.pair))
                self._carry(step, -1)

    def _fits(self, step: _Step) -> bool:
        """Return whether a step breaks no limit beside the steps before it."""
        for name, n in step.uses:
            if self.load[name] + n > self.capacity.get(name, 10**9):
                return False
        there = self.genders.get(step.shared, [])
        return not there or there[-1] == step.gender

    def _carry(self, step: _Step, sign: int) -> None:
        """Add what a step takes of each limit, or take it away."""
        for name, n in step.uses:
            self.load[name] += sign * n
        if step.shared:
            there = self.genders[step.shared]
            there.append(step.gender) if sign > 0 else there.pop()

    def _with_spread(self, value: Vector) -> Vector:
        """Fill in the one tier that is not a sum over pairs."""
        spread = sum(max(0, self.load[name] - base) for name, base in self.shares.items())
        at = NAMES.index("spread")
        return (*value[:at], spread, *value[at + 1 :])


@dataclass(frozen=True)
class _Step:
    """A household to a home, or (without a pair) left out; ``shared`` by one gender."""

    pair: tuple[str, str] | None = None
    uses: tuple[tuple[str, int], ...] = ()
    shared: str = ""
    gender: str = ""
    gain: Vector = ()
