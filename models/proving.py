"""Processes that prove what a search that goes before them has found.

As long as it is searched the proofs take turns, in the order of their tiers: a processor is left to
the search, and the earlier tier counts most when the seconds are over.  Each waits for those that
were asked for before it, whichever process is ready first.  Afterwards they go on side by side.  In
threads of one process Python's lock, which HiGHS asks for now and then, made both the search and
the proofs slower.
"""

from __future__ import annotations

import math
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from ctypes import c_bool, c_double, c_long
from dataclasses import dataclass
from multiprocessing.context import SpawnContext
from typing import Protocol

from models.budget import Budget
from models.core import Proof
from models.lexicographic import SolverFailed, StageResult
from models.side_by_side import heeding, tie

# How often a proof looks whether its turn has come, in seconds.
TURN = 0.05
# Places on the board: far more than there are proofs at a time.
SLOTS = 64


@dataclass(frozen=True)
class Proven:
    """What came of a proof, with the work and the seconds that it took."""

    result: StageResult
    work: int
    seconds: float


class Proving(Protocol):
    """A proof that goes on."""

    @property
    def future(self) -> Future[Proven]:
        """What comes of it."""

    @property
    def begun(self) -> bool:
        """Whether its turn has come."""

    @property
    def told(self) -> tuple[float, float] | None:
        """The value and the bound that are known so far."""

    def stop(self) -> None:
        """Ask it to end with what it has."""


class Provers(Protocol):
    """Who proves."""

    def prove(self, proof: Proof) -> Proving:
        """Begin a proof as soon as its turn comes."""

    def take_turns(self, turns: bool) -> None:
        """Say whether proofs take turns, or go on side by side."""


@contextmanager
def provers(processes: int, budget: Budget) -> Iterator[Provers]:
    """Give who proves within a budget, in at most so many processes.

    Raises
    ------
    SolverFailed
        When a process is ended from outside.
    """
    context = multiprocessing.get_context("spawn")
    board = _Board(context)
    with ProcessPoolExecutor(processes, context, _begin, (board,)) as pool:
        try:
            yield _Pool(pool, board, budget)
        except BrokenProcessPool as error:
            raise SolverFailed("a process was ended from outside; maybe for memory") from error
        finally:
            board.stop_all()


@dataclass(frozen=True)
class _Pool:
    """Processes, and the board on which they read and write."""

    pool: ProcessPoolExecutor
    board: _Board
    budget: Budget

    def prove(self, proof: Proof) -> Proving:
        job = _Job(proof, self.board.take(), self.budget.seconds_left, time.time())
        return _Submitted(self.board, job.slot, self.pool.submit(_prove, job))

    def take_turns(self, turns: bool) -> None:
        self.board.turns.value = turns


class _Board:
    """Which proofs are begun or must end, and how far they are: all processes read and write it."""

    def __init__(self, context: SpawnContext) -> None:
        self.turns = context.RawValue(c_bool, True)
        self._begun = context.RawArray(c_bool, SLOTS)
        self._number = context.RawArray(c_long, SLOTS)
        self._ended = context.RawArray(c_bool, SLOTS)
        self._stop = context.RawArray(c_bool, SLOTS)
        self._told = context.RawArray(c_double, 2 * SLOTS)
        self._taken = 0

    def take(self) -> int:
        """Return a place for a proof."""
        slot = self._taken % SLOTS
        self._taken += 1
        self._number[slot] = self._taken
        self._begun[slot] = self._ended[slot] = self._stop[slot] = False
        self.tell(slot, math.nan, math.nan)
        return slot

    def begin(self, slot: int) -> None:
        self._begun[slot] = True

    def end(self, slot: int) -> None:
        self._ended[slot] = True

    def must_wait(self, slot: int) -> bool:
        """Whether it is the turn of a proof that was asked for before it, and goes on."""
        if self.stopped(slot) or not self.turns.value:
            return False
        states = zip(self._number, self._ended, self._stop, strict=True)
        return any(
            0 < number < self._number[slot] and not ended and not stop
            for number, ended, stop in states
        )

    def begun(self, slot: int) -> bool:
        return bool(self._begun[slot])

    def stop(self, slot: int) -> None:
        self._stop[slot] = True

    def stop_all(self) -> None:
        self._stop[:] = [True] * SLOTS

    def stopped(self, slot: int) -> bool:
        return bool(self._stop[slot])

    def tell(self, slot: int, value: float, bound: float) -> None:
        self._told[2 * slot : 2 * slot + 2] = [value, bound]

    def told(self, slot: int) -> tuple[float, float] | None:
        value, bound = self._told[2 * slot : 2 * slot + 2]
        return None if math.isnan(bound) else (value, bound)


@dataclass(frozen=True)
class _Submitted:
    """A proof in one of the processes, with its place on the board."""

    board: _Board
    slot: int
    future: Future[Proven]

    @property
    def begun(self) -> bool:
        return self.board.begun(self.slot)

    @property
    def told(self) -> tuple[float, float] | None:
        return self.board.told(self.slot)

    def stop(self) -> None:
        self.board.stop(self.slot)


@dataclass(frozen=True)
class _Job:
    """A proof to begin; so many seconds were left when it was asked for."""

    proof: Proof
    slot: int
    seconds: float | None
    asked: float

    def seconds_now(self) -> float | None:
        """Return the seconds that are left by now."""
        if self.seconds is None:
            return None
        return max(0.0, self.seconds - (time.time() - self.asked))


_BOARD: list[_Board] = []


def _begin(board: _Board) -> None:
    tie()
    _BOARD.append(board)


def _prove(job: _Job) -> Proven:
    """Do a proof in a process of its own."""
    board = _BOARD[0]
    while board.must_wait(job.slot):
        time.sleep(TURN)
    board.begin(job.slot)
    budget = Budget(seconds=job.seconds_now())
    budget.progress = lambda value, bound: board.tell(job.slot, _float(value), _float(bound))
    try:
        with heeding(budget, lambda: board.stopped(job.slot)):
            return proven(job.proof, budget)
    finally:
        board.end(job.slot)


def proven(proof: Proof, budget: Budget) -> Proven:
    """Do a proof, and count what it took."""
    began = time.perf_counter()
    result = proof.solve(budget)
    return Proven(result, budget.used_work, time.perf_counter() - began)


def _float(value: float | None) -> float:
    return math.nan if value is None else value
