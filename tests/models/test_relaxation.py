from __future__ import annotations

from math import floor

import numpy as np
import pytest
from hypothesis import given

from models.assignment import formulate
from models.budget import Budget
from models.highs import Backend, Relaxation
from models.hull import cut_rows, knapsacks
from models.relaxation import Pool, tighten, with_rows
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

NEAR = 1e-6

SOME = cases().filter(lambda case: case[0].pairs > 0)

# Two households of 5 persons and one of 3 for a place with 7 persons at most.  The plain
# relaxation takes 3 and 4/5 of one of 5: 12 + 16 = 28.  The hull takes half of one of 5 and
# half of two of 3, of which there is one: 10 + 12 = 22.  No plan does better than 20.
PAIRS = [(0, 0), (1, 0), (2, 0)]
PROBLEM = build.problem(PAIRS, [2], limits=[({(0, 0): 5, (1, 0): 5, (2, 0): 3}, 7)])
TIER = build.tier(PAIRS, [20, 19, 12])


def tightened(problem, tier, plan, backend=None, budget=None):
    """Return the model, its plain relaxation and the tight one."""
    backend = backend or Backend()
    model = formulate(problem, tier)
    sacks = knapsacks(problem)
    pool = Pool([sack.pattern(plan) for sack in sacks])
    plain_one = Backend().open_lp(model).solve(Budget())
    return model, plain_one, tighten(model, sacks, pool, backend, budget or Budget())


def test_the_hull_is_tighter():
    _, plain_one, tight = tightened(PROBLEM, TIER, build.nothing(PROBLEM))
    assert plain_one.objective == pytest.approx(28)
    assert tight.bound == pytest.approx(22)
    assert tight.cuts.rows[-1] == "H3_cut(0)"


def test_without_knapsacks_it_is_the_plain_relaxation():
    problem = build.problem(PAIRS, [2])
    model, plain_one, tight = tightened(problem, TIER, build.nothing(problem))
    assert tight.bound == plain_one.objective == 39
    assert tight.cuts.rows == model.rows
    assert tight.values[:3].tolist() == [1, 1, 0]


@RELAXED
@given(SOME)
def test_the_bound_lies_between_relaxation_and_optimum(case):
    problem, tiers = case
    for tier in tiers:
        plans = list(plain.plans(problem))
        _, plain_one, tight = tightened(problem, tier, plain.array(problem, plans[-1]))
        (best,) = plain.best(problem, [tier])
        sign = 1 if tier.sense == "max" else -1
        assert sign * best <= sign * tight.bound + NEAR
        # as integers: it ends as soon as more patterns cannot change the integer
        assert floor(sign * tight.bound + NEAR) <= floor(sign * plain_one.objective + 10 * NEAR)


@RELAXED
@given(SOME)
def test_no_plan_breaks_a_cut(case):
    problem, tiers = case
    plans = list(plain.plans(problem))
    model, _, tight = tightened(problem, tiers[0], plain.array(problem, plans[0]))
    new = slice(model.row_lower.size, None)
    rows = tight.cuts.matrix[new, : problem.pairs]
    assert tight.cuts.matrix[: model.row_lower.size].toarray().tolist() == (
        model.matrix.toarray().tolist()
    )
    for plan in plans:
        assert (rows @ plain.array(problem, plan) <= tight.cuts.row_upper[new]).all()


@RELAXED
@given(SOME)
def test_a_pair_against_the_relaxation_costs_its_reduced_cost(case):
    problem, tiers = case
    plans = list(plain.plans(problem))
    for tier in tiers:
        _, _, tight = tightened(problem, tier, plain.array(problem, plans[0]))
        sign = 1 if tier.sense == "max" else -1
        cost = np.abs(tight.reduced_costs[: problem.pairs])
        held = np.round(tight.values[: problem.pairs])
        for plan in plans:
            against = held != plain.array(problem, plan)
            lost = sign * (tight.bound - plain.value(tier, plan))
            assert cost[against].sum() <= lost + NEAR


def test_a_pattern_is_kept_once():
    pool = Pool([build.ints([1, 0]), build.ints([1, 0])])
    assert not pool.add(0, build.ints([1, 0]))
    assert pool.add(0, build.ints([0, 1]))
    assert pool.add(1, build.ints([0, 1]))
    assert not pool.add(1, build.ints([0, 1]))
    assert [len(known) for known in pool.patterns] == [2, 2]


class Silent(Backend):
    """A backend that is cut off before it has an answer."""

    def open_lp(self, model):
        lp = super().open_lp(model)
        lp.solve = lambda budget: None
        return lp


def test_without_any_answer_there_is_no_bound():
    assert tightened(PROBLEM, TIER, build.nothing(PROBLEM), Silent())[2] is None


class Stopping(Backend):
    """HiGHS that is asked to stop after its first relaxation."""

    def __init__(self, budget):
        self.budget, self.solved = budget, 0

    def open_lp(self, model):
        lp = super().open_lp(model)
        solve = lp.solve

        def once(budget):
            self.solved += 1
            found = solve(budget)
            self.budget.stop()
            return found

        lp.solve = once
        return lp


@RELAXED
@given(SOME)
def test_when_cut_off_the_bound_is_weaker_but_true(case):
    problem, tiers = case
    start = plain.array(problem, next(plain.plans(problem)))
    for tier in tiers:
        budget = Budget()
        tight = tightened(problem, tier, start, Stopping(budget), budget)[2]
        (best,) = plain.best(problem, [tier])
        sign = 1 if tier.sense == "max" else -1
        assert sign * best <= sign * tight.bound + NEAR


def test_when_cut_off_it_does_not_go_on():
    budget = Budget()
    backend = Stopping(budget)
    # the plain relaxation, less what place 0 can hold: not yet the 22 of the hull
    tight = tightened(PROBLEM, TIER, build.nothing(PROBLEM), backend, budget)[2]
    assert backend.solved == 1
    assert tight.bound > 22 + NEAR


class Rounding(Backend):
    """A backend whose duals make a pattern that is known seem better than its price."""

    def open_lp(self, model):
        lp = super().open_lp(model)
        solve = lp.solve

        def rounded(budget):
            found = solve(budget)
            duals = found.duals.copy()
            duals[-1] -= 2.0  # the price of H2
            return Relaxation(found.objective, found.values, found.reduced_costs, duals)

        lp.solve = rounded
        return lp


def test_a_known_pattern_is_no_reason_to_go_on():
    tight = tightened(PROBLEM, TIER, build.nothing(PROBLEM), Rounding())[2]
    assert tight.bound == pytest.approx(22 + 2)


def test_rows_are_added_below():
    model = formulate(PROBLEM, TIER)
    cut = build.ints([1, 2]), build.ints([3, 4]), 5
    more = with_rows(model, cut_rows([cut]))
    assert more.rows == [*model.rows, "H3_cut(0)"]
    assert more.matrix.toarray()[-1].tolist() == [0, 3, 4]
    assert (more.row_lower[-1], more.row_upper[-1]) == (-np.inf, 5)
    assert more.matrix.toarray()[:-1].tolist() == model.matrix.toarray().tolist()
