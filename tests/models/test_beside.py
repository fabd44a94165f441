"""Proofs beside the search: the answer is that of one thing after another, byte for byte."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given

from models import beside, by_parts, core, searching
from models.beside import solve_beside
from models.budget import Budget
from models.by_parts import solve_by_parts
from models.core import CoreSolver, Proof
from models.highs import Backend
from models.highs_root import Root
from models.lexicographic import SolverFailed, StageResult, solve_merged
from models.proving import Proven, _Pool, proven
from tests.models import build, plain
from tests.models.processes import ALONE
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


@dataclass
class Thread:
    """A proof in a thread: what is tested here is when proofs end, not where they are done."""

    budget: Budget
    told: tuple[float, float] | None = None
    future: Future[Proven] = field(default_factory=Future)

    @property
    def begun(self) -> bool:
        return self.future.running() or self.future.done()

    def stop(self) -> None:
        self.budget.stop()

    def tell(self, value: float, bound: float) -> None:
        self.told = value, bound


@dataclass
class Threads:
    """Prove in two threads."""

    pool: ThreadPoolExecutor
    budget: Budget
    turns: list[bool] = field(default_factory=list)

    def prove(self, proof: Proof) -> Thread:
        begun = Thread(Budget(seconds=self.budget.seconds_left))
        begun.budget.progress = begun.tell
        begun.future = self.pool.submit(proven, proof, begun.budget)
        return begun

    def take_turns(self, turns: bool) -> None:
        self.turns.append(turns)


def solved(problem, tiers, start, budget=None, on_stage=lambda tier: None):
    budget = Budget() if budget is None else budget
    with ThreadPoolExecutor(2) as pool:
        others, solver = Threads(pool, budget), CoreSolver(Backend())
        outcome = solve_beside(problem, tiers, start, solver, others, budget, on_stage)
    assert others.turns[0]
    assert others.turns.count(True) >= len(tiers)
    return outcome


@pytest.fixture
def looking(monkeypatch):
    """Look near the relaxation of every stage, however small; no core is solved whole.

    The root, which of so small a problem tells all, tells nothing, and no stage is over before it
    is proven, so that there are proofs.
    """
    monkeypatch.setattr(Proof, "over", False)
    monkeypatch.setattr(searching, "LARGE", 0)
    monkeypatch.setattr(Backend, "root", lambda *given: Root())
    monkeypatch.setattr(core, "SMALL_CORE", 0)


@pytest.fixture
def finding_nothing(monkeypatch, looking):
    """Find nothing near the relaxation: a proof finds the better plans."""
    monkeypatch.setattr(searching, "near", lambda *given: None)


def both(problem, tiers, **limits):
    """Return what comes of one thing after another, and of proofs beside."""
    start = plain.array(problem, next(plain.plans(problem)))
    one = solve_merged(problem, tiers, start, CoreSolver(Backend()), Budget(**limits))
    return one, solved(problem, tiers, start, Budget(**limits))


def same(one, two):
    assert one.chosen.tobytes() == two.chosen.tobytes()
    assert (one.values, one.work) == (two.values, two.work)
    assert [(s.name, s.best, s.bound) for s in one.stages] == [
        (s.name, s.best, s.bound) for s in two.stages
    ]


@pytest.mark.parametrize("large", [0, 5, searching.LARGE])
@pytest.mark.parametrize("found", [True, False])
@RELAXED
@given(case=cases(scale=300))
def test_it_is_what_one_thing_after_another_gives(found, large, case):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "LARGE", large)
        patch.setattr(core, "SMALL_CORE", 0)
        if not found:
            patch.setattr(searching, "near", lambda *given: None)
        one, two = both(*case)
    same(one, two)
    assert [stage.best for stage in two.stages] == plain.best(*case)
    assert two.optimal


NOTHING = np.zeros(len(PAIRS), dtype=np.bool_)


def test_a_proof_that_finds_a_better_plan_takes_back_what_came_after(monkeypatch, finding_nothing):
    """The next tiers are begun before the first proof ends, and again afterwards."""
    begun = []
    go = threading.Event()
    begin, solve = CoreSolver.begin, Proof.solve

    def noted(self, stage, budget):
        begun.append((stage.tier.name, stage.tier.value(stage.plan)))
        if stage.tier.name == "third":
            go.set()
        return begin(self, stage, budget)

    def late(self, budget):
        assert go.wait(60)
        return solve(self, budget)

    monkeypatch.setattr(CoreSolver, "begin", noted)
    monkeypatch.setattr(Proof, "solve", late)
    outcome = solved(PROBLEM, TIERS, NOTHING)
    assert [stage.best for stage in outcome.stages] == plain.best(PROBLEM, TIERS)
    assert outcome.optimal
    names = [name for name, _ in begun]
    assert names[:3] == ["first", "second", "third"]
    assert names.count("first") == 1
    assert names.count("third") > 1
    assert begun[2][1] == 0  # nothing was found yet
    assert begun[-1][1] > 0


def test_what_is_searched_in_vain_is_ended(monkeypatch, finding_nothing):
    """The search of the second tier would go on until the first is proven otherwise."""
    begin, ended = CoreSolver.begin, []

    def waits(self, stage, budget):
        if stage.tier.name == "second" and not ended:
            until = time.monotonic() + 60
            while not budget.stopped and time.monotonic() < until:
                time.sleep(0.01)
            ended.append(budget.stopped)
        return begin(self, stage, budget)

    monkeypatch.setattr(CoreSolver, "begin", waits)
    outcome = solved(PROBLEM, TIERS, NOTHING)
    assert ended == [True]
    assert outcome.optimal
    assert [stage.best for stage in outcome.stages] == plain.best(PROBLEM, TIERS)


def test_where_searching_finds_the_best_nothing_is_done_twice(monkeypatch, looking):
    monkeypatch.setattr(CoreSolver, "begin", counting := Counting(CoreSolver.begin))
    outcome = solved(PROBLEM, TIERS, NOTHING)
    assert outcome.optimal
    assert counting.number == len(TIERS)


class Counting:
    """Counts how often a method is called."""

    def __init__(self, method):
        self.method, self.number = method, 0

    def __get__(self, one, kind):
        def call(*given):
            self.number += 1
            return self.method(one, *given)

        return call


def test_a_proof_that_fails_ends_it(monkeypatch, finding_nothing):
    def fail(self, budget):
        raise SolverFailed("on purpose")

    monkeypatch.setattr(Proof, "solve", fail)
    with pytest.raises(SolverFailed, match="on purpose"):
        solved(PROBLEM, TIERS, NOTHING)


def test_a_plan_to_begin_with_that_breaks_a_constraint_is_refused():
    with pytest.raises(SolverFailed, match="begin with"):
        solved(PROBLEM, TIERS, ~NOTHING)


def test_a_wish_to_stop_ends_the_proofs(monkeypatch, finding_nothing):
    """The bounds are those of the relaxations, and the plan is one."""
    budget = Budget()
    monkeypatch.setattr(beside, "LOOK", 0.01)
    ended = threading.Event()

    def waits(self, own):
        budget.stop()
        while not own.stopped:
            assert not ended.wait(0.01)
        return StageResult(self.stage.plan, None)

    monkeypatch.setattr(Proof, "solve", waits)
    try:
        outcome = solved(PROBLEM, TIERS, NOTHING, budget)
    finally:
        ended.set()
    assert plain.keeps(PROBLEM, plain.plan_of(outcome.chosen))
    best = plain.best(PROBLEM, TIERS)
    assert not TIERS[0].better(best[0], outcome.stages[0].bound)
    assert not outcome.optimal


def test_without_time_the_plan_is_that_to_begin_with():
    outcome = solved(PROBLEM, TIERS, NOTHING, Budget(seconds=0))
    assert not outcome.chosen.any()
    assert not outcome.optimal


def test_people_see_how_far_a_proof_is(monkeypatch, finding_nothing):
    monkeypatch.setattr(beside, "LOOK", 0.01)
    seen, told = [], []
    shown = threading.Event()
    solve = Proof.solve

    def slow(self, budget):
        budget.progress(41.0, 42.0)
        assert shown.wait(60)
        return solve(self, budget)

    def progress(value, bound):
        seen.append((value, bound))
        if (value, bound) == (41.0, 42.0):
            shown.set()

    monkeypatch.setattr(Proof, "solve", slow)
    budget = Budget(progress=progress)
    solved(PROBLEM, TIERS, NOTHING, budget, lambda tier: told.append(tier.name))
    assert (41.0, 42.0) in seen
    assert told[:4] == ["first", "second", "third", "first"]
    assert budget.used_work > 0


@pytest.mark.parametrize("seconds", [None, 3600])
def test_a_proof_that_takes_long_gives_way_when_others_wait(seconds, monkeypatch, finding_nothing):
    """Two at a time: the third tier waits until the first has had most of the seconds."""
    monkeypatch.setattr(beside, "LOOK", 0.01)
    monkeypatch.setattr(beside, "MOST_OF_SECONDS", 0.2 / 3600)
    ended = threading.Event()
    stopped = []

    def waits(self, own):
        if self.stage.tier.name == "third":
            ended.set()
        while not own.stopped and not ended.is_set():
            time.sleep(0.01)
        stopped.append(own.stopped)
        return StageResult(self.stage.plan, None)

    monkeypatch.setattr(Proof, "solve", waits)
    timer = threading.Timer(2 if seconds is None else 60, ended.set)
    timer.start()
    try:
        outcome = solved(PROBLEM, TIERS, NOTHING, Budget(seconds=seconds))
    finally:
        timer.cancel()
        ended.set()
    assert not outcome.optimal
    assert any(stopped) == (seconds is not None)


@ALONE
def test_in_processes_it_is_the_same(looking, monkeypatch):
    """As the command does it, with one process and with two."""
    proving = Counting(_Pool.prove)
    monkeypatch.setattr(_Pool, "prove", proving)
    one, two = (
        solve_by_parts(PROBLEM, TIERS, NOTHING, "highs", Budget(), threads=number)
        for number in (1, 2)
    )
    same(one, two)
    assert one.optimal
    assert proving.number > 0


@pytest.mark.parametrize(
    ("backend", "processes", "limits", "large"),
    [
        ("cpsat", 2, {}, 0),
        ("highs", 1, {}, 0),
        ("highs", 2, {"work": 10**6}, 0),
        ("highs", 2, {}, len(PAIRS)),
    ],
)
def test_one_thing_after_another(backend, processes, limits, large, monkeypatch):
    """By another backend, one process, when work is counted, or where little is."""
    monkeypatch.setattr(searching, "LARGE", large)
    monkeypatch.setattr(beside, "solve_beside", None)
    budget = Budget(**limits)
    outcome = by_parts._solve_whole(
        PROBLEM, TIERS, NOTHING, backend, budget, lambda tier: None, processes
    )
    assert outcome.optimal
