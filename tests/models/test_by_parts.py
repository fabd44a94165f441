"""A problem solved part by part, here and in processes."""

from __future__ import annotations

import os
import threading
import time

import numpy as np
import pytest
from hypothesis import given

from models import by_parts, side_by_side
from models.backends import BACKENDS
from models.budget import Budget
from models.by_parts import _better, _worth_again, solve_by_parts
from models.lexicographic import SolverFailed
from models.outcome import Outcome, StageOutcome
from models.parts import divide, without_slack
from models.tiers import positions
from tests.models import build, plain
from tests.models.processes import ALONE
from tests.models.strategies import FEW, RELAXED, cases


def agrees(case, backend):
    problem, tiers = case
    start = plain.array(problem, next(plain.plans(problem)))
    outcome = solve_by_parts(problem, tiers, start, backend, Budget(), threads=1)
    assert [stage.best for stage in outcome.stages] == plain.best(problem, tiers)
    assert outcome.optimal
    assert plain.keeps(problem, plain.plan_of(outcome.chosen))
    assert outcome.values == plain.settled(tiers, plain.narrow(problem, tiers)[1])


@RELAXED
@given(cases())
def test_it_agrees_with_trying_every_plan(case):
    agrees(case, "highs")


@FEW
@given(cases())
@pytest.mark.parametrize("backend", BACKENDS[1:])
def test_other_backends_agree_with_trying_every_plan(backend, case):
    agrees(case, backend)


def streets(number, households=8):
    """Return a problem of several parts: places of two units, and a knapsack over three each."""
    pairs, limits, units = [], [], []
    dice = np.random.default_rng(5)
    for n in range(number):
        own = [(n * households + h, 3 * n + p) for h in range(households) for p in range(3)]
        pairs += own
        units += [2, 2, 2]
        persons = dice.integers(1, 8, households)
        limits.append(({(h, p): int(persons[h % households]) for h, p in own}, 11))
    problem = build.problem(pairs, units, limits=limits)
    gains = dice.integers(1, 100, len(pairs)).tolist()
    costs = dice.integers(0, 9, len(pairs)).tolist()
    tiers = [build.tier(pairs, gains, name="most"), build.tier(pairs, costs, "min", name="least")]
    return problem, tiers


def solved(case, threads, **limits):
    problem, tiers = case
    start = build.nothing(problem)
    return solve_by_parts(problem, tiers, start, "highs", Budget(**limits), threads=threads)


@ALONE
@pytest.mark.parametrize("limits", [{}, {"work": 0}, {"work": 600}, {"work": 30_000}], ids=str)
def test_the_plan_does_not_depend_on_the_number_of_processes(limits, monkeypatch):
    monkeypatch.setattr(by_parts, "MANY_PAIRS", 0)
    case = streets(6)
    assert len(divide(*without_slack(*case))) == 6
    one, two = solved(case, 1, **limits), solved(case, 2, **limits)
    assert one.chosen.tobytes() == two.chosen.tobytes()
    assert (one.values, one.work) == (two.values, two.work)
    assert [s.bound for s in one.stages] == [s.bound for s in two.stages]
    assert one.optimal == (limits == {} or limits["work"] > 10_000)


def test_work_is_shared_and_counted():
    case = streets(4)
    budget = Budget(work=10**6)
    outcome = solve_by_parts(*case, build.nothing(case[0]), "highs", budget)
    assert outcome.optimal
    assert budget.used_work == outcome.work > 0
    assert budget.work == 10**6


def test_what_was_found_first_is_kept_where_the_second_is_cut_off(monkeypatch):
    """Where no part is proven in its first share of the seconds, all have a second."""
    asked = []

    def solve(task, budget):
        asked.append((task.part.pairs[0], task.plan.sum()))
        plan = np.zeros_like(task.plan)
        plan[0] = True
        best = task.part.tiers[0].value(plan)
        number = len(asked)
        stages = [StageOutcome(t.name, t.value(plan), best + number, 1.0) for t in task.part.tiers]
        return Outcome(plan, tuple(stages), (best, 0), 1)

    monkeypatch.setattr(by_parts, "_solve", solve)
    problem, tiers = streets(2)
    budget = Budget(seconds=60)
    outcome = solve_by_parts(problem, tiers, build.nothing(problem), "highs", budget, threads=1)
    assert asked == [(0, 0), (24, 0), (0, 1), (24, 1)]
    # the bounds of the first round are the better ones: 1 and 2 above
    assert outcome.stages[0].bound - outcome.stages[0].best == 1 + 2


@pytest.mark.parametrize(("number", "first"), [(2, 24), (3, 0)])
def test_of_few_parts_the_largest_is_first_of_many_the_smallest(number, first, monkeypatch):
    """All streets but the second have a household less."""
    asked = []

    def solve(task, budget):
        asked.append(task.part.pairs.size)
        stages = [StageOutcome(t.name, 0, 0, 1.0) for t in task.part.tiers]
        return Outcome(np.zeros_like(task.plan), tuple(stages), (0, 0), 1)

    monkeypatch.setattr(by_parts, "_solve", solve)
    problem, tiers = streets(number)
    kept = np.flatnonzero((problem.household != 0) & (problem.household != 16))
    position = positions(kept, problem.pairs)
    fewer = problem.restrict(kept)
    own = [tier.restrict(kept, position) for tier in tiers]
    solve_by_parts(fewer, own, build.nothing(fewer), "highs", Budget(), threads=1)
    assert asked == sorted(asked, reverse=number == 2)
    assert (asked[0] == 24) is (first == 24)


@pytest.mark.parametrize(
    ("bound", "left", "again"), [(9, 2.5, True), (9, 2.0, False), (9, None, False), (7, 2.5, False)]
)
def test_a_part_is_solved_again_when_it_has_more_seconds_than_before(bound, left, again):
    stages = (StageOutcome("", 5, 5, 0.5), StageOutcome("", 7, bound, 1.5))
    made = Outcome(build.nothing(build.problem([], [])), stages, (), 5)
    assert _worth_again(made, left) is again


def test_a_bound_holds_as_long_as_the_tiers_before_are_worth_the_same():
    tiers = [build.tier([], [], sense) for sense in ("max", "min", "max")]

    def outcome(*stages):
        made = tuple(StageOutcome("", best, bound, 1.0) for best, bound in stages)
        return Outcome(build.nothing(build.problem([], [])), made, (), 5)

    one = outcome((5, 7), (9, 4), (1, 8))
    same = _better(tiers, one, outcome((5, 8), (9, 3), (1, 9)))
    assert [stage.bound for stage in same.stages] == [7, 4, 8]
    assert same.work == 10
    better = _better(tiers, one, outcome((5, 6), (8, 3), (1, 9)))
    assert [stage.bound for stage in better.stages] == [6, 4, 9]
    first = _better(tiers, one, outcome((6, 8), (9, 3), (1, 9)))
    assert [stage.bound for stage in first.stages] == [7, 3, 9]


def test_a_plan_that_breaks_a_constraint_is_refused():
    problem, tiers = streets(2)
    with pytest.raises(SolverFailed):
        solve_by_parts(problem, tiers, ~build.nothing(problem), "highs", Budget(), threads=1)


@pytest.mark.parametrize("threads", [1, pytest.param(2, marks=ALONE)])
def test_who_stops_it_has_a_plan(threads, monkeypatch):
    monkeypatch.setattr(by_parts, "MANY_PAIRS", 0)
    problem, tiers = streets(400)
    budget = Budget()
    threading.Timer(1.5, budget.stop).start()
    began = time.monotonic()
    outcome = solve_by_parts(
        problem, tiers, build.nothing(problem), "highs", budget, threads=threads
    )
    assert not outcome.optimal or time.monotonic() - began < 1.5
    assert all(
        tier.better(stage.bound, stage.best) or stage.optimal
        for tier, stage in zip(tiers, outcome.stages, strict=True)
    )


def end(_task):
    """End the process that a part was given to."""
    os._exit(1)


@ALONE
def test_a_process_that_is_ended_is_said_to_be(monkeypatch):
    monkeypatch.setattr(by_parts, "MANY_PAIRS", 0)
    monkeypatch.setattr(side_by_side, "_there", end)
    problem, tiers = streets(6)
    with pytest.raises(SolverFailed, match="was ended"):
        solve_by_parts(problem, tiers, build.nothing(problem), "highs", Budget(), threads=2)


def test_a_plan_to_begin_with_that_breaks_a_constraint_is_refused():
    problem, tiers = streets(3)
    with pytest.raises(SolverFailed, match="to begin with breaks"):
        solve_by_parts(problem, tiers, ~build.nothing(problem), "highs", Budget())
