"""Proofs in processes of their own: they end when asked, and when the seconds are over."""

from __future__ import annotations

import os
import signal
import time

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
    return Proof(proof.stage, proof.columns, proof.tight, solver, proof.searched)


def until(told, seconds=60.0):
    end = time.monotonic() + seconds
    while not (seen := told()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return seen


def test_a_proof_is_the_same_elsewhere():
    proof = begun()
    here = proof.solve(Budget())
    with provers(1, Budget()) as prove:
        proven = prove(proof, 1.0).future.result()
    assert proven.result.plan.tobytes() == here.plan.tobytes()
    assert proven.result.bound == here.bound == plain.best(PROBLEM, [TIER])[0]
    assert proven.work > 0


def test_it_tells_how_far_it_is_and_ends_when_asked():
    with provers(1, Budget()) as prove:
        one = prove(begun(Endless()), 1.0)
        assert until(lambda: one.told) in ((3.0, 7.0), pytest.approx((np.nan, 7.0), nan_ok=True))
        assert not one.future.done()
        one.stop()
        assert one.future.result(60).result.plan is not None


def test_it_ends_with_its_share_of_the_seconds_that_are_left():
    with provers(1, Budget(seconds=2)) as prove:
        one = prove(begun(Endless()), 0.5)
        assert one.future.result(60).seconds < 2
    assert proving._Job(begun(), 0, 0.5, 8.0, time.time() - 2).seconds_now() == pytest.approx(
        3, 0.1
    )
    assert proving._Job(begun(), 0, 0.5, 1.0, time.time() - 2).seconds_now() == 0
    assert proving._Job(begun(), 0, 0.5, None, 0.0).seconds_now() is None


def test_nothing_goes_on_when_nobody_waits_any_more():
    """Neither the one that was begun, nor those after it."""
    with provers(1, Budget()) as prove:
        all_of_them = [prove(begun(Endless()), 1.0) for _ in range(3)]
    assert all(one.future.done() for one in all_of_them)


def killed() -> None:
    """Begin a proof and kill its process."""
    with provers(1, Budget()) as prove:
        one = prove(begun(Endless(pid=True)), 1.0)
        os.kill(int(until(lambda: one.told)[1]), signal.SIGKILL)
        one.future.result(60)


def test_a_process_that_is_killed_is_told():
    with pytest.raises(SolverFailed, match="ended from outside"):
        killed()


def test_a_place_that_is_used_again_says_nothing_of_before():
    board = proving._Board(proving.multiprocessing.get_context("spawn"))
    first = board.take()
    board.tell(first, 1.0, 2.0)
    board.stop(first)
    assert (board.told(first), board.stopped(first)) == ((1.0, 2.0), True)
    others = [board.take() for _ in range(SLOTS - 1)]
    assert sorted([first, *others]) == list(range(SLOTS))
    assert board.take() == first
    assert (board.told(first), board.stopped(first)) == (None, False)
    board.stop_all()
    assert all(board.stopped(slot) for slot in range(SLOTS))
