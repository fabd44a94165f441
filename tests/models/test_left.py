from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from models.assignment import formulate
from models.budget import Budget
from models.core import ByPatterns
from models.grouping import Pairs
from models.highs import Backend
from models.left import Left
from models.lexicographic import Stage
from models.tiers import Fixed
from models.tight import Tight
from tests.models import build, plain, small
from tests.models.strategies import RELAXED, cases

INF = np.inf


@pytest.mark.parametrize("sense", ["max", "min"])
def test_narrow_fixes_what_costs_more_than_the_worst_value_allows(sense):
    """The relaxation is about the pairs 1 to 6 of 8; 20 − 13 may be given up."""
    sign = 1 if sense == "max" else -1
    costs = [sign * c for c in (7.01, 7.00005, -7.01, -7.00005, -50, 6.9)]
    model = small.linear(sense, [0] * 6, [], lower=[0, 0, 0, 0, 1, 0])
    tight = Tight(sign * 20.0, np.array(costs), np.zeros(0), model)
    left = Left(np.ones(8, dtype=np.bool_), np.zeros(8, dtype=np.bool_))
    pairs = [(h, 0) for h in range(6)]
    columns = Pairs(build.problem(pairs, [1]), tight.cuts)
    left.narrow(np.arange(1, 7), columns.within(tight, tight.gap_to(sign * 13)))
    # 7.00005 may be 7; the fifth must be chosen anyway
    assert left.forced.tolist() == [False, True, False, False, False, True, False, False]
    assert left.active.tolist() == [True, True, True, False, True, True, True, True]


@pytest.mark.parametrize(("dual", "lowest"), [(7.0, 0), (6.99999, 0), (7.0001, 0), (7.01, 1)])
def test_narrow_keeps_the_rows_that_last(dual, lowest):
    """13 of 20 may be given up: one whole unit for a price of 7, but for safety."""
    model = formulate(PROBLEM, TIER, (Fixed(TIER, 0),))
    assert [row[:2] for row in model.rows] == ["C1", "C1", "C2", "C5", "C8"]
    tight = Tight(20.0, np.zeros(2), np.array([dual, 0, 0, 0, -1.0]), model)
    left = Left.all_of(PROBLEM)
    left.narrow(np.arange(2), Pairs(PROBLEM, model).within(tight, tight.gap_to(13)))
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
        columns = Pairs(problem, part.model)
        left.narrow(part.kept, columns.within(tight, tight.gap_to(worst)))
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
