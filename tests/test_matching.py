"""The whole road in one function."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from allocator import __version__
from allocator.check import case_of, check_matching, possible
from allocator.domain.policy import Policy
from allocator.errors import NoPlan
from allocator.matching import Settings, match, with_seed
from allocator.reading import digest
from models.budget import Budget
from tests.check.build import home, household, instance, lock
from tests.check.golden import PLAN, golden, summary
from tests.random_instances import small_instance


def pairs(plan):
    return [(row.household, row.home) for row in plan.proposals]


def test_the_plan_worked_out_by_hand():
    plan = match(golden(), Settings())
    assert pairs(plan) == PLAN
    expected = summary()
    for tier, right in zip(plan.tiers, expected["tiers"], strict=True):
        found = {k: getattr(tier, k) for k in right}
        assert found == right
    assert (plan.over_term_placed, plan.possible_pairs) == (2, 5)
    assert (plan.name, plan.peildatum.isoformat(), plan.status) == ("tiny", "2025-07-01", "optimal")
    assert (plan.version, plan.lottery_seed) == (__version__, 7)
    assert plan.input_digest == digest(golden())
    assert list(plan.seconds) == ["eligibility", "solve", "explain"]
    assert min(plan.seconds.values()) >= 0


@pytest.mark.parametrize("seed", range(20))
def test_the_checker_knows_the_same_values(seed):
    given = small_instance(seed)
    plan = match(given, Settings())
    verdict = check_matching(given, pairs(plan))
    assert verdict.sound
    assert {tier.name: tier.value for tier in plan.tiers} == dict(verdict.tier_values)
    assert plan.status == "optimal"
    assert plan.possible_pairs == sum(map(len, possible(case_of(given)).values()))
    assert {d.household: d.codes for d in verdict.deviations} == {
        row.household: row.deviation for row in plan.proposals if row.deviation
    }


def test_stability_is_left_out_without_a_table_of_previous():
    names = [tier.name for tier in match(golden(), Settings()).tiers]
    assert names[2] == "stability"
    without = [tier.name for tier in match(golden(previous=()), Settings()).tiers]
    assert without == [name for name in names if name != "stability"]
    assert len(without) == 6


def test_what_is_not_optimised_comes_last_with_nothing_proven():
    policy = Policy.model_validate({"tiers": {"matching": ("lottery", "spread")}})
    plan = match(golden().model_copy(update={"policy": policy}), Settings())
    assert [tier.name for tier in plan.tiers] == [
        *("lottery", "spread"),
        *("waiting", "relocations", "stability", "fit", "occupancy"),
    ]
    for tier in plan.tiers[2:]:
        assert (tier.best, tier.bound, tier.optimal) == (None, None, None)
        assert tier.value is not None
    assert all(tier.optimal for tier in plan.tiers[:2])


def test_no_tier_at_all_is_a_plan_with_the_locks():
    policy = Policy.model_validate({"tiers": {"matching": ()}})
    plan = match(golden().model_copy(update={"policy": policy}), Settings())
    assert ("H6", "W3") in pairs(plan)
    assert plan.status == "optimal"
    assert all(tier.optimal is None for tier in plan.tiers)


def test_seed():
    assert with_seed(golden(), None) is not None
    assert with_seed(golden(), None).lottery_seed == 7
    assert with_seed(golden(), 0).lottery_seed == 0
    plan = match(golden(), Settings(seed=0))
    assert (plan.lottery_seed, plan.input_digest) == (0, digest(golden()))


def test_a_tolerance_is_kept_from_the_best_value():
    """Of 162 to lose 10 per cent, 16, is allowed; the relocations cannot be helped (lock)."""
    policy = Policy.model_validate({"tolerance": {"waiting": 10}})
    plan = match(golden().model_copy(update={"policy": policy}), Settings())
    waiting = plan.tiers[0]
    assert (waiting.best, waiting.bound, waiting.optimal) == (162, 162, True)
    assert 162 - 16 <= waiting.value <= 162


@pytest.mark.parametrize(
    ("backend", "solver"), [("highs", r"HiGHS .*"), ("cpsat", r"CP-SAT .*"), ("cbc", r"CBC .*")]
)
def test_every_backend(backend, solver):
    plan = match(golden(), Settings(backend=backend))
    assert re.fullmatch(solver, plan.solver)
    assert [tier.value for tier in plan.tiers] == [tier["value"] for tier in summary()["tiers"]]


def test_each_stage_is_told():
    told = []
    match(golden(), Settings(on_stage=lambda tier: told.append(tier.name)))
    assert told == [tier["name"] for tier in summary()["tiers"]]


def test_over_term_is_more_than_the_term():
    """At 20, 12 and 10 weeks: a term of 10 leaves two over it, of 12 one, of 9 three."""
    for term, over in ((10, 2), (12, 1), (9, 3), (20, 0)):
        policy = Policy.model_validate({"term_weeks": term})
        plan = match(golden().model_copy(update={"policy": policy}), Settings())
        assert plan.over_term_placed == sum(row.weeks > term for row in plan.proposals)
        assert plan.over_term_placed == over


def test_locks_that_contradict_each_other():
    decisions = (lock("H1", "W1"), lock("H2", "W1"))
    given = instance([household("H1", 30), household("H2", 30)], [home("W1")], decisions=decisions)
    with pytest.raises(NoPlan) as found:
        match(given, Settings())
    assert found.value.conflict.limit == "units:W1"
    assert found.value.conflict.locks == (("H1", "W1"), ("H2", "W1"))


@pytest.mark.parametrize("stopped", [True, False])
def test_a_budget_that_is_spent_gives_a_plan_all_the_same(stopped):
    budget = Budget(seconds=None if stopped else 0.0)
    if stopped:
        budget.stop()
    for seed in range(10):
        given = small_instance(seed)
        plan = match(given, replace(Settings(), budget=budget))
        assert check_matching(given, pairs(plan)).sound
        best = match(given, Settings())
        for tier, other in zip(plan.tiers[:1], best.tiers[:1], strict=True):
            if tier.best is not None:
                sign = 1 if tier.sense == "max" else -1
                assert sign * tier.best <= sign * other.best <= sign * tier.bound


def test_nobody_can_be_added_to_the_best_plan():
    """In the default order no household is left out beside a free home within all limits."""
    for seed in range(30):
        given = small_instance(seed)
        policy = given.policy.model_copy(
            update={"tiers": Policy().tiers, "tolerance": {}, "slack": {}}
        )
        plan = match(given.model_copy(update={"policy": policy}), Settings())
        assert "choice" not in {row.reason for row in plan.unplaced}


@pytest.mark.parametrize(("to", "spread"), [("W1", 16), ("W4", 15)])
def test_tiers_held_before_leave_the_relaxation_a_solution(to, spread):
    case = small_instance(6)
    decided = case.model_copy(update={"decisions": (*case.decisions, lock("H4", to))})
    plan = match(decided, Settings())
    assert plan.status == "optimal"
    assert {tier.name: tier.value for tier in plan.tiers}["spread"] == spread
