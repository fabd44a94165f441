"""Every backend, the brute force and the checker agree on random small instances.

That each rule, limit and tier matters in them is counted in ``check/test_random_instances``.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest

from allocator.check import breaks_limits, capacities, case_of, check_matching, possible, uses
from allocator.domain.instance import Instance
from allocator.domain.policy import MATCHING_TIERS
from allocator.errors import NoPlan
from allocator.matching import Settings, match
from allocator.plan import MatchingPlan
from models.backends import BACKENDS
from tests.brute_force import best
from tests.random_instances import small_instance

BLOCK = 25
BLOCKS = [range(first, first + BLOCK) for first in range(0, 200, BLOCK)]


def named(block: range) -> str:
    return f"{block[0]}-{block[-1]}"


@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS, ids=named)
def test_the_backends_agree_with_brute_force_and_checker(block):
    with ThreadPoolExecutor(2) as pool:  # CBC runs in a process of its own
        for _ in pool.map(agrees, block):
            pass


def agrees(seed: int) -> None:
    instance = small_instance(seed)
    expected = best(instance)
    for backend in BACKENDS:
        plan = match(instance, Settings(backend=backend))
        assert plan.status == "optimal", (seed, backend)
        found = {t.name: t.best for t in plan.tiers if t.best is not None}
        assert found == expected, (seed, backend)
        accepted(instance, plan, (seed, backend))
        if is_default(instance):
            nobody_can_be_added(instance, plan, (seed, backend))


def accepted(instance: Instance, plan: MatchingPlan, where: object) -> None:
    """The checker accepts the placements, with the values that the plan claims."""
    verdict = check_matching(instance, pairs(plan))
    assert verdict.violations == (), where
    assert verdict.tier_values == {t.name: t.value for t in plan.tiers}, where


def is_default(instance: Instance) -> bool:
    """Whether the tiers have the default order, and give nothing up."""
    policy = instance.policy
    return policy.tiers.matching == MATCHING_TIERS and not (policy.tolerance or policy.slack)


def nobody_can_be_added(instance: Instance, plan: MatchingPlan, where: object) -> None:
    """No household left out has a home besides the plan, which would serve ``waiting``."""
    assert all(row.reason != "choice" for row in plan.unplaced), where
    case = case_of(instance)
    homes = possible(case)
    for row in plan.unplaced:
        assert case.households[row.household].urgency > 0, where
        for home in homes[row.household]:
            assert breaks_limits(case, [*pairs(plan), (row.household, home)]), where


def pairs(plan: MatchingPlan) -> list[tuple[str, str]]:
    return [(row.household, row.home) for row in plan.proposals]


def test_many_instances_have_the_default_order():
    assert sum(is_default(small_instance(seed)) for seed in range(0, 200, 4)) >= 15


@pytest.mark.slow
@pytest.mark.parametrize("block", BLOCKS, ids=named)
def test_contradicting_locks_are_named_by_a_smallest_set(block):
    for seed in block:
        instance = small_instance(seed, contradicting=True)
        with pytest.raises(NoPlan) as caught:
            match(instance, Settings())
        smallest(instance, caught.value, seed)


def smallest(instance: Instance, error: NoPlan, seed: int) -> None:
    """The locks named break the limit named, and fewer locks break none."""
    conflict, case = error.conflict, case_of(instance)
    locks = sorted(case.locks.items())
    assert best(instance) is None, seed
    assert set(conflict.locks) <= set(locks), seed
    assert conflict.limit in breaks_limits(case, conflict.locks), seed
    for fewer in combinations(locks, len(conflict.locks) - 1):
        assert not breaks_limits(case, fewer), seed
    if not conflict.limit.startswith("gender:"):
        load = sum(uses(case, h, p).get(conflict.limit, 0) for h, p in conflict.locks)
        assert (conflict.load, conflict.capacity) == (load, capacities(case)[conflict.limit]), seed
    else:
        assert (conflict.load, conflict.capacity) == (2, 1), seed
