from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from models.assignment import formulate
from models.budget import Budget
from models.core import ByPatterns
from models.highs import Backend
from models.left import Left, rows_within, safety
from models.lexicographic import Stage
from models.relaxation import Tight
from models.tiers import Fixed
from tests.models import build, plain, small
from tests.models.strategies import RELAXED, cases

INF = np.inf


def tight_of(bound, costs, sense="max", rows=(), duals=(), **others):
    model = small.linear(sense, [0] * len(costs), rows, **others)
    return Tight(bound, np.array(costs), np.array(duals, dtype=float), model)


@pytest.mark.parametrize("sense", ["max", "min"])
def test_narrow_fixes_what_costs_more_than_the_worst_value_allows(sense):
    """The relaxation is about the pairs 1 to 6 of 8; 20 − 13 may be given up."""
    sign = 1 if sense == "max" else -1
    costs = [sign * c for c in (7.01, 7.00005, -7.01, -7.00005, -50, 6.9)]
    tight = tight_of(sign * 20.0, costs, sense, lower=[0, 0, 0, 0, 1, 0])
    left = Left(np.ones(8, dtype=np.bool_), np.zeros(8, dtype=np.bool_))
    left.narrow(np.arange(1, 7), tight, sign * 13)
    # 7.00005 may be 7; the fifth must be chosen anyway
    assert left.forced.tolist() == [False, True, False, False, False, True, False, False]
    assert left.active.tolist() == [True, True, True, False, True, True, True, True]


# Rows of three pairs and a column that is not one: what they come to is 0 to 9, −4 to 5, and
# for the last two 0 to 3.
ROWS = [
    ([2, 3, 4, 0], -INF, 8),
    ([5, -4, 0, 0], -3, INF),
    ([1, 1, 1, 0], 1, 2),
    ([1, 1, 1, -1], -INF, 2),
]


@pytest.mark.parametrize("sense", ["max", "min"])
@pytest.mark.parametrize(
    ("duals", "lower", "upper"),
    [
        # 10 / 3 is a little more than three units away from 8, and from −3
        ([3.0, 0, 0, 0], [8 - 3, -3, 1, -INF], [8, INF, 2, 2]),
        ([0, -3.0, 0, 0], [-INF, -3, 1, -INF], [8, -3 + 3, 2, 2]),
        # exactly five units, and a little less
        ([2.0, -2.0, 0, 0], [3, -3, 1, -INF], [8, 2, 2, 2]),
        ([2.001, -2.001, 0, 0], [8 - 4, -3, 1, -INF], [8, -3 + 4, 2, 2]),
        # a limit that is dearer than the gap is an equation
        ([10.1, -10.1, 0, 0], [8, -3, 1, -INF], [8, -3, 2, 2]),
        # a row between two limits, held at either of them
        ([0, 0, 11.0, 0], [-INF, -3, 2, -INF], [8, INF, 2, 2]),
        ([0, 0, -11.0, 0], [-INF, -3, 1, -INF], [8, INF, 1, 2]),
        ([0, 0, 2.0, 0], [-INF, -3, 1, -INF], [8, INF, 2, 2]),
        # what a row cannot do anyhow is no limit, and a price may be very small
        ([1.25, -1.25, 0, 0], [-INF, -3, 1, -INF], [8, INF, 2, 2]),
        ([1.43, -1.43, 0, 0], [8 - 6, -3, 1, -INF], [8, -3 + 6, 2, 2]),
        ([1e-15, -1e-15, 1e-300, 0], [-INF, -3, 1, -INF], [8, INF, 2, 2]),
        # a row without the limit that its price speaks of, and one with another column
        ([-20.0, 20.0, 0, 20.0], [-INF, -3, 1, -INF], [8, INF, 2, 2]),
    ],
)
def test_rows_within(sense, duals, lower, upper):
    sign = 1 if sense == "max" else -1
    tight = tight_of(0.0, [0.0] * 4, sense, ROWS, [sign * d for d in duals])
    low, high = rows_within(tight, 10.0, 3)
    assert low.tolist() == lower
    assert high.tolist() == upper
    assert tight.cuts.row_lower.tolist() == [-INF, -3, 1, -INF]


def test_a_unit_may_be_cheap():
    tight = tight_of(0.0, [0.0] * 4, rows=ROWS, duals=[0.5, -0.4, 0, 0])
    low, high = rows_within(tight, 2.0, 3)
    assert low[0] == 8 - 4
    assert high[1] == -3 + 5


@pytest.mark.parametrize(("dual", "lowest"), [(7.0, 0), (6.99999, 0), (7.0001, 0), (7.01, 1)])
def test_narrow_keeps_the_rows_that_last(dual, lowest):
    """13 of 20 may be given up: one whole unit for a price of 7, but for safety."""
    model = formulate(PROBLEM, TIER, (Fixed(TIER, 0),))
    assert [row[:2] for row in model.rows] == ["C1", "C1", "C2", "C5", "C8"]
    tight = Tight(20.0, np.zeros(2), np.array([dual, 0, 0, 0, -1.0]), model)
    left = Left.all_of(PROBLEM)
    left.narrow(np.arange(2), tight, 13)
    found = {name: max(0, low) for name, (low, _) in left.limits.items()}
    assert found == {
        "C1_one_place(h0)": lowest,
        "C1_one_place(h1)": 0,
        "C2_units(p0)": 0,
        "C5_limit(l0)": 0,
    }


PROBLEM = build.problem([(0, 0), (1, 0)], [1], limits=[({(0, 0): 3, (1, 0): 2}, 4)])
TIER = build.tier([(0, 0), (1, 0)], [3, 2])


def test_a_part_has_the_pairs_and_the_rows_that_are_left():
    left = Left.all_of(PROBLEM)
    left.active[0] = False
    left.forced[1] = True
    left.limits = {"C5_limit(l0)": (2.0, 4.0), "C1_one_place(h0)": (1.0, 1.0)}
    plan = build.choice([(0, 0), (1, 0)], [(1, 0)])
    part = left.part(Stage(PROBLEM, TIER, (Fixed(TIER, 2),), plan))
    assert part.kept.tolist() == [1]
    assert part.position.tolist() == [-1, 0]
    assert part.stage.plan.tolist() == [True]
    assert part.stage.problem.forced.tolist() == [True]
    assert part.stage.tier.gain.tolist() == [2]
    assert part.stage.fixed[0].tier.gain.tolist() == [2]
    limits = zip(part.model.rows, part.model.row_lower, part.model.row_upper, strict=True)
    assert [tuple(limit) for limit in limits] == [
        ("C1_one_place(h1)", -INF, 1),
        ("C2_units(p0)", -INF, 1),
        ("C5_limit(l0)", 2, 4),
        ("C8_tier(tier)", 1.6, INF),
    ]


def test_nothing_is_left_of_no_pairs():
    left = Left.all_of(PROBLEM)
    left.active[:] = False
    assert left.part(Stage(PROBLEM, TIER, (), build.nothing(PROBLEM))) is None


@RELAXED
@given(cases())
def test_every_plan_as_good_as_the_worst_allowed_is_left(case):
    """For every value that a plan has as the worst that is allowed."""
    problem, (tier, *_) = case
    plans = {plan: plain.value(tier, plan) for plan in plain.plans(problem)}
    stage = Stage(problem, tier, (), plain.array(problem, next(iter(plans))))
    part = Left.all_of(problem).part(stage)
    if part is None:
        return
    relax = ByPatterns.of(problem, Backend())
    tight = relax(part.model, part.position, stage, Budget())
    for worst in set(plans.values()):
        left = Left.all_of(problem)
        left.narrow(part.kept, tight, worst)
        for plan, value in plans.items():
            if not tier.better(worst, value):
                chosen = plain.array(problem, plan)
                assert not (chosen & ~left.active).any()
                assert not (left.forced & ~chosen).any()
                assert not plain.outside(left, problem, plan)


def test_all_is_left_to_begin_with():
    problem = build.problem([(0, 0), (1, 0)], [1], forced=[(1, 0)])
    left = Left.all_of(problem)
    assert left.active.all()
    assert left.forced.tolist() == [False, True]
    assert left.forced is not problem.forced
    assert left.limits == {}


@pytest.mark.parametrize(("bound", "safe"), [(0.0, 1e-4), (-9000.0, 1e-4), (-1e6, 0.01)])
def test_safety(bound, safe):
    assert safety(tight_of(bound, [0] * 6)) == pytest.approx(safe)
