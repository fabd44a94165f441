from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given

from models import assignment
from models.assignment import TIER_MARGIN, chosen_pairs, formulate, is_feasible
from models.tiers import positions
from tests.models import build, golden, plain
from tests.models.strategies import RELAXED, problems

PAIRS = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1), (3, 1)]
# Place 1 has three units and takes one kind; of kind 0 are households 0, 1 and 3.  Counted in
# place 1 are 2, 3, 4 and 6 persons, at most 9; household 1 is locked in it.
PROBLEM = build.problem(
    PAIRS,
    [1, 3],
    kind=[0, 0, 1, 0],
    one_kind=[1],
    limits=[({(0, 1): 2, (1, 1): 3, (2, 1): 4, (3, 1): 6}, 9)],
    forced=[(1, 1)],
)


def test_the_labels_are_those_of_the_formulas():
    written = re.findall(r"\((C\d) (\w+)\)", assignment.__doc__)
    made = {name.partition("(")[0] for name in golden.MODEL.rows}
    by_bounds = {"C6_lock"}
    assert {f"{number}_{name}" for number, name in written} == made | by_bounds
    assert [number for number, _ in written] == [f"C{i}" for i in range(1, 9)]


def test_rows_come_in_the_order_of_the_formulas():
    made = [name.partition("(")[0] for name in golden.MODEL.rows]
    assert made == sorted(made)


def test_the_model_as_a_file_is_the_golden_one():
    assert golden.text() == golden.FILE.read_text(), (
        "the formulation changed; if that is meant: .venv/bin/python -m tests.models.golden"
    )


def test_columns_are_pairs_then_kinds_then_excesses():
    model = golden.MODEL
    assert model.columns[:7] == [f"x(h{h},p{p})" for h, p in golden.PAIRS]
    assert model.columns[7:] == ["y(p1,k0)", "y(p1,k1)", "z(a0)", "z(a1)", "z(a2)"]
    assert model.integer.tolist() == [True] * 9 + [False] * 3
    assert model.upper.tolist() == [1] * 9 + [np.inf] * 3
    assert model.lower.tolist() == [0, 1, *[0] * 10]  # C6: 0-1 is locked
    assert (model.sense, model.offset) == ("min", 13)
    # of the last tier only its own excess counts
    assert model.cost.tolist() == [0, -1, 0, 5, -6, 0, 7, 0, 0, 0, 0, 1]


def test_rows_of_tiers_leave_room_for_rounding_only():
    bounds = zip(golden.MODEL.row_lower, golden.MODEL.row_upper, strict=True)
    rows = dict(zip(golden.MODEL.rows, bounds, strict=True))
    assert 0 < TIER_MARGIN < 1
    assert rows["C8_tier(most)"] == (48 + 5 - TIER_MARGIN, np.inf)
    assert rows["C8_tier(least)"] == (-np.inf, 9 + TIER_MARGIN)


def test_the_value_of_a_model_is_that_of_its_tier():
    model = golden.MODEL
    for plan in plain.plans(golden.PROBLEM):
        x = plain.array(golden.PROBLEM, plan)
        load = 3 * x[4] + 4 * x[6]
        z = max(0, load - 3)
        cost = model.offset + model.cost[:7] @ x + z
        assert cost == plain.value(golden.LAST, plan) == golden.LAST.value(x)


@pytest.mark.parametrize(
    ("chosen", "feasible"),
    [
        ([(1, 1)], True),
        ([], False),  # C6: the lock is not kept
        ([(0, 0), (1, 1)], True),
        ([(0, 0), (0, 1), (1, 1)], False),  # C1: household 0 twice
        ([(0, 0), (1, 0), (1, 1)], False),  # C1, C2: place 0 has one unit
        ([(0, 1), (1, 1)], True),
        ([(1, 1), (2, 1)], False),  # C3, C4: 3 + 4 persons fit, but the kinds differ
        ([(1, 1), (3, 1)], True),  # C5: 3 + 6 is just within 9
        ([(0, 1), (1, 1), (3, 1)], False),  # C5: 2 + 3 + 6 = 11
    ],
)
def test_is_feasible(chosen, feasible):
    assert is_feasible(PROBLEM, build.choice(PAIRS, chosen)) is feasible


def test_is_feasible_counts_units():
    pairs = [(0, 0), (1, 0), (2, 0)]
    problem = build.problem(pairs, [2])
    assert is_feasible(problem, build.choice(pairs, pairs[:2]))
    assert not is_feasible(problem, build.choice(pairs, pairs))


def test_a_one_kind_place_may_have_any_kind_and_another_place_all():
    pairs = [(0, 0), (1, 0), (0, 1), (1, 1)]
    problem = build.problem(pairs, [2, 2], kind=[3, 5], one_kind=[1])
    assert is_feasible(problem, build.choice(pairs, [(0, 0), (1, 0)]))
    assert is_feasible(problem, build.choice(pairs, [(1, 1)]))
    assert not is_feasible(problem, build.choice(pairs, [(0, 1), (1, 1)]))


def test_nothing_at_all_is_feasible():
    problem = build.problem([], [2, 1])
    assert is_feasible(problem, build.nothing(problem))
    assert formulate(problem, build.tier([], [])).matrix.shape == (0, 0)


@RELAXED
@given(problems())
def test_is_feasible_is_what_the_formulas_say(problem):
    wanted = set(plain.plans(problem))
    for code in range(2 ** min(problem.pairs, 9)):
        plan = frozenset(i for i in range(problem.pairs) if code >> i & 1)
        assert is_feasible(problem, plain.array(problem, plan)) is (plan in wanted)


@RELAXED
@given(problems())
def test_rows_hold_for_just_the_feasible_plans(problem):
    tier = build.tier(build.of(problem), [0] * problem.pairs)
    model = formulate(problem, tier)
    wanted = set(plain.plans(problem))
    for code in range(2 ** min(problem.pairs, 9)):
        plan = frozenset(i for i in range(problem.pairs) if code >> i & 1)
        assert _holds(problem, model, plain.array(problem, plan)) is (plan in wanted)


def _holds(problem, model, chosen):
    """Whether some y goes with x so that all rows and bounds hold."""
    kinds = [name for name in model.columns if name.startswith("y")]
    used = {
        f"y(p{p},k{problem.kind[h]})"
        for (h, p), there in zip(build.of(problem), chosen, strict=True)
        if there and problem.one_kind[p]
    }
    x = np.concatenate([chosen, [name in used for name in kinds]]).astype(float)
    rows = model.matrix @ x
    return bool(
        (model.row_lower <= rows).all()
        and (rows <= model.row_upper).all()
        and (model.lower <= x).all()
    )


def test_restrict_keeps_the_rest_of_a_limit():
    # without (0, 0) and (1, 1)
    kept = build.ints([1, 2, 4, 5])
    small = PROBLEM.restrict(kept)
    assert build.of(small) == [(0, 1), (1, 0), (2, 1), (3, 1)]
    assert small.limits[0].members.tolist() == [0, 2, 3]
    assert small.limits[0].weight.tolist() == [2, 4, 6]
    assert small.limits[0].capacity == 9
    assert not small.forced.any()
    assert small.units is PROBLEM.units
    assert small.households == 4
    assert positions(kept, 6).tolist() == [-1, 0, 1, -1, 2, 3]


def test_chosen_pairs_rounds_what_a_solver_says():
    values = np.array([0.0, 1e-7, 0.4999, 0.5001, 1 - 1e-7, 1.0, 1.0, 1.0])  # two are y
    assert chosen_pairs(PROBLEM, values).tolist() == [False, False, False, True, True, True]
