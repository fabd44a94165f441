"""Tasks that have nothing to do with each other, done side by side in processes within one budget.

Every task has a share of the work that is left, as large as it is itself of all, and none knows of
another: so what comes of it does not depend on how many processes there are, or on which was done
first.  Of seconds a task has several times its share where many are to come, as most need less.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from typing import Any, Generic, TypeVar

import numpy as np

from models.arrays import IntArray
from models.budget import Budget
from models.lexicographic import SolverFailed

Task = TypeVar("Task")
Result = TypeVar("Result")

# How many times its share of the seconds a task may take, when many are to come after it.
GENEROUS = 4.0
# And when few are: a larger one takes more than its share.
LEAST_GENEROUS = 1.2
# How often a wish to stop is looked for, in seconds.
LOOK = 0.2


class SideBySide(Generic[Task, Result]):
    """Does tasks, each within its share of a budget.

    Parameters
    ----------
    do
        What to do with a task: a function of a module, as processes find it by its name.
    sizes
        How large each task is, shape ``(N,)``.
    threads
        Most processes; with one it is done in this one.  As many as there are processors when
        not given.
    """

    def __init__(
        self,
        do: Callable[[Task, Budget], Result],
        sizes: IntArray,
        budget: Budget,
        threads: int | None = None,
    ) -> None:
        self._do, self.sizes, self._budget = do, sizes, budget
        self.processes = max(1, min(threads or processors(), sizes.size))
        self._work = self._work_of_each()

    @contextmanager
    def open(self) -> Iterator[Callable[[Sequence[Task], Sequence[int], float], dict[int, Result]]]:
        """Give what does some of the tasks: those at some positions, in that order.

        Its third argument is how many times its share of the seconds a task may take.

        Raises
        ------
        SolverFailed
            When a process is ended from outside.
        """
        with self._submit() as submit:
            yield lambda tasks, which, generous: self._round(tasks, which, generous, submit)

    def _round(
        self,
        tasks: Sequence[Task],
        which: Sequence[int],
        generous: float,
        submit: Callable[[_Job], Future[Result]],
    ) -> dict[int, Result]:
        """Do some tasks, as many at a time as there are processes."""
        left = list(which)
        running: dict[Future[Result], int] = {}
        done: dict[int, Result] = {}
        while left or running:
            while left and len(running) < self.processes:
                i = left.pop(0)
                seconds = self._seconds_of(i, left, self.processes - len(running), generous)
                running[submit(_Job(self._do, tasks[i], seconds, self._work[i]))] = i
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                done[running.pop(future)] = future.result()
        return done

    def _work_of_each(self) -> list[int | None]:
        """Return the share of the work of each task."""
        left = self._budget.work_left
        if left is None:
            return [None] * self.sizes.size
        return [int(left * int(size) // int(self.sizes.sum())) for size in self.sizes]

    def _seconds_of(self, i: int, after: Sequence[int], free: int, generous: float) -> float | None:
        """Return the seconds that a task may take when others are to come after it.

        ``free`` is how many processes it shares with them.
        """
        left = self._budget.seconds_left
        if left is None:
            return None
        share = self.sizes[i] / (self.sizes[i] + self.sizes[after].sum())
        times = max(LEAST_GENEROUS, min(generous, len(after) / (2 * free)))
        return float(min(left, left * share * free * times))

    @contextmanager
    def _submit(self) -> Iterator[Callable[[_Job], Future[Result]]]:
        """Give what does a job: here, or in processes that end when the budget is stopped."""
        if self.processes == 1:
            yield self._here
            return
        context = multiprocessing.get_context("spawn")
        stop = context.Event()
        with ProcessPoolExecutor(self.processes, context, _begin, (stop,)) as pool:
            watching = threading.Thread(target=self._watch, args=(stop,), daemon=True)
            watching.start()
            try:
                yield lambda job: pool.submit(_there, job)
            except BrokenProcessPool as error:
                raise SolverFailed("a process was ended from outside; maybe for memory") from error
            finally:
                stop.set()
                watching.join()

    def _watch(self, stop: Event) -> None:
        """Tell the processes when the budget is stopped."""
        while not stop.wait(LOOK):
            if self._budget.stopped:
                stop.set()

    def _here(self, job: _Job) -> Future[Result]:
        """Do a job in this process."""
        future: Future[Result] = Future()
        before = self._budget.used_work
        with self._budget.within(seconds=job.seconds, work=job.work) as budget:
            future.set_result(self._do(job.task, budget))
        self._budget.used_work = before  # it is counted when all are done
        return future


@dataclass(frozen=True)
class _Job:
    """A task, what to do with it, and its limits."""

    do: Callable[[Any, Budget], Any]
    task: Any
    seconds: float | None
    work: int | None


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not everywhere
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spare() -> bool:
    """Whether there may be a processor for something beside: none in one of the processes."""
    return multiprocessing.parent_process() is None and processors() > 1


_STOP: list[Event] = []


def _begin(stop: Event) -> None:
    tie()
    _STOP.append(stop)


def tie() -> None:
    """Tie a process to the one that began it: a wish to stop comes from there, and so does the end.

    One that is killed cannot say so.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _there(job: _Job) -> Any:
    """Do a job in a process of its own."""
    budget = Budget(seconds=job.seconds, work=job.work)
    with heeding(budget, _STOP[0].is_set):
        return job.do(job.task, budget)


@contextmanager
def heeding(budget: Budget, wish: Callable[[], bool]) -> Iterator[None]:
    """Stop a budget soon after somebody in another process wishes so."""
    ended = threading.Event()

    def watch() -> None:
        while not wish():
            if ended.wait(LOOK):
                return
        budget.stop()

    if wish():  # most jobs take less than a look
        budget.stop()
    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        ended.set()
        watching.join()


def in_order(sizes: IntArray, processes: int) -> list[int]:
    """Return the order to do tasks in.

    Of many the smallest first: what they leave of their seconds is for the others.  Of few the
    largest, beside which the others are done one after the other.
    """
    few = sizes.size <= 2 * processes
    order: list[int] = np.argsort(-sizes if few else sizes, kind="stable").tolist()
    return order
