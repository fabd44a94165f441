"""The random instances are small, sound, and every rule, limit and tier matters in them."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from allocator.check import (
    PAIR_RULES,
    SENSES,
    breaks_limits,
    capacities,
    case_of,
    check_matching,
    possible,
    tiers_in_order,
)
from allocator.domain.choices import Group, Sharing
from allocator.domain.policy import Policy
from tests.brute_force import LIMITS, NAMES, best, narrow, plans, size
from tests.random_instances import small_instance

SEEDS = range(200)
FEWEST = 5
LEVELS = ("draagkracht within", "draagkracht around")


@cache
def solved(seed: int):
    """Return the instance, its plans and what is best."""
    instance = small_instance(seed)
    vectors = plans(instance)
    return instance, vectors, *narrow(instance, vectors)


def test_the_same_seed_gives_the_same_instance():
    drawn = small_instance.__wrapped__  # anew each time
    assert drawn(5) == drawn(5)
    assert small_instance(5) != small_instance(6)


@pytest.mark.parametrize("seed", range(0, 200, 7))
def test_small_and_sound(seed):
    instance = small_instance(seed)
    assert 4 <= sum(h.group == Group.STATUSHOUDER for h in instance.households) <= 8
    assert 3 <= len(instance.homes) <= 6
    assert 3 <= len(instance.wijken) <= 5
    assert size(instance) <= 300_000
    assert instance.lottery_seed != 0
    for table in (instance.homes, instance.households, instance.corporaties):
        assert [row.id for row in table] == sorted(row.id for row in table)
    for home in instance.homes:
        assert home.min_persons <= home.max_persons
        assert home.available_until is None or home.available_until >= home.available_from


@pytest.mark.parametrize("seed", range(40))
def test_best_plan_is_sound(seed):
    instance, vectors, _, left = solved(seed)
    verdict = check_matching(instance, vectors[left[0]])
    assert verdict.violations == ()
    assert tuple(verdict.tier_values.get(name, 0) for name in NAMES) == left[0]


@pytest.mark.parametrize("seed", range(40))
def test_contradicting_locks(seed):
    instance = small_instance(seed, contradicting=True)
    case = case_of(instance)
    assert breaks_limits(case, case.locks.items())
    assert best(instance) is None


def differs(seed: int, **without: str) -> bool:
    """Whether the best values change without a rule or limit; the checker must say why.

    To try every plan again takes long, so a rule or limit is left alone when it was seen to matter
    as often as is asked for.
    """
    instance, _, bests, _ = solved(seed)
    vectors = plans(instance, **without)
    values, left = narrow(instance, vectors)
    rules = {v.rule for v in check_matching(instance, vectors[left[0]]).violations}
    assert rules <= set(without.values())
    return values != bests


@pytest.mark.slow
def test_every_pair_rule_matters():
    count = Counter()
    for seed in SEEDS:
        case = case_of(solved(seed)[0])
        pairs = possible(case)
        for code in PAIR_RULES:
            if count[code] < FEWEST and possible(case, code) != pairs:
                count[code] += differs(seed, without_rule=code)
    assert all(count[code] >= FEWEST for code in PAIR_RULES), count


def there(seed: int) -> set[str]:
    """Return the kinds of limits (and locks) that an instance has."""
    case = case_of(solved(seed)[0])
    kinds = {name.split(":")[0] for name in capacities(case)}
    kinds |= {"gender" for home in case.homes.values() if home.sharing == Sharing.SAME}
    return kinds | {"lock" for _ in case.locks}


@pytest.mark.slow
def test_every_limit_matters():
    count = Counter()
    for seed in SEEDS:
        for kind in there(seed):
            if count[kind] < FEWEST:
                count[kind] += differs(seed, without_limit=kind)
    assert all(count[kind] >= FEWEST for kind in LIMITS), count


@pytest.mark.slow
def test_draagkracht_matters_on_both_levels():
    count = Counter()
    for seed in SEEDS:
        instance, _, bests, _ = solved(seed)
        around = {wijk.within for wijk in instance.wijken}
        for level, inner in zip(LEVELS, (True, False), strict=True):
            if count[level] >= FEWEST:
                continue
            wijken = tuple(
                w.model_copy(update={"draagkracht_persons": None})
                if (w.code not in around) == inner
                else w
                for w in instance.wijken
            )
            count[level] += best(instance.model_copy(update={"wijken": wijken})) != bests
    assert all(count[level] >= FEWEST for level in LEVELS), count


def test_every_tier_matters():
    """Without a tier another one gets better, or (the last) the choice is no longer made."""
    count = Counter()
    for seed in SEEDS:
        instance, vectors, bests, left = solved(seed)
        for tier in tiers_in_order(case_of(instance))[0]:
            without, more = narrow(instance, vectors, tier)
            better = any(without[name] != bests[name] for name in without)
            count[tier] += better or set(more) != set(left)
    assert all(count[tier] >= FEWEST for tier in SENSES), count


@pytest.mark.slow
def test_every_setting_is_tried_and_most_matter():
    count = Counter()
    tried = Counter()
    usual = Policy()
    for seed in SEEDS:
        instance, _, bests, _ = solved(seed)
        for key in MATCHING_KEYS:
            if getattr(instance.policy, key) != getattr(usual, key):
                tried[key] += 1
                if count[key] >= FEWEST:
                    continue
                policy = instance.policy.model_copy(update={key: getattr(usual, key)})
                count[key] += best(instance.model_copy(update={"policy": policy})) != bests
    assert all(tried[key] >= 2 * FEWEST for key in MATCHING_KEYS), tried
    assert sum(count[key] > 0 for key in MATCHING_KEYS) >= len(MATCHING_KEYS) - 1, count


MATCHING_KEYS = tuple(Policy.model_fields)[: tuple(Policy.model_fields).index("grace_days")]
