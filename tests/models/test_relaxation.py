from __future__ import annotations

from dataclasses import replace
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import relaxation
from models.assignment import formulate
from models.budget import Budget
from models.highs import Backend, Relaxation
from models.hull import cut_of, cut_rows, whole_prices
from models.knapsack import knapsacks
from models.relaxation import Pool, _Duals, _steps, tighten, with_rows
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


def tightened(problem, tier, plan, backend=None, budget=None, value=None):
    """Return the model, its plain relaxation and the tight one."""
    backend = backend or Backend()
    model = formulate(problem, tier)
    sacks = knapsacks(problem)
    pool = Pool([sack.pattern(plan) for sack in sacks])
    plain_one = Backend().open_lp(model).solve(Budget())
    return model, plain_one, tighten(model, sacks, pool, backend, budget or Budget(), value)


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
    # the plan of 20 + 19 goes against no reduced cost
    against = tight.at[:3] != build.choice(PAIRS, [(0, 0), (1, 0)])
    assert tight.reduced_costs[:3][against].tolist() == [0] * int(against.sum())


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


def costs_against(problem, tier, tight, plans):
    """Assert that every plan is worse than the bound by what goes against it."""
    sign = 1 if tier.sense == "max" else -1
    cost = np.abs(tight.reduced_costs[: problem.pairs])
    held = tight.at[: problem.pairs]
    for plan in plans:
        against = held != plain.array(problem, plan)
        lost = sign * (tight.bound - plain.value(tier, plan))
        assert cost[against].sum() <= lost + NEAR


@RELAXED
@given(SOME)
def test_a_pair_against_the_relaxation_costs_its_reduced_cost(case):
    problem, tiers = case
    plans = list(plain.plans(problem))
    for tier in tiers:
        _, _, tight = tightened(problem, tier, plain.array(problem, plans[0]))
        costs_against(problem, tier, tight, plans)


@RELAXED
@given(
    SOME,
    st.sampled_from([0.0, 0.1, 0.3, 0.7, 1.0]),
    st.sampled_from([1, 2, 30]),
    st.sampled_from([1, 100, 10**6]),
)
def test_whatever_the_steps_the_bound_and_the_costs_are_true(case, step, standstill, scale):
    problem, tiers = case
    plans = list(plain.plans(problem))
    for one in tiers:
        tier = replace(one, gain=scale * one.gain)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(relaxation, "STEP", step)
            patch.setattr(relaxation, "STANDSTILL", standstill)
            start = plain.array(problem, plans[0])
            _, plain_one, tight = tightened(problem, tier, start)
        sign = 1 if tier.sense == "max" else -1
        (best,) = plain.best(problem, [tier])
        assert sign * best <= sign * tight.bound + NEAR * scale
        sure = floor(sign * plain_one.objective + 10 * NEAR * scale)
        if standstill > 2:  # not given up before it is as good as the plain relaxation
            assert floor(sign * tight.bound + NEAR) <= sure
        costs_against(problem, tier, tight, plans)


@RELAXED
@given(SOME)
def test_the_prices_are_those_of_the_cuts(case):
    problem, tiers = case
    start = plain.array(problem, next(plain.plans(problem)))
    for tier in tiers:
        model, _, tight = tightened(problem, tier, start)
        sacks = knapsacks(problem)
        assert len(tight.prices) == len(sacks)
        assert all((price >= 0).all() for price in tight.prices)
        cuts = [
            (sack.members, *cut_of(sack, whole))
            for sack, price in zip(sacks, tight.prices, strict=True)
            if (whole := whole_prices(price)) is not None
        ]
        expected = with_rows(model, cut_rows(cuts))
        assert tight.cuts.rows == expected.rows
        assert tight.cuts.matrix.toarray().tolist() == expected.matrix.toarray().tolist()
        assert tight.cuts.row_upper.tolist() == expected.row_upper.tolist()


def test_steps_go_part_of_the_way_first():
    best = _Duals(
        10.0, np.array([1.0, -2.0]), np.array([5.0]), [np.array([4.0]), np.array([0.0, 8.0])]
    )
    now = _Duals(
        20.0, np.array([11.0, 8.0]), np.array([-5.0]), [np.array([0.0]), np.array([10.0, 8.0])]
    )
    assert list(_steps(None, now)) == [now]
    part, last = _steps(best, now)
    assert last is now
    assert part.offset == pytest.approx(10 + 0.3 * 10)
    assert part.reduced_costs.tolist() == pytest.approx([1 + 3, -2 + 3])
    assert part.rows.tolist() == pytest.approx([5 - 3])
    assert [price.tolist() for price in part.prices] == [
        pytest.approx([4 - 1.2]),
        pytest.approx([3, 8]),
    ]


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


@RELAXED
@given(SOME)
def test_when_cut_off_a_pair_against_the_relaxation_costs_its_reduced_cost(case):
    problem, tiers = case
    plans = list(plain.plans(problem))
    for tier in tiers:
        budget = Budget()
        start = plain.array(problem, plans[-1])
        costs_against(
            problem, tier, tightened(problem, tier, start, Stopping(budget), budget)[2], plans
        )


class Counting(Backend):
    """HiGHS that counts the relaxations it solves."""

    def __init__(self):
        self.solved = 0

    def open_lp(self, model):
        lp = super().open_lp(model)
        solve = lp.solve

        def counted(budget):
            self.solved += 1
            return solve(budget)

        lp.solve = counted
        return lp


@pytest.mark.parametrize("sense", ["max", "min"])
@pytest.mark.parametrize(("value", "rounds"), [(None, 2), (19, 2), (20, 1), (21, 2)])
def test_a_bound_that_proves_the_plan_is_good_enough(sense, value, rounds):
    """Only the pattern of nobody is known: the relaxation is 0, and its prices prove 20."""
    sign = 1 if sense == "max" else -1
    pairs = [(0, 0), (1, 0)]
    problem = build.problem(pairs, [2], limits=[({(0, 0): 5, (1, 0): 3}, 7)])
    tier = build.tier(pairs, [sign * 20, 0], sense)
    known = None if value is None else sign * value
    backend = Counting()
    tight = tightened(problem, tier, build.nothing(problem), backend, None, known)[2]
    assert tight.bound == pytest.approx(sign * 20)
    assert backend.solved == rounds


class Jumping(Backend):
    """A backend whose prices jump from one combination to the next, ten times as dear."""

    def __init__(self):
        self.solved = 0

    def open_lp(self, model):
        lp = super().open_lp(model)
        solve = lp.solve

        def dearer(budget):
            found = solve(budget)
            duals = np.zeros_like(found.duals)
            cells = [i for i, row in enumerate(model.rows) if row.startswith("H1_link_0")][:-1]
            duals[cells[self.solved]] = 10.0 ** (1 + self.solved)
            self.solved += 1
            return Relaxation(0.0, found.values, found.reduced_costs, duals)

        lp.solve = dearer
        return lp


@pytest.mark.parametrize("standstill", [1, 3, 4])
def test_at_a_standstill_it_ends(standstill, monkeypatch):
    monkeypatch.setattr(relaxation, "STANDSTILL", standstill)
    pairs = [(h, 0) for h in range(6)]
    persons = {(h, 0): h + 2 for h in range(6)}
    problem = build.problem(pairs, [3], limits=[(persons, 9)])
    backend = Jumping()
    tier = build.tier(pairs, [1] * 6)
    tight = tightened(problem, tier, build.nothing(problem), backend)[2]
    # after the first, whose 3 × 10 no other is better than
    assert backend.solved == 1 + standstill
    assert tight.bound == 30


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
        self.solved = 0

        def rounded(budget):
            self.solved += 1
            found = solve(budget)
            duals = found.duals.copy()
            duals[-1] -= 2.0  # the price of H2
            return Relaxation(found.objective, found.values, found.reduced_costs, duals)

        lp.solve = rounded
        return lp


def test_a_known_pattern_is_no_reason_to_go_on(monkeypatch):
    monkeypatch.setattr(relaxation, "_steps", lambda best, now: [now])
    backend = Rounding()
    tight = tightened(PROBLEM, TIER, build.nothing(PROBLEM), backend)[2]
    assert tight.bound == pytest.approx(22 + 2)
    assert backend.solved < 10


def test_a_known_pattern_is_no_reason_to_go_on_from_a_step_either():
    tight = tightened(PROBLEM, TIER, build.nothing(PROBLEM), Rounding())[2]
    assert 22 < tight.bound <= 22 + 2 + NEAR


def test_rows_are_added_below():
    model = formulate(PROBLEM, TIER)
    cut = build.ints([1, 2]), build.ints([3, 4]), 5
    more = with_rows(model, cut_rows([cut]))
    assert more.rows == [*model.rows, "H3_cut(0)"]
    assert more.matrix.toarray()[-1].tolist() == [0, 3, 4]
    assert (more.row_lower[-1], more.row_upper[-1]) == (-np.inf, 5)
    assert more.matrix.toarray()[:-1].tolist() == model.matrix.toarray().tolist()
