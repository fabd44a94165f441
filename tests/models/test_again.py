from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.again import Known
from models.assignment import formulate
from models.backends import stage_solver
from models.budget import Budget
from models.capacity import Capacity
from models.cuts import ByCuts
from models.highs import Backend
from models.lexicographic import Stage, solve
from models.tiers import positions
from models.tight import Tight
from tests.models import build, plain
from tests.models.strategies import FEW, RELAXED, cases

NEAR = 1e-6


class Counting(Backend):
    """HiGHS that counts its linear relaxations and its integer models."""

    def __init__(self):
        self.opened = self.solved = 0

    def open_lp(self, model):
        self.opened += 1
        return super().open_lp(model)

    def solve_mip(self, model, budget, *, feasible=False):
        self.solved += 1
        return super().solve_mip(model, budget, feasible=feasible)


def known(problem, tiers, budget=None, backend=None):
    """Return the best plan, relaxed within a budget, and the plan."""
    start = plain.array(problem, next(plain.plans(problem)))
    outcome = solve(problem, tiers, start, stage_solver("highs"), Budget())
    best = [stage.best for stage in outcome.stages]
    made = Known(problem, tiers, outcome.chosen, best, backend or Backend(), budget or Budget())
    return made, outcome.chosen


def with_forced(problem, pair):
    forced = problem.forced.copy()
    forced[pair] = True
    return replace(problem, forced=forced)


def is_best(problem, tiers, outcome, best, left):
    """Assert that an outcome is that of trying every plan: ``best`` values, plans ``left``."""
    assert [stage.best for stage in outcome.stages] == best
    assert outcome.optimal
    plan = plain.plan_of(outcome.chosen)
    assert outcome.chosen.size == problem.pairs
    assert plain.keeps(problem, plan)
    assert plan in left
    assert outcome.values == tuple(plain.value(tier, plan) for tier in tiers)


def agrees_for_every_pair(one, problem, tiers):
    """Compare every pair forced with trying every plan that has it."""
    plans = list(plain.plans(problem))
    for pair in range(problem.pairs):
        with_it = [plan for plan in plans if pair in plan]
        outcome = one.with_pair(pair, Budget())
        if not with_it:
            assert outcome is None
            continue
        is_best(problem, tiers, outcome, *plain.among(with_it, tiers))
        assert outcome.chosen[pair]


@RELAXED
@given(cases())
def test_every_pair_forced_agrees_with_trying_every_plan(case):
    problem, tiers = case
    agrees_for_every_pair(known(problem, tiers)[0], problem, tiers)


@RELAXED
@given(cases(alike=True))
def test_every_pair_forced_agrees_where_places_are_alike(case):
    problem, tiers = case
    agrees_for_every_pair(known(problem, tiers)[0], problem, tiers)


@FEW
@given(cases(scale=300))
def test_every_pair_forced_agrees_for_large_values(case):
    problem, tiers = case
    agrees_for_every_pair(known(problem, tiers)[0], problem, tiers)


@FEW
@given(cases(), st.integers(0, 40))
def test_without_all_relaxations_it_is_as_exact(case, work):
    problem, tiers = case
    agrees_for_every_pair(known(problem, tiers, Budget(work=work))[0], problem, tiers)


@FEW
@given(cases(), st.data())
def test_a_plan_that_is_not_the_best_serves_as_well(case, data):
    problem, tiers = case
    plan = data.draw(st.sampled_from(list(plain.plans(problem))))
    values = [plain.value(tier, plan) for tier in tiers]
    one = Known(problem, tiers, plain.array(problem, plan), values, Backend(), Budget())
    agrees_for_every_pair(one, problem, tiers)
    losses_are_true(one, problem, tiers, plan)


def losses_are_true(one, problem, tiers, plan):
    """Assert that no pair costs less in the first tier than is said, beside the known plan."""
    sign = 1 if tiers[0].sense == "max" else -1
    value = sign * plain.value(tiers[0], plan)
    worth = {p: sign * plain.value(tiers[0], p) for p in plain.plans(problem)}
    losses = one.least_losses()
    assert losses.shape == (problem.pairs,)
    assert (losses >= 0).all()
    for pair in range(problem.pairs):
        with_it = [w for p, w in worth.items() if pair in p]
        if pair in plan:
            assert losses[pair] == 0
        elif with_it:
            assert losses[pair] <= max(0, value - max(with_it))


@RELAXED
@given(cases())
def test_no_pair_costs_less_than_its_least_loss(case):
    problem, tiers = case
    one, plan = known(problem, tiers)
    losses_are_true(one, problem, tiers, plain.plan_of(plan))


@RELAXED
@given(cases(alike=True, scale=300))
def test_no_pair_costs_less_than_its_least_loss_where_places_are_alike(case):
    problem, tiers = case
    one, plan = known(problem, tiers)
    losses_are_true(one, problem, tiers, plain.plan_of(plan))


def tight(bound, costs, tier):
    """Return a relaxation whose bound and reduced costs are given."""
    model = formulate(PROBLEM, tier)
    return Tight(bound, costs, np.zeros(len(model.rows)), model)


# Three households for a place of one unit and one of two.  Household 0 in place 0 and 1 in
# place 1 are worth 9 + 8; with place 1 for one household only, the third has none.
PAIRS = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
PROBLEM = build.problem(PAIRS, [1, 1])
MOST = build.tier(PAIRS, [9, 5, 4, 8, 6, 2], name="most")
LEAST = build.tier(PAIRS, [1, 2, 3, 4, 5, 6], "min", name="least")


@pytest.mark.parametrize("sense", ["max", "min"])
def test_least_losses(sense):
    """By reduced costs that are given, of a plan of 17 with a bound of 19."""
    sign = 1 if sense == "max" else -1
    tier = build.tier(PAIRS, sign * MOST.gain, sense)
    one, plan = known(PROBLEM, [tier, LEAST])
    assert plan.tolist() == build.choice(PAIRS, [(0, 0), (1, 1)]).tolist()
    # 0-0 is in the plan though it is dear, 2-1 is not though the bound counts on it
    costs = sign * np.array([-6.0, -1.0, -2.0, 0.5, -9.5, 3.0])
    one._first = tight(sign * 19.0, costs, tier)
    # Household 1 in place 0 goes against 2 and, as it is not in place 1, against 0.5; household
    # 2 there against 9.5 and 3.  19 less 1 is no less than 17; less 2.5 it is 16 at most.
    assert one.least_losses().tolist() == [0, 0, 17 - 16, 0, 17 - 6, 0]
    one._first = tight(sign * 19.6, costs, tier)
    # 19.6 less 2.5 is no less than 17, less 12.5 it is 7 at most
    assert one.least_losses().tolist() == [0, 0, 0, 0, 17 - 7, 0]
    # 17 less 1 is 16, and less a little more than 1 it is 15 at most
    one._first = tight(sign * 17.0, costs, tier)
    assert one.least_losses().tolist() == [0, 1, 17 - 14, 0, 17 - 4, 0]
    costs[1] = sign * -1.01
    assert one.least_losses().tolist() == [0, 2, 17 - 14, 0, 17 - 4, 0]


def test_a_least_loss_is_a_loss_that_can_be():
    """Gains in steps of 7: a bound between two values is as good as the worse of them."""
    tier = build.tier(PAIRS, 7 * MOST.gain, constant=3)
    one, _ = known(PROBLEM, [tier])
    costs = np.array([0, -2.0, -8.0, 0, -14.5, -20.0])
    one._first = tight(7 * 17 + 3 + 6.5, costs, tier)
    assert one.least_losses().tolist() == [0, 0, 7, 0, 14, 14]


def test_a_relaxation_without_gap_has_losses():
    one, _ = known(PROBLEM, [MOST, LEAST])
    losses = one.least_losses()
    # of 17: 0-1 leaves 5 + 6, 1-0 leaves 5 + 4, 2-0 leaves 8 + 6, 2-1 leaves 9 + 2
    assert (losses <= [0, 17 - 11, 17 - 9, 0, 17 - 14, 17 - 11]).all()
    assert losses.any()


def test_a_pair_of_the_plan_leaves_the_plan_as_it_is():
    one, plan = known(PROBLEM, [MOST, LEAST])
    for pair in np.flatnonzero(plan).tolist():
        assert one.with_pair(pair, Budget()).chosen.tolist() == plan.tolist()


def test_a_pair_that_costs_moves_the_others():
    one, _ = known(PROBLEM, [MOST, LEAST])
    outcome = one.with_pair(PAIRS.index((1, 0)), Budget())
    # 1-0 is worth 4; beside it 0-1 is worth 5
    assert outcome.chosen.tolist() == build.choice(PAIRS, [(0, 1), (1, 0)]).tolist()
    assert outcome.values == (9, 2 + 3)


def test_a_pair_that_no_plan_has_gives_nothing():
    problem = build.problem(PAIRS, [0, 2], forced=[(1, 1)], limits=[({(2, 1): 4}, 3)])
    one, _ = known(problem, [MOST])
    assert one.with_pair(PAIRS.index((0, 0)), Budget()) is None  # no units
    assert one.with_pair(PAIRS.index((1, 0)), Budget()) is None  # locked elsewhere
    assert one.with_pair(PAIRS.index((2, 1)), Budget()) is None  # 4 persons, 3 at most
    assert one.with_pair(PAIRS.index((0, 1)), Budget()).values == (8 + 5,)


def test_a_place_for_one_kind_changes_kind_for_a_pair():
    problem = build.problem(PAIRS, [1, 2], kind=[0, 1, 0], one_kind=[1])
    one, plan = known(problem, [MOST])
    assert plan.tolist() == build.choice(PAIRS, [(0, 0), (1, 1)]).tolist()
    outcome = one.with_pair(PAIRS.index((2, 1)), Budget())
    # beside 2-1 (kind 0) not 1-1: 9 + 2
    assert outcome.chosen.tolist() == build.choice(PAIRS, [(0, 0), (2, 1)]).tolist()


def test_what_a_tier_allows_it_allows_with_a_pair_too():
    """A pair that the plan to begin with has may go out in a later tier."""
    pairs = [(0, 0), (1, 1)]
    problem = build.problem(pairs, [1, 1])
    first = build.tier(pairs, [-6, -1], "min", slack=7, name="first")
    second = build.tier(pairs, [-3, 0], name="second")
    one, _ = known(problem, [first, second])
    outcome = one.with_pair(pairs.index((1, 1)), Budget())
    assert [stage.best for stage in outcome.stages] == [-7, 0]
    assert outcome.values == (-1, 0)


# Places 0, 1 and 2 are alike, of one, two and one units; household 3 is possible only in
# place 3.  Merged units are handed out by place, then household: 0-0, 1-1, 2-1.
ALIKE = [*((h, p) for h in range(3) for p in range(3)), (3, 3)]
UNITS = [1, 2, 1, 1]
GAINS = [5, 5, 5, 6, 6, 6, 7, 7, 7, 1]


@pytest.mark.parametrize(
    ("pair", "plan"),
    [
        ((0, 0), [(0, 0), (1, 1), (2, 1)]),
        ((0, 1), [(0, 1), (1, 1), (2, 0)]),  # full: its last, 2, changes places with 0
        ((0, 2), [(0, 2), (1, 1), (2, 1)]),  # free
        ((1, 0), [(0, 1), (1, 0), (2, 1)]),  # full: 0 changes places with 1
        ((2, 2), [(0, 0), (1, 1), (2, 2)]),
    ],
)
def test_a_pair_at_a_place_that_is_alike_to_another(pair, plan):
    problem = build.problem(ALIKE, UNITS)
    one, known_plan = known(problem, [build.tier(ALIKE, GAINS)])
    assert known_plan.tolist() == build.choice(ALIKE, [(0, 0), (1, 1), (2, 1), (3, 3)]).tolist()
    outcome = one.with_pair(ALIKE.index(pair), Budget())
    assert outcome.chosen.tolist() == build.choice(ALIKE, [*plan, (3, 3)]).tolist()
    assert outcome.values == (5 + 6 + 7 + 1,)
    assert one.least_losses().tolist() == [0] * 10


def test_a_place_without_units_that_is_alike_to_one_with_units():
    problem = build.problem(ALIKE, [1, 0, 1, 1])
    one, _ = known(problem, [build.tier(ALIKE, GAINS)])
    assert one.with_pair(ALIKE.index((0, 1)), Budget()) is None
    assert one.with_pair(ALIKE.index((0, 2)), Budget()).values == (5 + 7 + 1,)


def test_without_tiers_there_is_a_plan_with_every_pair():
    one = Known(PROBLEM, [], build.nothing(PROBLEM), [], Backend(), Budget())
    assert one.least_losses().tolist() == [0] * 6
    for pair in range(6):
        outcome = one.with_pair(pair, Budget())
        assert outcome.chosen.tolist() == [i == pair for i in range(6)]
        assert (outcome.values, outcome.stages) == ((), ())
    assert not one.with_capacity(Capacity({0: 1}), Budget()).chosen.any()


def test_without_pairs_there_is_nothing_to_say():
    problem = build.problem([], [2])
    tier = build.tier([], [], "min", constant=8, excesses=[({}, -3)])
    one, _ = known(problem, [tier])
    assert one.least_losses().shape == (0,)
    assert one.with_capacity(Capacity({0: 1}), Budget()).values == (11,)


def bounds_are_true(tiers, outcome, best):
    """Assert that the bounds hold, and that only what is best is called optimal.

    The bound of a stage is on plans that hold the stages before it, so it is compared with
    the best value only while those are proven.
    """
    for tier, stage, true in zip(tiers, outcome.stages, best, strict=True):
        assert not tier.better(true, stage.bound)
        assert not tier.better(stage.best, true)
        assert stage.optimal == (stage.best == stage.bound)
        if not stage.optimal:
            break
        assert stage.best == true


@RELAXED
@given(cases(alike=True), st.integers(0, 120), st.data())
def test_when_cut_off_the_plan_has_the_pair_and_the_bounds_are_true(case, work, data):
    problem, tiers = case
    plans = list(plain.plans(problem))
    one, _ = known(problem, tiers, Budget(work=data.draw(st.integers(0, 60))))
    for pair in range(problem.pairs):
        with_it = [plan for plan in plans if pair in plan]
        outcome = one.with_pair(pair, Budget(work=work))
        if not with_it:
            assert outcome is None
            continue
        plan = plain.plan_of(outcome.chosen)
        assert plan in with_it
        assert outcome.values == tuple(plain.value(tier, plan) for tier in tiers)
        bounds_are_true(tiers, outcome, plain.among(with_it, tiers)[0])


@pytest.mark.parametrize("budget", [Budget(seconds=0), Budget(work=0), Budget(stopped=True)])
def test_with_nothing_to_spend_there_is_a_plan_but_no_proof(budget):
    backend = Counting()
    one, _ = known(PROBLEM, [MOST, LEAST], budget, backend)
    assert one.least_losses().tolist() == [0] * 6
    outcome = one.with_pair(PAIRS.index((2, 0)), budget)
    assert (backend.opened, backend.solved) == (0, 0)
    # 2-0 puts 0 out; 1-1 stays
    assert outcome.chosen.tolist() == build.choice(PAIRS, [(1, 1), (2, 0)]).tolist()
    assert outcome.values == (8 + 6, 4 + 5)
    assert [stage.bound for stage in outcome.stages] == [9 + 8 + 6, 0]  # each its best pair
    assert not outcome.optimal
    assert one.with_capacity(Capacity({1: 1}), budget).values == (17, 1 + 4)


@pytest.mark.parametrize("sense", ["max", "min"])
def test_the_plan_to_begin_with_is_repaired_by_the_first_tier(sense):
    sign = 1 if sense == "max" else -1
    problem = build.problem(PAIRS, [2, 0])
    one, plan = known(problem, [build.tier(PAIRS, sign * MOST.gain, sense)])
    assert plan.tolist() == build.choice(PAIRS, [(0, 0), (2, 0)]).tolist()
    # 1-0 puts 2 out, who is worth 6, rather than 0, who is worth 9
    outcome = one.with_pair(PAIRS.index((1, 0)), Budget(work=0))
    assert outcome.values == (sign * (9 + 4),)


def enlarged(problem, units, limits):
    """Return the problem with more of everything, place by place and limit by limit."""
    return replace(
        problem,
        units=problem.units + build.ints(units),
        limits=tuple(
            replace(limit, capacity=limit.capacity + more)
            for limit, more in zip(problem.limits, limits, strict=True)
        ),
    )


@st.composite
def more_of(draw, problem):
    """More units at some places and more capacity of some limits, as two lists."""
    units = [draw(st.integers(0, 2)) for _ in range(problem.units.size)]
    limits = [draw(st.integers(0, 5)) for _ in problem.limits]
    return units, limits


def agrees_for_more(problem, tiers, units, limits):
    """Compare more capacity with trying every plan of the enlarged problem."""
    more = Capacity(
        {i: n for i, n in enumerate(units) if n}, {i: n for i, n in enumerate(limits) if n}
    )
    large = enlarged(problem, units, limits)
    outcome = known(problem, tiers)[0].with_capacity(more, Budget())
    is_best(large, tiers, outcome, *plain.narrow(large, tiers))


@RELAXED
@given(cases(), st.data())
def test_more_capacity_agrees_with_trying_every_plan(case, data):
    problem, tiers = case
    agrees_for_more(problem, tiers, *data.draw(more_of(problem)))


@RELAXED
@given(cases(alike=True), st.data())
def test_more_capacity_agrees_where_places_are_alike(case, data):
    problem, tiers = case
    agrees_for_more(problem, tiers, *data.draw(more_of(problem)))


@FEW
@given(cases(), st.data())
def test_more_units_or_larger_limits_alone_agree(case, data):
    problem, tiers = case
    units, limits = data.draw(more_of(problem))
    agrees_for_more(problem, tiers, units, [0] * len(limits))
    agrees_for_more(problem, tiers, [0] * len(units), limits)


@RELAXED
@given(cases(alike=True), st.integers(0, 120), st.data())
def test_when_cut_off_more_capacity_has_true_bounds(case, work, data):
    problem, tiers = case
    units, limits = data.draw(more_of(problem))
    one, _ = known(problem, tiers, Budget(work=data.draw(st.integers(0, 60))))
    more = Capacity(dict(enumerate(units)), dict(enumerate(limits)))
    outcome = one.with_capacity(more, Budget(work=work))
    large = enlarged(problem, units, limits)
    assert plain.keeps(large, plain.plan_of(outcome.chosen))
    bounds_are_true(tiers, outcome, plain.best(large, tiers))


def test_capacity_is_added():
    counted = {(0, 0): 4, (1, 1): 3}
    problem = build.problem(PAIRS, [1, 2], limits=[(counted, 5), (counted, 7)])
    large = Capacity({1: 3}, {0: 10}).added_to(problem)
    assert large.units.tolist() == [1, 2 + 3]
    assert [limit.capacity for limit in large.limits] == [5 + 10, 7]
    assert problem.units.tolist() == [1, 2]
    assert Capacity().added_to(problem).units.tolist() == [1, 2]


def test_more_units_at_two_places_that_are_alike_add_up():
    problem = build.problem(ALIKE, [1, 0, 0, 0])
    one, _ = known(problem, [build.tier(ALIKE, GAINS)])
    outcome = one.with_capacity(Capacity({1: 1, 2: 1, 3: 1}), Budget())
    assert outcome.values == (5 + 6 + 7 + 1,)
    used = np.bincount([ALIKE[i][1] for i in np.flatnonzero(outcome.chosen)])
    assert used.tolist() == [1, 1, 1, 1]


def without_household(problem, household):
    """Return every plan that leaves a household without a place."""
    own = set(plain.by_household(problem).get(household, []))
    return [plan for plan in plain.plans(problem) if not plan & own]


@RELAXED
@given(cases(alike=True), st.data())
def test_leaving_a_household_out_agrees_with_trying_every_plan(case, data):
    problem, tiers = case
    units, limits = data.draw(more_of(problem))
    large = enlarged(problem, units, limits)
    more = Capacity(dict(enumerate(units)), dict(enumerate(limits)))
    one, _ = known(problem, tiers)
    for household in range(problem.households):
        left = without_household(large, household)
        outcome = one.with_capacity(more, Budget(), without=household)
        if not left:
            assert outcome is None
        else:
            is_best(large, tiers, outcome, *plain.among(left, tiers))


@RELAXED
@given(cases(alike=True), st.integers(0, 120), st.data())
def test_the_first_tier_alone_with_more_capacity(case, work, data):
    problem, tiers = case
    units, limits = data.draw(more_of(problem))
    one, plan = known(problem, tiers)
    more = Capacity(dict(enumerate(units)), dict(enumerate(limits)))
    best = plain.best(enlarged(problem, units, limits), tiers[:1])[0]
    best = best if tiers[0].sense == "max" else -best
    assert one.first_with(more, Budget()) == best
    assert one.first_with(more, Budget(work=work)) in (best, None)
    known_value = tiers[0].value(plan) if tiers[0].sense == "max" else -tiers[0].value(plan)
    assert known_value <= one.first_at_least(more) <= best


@pytest.mark.parametrize("sense", ["max", "min"])
def test_the_first_tier_alone(sense):
    sign = 1 if sense == "max" else -1
    backend = Counting()
    tiers = [build.tier(PAIRS, sign * MOST.gain, sense), LEAST]
    one, _ = known(PROBLEM, tiers, backend=backend)
    assert one.first_with(Capacity(), Budget()) == 17
    # both tiers are relaxed for their cuts, but only the first again
    assert backend.opened == 2 + 1
    assert one.first_with(Capacity({0: 1}), Budget()) == 9 + 8 + 6
    assert one.first_with(Capacity({0: 1}), Budget(work=0)) is None


@pytest.mark.parametrize("sense", ["max", "min"])
def test_who_still_fits_with_more_capacity_comes_in(sense):
    sign = 1 if sense == "max" else -1
    backend = Counting()
    tier = build.tier(PAIRS, sign * MOST.gain, sense)
    one, plan = known(PROBLEM, [tier], backend=backend)
    assert one.first_at_least(Capacity()) == 17
    assert one.first_at_least(Capacity({1: 1})) == 17 + 2
    assert one.first_at_least(Capacity({0: 1, 1: 1})) == 17 + 6
    assert (backend.opened, backend.solved) == (1, 0)
    assert one.with_capacity(Capacity(), Budget()).chosen.tolist() == plan.tolist()


def test_who_comes_in_may_be_no_gain():
    """Household 2 gains 1, but brings place 0 to 2 above its base."""
    excess = ({(h, 0): 3 for h in range(3)}, 4)
    tier = build.tier(PAIRS, [-9, -5, -4, -8, -1, 0], "min", excesses=[excess])
    one, plan = known(PROBLEM, [tier])
    assert plan.tolist() == build.choice(PAIRS, [(0, 0), (1, 1)]).tolist()
    assert one.first_at_least(Capacity({0: 1})) == 17


def test_prepare_relaxes_the_other_tiers_once():
    backend = Counting()
    one, _ = known(PROBLEM, [replace(MOST, slack=9), LEAST, MOST], backend=backend)
    assert backend.opened == 1
    one.prepare()
    assert backend.opened == 3
    one.prepare()
    assert backend.opened == 3


def test_a_household_that_is_locked_is_in_every_plan():
    one, _ = known(build.problem(PAIRS, [1, 1], forced=[(2, 0)]), [MOST])
    assert one.with_capacity(Capacity({0: 1}), Budget(), without=2) is None
    # 0 and 1 are not locked: with one more unit of place 0, 0-0 or 1-1 beside 2-0
    assert one.with_capacity(Capacity({0: 1}), Budget(), without=0).values == (6 + 8,)
    assert one.with_capacity(Capacity({0: 1}), Budget(), without=1).values == (6 + 9,)


@RELAXED
@given(cases(alike=True).filter(lambda case: case[0].pairs > 0), st.data())
def test_no_plan_of_more_capacity_with_a_household_beats_its_prices(case, data):
    problem, tiers = case
    one, _ = known(problem, tiers)
    sign = 1 if tiers[0].sense == "max" else -1
    every = []
    for _ in range(4):
        units, limits = data.draw(more_of(problem))
        large = enlarged(problem, units, limits)
        more = Capacity(
            {i: n for i, n in enumerate(units) if n}, {i: n for i, n in enumerate(limits) if n}
        )
        every.append((more, [(plan, plain.value(tiers[0], plan)) for plan in plain.plans(large)]))
    for household, own in plain.by_household(problem).items():
        prices = one.prices(household)
        assert prices.units.size == problem.units.size
        assert prices.limits.size == len(problem.limits)
        for more, plans in every:
            most = one.most_with(household, more, Budget())
            for plan, value in plans:
                if plan & set(own):
                    assert sign * value <= most
                    assert sign * value <= prices.most(more) + NEAR


@pytest.mark.parametrize("sense", ["max", "min"])
def test_what_more_capacity_is_worth(sense):
    sign = 1 if sense == "max" else -1
    persons = {(h, p): n for h, n in enumerate([2, 3, 4]) for p in (0, 1)}
    problem = build.problem(PAIRS, [1, 1, 4], limits=[({(0, 1): 1}, 1), (persons, 9)])
    one, _ = known(problem, [build.tier(PAIRS, sign * MOST.gain, sense)])
    prices = one.prices(2)
    # with 2 in place 0 (6), 1 is in place 1 (8); more of place 0 lets 0 in (9), of place 1 (5)
    assert prices.bound == pytest.approx(14)
    assert prices.units.tolist() == pytest.approx([9, 8 - 4 + 5, 0], abs=4.001)
    assert prices.units[0] >= 9 - NEAR
    assert prices.limits.tolist() == [0, 0]
    assert prices.most(Capacity({0: 2}, {1: 3})) == pytest.approx(14 + 2 * prices.units[0])
    assert one.most_with(2, Capacity({0: 1}), Budget()) == 6 + 8 + 9
    assert one.most_with(2, Capacity(), Budget()) == 14


def test_a_limit_has_a_price():
    one, _ = known(TIGHT, [GAIN])
    prices = one.prices(2)
    # 4 of 5 persons beside the 3: each is worth 20 / 5
    assert prices.bound == pytest.approx(12 + 16)
    assert prices.limits.tolist() == pytest.approx([0, 4])
    assert prices.units.tolist() == pytest.approx([0])
    assert prices.most(Capacity(limits={1: 1})) == pytest.approx(32)
    # with its cuts the relaxation knows that nobody fits beside the 3, but for a little
    assert one.most_with(2, Capacity(), Budget()) < 28
    assert one.most_with(2, Capacity(limits={1: 1}), Budget()) == 32


def test_units_of_a_place_for_one_kind_have_no_price():
    problem = build.problem(PAIRS, [1, 1], kind=[0, 1, 0], one_kind=[1])
    one, _ = known(problem, [MOST])
    assert one.prices(2).most(Capacity({1: 1})) == np.inf
    assert one.prices(2).most(Capacity({0: 1})) < np.inf


def test_a_household_that_can_be_placed_nowhere_has_no_bound():
    problem = build.problem(PAIRS, [0, 0])
    one, _ = known(problem, [MOST])
    prices = one.prices(2)
    assert prices.bound == np.inf
    assert (prices.units.tolist(), prices.limits.tolist()) == ([0, 0], [])
    assert one.most_with(2, Capacity(), Budget()) == np.inf
    assert one.most_with(2, Capacity({1: 1}), Budget()) == 2


def test_places_that_are_alike_have_one_price():
    problem = build.problem(ALIKE, [1, 0, 1, 0])
    one, _ = known(problem, [build.tier(ALIKE, GAINS)])
    assert one.alike.tolist() == [0, 0, 0, 3]
    units = one.prices(2).units.tolist()
    assert units[0] == units[1] == units[2] == 5


# Households of 5, 5 and 3 persons for two units; 7 persons at most.
PERSONS = {(0, 0): 5, (1, 0): 5, (2, 0): 3}
TIGHT = build.problem(list(PERSONS), [2], limits=[({}, 1), (PERSONS, 7)])
GAIN = build.tier(list(PERSONS), [20, 19, 12])


def relaxed(one, problem, kept):
    """Return the relaxation by known cuts over some pairs."""
    position = positions(build.ints(kept), problem.pairs)
    kept = build.ints(kept)
    model = formulate(problem.restrict(kept), GAIN.restrict(kept, position))
    stage = Stage(problem, GAIN, (), build.nothing(problem))
    return ByCuts.of(problem, one._cuts, Backend())(model, position, stage, Budget())


def test_known_cuts_bound_as_the_relaxation_did():
    one, _ = known(TIGHT, [GAIN])
    tight = relaxed(one, TIGHT, [0, 1, 2])
    # half of one of 5, half of two of 3, of which there is one
    assert tight.bound == pytest.approx(22, abs=0.01)
    assert tight.cuts.rows[-1] == "H3_cut(0)"
    assert relaxed(one, TIGHT, [1, 2]).bound == pytest.approx(21.5, abs=0.01)


@pytest.mark.parametrize(
    ("capacity", "bound", "cuts"),
    [
        (8, 32, 1),  # 5 and 3 fit: 20 + 12
        (9, 32, 1),
        (10, 39, 0),  # whatever is in the two units: no knapsack any more
    ],
)
def test_cuts_are_computed_for_the_new_capacity(capacity, bound, cuts):
    one, _ = known(TIGHT, [GAIN])
    tight = relaxed(one, enlarged(TIGHT, [0], [0, capacity - 7]), [0, 1, 2])
    assert tight.bound >= bound - NEAR
    assert len([row for row in tight.cuts.rows if row.startswith("H3")]) == cuts
    assert tight.bound < (39 if cuts else bound + NEAR)


@RELAXED
@given(cases().filter(lambda case: case[0].pairs > 0), st.data())
def test_no_plan_of_more_capacity_breaks_a_known_cut(case, data):
    one, _ = known(*case)
    problem, tiers = one._problem, one._tiers  # alike places merged
    large = enlarged(problem, *data.draw(more_of(problem)))
    cuts = ByCuts.of(large, one._cuts, Backend())
    plans = list(plain.plans(large))
    chosen = np.array([plain.array(large, plan) for plan in plans])
    for members, coefficient, most in cuts.cuts:
        assert (chosen[:, members] @ coefficient <= most).all()
    for tier in tiers:
        stage = Stage(large, tier, (), build.nothing(large))
        tight = cuts(formulate(large, tier), np.arange(large.pairs), stage, Budget())
        sign = 1 if tier.sense == "max" else -1
        cost = np.abs(tight.reduced_costs[: large.pairs])
        lost = sign * (tight.bound - np.array([plain.value(tier, plan) for plan in plans]))
        assert ((chosen != tight.at[: large.pairs]) @ cost <= lost + NEAR).all()


class Silent(Backend):
    """A backend that is cut off before it has a relaxation."""

    def open_lp(self, model):
        lp = super().open_lp(model)
        lp.solve = lambda budget: None
        return lp


def test_without_a_relaxation_the_plan_to_begin_with_counts():
    one, _ = known(PROBLEM, [MOST], backend=Silent())
    assert one.least_losses().tolist() == [0] * 6
    outcome = one.with_pair(PAIRS.index((2, 0)), Budget())
    assert outcome.values == (8 + 6,)
    assert outcome.stages[0].bound == 9 + 8 + 6


def test_the_tiers_after_the_first_are_relaxed_when_they_are_needed():
    backend = Counting()
    tiers = [replace(MOST, slack=4), replace(LEAST, slack=1), MOST]
    one, _ = known(PROBLEM, tiers, backend=backend)
    one.least_losses()
    assert backend.opened == 1
    one.with_pair(PAIRS.index((2, 0)), Budget())
    # Three for the plan, three for the pair, and one more to settle what MOST gave up.
    assert backend.opened == 3 + 4
    one.with_pair(PAIRS.index((2, 0)), Budget())
    assert backend.opened == 3 + 4 + 4
