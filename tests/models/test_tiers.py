from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.tiers import compare, positions
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

PAIRS = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1)]
# What place 1 carries above 5, and above −2 where it begins above it.
ABOVE = {(0, 1): 2, (1, 1): 3, (2, 1): 4}
TIER = build.tier(
    PAIRS, [10, -20, 30, 40, 50], "min", constant=-7, excesses=[(ABOVE, 5), (ABOVE, -2)]
)


@pytest.mark.parametrize(
    ("chosen", "value"),
    [
        ([], -7 + 0 + 2),  # the second group begins 2 above its base
        ([(0, 0)], -7 + 10 + 0 + 2),
        ([(0, 1), (1, 1)], -7 - 20 + 40 + 0 + 7),  # 5 is just not above 5
        ([(0, 1), (2, 1)], -7 - 20 + 50 + 1 + 8),  # 6 is one above 5
        ([(1, 0), (2, 1)], -7 + 30 + 50 + 0 + 6),
    ],
)
def test_value(chosen, value):
    assert TIER.value(build.choice(PAIRS, chosen)) == value


@RELAXED
@given(cases())
def test_the_value_is_the_plain_one(case):
    problem, tiers = case
    for plan in list(plain.plans(problem))[:50]:
        for tier in tiers:
            assert tier.value(plain.array(problem, plan)) == plain.value(tier, plan)


def test_better_goes_through_the_sense():
    most, least = build.tier([], [], "max"), build.tier([], [], "min")
    assert most.better(8, 7)
    assert not most.better(7, 7)
    assert not most.better(7, 8)
    assert least.better(7, 8)
    assert not least.better(7, 7)
    assert not least.better(8, 7)


@pytest.mark.parametrize(
    ("best", "percent", "slack", "allowance"),
    [
        (1000, "0", 0, 0),
        (1000, "0", 3, 3),
        (1000, "0.1", 0, 1),
        (999, "0.1", 0, 0),  # 0.999
        (1000, "0.1", 4, 5),
        (1000, "33.3", 0, 333),
        (1003, "33.3", 2, 333 + 2),  # 333.999
        (10**17 + 1, "33.3", 0, 33_300_000_000_000_000),  # no float is that exact
        (10**17 + 11, "33.3", 0, 33_300_000_000_000_003),  # …003.663
        (-1000, "0.1", 0, 1),  # of the absolute value
        (-999, "0.1", 0, 0),
        (-1003, "33.3", 2, 335),
        (0, "50", 0, 0),
        (0, "50", 6, 6),
        (3, "100", 0, 3),
        (29, "3.45", 0, 1),  # 1.0005
        (29, "3.4482758", 0, 0),  # 0.999999982
    ],
)
def test_worst_allowed(best, percent, slack, allowance):
    most = build.tier([], [], "max", tolerance=percent, slack=slack)
    least = build.tier([], [], "min", tolerance=percent, slack=slack)
    assert most.worst_allowed(best) == best - allowance
    assert least.worst_allowed(best) == best + allowance


@RELAXED
@given(
    st.integers(-(10**12), 10**12),
    st.decimals(0, 100, places=3),
    st.integers(0, 1000),
    st.sampled_from(["max", "min"]),
)
def test_worst_allowed_is_exact(best, percent, slack, sense):
    tier = build.tier([], [], sense, tolerance=str(percent), slack=slack)
    allowance = floor(abs(best) * Fraction(percent) / 100) + slack
    worst = tier.worst_allowed(best)
    assert worst == (best - allowance if sense == "max" else best + allowance)
    assert isinstance(worst, int)
    assert not tier.better(worst, best)


def test_restrict():
    kept = build.ints([1, 2, 4])
    small = TIER.restrict(kept, positions(kept, 5))
    assert small.gain.tolist() == [-20, 30, 50]
    assert [e.members.tolist() for e in small.excesses] == [[0, 2], [0, 2]]
    assert [e.weight.tolist() for e in small.excesses] == [[2, 4], [2, 4]]
    assert [e.base for e in small.excesses] == [5, -2]
    assert (small.name, small.sense, small.constant) == (TIER.name, TIER.sense, TIER.constant)
    left = build.choice(PAIRS, [(0, 1), (2, 1)])
    assert small.value(left[kept]) == TIER.value(left)


@pytest.mark.parametrize(
    ("gains", "step"),
    [
        ([6, -9, 15], 3),
        ([6, -9, 15, 4], 1),
        ([0, 8, 0], 8),
        ([-8], 8),
        ([0, 0], 1),
        ([], 1),
        ([2 * 10**15, 3 * 10**15], 10**15),
    ],
)
def test_step(gains, step):
    pairs = [(h, 0) for h in range(len(gains))]
    assert build.tier(pairs, gains, constant=7).step == step
    # what is above a base may be any number
    assert build.tier(pairs, gains, "min", excesses=[({}, 5)]).step == 1
    assert isinstance(build.tier(pairs, gains).step, int)


@RELAXED
@given(cases(scale=6))
def test_values_differ_by_steps(case):
    problem, tiers = case
    for tier in tiers:
        values = {plain.value(tier, plan) for plan in plain.plans(problem)}
        assert {(value - min(values)) % tier.step for value in values} == {0}
        if not tier.excesses:
            assert {(value - tier.constant) % tier.step for value in values} == {0}
            assert tier.step % 6 == 0 or not tier.gain.any()


def test_positions():
    assert positions(build.ints([0, 3, 4]), 6).tolist() == [0, -1, -1, 1, 2, -1]
    assert positions(build.ints([]), 2).tolist() == [-1, -1]


def test_compare_goes_tier_by_tier():
    tiers = [build.tier([], [], "max"), build.tier([], [], "min")]
    assert compare(tiers, [5, 9], [4, 0]) == 1
    assert compare(tiers, [4, 0], [5, 9]) == -1
    assert compare(tiers, [5, 8], [5, 9]) == 1
    assert compare(tiers, [5, 9], [5, 8]) == -1
    assert compare(tiers, [5, 9], [5, 9]) == 0
    with pytest.raises(ValueError, match="zip"):
        compare(tiers, [5], [5])
