from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from models.assignment import is_feasible
from models.backends import BACKENDS, stage_solver
from models.budget import Budget
from models.lexicographic import (
    SolverFailed,
    Stage,
    StageResult,
    accept,
    holds,
    merge_plan,
    plain_stage,
    solve,
    solve_merged,
    trivial_bound,
    whole_bound,
)
from models.outcome import Solution, Status
from models.tiers import Fixed
from tests.models import build, plain
from tests.models.strategies import FEW, RELAXED, cases

PAIRS = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1)]
PROBLEM = build.problem(PAIRS, [1, 1])
MOST = build.tier(PAIRS, [5, 7, 4, 9, 6], name="most")
LEAST = build.tier(PAIRS, [2, 3, 1, 4, 0], "min", name="least")


def solved(problem, tiers, backend, budget=None, **more):
    start = plain.array(problem, next(plain.plans(problem)))
    return solve(problem, tiers, start, stage_solver(backend), budget or Budget(), **more)


def agrees(case, backend):
    problem, tiers = case
    outcome = solved(problem, tiers, backend)
    assert [stage.best for stage in outcome.stages] == plain.best(problem, tiers)
    assert outcome.optimal
    assert plain.keeps(problem, plain.plan_of(outcome.chosen))
    assert outcome.values == plain.settled(tiers, plain.narrow(problem, tiers)[1])
    again = solved(problem, tiers, backend)
    assert again.chosen.tobytes() == outcome.chosen.tobytes()
    assert (again.values, again.work) == (outcome.values, outcome.work)


@RELAXED
@given(cases())
def test_highs_agrees_with_trying_every_plan(case):
    agrees(case, "highs")


@RELAXED
@given(cases())
def test_cpsat_agrees_with_trying_every_plan(case):
    agrees(case, "cpsat")


@FEW
@given(cases())
def test_cbc_agrees_with_trying_every_plan(case):
    agrees(case, "cbc")


# CBC loses feasible plans from about 10⁹ per pair, more than the lottery by far, and says so.
@pytest.mark.parametrize(
    ("backend", "big"), [("highs", 3 * 10**9), ("cpsat", 3 * 10**9), ("cbc", 10**8)]
)
def test_large_values_are_proven(backend, big):
    tier = build.tier(PAIRS, [big, big + 5, big + 1, big + 2, big], "max", name="lottery")
    outcome = solved(PROBLEM, [tier, LEAST], backend)
    assert outcome.values == (2 * big + 6, 4)  # 0-1 and 1-0
    assert outcome.optimal


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("percent", ["0", "13"])
def test_no_pairs_at_all(backend, percent):
    problem = build.problem([], [2])
    tiers = [
        build.tier([], [], "min", constant=8, excesses=[({}, -3)], tolerance=percent),
        build.tier([], [], "max", constant=-5),
    ]
    outcome = solve(problem, tiers, build.nothing(problem), stage_solver(backend), Budget())
    assert outcome.values == (8 + 3, -5)
    assert outcome.optimal


def test_the_bound_of_each_stage_is_on_its_own_tier():
    outcome = solved(PROBLEM, [MOST, LEAST], "highs")
    # 0-0 and 1-1 give 14, more than 0-1 and 1-0
    assert [(s.name, s.best, s.bound) for s in outcome.stages] == [
        ("most", 14, 14),
        ("least", 6, 6),
    ]
    assert outcome.chosen.tolist() == build.choice(PAIRS, [(0, 0), (1, 1)]).tolist()


def test_on_stage_is_called_before_each_stage():
    called = []

    def stage(stage, budget):
        called.append("solve")
        return StageResult(stage.plan, None)

    solve(
        PROBLEM,
        [MOST, LEAST],
        build.nothing(PROBLEM),
        stage,
        Budget(),
        lambda tier: called.append(tier.name),
    )
    assert called == ["most", "solve", "least", "solve"]


@pytest.mark.parametrize(("said", "bound"), [(None, 22), (21, 21), (22, 22), (23, 22)])
def test_of_two_bounds_the_tighter_counts(said, bound):
    # each its best pair: 7 + 9 + 6
    outcome = solve(
        PROBLEM,
        [MOST],
        build.nothing(PROBLEM),
        lambda stage, budget: StageResult(stage.plan, said),
        Budget(),
    )
    assert outcome.stages[0].bound == bound


def test_a_start_that_breaks_a_constraint_is_refused():
    start = build.choice(PAIRS, [(0, 0), (1, 0)])
    with pytest.raises(SolverFailed, match="to begin with breaks"):
        solve(PROBLEM, [MOST], start, stage_solver("highs"), Budget())


def test_places_that_are_merged_are_taken_as_they_are():
    """Two places that are alike: they are not merged again."""
    problem = build.problem(PAIRS[:4], [1, 1])
    tiers = [build.tier(PAIRS[:4], [5, 5, 4, 4]), build.tier(PAIRS[:4], [1, 1, 2, 2], "min")]
    seen = []

    def stage(stage, budget):
        seen.append(stage.problem)
        return StageResult(stage.plan, stage.tier.value(stage.plan))

    start = build.choice(PAIRS[:4], [(0, 1), (1, 0)])
    outcome = solve_merged(problem, tiers, start, stage, Budget())
    assert outcome.chosen.tolist() == start.tolist()
    assert (outcome.values, outcome.optimal) == ((9, 3), True)
    assert seen == [problem, problem]
    with pytest.raises(SolverFailed, match="to begin with breaks"):
        solve_merged(problem, tiers, ~build.nothing(problem), stage, Budget())


def test_a_better_start_is_kept_when_nothing_can_be_spent():
    start = build.choice(PAIRS, [(0, 0), (2, 1)])
    outcome = solve(PROBLEM, [MOST, LEAST], start, stage_solver("cpsat"), Budget(stopped=True))
    assert outcome.values == (11, 2)
    assert [(s.best, s.bound, s.optimal) for s in outcome.stages] == [
        (11, 7 + 9 + 6, False),
        (2, 0, False),
    ]
    assert not outcome.optimal
    assert outcome.work == 0


def stage_of(plan, tier=MOST, fixed=()):
    return Stage(PROBLEM, tier, tuple(fixed), build.choice(PAIRS, plan))


def solution(plan, status=Status.OPTIMAL, bound=None):
    return Solution(status, build.choice(PAIRS, plan).astype(float), bound)


def test_accept_takes_a_better_plan_and_its_bound():
    result = accept(stage_of([(0, 0)]), solution([(0, 0), (2, 1)], Status.FEASIBLE, 14.9))
    assert result.plan.tolist() == build.choice(PAIRS, [(0, 0), (2, 1)]).tolist()
    assert result.bound == 14


def test_accept_keeps_the_plan_so_far_when_it_is_better():
    result = accept(stage_of([(0, 1)]), solution([(0, 0)], Status.FEASIBLE, 14.0))
    assert result.plan.tolist() == build.choice(PAIRS, [(0, 1)]).tolist()


def test_accept_keeps_the_plan_so_far_when_there_is_no_other():
    result = accept(stage_of([(0, 1)]), Solution(Status.UNKNOWN))
    assert result.plan.tolist() == build.choice(PAIRS, [(0, 1)]).tolist()
    assert result.bound is None


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.ERROR])
def test_accept_refuses_a_status_that_denies_the_plan_so_far(status):
    with pytest.raises(SolverFailed, match=rf"most: {status}, though a plan exists"):
        accept(stage_of([(0, 1)]), Solution(status))


def test_accept_refuses_a_plan_that_breaks_a_constraint():
    with pytest.raises(SolverFailed, match="breaks a constraint"):
        accept(stage_of([(0, 1)]), solution([(0, 1), (2, 1)]))


def test_accept_refuses_a_plan_that_breaks_a_tier_before():
    held = Fixed(MOST, 8)
    fine = accept(stage_of([(1, 1)], LEAST, [held]), solution([(1, 1)], bound=4.0))
    assert fine.bound == 4
    with pytest.raises(SolverFailed, match="breaks a constraint"):
        accept(stage_of([(1, 1)], LEAST, [held]), solution([(0, 1)]))


def test_accept_refuses_a_bound_that_a_plan_beats():
    assert accept(stage_of([(0, 1)]), solution([(0, 1)], bound=7.0)).bound == 7
    with pytest.raises(SolverFailed, match="a plan of 7 beats the bound 6"):
        accept(stage_of([(0, 1)]), solution([(0, 1)], bound=6.9))
    assert accept(stage_of([(0, 1)], LEAST), solution([(0, 1)], bound=3.0)).bound == 3
    with pytest.raises(SolverFailed, match="a plan of 3 beats the bound 4"):
        accept(stage_of([(0, 1)], LEAST), solution([(0, 1)], bound=3.1))


def test_holds_counts_the_worst_value_allowed_as_good():
    plan = build.choice(PAIRS, [(1, 1)])
    assert holds(stage_of([], LEAST, [Fixed(MOST, 9)]), plan)
    assert not holds(stage_of([], LEAST, [Fixed(MOST, 10)]), plan)
    assert holds(stage_of([], MOST, [Fixed(LEAST, 4)]), plan)
    assert not holds(stage_of([], MOST, [Fixed(LEAST, 3)]), plan)


@pytest.mark.parametrize(
    ("bound", "most", "least"),
    [
        (None, None, None),
        (np.inf, None, None),
        (-np.inf, None, None),
        (7.0, 7, 7),
        (7.3, 7, 8),
        (-7.3, -8, -7),
        (6.999_995, 7, 7),  # within the rounding of a solver
        (7.000_005, 7, 7),
        (6.999_9, 6, 7),
        (7.000_1, 7, 8),
        (999_999.9995, 1_000_000, 1_000_000),  # relative to larger values
        (999_999.99, 999_999, 1_000_000),
        (2e10 - 0.03, 2 * 10**10, 2 * 10**10),
        (2e10 + 0.9, 2 * 10**10, 2 * 10**10 + 1),  # but a gap of 0.9 still proves
        (2e10 - 0.9, 2 * 10**10 - 1, 2 * 10**10),
    ],
)
def test_whole_bound(bound, most, least):
    assert whole_bound(MOST, bound) == most
    assert whole_bound(LEAST, bound) == least


@pytest.mark.parametrize(
    ("bound", "most", "least"),
    [
        # gains in steps of 5 beside a constant of 3: 3, 8, 13 …, and −2, −7
        (8.0, 8, 8),
        (8.2, 8, 13),
        (12.9, 8, 13),
        (12.999_995, 13, 13),
        (13.000_005, 13, 13),
        (7.9, 3, 8),
        (3.0, 3, 3),
        (2.9, -2, 3),
        (-2.1, -7, -2),
        (-2.0, -2, -2),
        (-1.9, -2, 3),
        (-np.inf, None, None),
    ],
)
def test_whole_bound_is_a_value_that_a_tier_can_have(bound, most, least):
    gains = [5, -10, 0, 15, 20]
    assert whole_bound(build.tier(PAIRS, gains, "max", constant=3), bound) == most
    assert whole_bound(build.tier(PAIRS, gains, "min", constant=3), bound) == least


def test_a_bound_that_is_between_two_values_proves_the_worse():
    tier = build.tier(PAIRS, [10, 20, 10, 30, 20])
    result = accept(stage_of([(0, 0)], tier), solution([(0, 0), (2, 1)], Status.FEASIBLE, 39.5))
    assert tier.value(result.plan) == result.bound == 30


@RELAXED
@given(cases())
def test_the_trivial_bound_is_true(case):
    problem, tiers = case
    for tier in tiers:
        bound = trivial_bound(problem, tier)
        for plan in plain.plans(problem):
            assert not tier.better(plain.value(tier, plan), bound)


def test_the_trivial_bound_takes_the_best_pair_of_each():
    groups = [({(0, 1): 2, (1, 1): 3}, 1), ({(0, 0): 2}, -4), ({(2, 1): 2}, 9)]
    most = build.tier(PAIRS, [5, 7, -4, -9, 6], constant=100, excesses=groups)
    least = build.tier(PAIRS, [5, 7, -4, -9, 6], "min", constant=100, excesses=groups)
    assert trivial_bound(PROBLEM, most) == 100 + 7 + 6 + (5 - 1) + (2 + 4)
    assert trivial_bound(PROBLEM, least) == 100 - 9 + 4


def test_a_plan_over_merged_places():
    problem = build.problem(PAIRS, [1, 1])
    leader = build.ints([0, 0])
    plan = build.choice(PAIRS, [(0, 0), (1, 1)])
    # of the pairs left, with place 0, household 0 and 1 are chosen
    assert merge_plan(problem, leader, plan).tolist() == [True, True]
    apart = merge_plan(problem, build.ints([0, 1]), plan)
    assert apart.tolist() == plan.tolist()


class Recorder:
    """A backend that keeps what it is asked."""

    name = version = "recorder"

    def solve_mip(self, model, budget, *, feasible=False):
        self.asked = model, feasible
        return Solution(Status.UNKNOWN)


def test_the_plain_road_says_that_a_plan_exists():
    backend = Recorder()
    stage = stage_of([(0, 0)])
    result = plain_stage(backend)(stage, Budget())
    assert backend.asked[1] is True
    assert backend.asked[0].cost[:5].tolist() == MOST.gain.tolist()
    assert result.plan is stage.plan
    assert is_feasible(PROBLEM, result.plan)


def test_a_tier_leaves_seconds_for_those_after_it():
    """Of 100 seconds the first has 60, and the last all that is left of it and them."""
    seen = []

    def idle(stage, budget):
        seen.append((stage.tier.name, budget.seconds_left, budget.work_left))
        return StageResult(stage.plan, None)

    start = plain.array(PROBLEM, next(plain.plans(PROBLEM)))
    solve_merged(PROBLEM, [MOST, LEAST], start, idle, Budget(seconds=100.0, work=7))
    (_, first, work), (_, last, _) = seen[:2]
    assert 59 < first <= 60
    assert 99 < last <= 100
    assert work == 7
    solve_merged(PROBLEM, [MOST, LEAST], start, idle, Budget())
    assert seen[-1][1:] == (None, None)


def test_a_tier_takes_back_what_later_ones_do_not_need():
    """The second tier ends in a plan that gives 2 of the first up for nothing."""
    pairs = [(0, 0), (0, 1)]
    problem = build.problem(pairs, [1, 1])
    first = build.tier(pairs, [5, 3], name="first", slack=2)
    second = build.tier(pairs, [1, 1], name="second", slack=1)
    plans = [build.choice(pairs, [pair]) for pair in ((0, 0), (0, 1), (0, 0))]
    asked = []

    def solve_stage(stage, budget):
        asked.append((stage.tier.name, [(held.tier.name, held.worst) for held in stage.fixed]))
        plan = plans[len(asked) - 1]
        return StageResult(plan, stage.tier.value(plan))

    outcome = solve_merged(problem, [first, second], plans[1], solve_stage, Budget())
    assert asked == [("first", []), ("second", [("first", 3)]), ("first", [("second", 1)])]
    assert outcome.values == (5, 1)
    # what is at its best is not asked again
    plans[1] = plans[0]
    asked.clear()
    assert solve_merged(problem, [first, second], plans[0], solve_stage, Budget()).values == (5, 1)
    assert len(asked) == 2
