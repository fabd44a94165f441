"""What the summary may say of tiers: order, proof, tolerance, bounds."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest

from allocator.check import case_of, check_plan
from allocator.check.tiers import ranking_of
from allocator.domain.policy import MATCHING_TIERS
from tests.check.golden import DIGEST, files, golden, rows

# Places in the list of tiers.
WAITING, RELOCATIONS, STABILITY, FIT = 0, 1, 2, 3


def faults(changes: dict[int, dict[str, Any]], status: str = "optimal", **policy: Any) -> list[str]:
    """Return the messages after changes of tiers by place."""
    plan = copy.deepcopy(files())
    for place, change in changes.items():
        plan.summary["tiers"][place].update(change)
    plan.summary["status"] = status
    verdict = check_plan(golden(policy=policy), plan, digest=DIGEST)
    return [v.message.removeprefix("check.") for v in verdict.violations]


@pytest.mark.parametrize(
    ("place", "change", "found"),
    [
        (WAITING, {"sense": "min"}, ["summary"]),
        (WAITING, {"value": 161}, ["summary"]),
        (WAITING, {"value": 162.0}, ["summary"]),
        (WAITING, {"name": "wait"}, ["summary", "summary"]),  # the order, and the status
        (WAITING, {"best": 163, "bound": 163}, ["tolerance"]),
        (WAITING, {"best": 161, "bound": 161}, ["value_bound"]),
        (WAITING, {"best": "162"}, ["summary"]),
        (WAITING, {"best": None}, ["summary"]),
        (WAITING, {"best": True}, ["summary"]),
        (WAITING, {"bound": "162"}, ["summary", "summary"]),  # not optimal either
        (WAITING, {"bound": 161}, ["summary", "best_bound", "value_bound"]),
        (WAITING, {"bound": 163}, ["summary"]),  # not optimal
        (RELOCATIONS, {"best": 1, "bound": 1}, ["tolerance"]),
        (RELOCATIONS, {"best": 3, "bound": 3}, ["value_bound"]),
        (RELOCATIONS, {"bound": 3}, ["summary", "best_bound", "value_bound"]),
        (RELOCATIONS, {"bound": 1}, ["summary"]),
        (FIT, {"best": 40, "bound": 40}, ["tolerance"]),
    ],
)
def test_wrong_claim(place, change, found):
    assert faults({place: change}) == found


@pytest.mark.parametrize("key", ["sense", "value", "best", "bound", "optimal"])
def test_missing_claim(key):
    plan = copy.deepcopy(files())
    del plan.summary["tiers"][FIT][key]
    assert not check_plan(golden(), plan, digest=DIGEST).sound


@pytest.mark.parametrize("claims", [None, "waiting", [1], [], [{"name": ["waiting"]}], [{}]])
def test_no_tiers(claims):
    plan = copy.deepcopy(files())
    plan.summary["tiers"] = claims
    found = [v.values[0] for v in check_plan(golden(), plan, digest=DIGEST).violations]
    assert found == [("key", "status"), ("key", "tiers")]


@pytest.mark.parametrize(("bound", "place"), [(163, WAITING), (None, WAITING), (1, RELOCATIONS)])
def test_not_proven(bound, place):
    open_tier = {place: {"bound": bound, "optimal": False}}
    assert faults(open_tier, status="feasible") == []
    assert faults(open_tier, status="optimal") == ["summary"]


def test_proven_but_feasible():
    assert faults({}, status="feasible") == ["summary"]


def test_optimal_is_a_boolean():
    assert faults({FIT: {"optimal": 1}}, status="feasible") == ["summary"]


@pytest.mark.parametrize(
    ("best", "policy", "found"),
    [
        # waiting is 162: 2 and 3 below the best value, 1.85% and 1.25% of it
        (164, {"tolerance": {"waiting": Decimal("1.22")}}, []),  # floor(2.0008) = 2
        (164, {"tolerance": {"waiting": Decimal("1.21")}}, ["tolerance"]),  # floor(1.98) = 1
        (164, {"slack": {"waiting": 2}}, []),
        (164, {"slack": {"waiting": 1}}, ["tolerance"]),
        (165, {"slack": {"waiting": 1}, "tolerance": {"waiting": Decimal("1.22")}}, []),
        (166, {"slack": {"waiting": 1}, "tolerance": {"waiting": Decimal("1.22")}}, ["tolerance"]),
        (164, {"slack": {"fit": 9}}, ["tolerance"]),
    ],
)
def test_tolerance(best, policy, found):
    assert faults({WAITING: {"best": best, "bound": best}}, **policy) == found


@pytest.mark.parametrize(("best", "found"), [(1, []), (0, ["tolerance"])])
def test_tolerance_of_a_tier_to_minimise(best, found):
    claim = {RELOCATIONS: {"best": best, "bound": best}}
    assert faults(claim, slack={"relocations": 1}) == found


def test_allowance_is_exact():
    # 0.1 + 0.2 of a percent would be off in floating point: floor(1000 × 0.3 / 100) = 3
    policy = {"tolerance": {"fit": Decimal("0.3"), "waiting": Decimal("33.3")}, "slack": {"fit": 4}}
    ranking = ranking_of(case_of(golden(policy=policy)))
    assert ranking.allowance("fit", 1000) == 7
    assert ranking.allowance("fit", -1000) == 7
    assert ranking.allowance("fit", 999) == 6
    assert ranking.allowance("waiting", 10) == 3
    assert ranking.allowance("lottery", 10) == 0


def reordered(order: list[str]) -> list[dict[str, Any]]:
    """Return the tiers in this order and the others, not optimised, behind them."""
    claims = {tier["name"]: tier for tier in copy.deepcopy(files()).summary["tiers"]}
    others = [name for name in MATCHING_TIERS if name in claims and name not in order]
    for name in others:
        claims[name].update(best=None, bound=None, optimal=None)
    return [claims[name] for name in [*order, *others]]


def test_tiers_that_are_only_reported():
    order = ["fit", "waiting"]
    plan = copy.deepcopy(files())
    plan.summary["tiers"] = reordered(order)
    given = golden(policy={"tiers": {"matching": order}})
    assert check_plan(given, plan, digest=DIGEST).sound
    for key, value in (("best", 5), ("bound", 5), ("optimal", True), ("value", 0)):
        wrong = copy.deepcopy(plan)
        wrong.summary["tiers"][-1][key] = value
        (fault,) = check_plan(given, wrong, digest=DIGEST).violations
        assert dict(fault.values)["key"] == f"tiers.lottery.{key}"
    plan.summary["tiers"].reverse()
    (fault,) = check_plan(given, plan, digest=DIGEST).violations
    assert dict(fault.values)["key"] == "tiers"


def test_without_previous_there_is_no_stability():
    plan = copy.deepcopy(files())
    given = golden(previous=())
    (fault,) = check_plan(given, plan, digest=DIGEST).violations
    assert dict(fault.values)["key"] == "tiers"
    del plan.summary["tiers"][STABILITY]
    assert check_plan(given, plan, digest=DIGEST).sound


# A household that could be added: H5 when the limits in its way are gone


def with_room(**policy: Any):
    given = golden(policy=policy, complexes=(), wijken=golden().wijken[1:])
    homes = [w.model_copy(update={"complex": None, "wijk": "noord"}) for w in given.homes[:2]]
    return given.model_copy(update={"homes": (*homes, *given.homes[2:])})


def plan_with_room():
    """Return the plan as it is when both homes in hatert stand in noord: H5 could be added."""
    plan = copy.deepcopy(files())
    for row in plan.tables["proposals"][:2]:
        row["wijk"] = "noord"
    del plan.tables["wijken"][0]
    (plan.tables["unplaced"][2],) = rows(
        "household persons weeks reason detail possible_homes why\nH5 1 3 choice W2 1 w"
    )
    plan.summary["tiers"][4].update(value=2, best=2, bound=2)  # spread of noord only
    return plan


def test_addable_when_waiting_is_proven():
    verdict = check_plan(with_room(), plan_with_room(), digest=DIGEST)
    (fault,) = verdict.violations
    assert (fault.rule, fault.household, fault.home) == ("addable", "H5", "W2")


def test_addable_when_waiting_is_not_proven():
    plan = plan_with_room()
    plan.summary["tiers"][WAITING].update(bound=166, optimal=False)
    plan.summary["status"] = "feasible"
    assert check_plan(with_room(), plan, digest=DIGEST).sound


def test_addable_within_a_tolerance():
    plan = plan_with_room()
    plan.summary["tiers"][WAITING].update(best=166, bound=166)  # 162 + 1 × (1 + 3)
    assert check_plan(with_room(slack={"waiting": 4}), plan, digest=DIGEST).sound


def test_addable_in_another_order():
    order = [name for name in MATCHING_TIERS if name != "waiting"]
    plan = plan_with_room()
    plan.summary["tiers"].append(plan.summary["tiers"].pop(WAITING))
    plan.summary["tiers"][-1].update(best=None, bound=None, optimal=None)
    assert check_plan(with_room(tiers={"matching": order}), plan, digest=DIGEST).sound
