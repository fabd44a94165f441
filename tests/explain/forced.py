"""Every pair of random instances, and what a solve from scratch says of it when it is forced.

The plans of ``match`` with CP-SAT are the judge here: ``allocator.explain`` solves again near
the plan with HiGHS, they begin at nothing with a solver that shares no code with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from allocator.check import Case, blocked_by, case_of
from allocator.domain.instance import Instance
from allocator.errors import NoPlan
from allocator.explain.alternatives import Alternative, alternatives
from allocator.explain.known import KnownPlan
from allocator.matching import Settings, match
from allocator.plan import MatchingPlan
from models.budget import Budget
from tests.check.build import lock
from tests.random_instances import small_instance

SEEDS = range(50)


@cache
def _case(seed: int) -> Case:
    """Return an instance as the checker sees it."""
    return case_of(small_instance(seed))


@cache
def matched(seed: int) -> MatchingPlan:
    """Return the best plan of an instance."""
    return match(small_instance(seed), Settings())


@cache
def forced(seed: int, household: str, home: str) -> MatchingPlan | None:
    """Return the best plan with a decision for the pair; ``None`` when there is none.

    A household keeps the lock that it has; reading refuses a second one.
    """
    instance = small_instance(seed)
    if household in _case(seed).locks:
        return None
    decisions = (*instance.decisions, lock(household, home))
    locked = instance.model_copy(update={"decisions": decisions})
    try:
        plan = match(locked, Settings(backend="cpsat"))
    except NoPlan:
        return None
    assert plan.status == "optimal"
    return plan


def known(instance: Instance, plan: MatchingPlan, budget: Budget | None = None) -> KnownPlan:
    """Lay a plan out to be asked questions."""
    pairs = [(row.household, row.home) for row in plan.proposals]
    best = {tier.name: tier.best for tier in plan.tiers if tier.best is not None}
    return KnownPlan.of(instance, pairs, best, budget or Budget())


@cache
def laid_out(seed: int) -> KnownPlan:
    """Return the best plan of an instance, laid out without haste."""
    return known(small_instance(seed), matched(seed))


@dataclass(frozen=True)
class Judged:
    """An alternative beside what it is judged by; ids instead of positions."""

    seed: int
    household: str
    home: str
    found: Alternative
    plan: KnownPlan = field(repr=False)

    @property
    def blocked(self) -> tuple[str, ...]:
        """What blocks the pair, by the checker."""
        return blocked_by(_case(self.seed), self.household, self.home)

    @property
    def after(self) -> MatchingPlan | None:
        """The best plan with the pair, from scratch."""
        return forced(self.seed, self.household, self.home)

    @property
    def locked(self) -> bool:
        """Whether a decision gives the household a home already."""
        return self.household in _case(self.seed).locks

    def names(self, positions: tuple[int, ...]) -> set[str]:
        """Return households by id."""
        return {str(self.plan.case.households.id[at]) for at in positions}


def judged(plan: KnownPlan, seed: int, budget: Budget | None = None) -> Iterator[Judged]:
    """Return every pair of an instance with what is found of it."""
    households, homes = plan.case.households.id.tolist(), plan.case.homes.id.tolist()
    pairs = [(h, p) for h in range(len(households)) for p in range(len(homes))]
    for (h, p), found in zip(pairs, alternatives(plan, pairs, budget or Budget()), strict=True):
        yield Judged(seed, households[h], homes[p], found, plan)


def loss_of(plan: KnownPlan, after: MatchingPlan) -> dict[str, int]:
    """Return by how much a plan from scratch is worse, tier by tier."""
    values = {tier.name: tier.value for tier in after.tiers}
    return {
        tier.name: (before - values[tier.name]) * (1 if tier.sense == "max" else -1)
        for tier, before in zip(plan.tiers, plan.values, strict=True)
    }
