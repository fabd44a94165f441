"""Proofs beside the search: the answer is that of one thing after another, byte for byte."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given

from models import beside, core, near
from models.beside import solve_beside
from models.budget import Budget
from models.core import Begun, CoreSolver
from models.highs import Backend
from models.lexicographic import SolverFailed, StageResult, solve_merged
from tests.models import build, plain
from tests.models.strategies import RELAXED, cases

PAIRS = [(h, p) for h in range(6) for p in range(3)]
PROBLEM = build.problem(
    PAIRS,
    [2, 1, 1],
    limits=[({(h, 0): size for h, size in enumerate([5, 5, 4, 4, 3, 2])}, 8)],
)
TIERS = [
    build.tier(PAIRS, [(7 * h + 5 * p) % 3 for h, p in PAIRS], name="first"),
    build.tier(PAIRS, [(5 * h + 3 * p) % 4 for h, p in PAIRS], "min", name="second"),
    build.tier(PAIRS, [(3 * h + 7 * p) % 11 for h, p in PAIRS], name="third"),
]


@pytest.fixture
def searching(monkeypatch):
    """Look near the relaxation of every stage, however small; no core is solved whole."""
    monkeypatch.setattr(near, "LARGE", 0)
    monkeypatch.setattr(core, "SMALL_CORE", 0)


@pytest.fixture
def finding_nothing(monkeypatch, searching):
    """Find nothing near the relaxation: a proof finds the better plans."""
    monkeypatch.setattr(near, "near", lambda *given: None)


def both(problem, tiers, **limits):
    """Return what comes of one thing after another, and of proofs beside."""
    start = plain.array(problem, next(plain.plans(problem)))
    one = solve_merged(problem, tiers, start, CoreSolver(Backend()), Budget(**limits))
    two = solve_beside(problem, tiers, start, CoreSolver(Backend()), Budget(**limits))
    return one, two


def same(one, two):
    assert one.chosen.tobytes() == two.chosen.tobytes()
    assert (one.values, one.work) == (two.values, two.work)
    assert [(s.name, s.best, s.bound) for s in one.stages] == [
        (s.name, s.best, s.bound) for s in two.stages
    ]


@pytest.mark.parametrize("large", [0, 5, near.LARGE])
@pytest.mark.parametrize("found", [True, False])
@RELAXED
@given(case=cases(scale=300))
def test_it_is_what_one_thing_after_another_gives(found, large, case):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near, "LARGE", large)
        patch.setattr(core, "SMALL_CORE", 0)
        if not found:
            patch.setattr(near, "near", lambda *given: None)
        one, two = both(*case)
    same(one, two)
    assert [stage.best for stage in two.stages] == plain.best(*case)
    assert two.optimal


def test_a_proof_that_finds_a_better_plan_takes_back_what_came_after(monkeypatch, finding_nothing):
    """The next tiers are begun before the first proof ends, and again afterwards."""
    begun, told = [], []
    go = threading.Event()
    begin, prove = CoreSolver.begin, Begun.prove

    def noted(self, stage, budget):
        begun.append((stage.tier.name, stage.tier.value(stage.plan)))
        if stage.tier.name == "third":
            go.set()
        return begin(self, stage, budget)

    def late(self, budget):
        assert go.wait(60)
        return prove(self, budget)

    monkeypatch.setattr(CoreSolver, "begin", noted)
    monkeypatch.setattr(Begun, "prove", late)
    start = np.zeros(len(PAIRS), dtype=np.bool_)
    solver = CoreSolver(Backend())
    outcome = solve_beside(PROBLEM, TIERS, start, solver, Budget(), lambda t: told.append(t.name))
    assert [stage.best for stage in outcome.stages] == plain.best(PROBLEM, TIERS)
    assert outcome.optimal
    assert [name for name, _ in begun].count("first") == 1
    assert [name for name, _ in begun].count("third") > 1
    assert begun[1][1] != begun[-1][1] or len(begun) > len(TIERS)
    assert told[0] == "first"


def test_a_plan_that_is_as_good_is_not_another(searching):
    """Where searching finds the best nothing is done twice."""
    one, two = both(PROBLEM, TIERS)
    same(one, two)
    assert one.optimal


def test_a_proof_that_fails_ends_it(monkeypatch, finding_nothing):
    def fail(self, budget):
        raise SolverFailed("on purpose")

    monkeypatch.setattr(Begun, "prove", fail)
    with pytest.raises(SolverFailed, match="on purpose"):
        both(PROBLEM, TIERS)
    start = np.zeros(len(PAIRS), dtype=np.bool_)
    with pytest.raises(SolverFailed, match="on purpose"):
        solve_beside(PROBLEM, TIERS, start, CoreSolver(Backend()), Budget())


def test_a_plan_to_begin_with_that_breaks_a_constraint_is_refused():
    every = np.ones(len(PAIRS), dtype=np.bool_)
    with pytest.raises(SolverFailed, match="begin with"):
        solve_beside(PROBLEM, TIERS, every, CoreSolver(Backend()), Budget())


def test_a_wish_to_stop_ends_the_proofs(monkeypatch, finding_nothing):
    """The bounds are those of the relaxations, and the plan is one."""
    budget = Budget()
    seen = []

    def waits(self, own):
        budget.stop()
        seen.append(own.stopped)
        return StageResult(self.small.plan, None)

    monkeypatch.setattr(Begun, "prove", waits)
    start = np.zeros(len(PAIRS), dtype=np.bool_)
    outcome = solve_beside(PROBLEM, TIERS, start, CoreSolver(Backend()), budget)
    assert seen
    assert all(seen)
    assert plain.keeps(PROBLEM, plain.plan_of(outcome.chosen))
    best = plain.best(PROBLEM, TIERS)
    assert not TIERS[0].better(best[0], outcome.stages[0].bound)
    assert not outcome.optimal


def test_without_time_the_plan_is_that_to_begin_with():
    start = np.zeros(len(PAIRS), dtype=np.bool_)
    outcome = solve_beside(PROBLEM, TIERS, start, CoreSolver(Backend()), Budget(seconds=0))
    assert not outcome.chosen.any()
    assert not outcome.optimal


def test_people_see_how_far_a_proof_is(monkeypatch, finding_nothing):
    monkeypatch.setattr(beside, "LOOK", 0.01)
    seen, told = [], []
    shown = threading.Event()
    prove = Begun.prove

    def slow(self, budget):
        budget.progress(41.0, 42.0)
        shown.wait(60)
        return prove(self, budget)

    def progress(value, bound):
        seen.append((value, bound))
        if (value, bound) == (41.0, 42.0):
            shown.set()

    monkeypatch.setattr(Begun, "prove", slow)
    start = np.zeros(len(PAIRS), dtype=np.bool_)
    budget = Budget(progress=progress)
    solve_beside(
        PROBLEM, TIERS, start, CoreSolver(Backend()), budget, lambda t: told.append(t.name)
    )
    assert (41.0, 42.0) in seen
    assert told[:4] == ["first", "second", "third", "first"]
    assert budget.used_work > 0
