"""How tasks share seconds, work and processes."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import psutil
import pytest

from models import side_by_side
from models.budget import Budget
from models.lexicographic import SolverFailed
from models.side_by_side import SideBySide, in_order, processors, spare
from tests.models.processes import ALONE

ROOT = Path(__file__).parents[2]


def say(task, budget):
    """Return the task, and the limits it was done within."""
    budget.spend(3)
    return task, budget.work, budget.seconds is not None


def fail(task, budget):
    raise SolverFailed(f"task {task}")


def sized(*sizes, budget=None, threads=1, do=say):
    return SideBySide(do, np.array(sizes, dtype=np.int64), budget or Budget(), threads)


@pytest.mark.parametrize("threads", [1, pytest.param(2, marks=ALONE)])
def test_tasks_are_done_and_have_their_share_of_the_work(threads):
    budget = Budget(work=100, seconds=60)
    beside = sized(1, 3, 6, budget=budget, threads=threads)
    assert beside.processes == threads
    with beside.open() as do:
        assert do("abc", [2, 0], 1.0) == {2: ("c", 60, True), 0: ("a", 10, True)}
        assert do("xyz", [1], 1.0) == {1: ("y", 30, True)}
    assert budget.used_work == 0


@pytest.mark.parametrize("threads", [1, pytest.param(2, marks=ALONE)])
def test_a_task_that_fails_fails_all(threads):
    with (
        pytest.raises(SolverFailed, match="task b"),
        sized(1, 1, threads=threads, do=fail).open() as do,
    ):
        do("bb", [0, 1], 1.0)


def test_there_are_no_more_processes_than_tasks():
    assert sized(1, 1, threads=7).processes == 2
    assert sized(threads=7).processes == 1
    assert sized(1, threads=None).processes == 1


def test_processors_are_counted(monkeypatch):
    assert 1 <= processors() <= (os.cpu_count() or 1)
    monkeypatch.delattr(os, "sched_getaffinity")
    assert processors() == os.cpu_count()


def test_a_processor_is_spare_only_beside_this_process(monkeypatch):
    for number, parent, found in [(2, None, True), (1, None, False), (2, object(), False)]:
        monkeypatch.setattr(side_by_side, "processors", lambda number=number: number)
        monkeypatch.setattr(multiprocessing, "parent_process", lambda parent=parent: parent)
        assert spare() == found


def test_of_many_the_smallest_is_first_of_few_the_largest():
    sizes = np.array([5, 9, 5, 1], dtype=np.int64)
    assert in_order(sizes, 1) == [3, 0, 2, 1]
    assert in_order(sizes, 2) == [1, 0, 2, 3]


def test_shares_of_the_seconds():
    nine = sized(*[10] * 9, budget=Budget(seconds=90))
    every = [1, 2, 3, 4, 5, 6, 7, 8]
    assert nine._seconds_of(0, every, 1, 1.0) == pytest.approx(12, rel=0.01)
    assert nine._seconds_of(0, every, 1, 4.0) == pytest.approx(40, rel=0.01)
    assert nine._seconds_of(0, every, 1, 9.0) == pytest.approx(40, rel=0.01)
    assert nine._seconds_of(0, every, 2, 9.0) == pytest.approx(40, rel=0.01)
    assert nine._seconds_of(0, every, 4, 9.0) == pytest.approx(48, rel=0.01)
    assert nine._seconds_of(0, [1, 2], 1, 4.0) == pytest.approx(36, rel=0.01)  # few to spare
    assert nine._seconds_of(0, [1, 2], 2, 4.0) == pytest.approx(72, rel=0.01)
    assert nine._seconds_of(0, [], 1, 4.0) == pytest.approx(90, rel=0.01)
    assert sized(10, 10)._seconds_of(0, [1], 1, 1.0) is None


def test_tasks_share_the_processes_that_are_free(monkeypatch):
    """With two processes the first task has one, and the next the other."""
    beside = sized(1, 1, 1, budget=Budget(seconds=90), threads=2)
    free = []
    monkeypatch.setattr(beside, "_seconds_of", lambda i, after, n, generous: free.append(n))

    def submit(job):
        future = Future()
        future.set_result(job.task)
        return future

    assert beside._round("abc", [0, 1, 2], 1.0, submit) == {0: "a", 1: "b", 2: "c"}
    assert free[:2] == [2, 1]


KILLED = """
import time
import numpy as np
from models.budget import Budget
from models.proving import provers
from models.side_by_side import SideBySide
from tests.models.test_proving import Endless, begun
from tests.models.test_side_by_side import nap
if __name__ == "__main__":
    if {proving}:
        with provers(2, Budget()) as others:
            one = others.prove(begun(Endless()))
            one.future.result()
    else:
        with SideBySide(nap, np.ones(2), Budget(), 2).open() as solve:
            solve(["here", "there"], [0, 1], 1.0)
"""


def nap(task, budget):
    time.sleep(600)


@ALONE
@pytest.mark.parametrize("proving", [False, True])
def test_nothing_lives_on_when_it_is_killed(tmp_path, proving):
    script = tmp_path / "killed.py"
    script.write_text(KILLED.format(proving=proving), "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)], env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        until = time.monotonic() + 120
        while not (children := at_work(process.pid)):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        process.kill()
        process.wait()
    assert psutil.wait_procs(children, timeout=60)[1] == []


def at_work(pid):
    """Return the processes that one began, with that which looks after what they share."""
    found = psutil.Process(pid).children(recursive=True)
    return found if len(found) > 1 else []
