"""Plans of random instances in both languages, with what their sentences must say."""

from __future__ import annotations

from functools import cache

from allocator.matching import Settings, match
from allocator.plan import MatchingPlan
from tests.explain.expected import Expected
from tests.random_instances import small_instance

SEEDS = range(60)


@cache
def plans(language: str) -> list[tuple[MatchingPlan, Expected]]:
    """Return the plans, made once."""
    made = []
    for seed in SEEDS:
        instance = small_instance(seed)
        plan = match(instance, Settings(language=language))
        placements = [(row.household, row.home) for row in plan.proposals]
        made.append((plan, Expected(instance, placements)))
    return made
