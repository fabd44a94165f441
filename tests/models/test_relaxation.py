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
from models.highs import Backend
from models.highs_lp import Relaxation
from models.hull import cut_of, cut_rows, whole_prices
from models.knapsack import knapsacks
from models.relaxation import Pool, _Duals, _moved, _price, _steps, tighten, with_rows
from models.tight import Tight
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
EASY = build.tier(PAIRS, [0, 0, 12])


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
    assert floor(tight.bound + NEAR) == 22
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
    st.sampled_from([(1.0,), (0.0, 1.0), (0.05, 0.4, 1.0), (0.9, 1.0)]),
    st.sampled_from([0, 1, 2, 30]),
    st.sampled_from([1, 100, 10**6]),
)
def test_whatever_the_steps_the_bound_and_the_costs_are_true(case, steps, patience, scale):
    problem, tiers = case
    plans = list(plain.plans(problem))
    for one in tiers:
        tier = replace(one, gain=scale * one.gain)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(relaxation, "STEPS", steps)
            patch.setattr(relaxation, "PATIENCE", patience)
            start = plain.array(problem, plans[0])
            _, plain_one, tight = tightened(problem, tier, start)
        sign = 1 if tier.sense == "max" else -1
        (best,) = plain.best(problem, [tier])
        assert sign * best <= sign * tight.bound + NEAR * scale
        sure = floor(sign * plain_one.objective + 10 * NEAR * scale)
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


def test_steps_go_part_of_the_way_first(monkeypatch):
    monkeypatch.setattr(relaxation, "STEPS", (0.1, 0.3, 1.0))
    best = _Duals(
        10.0, np.array([1.0, -2.0]), np.array([5.0]), [np.array([4.0]), np.array([0.0, 8.0])]
    )
    now = _Duals(
        20.0, np.array([11.0, 8.0]), np.array([-5.0]), [np.array([0.0]), np.array([10.0, 8.0])]
    )
    near, part, last = _steps(best, now)
    assert last is now
    assert near.offset == pytest.approx(10 + 0.1 * 10)
    assert part.offset == pytest.approx(10 + 0.3 * 10)
    assert part.reduced_costs.tolist() == pytest.approx([1 + 3, -2 + 3])
    assert part.rows.tolist() == pytest.approx([5 - 3])
    assert [price.tolist() for price in part.prices] == [
        pytest.approx([4 - 1.2]),
        pytest.approx([3, 8]),
    ]


@RELAXED
@given(SOME)
def test_prices_of_limits_and_units_are_prices_of_counts(case):
    """The bound is at least as good as that of the plain relaxation, whose costs stay."""
    problem, tiers = case
    plans = list(plain.plans(problem))
    sacks = knapsacks(problem)
    for tier in tiers:
        model = formulate(problem, tier)
        sign = 1.0 if tier.sense == "max" else -1.0
        plain_one = Backend().open_lp(model).solve(Budget())
        moved = _moved(model, plain_one, sacks, sign)
        bound = _price(moved, sacks, sign).bound
        assert sign * bound <= sign * plain_one.objective + NEAR
        assert moved.reduced_costs.tolist() == plain_one.reduced_costs.tolist()
        tight = Tight(bound, moved.reduced_costs, moved.rows, model)
        costs_against(problem, tier, tight, plans)


def test_they_are_taken_from_their_rows():
    """A person is worth 4 of the 28: 20, 19 and 12 for 5, 5 and 3 persons."""
    model = formulate(PROBLEM, TIER)
    plain_one = Backend().open_lp(model).solve(Budget())
    (sack,) = knapsacks(PROBLEM)
    moved = _moved(model, plain_one, [sack], 1.0)
    rows = dict(zip(model.rows, moved.rows.tolist(), strict=True))
    assert plain_one.duals[model.rows.index("C5_limit(l0)")] == 4
    assert (rows["C5_limit(l0)"], rows["C2_units(p0)"]) == (0, 0)
    assert moved.offset == pytest.approx(28 - 4 * 7)
    assert dict(zip(sack.size.tolist(), moved.prices[0].tolist(), strict=True)) == {3: 12, 5: 20}


def test_what_is_not_of_the_counts_alone_stays_in_its_row():
    """A unit that somebody without persons may have too, and a limit that must be used up."""
    pairs = [(0, 0), (1, 0), (2, 0)]
    persons = {(0, 0): 5, (1, 0): 3}
    problem = build.problem(pairs, [2], limits=[(persons, 7), ({(2, 0): 1}, 1)])
    model = formulate(problem, build.tier(pairs, [1, 1, 1]))
    (sack,) = knapsacks(problem)

    def moved(sign, **duals):
        rows = np.array([duals.get(name[:2], 0.0) for name in model.rows])
        plain_one = Relaxation(9.0, np.zeros(3), np.zeros(3), rows)
        found = _moved(replace(model, sense="max"), plain_one, [sack], sign)
        return found.offset, found.prices[0].tolist(), found.rows.any()

    assert moved(1.0, C2=2.0) == (9.0, [0, 0], True)
    assert moved(1.0, C5=2.0) == (9.0 - 2 * 7, [6, 10], True)  # the other limit is none of its
    assert moved(-1.0, C5=-2.0) == (9.0 + 2 * 7, [6, 10], True)
    assert moved(1.0, C5=-2.0) == (9.0, [0, 0], True)
    assert moved(1.0, C5=0.5) == (9.0 - 0.5 * 7, [1.5, 2.5], True)


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
@pytest.mark.parametrize(("value", "solved"), [(None, 3), (19, 3), (22, 2), (21, 3)])
def test_a_bound_that_proves_the_plan_is_good_enough(sense, value, solved):
    """A plan of 22, if there were one, is proven one round before the hull has no better."""
    sign = 1 if sense == "max" else -1
    tier = build.tier(PAIRS, (sign * TIER.gain).tolist(), sense)
    known = None if value is None else sign * value
    backend = Counting()
    tight = tightened(PROBLEM, tier, build.nothing(PROBLEM), backend, None, known)[2]
    assert floor(sign * tight.bound + NEAR) == 22
    assert backend.solved == solved


class Jumping(Backend):
    """A backend whose prices jump from one combination to the next, ten times as dear."""

    def __init__(self):
        self.solved = 0

    def open_lp(self, model):
        lp = super().open_lp(model)
        solve = lp.solve

        def dearer(budget):
            found = solve(budget)
            if "H1_link_0(0)" not in model.rows:
                return found
            duals = np.zeros_like(found.duals)
            cells = [i for i, row in enumerate(model.rows) if row.startswith("H1_link_0")][:-1]
            duals[cells[self.solved]] = 10.0 ** (1 + self.solved)
            self.solved += 1
            return Relaxation(0.0, found.values, found.reduced_costs, duals)

        lp.solve = dearer
        return lp


@pytest.mark.parametrize("patience", [1, 3, 4])
def test_when_nothing_gets_better_it_ends(patience, monkeypatch):
    monkeypatch.setattr(relaxation, "PATIENCE", patience)
    monkeypatch.setattr(relaxation, "STEPS", (1.0,))
    pairs = [(h, 0) for h in range(6)]
    persons = {(h, 0): h + 2 for h in range(6)}
    problem = build.problem(pairs, [3], limits=[(persons, 9)])
    backend = Jumping()
    tier = build.tier(pairs, [1] * 6)
    tight = tightened(problem, tier, build.nothing(problem), backend)[2]
    # none is better than the plain relaxation: 3 units
    assert backend.solved == patience
    assert tight.bound == 3


def test_where_hulls_said_nothing_the_next_stage_tries_fewer_rounds():
    """The plain relaxation of one tier has nothing to gain from, that of the other has."""
    sacks = knapsacks(PROBLEM)
    pool = Pool([np.zeros_like(sack.size) for sack in sacks])
    for tier, patience in ((EASY, 2), (EASY, 0), (EASY, 0), (TIER, relaxation.PATIENCE)):
        tight = tighten(formulate(PROBLEM, tier), sacks, pool, Backend(), Budget())
        assert pool.patience == patience
        assert ("H3_cut(0)" in tight.cuts.rows) is (tier is TIER)
        assert any(price.any() for price in tight.prices) is (tier is TIER)


@pytest.mark.parametrize(
    ("large", "much", "again"),
    [(0, 0.003, True), (0, 4 / 28, False), (2, 1.0, False), (3, 1.0, True), (8000, 1.0, True)],
)
def test_when_the_first_prices_gain_rounds_are_tried_again(large, much, again, monkeypatch):
    """Of a large model only where they gain much; else their bound counts, and not yet the 22.

    Here they gain 4 of 28, with 3 columns.
    """
    monkeypatch.setattr(relaxation, "LARGE", large)
    monkeypatch.setattr(relaxation, "MUCH", much)
    sacks = knapsacks(PROBLEM)
    pool = Pool([np.zeros_like(sack.size) for sack in sacks])
    pool.patience = 0
    tight = tighten(formulate(PROBLEM, TIER), sacks, pool, Backend(), Budget())
    assert pool.patience == (relaxation.PATIENCE if again else 0)
    assert "H3_cut(0)" in tight.cuts.rows
    assert (tight.bound < 23) is again
    assert tight.bound < 28


@pytest.mark.parametrize(("large", "steps", "left"), [(2, 0, True), (2, 5, False), (3, 0, False)])
def test_rounds_of_a_large_model_that_take_too_many_steps_are_left(large, steps, left, monkeypatch):
    """What the first prices gain stays, and a limit of the whole run goes on to count."""
    monkeypatch.setattr(relaxation, "LARGE", large)
    monkeypatch.setattr(relaxation, "STEPS_PER_ROW", steps)
    sacks = knapsacks(PROBLEM)
    pool = Pool([np.zeros_like(sack.size) for sack in sacks])
    budget = Budget(work=1000)
    tight = tighten(formulate(PROBLEM, TIER), sacks, pool, Backend(), budget)
    assert (tight.bound > 23) is left
    assert tight.bound < 28
    assert pool.patience == (0 if left else relaxation.PATIENCE)
    assert budget.work == 1000


@pytest.mark.parametrize("large", [0, 8000])
def test_where_rounds_of_a_large_model_gain_nothing_fewer_are_tried(large, monkeypatch):
    """Over the first prices, which gain something but not much."""
    monkeypatch.setattr(relaxation, "LARGE", large)
    monkeypatch.setattr(relaxation, "MUCH", 1.0)
    monkeypatch.setattr(relaxation, "_best_round", lambda master, sacks, pool, first, *_: first)
    sacks = knapsacks(PROBLEM)
    pool = Pool([np.zeros_like(sack.size) for sack in sacks])
    for share in (3, 9):
        tight = tighten(formulate(PROBLEM, TIER), sacks, pool, Backend(), Budget())
        assert tight.bound < 28
        assert pool.patience == relaxation.PATIENCE // (1 if large else share)


def test_when_cut_off_it_does_not_go_on():
    budget = Budget()
    backend = Stopping(budget)
    tight = tightened(PROBLEM, TIER, build.nothing(PROBLEM), backend, budget)[2]
    assert backend.solved == 1
    # not yet the 22 of the hull, but what the prices of the plain relaxation bound it by
    assert 22 + NEAR < tight.bound < 28


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
    monkeypatch.setattr(relaxation, "STEPS", (1.0,))
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
