"""A problem solved part by part (:mod:`models.parts`), side by side in processes.

What is locked is taken out first (:mod:`models.locked`).

Every part has a share of the work that is left, as large as its pairs are of all, and no part
knows of another: so the plan does not depend on how many processes there are, or on which part
was done first.  Of seconds a part has several times its share, as most need less; parts that are
not proven are solved once more in what is left of them, beginning with the plan they have.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.synchronize import Event

import numpy as np

from models.arrays import BoolArray
from models.assignment import Assignment, is_feasible
from models.backends import BackendName, stage_solver
from models.budget import Budget
from models.lexicographic import SolverFailed, merge_plan, solve_merged
from models.locked import unlock
from models.merge import merge_places, split_places
from models.outcome import Outcome, StageOutcome
from models.parts import Part, divide, without_slack
from models.tiers import Tier

# Processes cost a second to begin with: not for fewer pairs.
MANY_PAIRS = 20_000
# How many times its share of the seconds a part may take, when many are to come after it.
GENEROUS = 4.0
# And when few are: a larger part takes more than its share.
LEAST_GENEROUS = 1.2
# How often a wish to stop is looked for, in seconds.
LOOK = 0.2


def solve_by_parts(
    problem: Assignment,
    tiers: Sequence[Tier],
    start: BoolArray,
    backend: BackendName,
    budget: Budget,
    on_stage: Callable[[Tier], None] = lambda tier: None,
    threads: int | None = None,
) -> Outcome:
    """Optimise the tiers in order.

    Parameters
    ----------
    start
        A plan to begin with, shape ``(E,)``: feasible, but not good.
    on_stage
        Called before each tier of a problem of one part, and once with the first of more.
    threads
        Most processes side by side; as many as there are processors when not given.

    Raises
    ------
    SolverFailed
        When ``start`` is not feasible, a backend fails, or a process is ended.
    """
    if not is_feasible(problem, start):
        raise SolverFailed("the plan to begin with breaks a constraint")
    free = unlock(problem, tiers)
    merged, merged_tiers, leader = merge_places(free.problem, free.tiers)
    plan = merge_plan(free.problem, leader, start[free.pairs])
    small, own = without_slack(merged, merged_tiers)
    parts = divide(small, own)
    if len(parts) < 2:
        outcome = solve_merged(small, own, plan, stage_solver(backend), budget, on_stage)
    else:
        on_stage(own[0])
        outcome = _Parts(parts, backend, budget, threads).solve(own, plan)
    chosen = free.whole(split_places(free.problem, leader, outcome.chosen))
    return replace(outcome, chosen=chosen, values=tuple(tier.value(chosen) for tier in tiers))


@dataclass(frozen=True)
class _Task:
    """A part to solve, from a plan on, with its limits."""

    part: Part
    plan: BoolArray
    backend: BackendName
    seconds: float | None
    work: int | None


class _Parts:
    """Solves parts within one budget."""

    def __init__(
        self, parts: Sequence[Part], backend: BackendName, budget: Budget, threads: int | None
    ) -> None:
        self._parts, self._backend, self._budget = parts, backend, budget
        self._pairs = np.array([part.problem.pairs for part in parts], dtype=np.int64)
        every = min(threads or processors(), len(parts))
        self._processes = every if self._pairs.sum() >= MANY_PAIRS else 1
        self._shares = self._work_of_each()

    def solve(self, tiers: Sequence[Tier], plan: BoolArray) -> Outcome:
        """Solve all parts, and put their plans and bounds together."""
        plans = [plan[part.pairs] for part in self._parts]
        with self._solver() as solve:
            # Of many the smallest first: what they leave of their seconds is for the others.  Of
            # few the largest, beside which the others are done one after the other.
            few = self._pairs.size <= 2 * self._processes
            every = np.argsort(-self._pairs if few else self._pairs, kind="stable").tolist()
            done = self._round(every, plans, solve, GENEROUS)
            again = [i for i in every if not done[i].optimal]
            # Without a limit in seconds nothing is left: a share of work was used up.
            more = self._budget.seconds is not None and self._budget.work is None
            if again and more and not self._budget.exhausted:
                plans = [done[i].chosen for i in range(len(plans))]
                done |= {
                    i: _better(tiers, done[i], one)
                    for i, one in self._round(again, plans, solve, 1.0).items()
                }
        chosen = np.zeros_like(plan)
        for i, part in enumerate(self._parts):
            chosen[part.pairs] = done[i].chosen
        stages = [_summed(tier, [done[i].stages[j] for i in done]) for j, tier in enumerate(tiers)]
        work = sum(one.work for one in done.values())
        self._budget.spend(work)
        return Outcome(chosen, tuple(stages), tuple(t.value(chosen) for t in tiers), work)

    def _round(
        self,
        which: Sequence[int],
        plans: Sequence[BoolArray],
        solve: Callable[[_Task], Future[Outcome]],
        generous: float,
    ) -> dict[int, Outcome]:
        """Solve some parts, as many at a time as there are processes."""
        left = list(which)
        running: dict[Future[Outcome], int] = {}
        done: dict[int, Outcome] = {}
        while left or running:
            while left and len(running) < self._processes:
                i = left.pop(0)
                free = self._processes - len(running)
                seconds = self._seconds_of(i, left, free, generous)
                task = _Task(self._parts[i], plans[i], self._backend, seconds, self._shares[i])
                running[solve(task)] = i
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                i = running.pop(future)
                done[i] = future.result()
        return done

    def _work_of_each(self) -> list[int | None]:
        """Return the share of the work of each part."""
        left = self._budget.work_left
        if left is None:
            return [None] * len(self._parts)
        return [int(left * int(pairs) // int(self._pairs.sum())) for pairs in self._pairs]

    def _seconds_of(self, i: int, after: Sequence[int], free: int, generous: float) -> float | None:
        """Return the seconds that a part may take when others are to come after it.

        ``free`` is how many processes it shares with them.
        """
        left = self._budget.seconds_left
        if left is None:
            return None
        share = self._pairs[i] / (self._pairs[i] + self._pairs[after].sum())
        times = max(LEAST_GENEROUS, min(generous, len(after) / (2 * free)))
        return float(min(left, left * share * free * times))

    @contextmanager
    def _solver(self) -> Iterator[Callable[[_Task], Future[Outcome]]]:
        """Give what solves a part: here, or in processes that end when the budget is stopped."""
        if self._processes == 1:
            yield self._here
            return
        context = multiprocessing.get_context("spawn")
        stop = context.Event()
        with ProcessPoolExecutor(self._processes, context, _begin, (stop,)) as pool:
            watching = threading.Thread(target=self._watch, args=(stop,), daemon=True)
            watching.start()
            try:
                yield lambda task: pool.submit(_solve_there, task)
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

    def _here(self, task: _Task) -> Future[Outcome]:
        """Solve a part in this process."""
        future: Future[Outcome] = Future()
        before = self._budget.used_work
        with self._budget.within(seconds=task.seconds, work=task.work) as budget:
            future.set_result(_solve(task, budget))
        self._budget.used_work = before  # it is counted when all are done
        return future


def _solve(task: _Task, budget: Budget) -> Outcome:
    before = budget.used_work
    solver = stage_solver(task.backend)
    outcome = solve_merged(task.part.problem, task.part.tiers, task.plan, solver, budget)
    return replace(outcome, work=budget.used_work - before)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not everywhere
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_STOP: list[Event] = []


def _begin(stop: Event) -> None:
    """Begin a process: a wish to stop comes from the one that began it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _STOP.append(stop)


def _solve_there(task: _Task) -> Outcome:
    """Solve a part in a process of its own."""
    budget = Budget(seconds=task.seconds, work=task.work)
    ended = threading.Event()

    def watch() -> None:
        while not _STOP[0].is_set():
            if ended.wait(LOOK):
                return
        budget.stop()

    if _STOP[0].is_set():  # most parts take less than a look
        budget.stop()
    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        return _solve(task, budget)
    finally:
        ended.set()
        watching.join()


def _better(tiers: Sequence[Tier], one: Outcome, other: Outcome) -> Outcome:
    """Return the later outcome of a part, which began with the plan of the first.

    As long as the tiers before are worth the same, what was proven in the first holds too.
    """
    stages = list(other.stages)
    for j, (tier, first, then) in enumerate(zip(tiers, one.stages, stages, strict=True)):
        if tier.better(then.bound, first.bound):
            stages[j] = replace(then, bound=first.bound)
        if first.best != then.best:
            break
    return replace(other, stages=tuple(stages), work=one.work + other.work)


def _summed(tier: Tier, stages: Sequence[StageOutcome]) -> StageOutcome:
    """Return what became of a tier in all parts together."""
    return StageOutcome(
        tier.name,
        tier.constant + sum(stage.best for stage in stages),
        tier.constant + sum(stage.bound for stage in stages),
        sum(stage.seconds for stage in stages),
    )
