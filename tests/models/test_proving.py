"""Proofs in processes of their own: they end when asked, and when the seconds are over."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace

import numpy as np
import pytest

from models import proving
from models.budget import Budget
from models.core import Begun, CoreSolver, Proof
from models.highs import Backend
from models.lexicographic import SolverFailed, Stage
from models.proving import SLOTS, provers
from tests.models import build, plain
from tests.models.processes import ALONE

PAIRS = [(h, p) for h in range(6) for p in range(3)]
PROBLEM = build.problem(PAIRS, [2, 1, 1])
TIER = build.tier(PAIRS, [(7 * h + 5 * p) % 11 for h, p in PAIRS])
pytestmark = ALONE


class Endless:
    """A solver that goes on until its budget ends, and says how far it is."""

    def __init__(self, *, pid: bool = False) -> None:
        self.pid = pid

    def solve_mip(self, model, budget, *, feasible=False):
        budget.progress(None, float(os.getpid()) if self.pid else 7.0)
        budget.progress(3.0, float(os.getpid()) if self.pid else 7.0)
        while not budget.exhausted:
            time.sleep(0.01)
        return Backend().solve_mip(model, Budget(work=0), feasible=feasible)


def begun(solver=None) -> Proof:
    stage = Stage(PROBLEM, TIER, (), np.zeros(len(PAIRS), dtype=np.bool_))
    found = CoreSolver(Backend()).begin(stage, Budget())
    assert isinstance(found, Begun)
    proof = found.proof
    if solver is None:
        return proof
    return replace(proof, solver=solver)


def until(told, seconds=60.0):
    end = time.monotonic() + seconds
    while not (seen := told()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return seen


def test_a_proof_is_the_same_elsewhere():
    proof = begun()
    here = proof.solve(Budget())
    with provers(1, Budget()) as others:
        proven = others.prove(proof).future.result()
    assert proven.result.plan.tobytes() == here.plan.tobytes()
    assert proven.result.bound == here.bound == plain.best(PROBLEM, [TIER])[0]
    assert proven.work > 0


def test_it_tells_how_far_it_is_and_ends_when_asked():
    with provers(1, Budget()) as others:
        one = others.prove(begun(Endless()))
        assert until(lambda: one.told) in ((3.0, 7.0), pytest.approx((np.nan, 7.0), nan_ok=True))
        assert not one.future.done()
        one.stop()
        assert one.future.result(60).result.plan is not None


def test_it_ends_with_the_seconds():
    """Neither would end by itself."""
    with provers(1, Budget(seconds=4)) as others:
        first, second = others.prove(begun(Endless())), others.prove(begun(Endless()))
        assert not second.begun
        assert first.future.result(60).seconds < 30
        assert first.begun
        assert second.future.result(60).seconds < 30
    asked = time.time() - 2000
    assert proving._Job(begun(), 0, 8000.0, asked).seconds_now() == pytest.approx(6000, 0.1)
    assert proving._Job(begun(), 0, 1000.0, asked).seconds_now() == 0
    assert proving._Job(begun(), 0, None, asked).seconds_now() is None


def test_proofs_take_turns_as_long_as_it_is_searched():
    with provers(2, Budget()) as others:
        first, second = others.prove(begun(Endless())), others.prove(begun(Endless()))
        assert until(lambda: first.told)
        time.sleep(1)
        assert not second.begun
        others.take_turns(False)
        until(lambda: second.told)
        assert not first.future.done()
        first.stop()
        second.stop()


def test_the_next_has_its_turn_when_one_ends():
    with provers(2, Budget()) as others:
        first, second = others.prove(begun(Endless())), others.prove(begun())
        assert until(lambda: first.told)
        first.stop()
        assert second.future.result(60).result.bound == plain.best(PROBLEM, [TIER])[0]


def test_nothing_goes_on_when_nobody_waits_any_more():
    """Neither the one that was begun, nor those after it."""
    with provers(1, Budget()) as others:
        all_of_them = [others.prove(begun(Endless())) for _ in range(3)]
    assert all(one.future.done() for one in all_of_them)


def killed() -> None:
    """Begin a proof and kill its process."""
    with provers(1, Budget()) as others:
        one = others.prove(begun(Endless(pid=True)))
        os.kill(int(until(lambda: one.told)[1]), signal.SIGKILL)
        one.future.result(60)


def test_a_process_that_is_killed_is_told():
    with pytest.raises(SolverFailed, match="ended from outside"):
        killed()


def test_the_one_asked_for_first_has_the_first_turn_whichever_process_is_ready():
    board = proving._Board(proving.multiprocessing.get_context("spawn"))
    first, second, third = board.take(), board.take(), board.take()
    assert not board.must_wait(first)  # before anything begins: another may be ready sooner
    assert board.must_wait(second)
    board.begin(first)
    assert board.must_wait(second)
    board.stop(first)
    assert not board.must_wait(second)
    assert board.must_wait(third)
    board.end(second)
    assert not board.must_wait(third)
    for _ in range(SLOTS - 3):
        assert board.must_wait(board.take())
    again = board.take()  # its place was the first's; all but two go on
    assert again == first
    assert board.must_wait(again)
    assert not board.must_wait(third)
    board.turns.value = False
    assert not board.must_wait(again)


def test_a_place_that_is_used_again_says_nothing_of_before():
    board = proving._Board(proving.multiprocessing.get_context("spawn"))
    first = board.take()
    board.tell(first, 1.0, 2.0)
    board.stop(first)
    board.begin(first)
    assert (board.told(first), board.stopped(first)) == ((1.0, 2.0), True)
    assert board.begun(first)
    others = [board.take() for _ in range(SLOTS - 1)]
    assert sorted([first, *others]) == list(range(SLOTS))
    assert board.take() == first
    assert (board.told(first), board.stopped(first)) == (None, False)
    assert not board.begun(first)
    board.stop_all()
    assert all(board.stopped(slot) for slot in range(SLOTS))
