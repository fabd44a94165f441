"""What waiting can be traded for: the plans that no plan beats, by trying them all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from allocator.check import check_matching
from allocator.errors import NoPlan, PlanRejected
from allocator.scenarios.frontier import trading as module
from allocator.scenarios.frontier.tables import bought, tables
from allocator.scenarios.frontier.trading import OTHERS, TradingSettings, trade_off
from tests.brute_force import NAMES, SENSES, plans
from tests.check.golden import golden
from tests.random_instances import small_instance

ALL = TradingSettings()
WAITING = NAMES.index("waiting")


def better(tier, one, other):
    return one > other if SENSES[tier] == "max" else one < other


def unbeaten(instance, tier):
    """Return waiting and the tier of all plans that no plan beats, the best waiting first."""
    at = NAMES.index(tier)
    every = {(vector[WAITING], vector[at]) for vector in plans(instance)}

    def beaten(pair):
        return any(
            other != pair and other[0] >= pair[0] and not better(tier, pair[1], other[1])
            for other in every
        )

    return sorted((pair for pair in every if not beaten(pair)), reverse=True)


def best_then(instance, tier, pair):
    """Return the best values of the other tiers among the plans of a point, in order."""
    at = NAMES.index(tier)
    left = [v for v in plans(instance) if (v[WAITING], v[at]) == pair]
    for name in instance.policy.tiers.matching:
        if name == "stability" and not instance.previous:
            continue
        own = NAMES.index(name)
        best = (max if SENSES[name] == "max" else min)(v[own] for v in left)
        left = [v for v in left if v[own] == best]
    return dict(zip(NAMES, left[0], strict=True))


def pairs_of(found):
    return [(point.waiting, point.values[found.tier]) for point in found.points]


@pytest.mark.parametrize("tier", OTHERS)
@pytest.mark.parametrize("seed", range(6))
def test_it_is_what_trying_every_plan_finds(seed, tier):
    instance = small_instance(seed)
    found = trade_off(instance, tier, ALL)
    assert pairs_of(found) == unbeaten(instance, tier)
    assert found.whole
    assert found.sense == SENSES[tier]
    for point in found.points:
        verdict = check_matching(instance, point.pairs)
        assert verdict.violations == ()
        assert verdict.tier_values == point.values
        assert point.proven
        wanted = best_then(instance, tier, (point.waiting, point.values[tier]))
        optimised = instance.policy.tiers.matching
        assert {n: v for n, v in point.values.items() if n in optimised} == {
            n: v for n, v in wanted.items() if n in optimised and n in point.values
        }


@pytest.mark.parametrize("seed", range(3))
def test_another_backend_finds_the_same(seed):
    instance = small_instance(seed + 20)
    for tier in OTHERS:
        one = trade_off(instance, tier, ALL)
        other = trade_off(instance, tier, replace(ALL, backend="cpsat"))
        assert pairs_of(one) == pairs_of(other)
        assert [p.values for p in one.points] == [p.values for p in other.points]


@pytest.mark.parametrize("seed", range(4))
def test_the_best_waiting_is_that_of_the_round(seed):
    instance = small_instance(seed + 40)
    best = max(vector[WAITING] for vector in plans(instance))
    assert {trade_off(instance, tier, ALL).points[0].waiting for tier in OTHERS} == {best}


def test_what_a_tier_may_give_up_is_no_part_of_it():
    """The policy allows 50% of waiting: the frontier is the same."""
    instance = small_instance(1)
    policy = instance.policy.model_copy(update={"tolerance": {"waiting": 50}, "slack": {"fit": 9}})
    loose = instance.model_copy(update={"policy": policy})
    assert pairs_of(trade_off(loose, "spread", ALL)) == unbeaten(instance, "spread")


def test_a_plan_that_fails_its_check_is_not_told(monkeypatch):
    monkeypatch.setattr(module, "named", lambda case, h, p: (("H1", "nowhere"),))
    with pytest.raises(PlanRejected):
        trade_off(golden(), "fit", ALL)


def test_a_value_that_the_checker_does_not_find_is_not_told(monkeypatch):
    real = check_matching

    def wrong(instance, pairs):
        verdict = real(instance, pairs)
        values = {**verdict.tier_values, "fit": verdict.tier_values["fit"] + 1}
        return replace(verdict, tier_values=values)

    monkeypatch.setattr(module, "check_matching", wrong)
    with pytest.raises(PlanRejected) as rejected:
        trade_off(golden(), "spread", ALL)
    assert [v.message for v in rejected.value.violations] == ["check.summary"]


def test_locks_that_contradict_each_other():
    with pytest.raises(NoPlan):
        trade_off(small_instance(2, contradicting=True), "fit", ALL)


def point(waiting, fit, households=1):
    values = dict.fromkeys(OTHERS, 0) | {"waiting": waiting, "fit": fit}
    return module.TradePoint(values, households, households, True, (("H1", "W1"),))


def test_what_a_part_of_the_waiting_buys():
    """Of 1000: 0,1% is 1 point, which buys nothing; 0,5% is 5, exactly enough; 10% all."""
    points = (point(1000, 10), point(995, 14), point(989, 15), point(901, 40), point(899, 50))
    found = module.TradeOff("fit", "max", points, whole=True)
    rows = [(float(row.share), row.lost, row.gained) for row in bought(found)]
    assert rows == [(0.0, 0, 0), (0.005, 5, 4), (0.02, 11, 5), (0.1, 99, 30)]


def test_plans_are_numbered_over_all_tiers():
    two = module.TradeOff("fit", "max", (point(9, 1), point(8, 2)), whole=True)
    one = module.TradeOff("spread", "min", (point(9, 1),), whole=True)
    made = tables([two, one])
    assert [row[:4] for row in made["frontier"].rows] == [
        ("fit", 1, 9, 1),
        ("fit", 2, 8, 2),
        ("spread", 3, 9, 0),
    ]
    assert made["plans"].rows == [(n, "H1", "W1") for n in (1, 2, 3)]
