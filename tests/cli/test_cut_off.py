"""Exit 4: a plan that is not proven, with bounds that are true."""

from __future__ import annotations

from functools import cache

import pytest

from allocator.generate import generate
from allocator.matching import Settings, match
from tests.cli.build import rows, summary, tables, written
from tests.random_instances import small_instance

SENSE = {"max": 1, "min": -1}


@cache
def city():
    return generate("city-week", 1)


@cache
def village():
    return generate("village", 4)


def honest(tiers, proven):
    """Compare the tiers of a plan with those of the best plan of the same order."""
    for i, (tier, best) in enumerate(zip(tiers, proven, strict=True)):
        sign = SENSE[tier["sense"]]
        assert sign * tier["value"] <= sign * tier["bound"]
        assert tier["optimal"] == (tier["best"] == tier["bound"])
        if all(t["optimal"] for t in tiers[:i]):
            # the same tiers are held before it, so the bounds are bounds on the same thing
            assert sign * tier["bound"] >= sign * best.best
            assert sign * tier["best"] <= sign * best.best


@pytest.mark.parametrize("backend", ["highs", "cpsat", "cbc"])
def test_no_time_at_all(call, tmp_path, backend):
    best = match(village(), Settings())
    folder, plan = written(village(), tmp_path / "in"), tmp_path / "plan"
    called = call("match", folder, "--out", plan, "--time-limit", 0, "--backend", backend)
    assert called.code == 4
    assert "Niet elk doel is bewezen" in called.out
    assert "niet bewezen; grens" in called.out
    found = summary(plan)
    assert found["status"] == "feasible"
    honest(found["tiers"], best.tiers)
    first = found["tiers"][0]
    assert first["bound"] > first["best"]
    assert call("check", folder, plan).code == 0


def test_a_short_time(call, tmp_path):
    folder, plan = written(city(), tmp_path / "in"), tmp_path / "plan"
    asked = call("match", folder, "--out", plan, "--time-limit", 0.2, "--json")
    assert asked.code == 4
    assert asked.document["status"] == "feasible"
    assert asked.document["tiers"] == summary(plan)["tiers"]
    waiting = asked.document["tiers"][0]
    assert waiting["bound"] >= waiting["best"] >= waiting["value"] > 0
    assert rows(plan / "proposals.csv")
    assert call("check", folder, plan, "--json").document["violations"] == []


@pytest.mark.parametrize("work", [0, 1, 40, 2000])
def test_a_limit_on_work_is_repeatable(call, tmp_path, work):
    folder = written(village() if work < 1000 else city(), tmp_path / "in")
    plans = []
    for name in "ab":
        called = call("match", folder, "--out", tmp_path / name, "--work-limit", work)
        plans.append((tables(tmp_path / name), summary(tmp_path / name), called.code))
        assert call("check", folder, tmp_path / name).code == 0
    assert plans[0] == plans[1]
    if work in (0, 2000):
        assert plans[0][2] == 4
    if work < 1000:
        honest(plans[0][1]["tiers"], match(village(), Settings()).tiers)


def test_less_work_never_claims_more(call, tmp_path):
    """With a little more work each time, bounds and plans stay true."""
    for seed in range(6):
        given = small_instance(seed)
        folder = written(given, tmp_path / f"in{seed}")
        best = match(given, Settings()).tiers
        for work in (0, 3, 10, 30):
            plan = tmp_path / f"plan{seed}-{work}"
            called = call("match", folder, "--out", plan, "--work-limit", work)
            found = summary(plan)
            optimised = [tier for tier in found["tiers"] if tier["optimal"] is not None]
            honest(optimised, best[: len(optimised)])
            proven = all(tier["optimal"] for tier in optimised)
            assert (called.code, found["status"]) == ((0, "optimal") if proven else (4, "feasible"))
