"""A sweep on this machine: the same files for any number of processes, broken off or not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from allocator.errors import BadCall, SweepStopped
from allocator.scenarios.replication import Task, replicate
from allocator.scenarios.sweeping.local import ONE_THREAD, LocalExecutor
from allocator.scenarios.sweeping.store import Store
from allocator.scenarios.sweeping.sweep import sweep
from tests.scenarios.sweeping.doing import (
    LOG,
    PAUSE,
    ROOT,
    content,
    deadly,
    interrupted,
    noted,
    quick,
    slow,
    tasks,
    wrong,
)

ASKED = tasks(8, "a", "b")
# A shell has what it starts in the background ignore Ctrl-C, and so would this.
KILLED = """
import signal
from pathlib import Path
from allocator.scenarios.sweeping.local import LocalExecutor
from allocator.scenarios.sweeping.store import Store
from allocator.scenarios.sweeping.sweep import sweep
from tests.scenarios.sweeping.doing import slow
from tests.scenarios.sweeping.test_sweep import ASKED
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sweep(ASKED, LocalExecutor(2), Store(Path({folder!r})), do=slow)
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the files of a sweep in one go, in one process."""
    store = Store(tmp_path_factory.mktemp("whole") / "s")
    sweep(ASKED, LocalExecutor(1), store, do=quick)
    return content(store)


def begun(tmp_path):
    """Start a slow sweep as a process of its own; return it when some of it is done."""
    script = tmp_path / "sweep_it.py"
    script.write_text(KILLED.format(folder=str(tmp_path / "s")), "utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT), PAUSE: "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 180
    while len(list((tmp_path / "s").rglob("*.parquet"))) < 3:
        assert process.poll() is None, process.stderr
        assert time.monotonic() < until
        time.sleep(0.02)
    return process


def test_two_processes_write_the_same_as_one(tmp_path, whole):
    told = []
    store = Store(tmp_path / "s")
    sweep(ASKED, LocalExecutor(2), store, lambda *how_far: told.append(how_far), quick)
    assert content(store) == whole
    assert told == [(done, 16) for done in range(17)]


def test_a_sweep_that_was_killed_goes_on_where_it_was(tmp_path, whole, monkeypatch):
    process = begun(tmp_path)
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate()
    done = sorted(path.parent.name[0] + "/" + path.name[3] for path in files(tmp_path))
    assert 3 <= len(done) < 16
    assert psutil.wait_procs(children, timeout=180)[1] == []  # it leaves nothing behind
    monkeypatch.setenv(LOG, str(tmp_path / "log"))
    found = sweep(ASKED, LocalExecutor(2), Store(tmp_path / "s"), do=slow)
    assert content(Store(tmp_path / "s")) == whole
    assert found.done_before == len(done)
    assert sorted([*noted(tmp_path / "log"), *done]) == sorted(
        f"{task.scenario}/{task.replication}" for task in ASKED
    )


def files(tmp_path):
    return (tmp_path / "s").rglob("[0-9]*.parquet")


def test_ctrl_c_gives_up_what_is_being_done_and_keeps_what_is_done(tmp_path, whole):
    process = begun(tmp_path)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=180)
    assert said.splitlines()[-1] == "allocator.errors.SweepStopped: sweep.interrupted"
    assert psutil.wait_procs(children, timeout=180)[1] == []
    kept = content(Store(tmp_path / "s"))
    assert 4 <= len(kept) < 17
    assert kept.items() <= whole.items()


def test_ctrl_c_says_how_far_it_was(tmp_path):
    with pytest.raises(SweepStopped) as caught:
        sweep(tasks(4), LocalExecutor(1), Store(tmp_path), do=interrupted)
    assert caught.value.values == {"done": 2, "total": 4, "path": tmp_path}
    with pytest.raises(SweepStopped, match="interrupted_unkept"):
        sweep(tasks(4), LocalExecutor(1), Store(tmp_path, kept=False), do=interrupted)


def test_a_process_that_is_ended_from_outside(tmp_path):
    with pytest.raises(SweepStopped, match=r"sweep\.process_ended"):
        sweep(tasks(6), LocalExecutor(2), Store(tmp_path), do=deadly)
    sweep(tasks(6), LocalExecutor(2), Store(tmp_path), do=quick)
    assert len(content(Store(tmp_path))) == 7


@pytest.mark.parametrize("processes", [1, 2])
def test_what_a_scenario_does_wrong_is_told(tmp_path, processes):
    with pytest.raises(BadCall) as caught:
        sweep(tasks(4), LocalExecutor(processes), Store(tmp_path), do=wrong)
    assert (caught.value.message, caught.value.values) == (
        "scenario.nothing_like.homes",
        {"number": "1"},
    )


def test_nothing_is_begun_when_all_is_done(tmp_path):
    class Never:
        def results(self, do, tasks):
            raise AssertionError

    sweep(tasks(2), LocalExecutor(1), Store(tmp_path), do=quick)
    assert sweep(tasks(2), Never(), Store(tmp_path), do=quick).done_before == 2


def threads(_task: object) -> list[str | None]:
    return [os.environ.get(name) for name in ONE_THREAD]


def test_a_process_has_one_thread_and_ours_keeps_its_own(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    results = dict(LocalExecutor(2).results(threads, [1, 2]))
    assert results == {0: ["1"] * 3, 1: ["1"] * 3}
    assert os.environ["OMP_NUM_THREADS"] == "3"
    assert "MKL_NUM_THREADS" not in os.environ


def only_what_may_leave(task: Task):
    assert all(h.id.startswith("H0000") for h in task.instance.households)
    assert task.instance.name == ""
    return quick(task)


def test_what_is_done_here_is_pseudonymised_too(tmp_path):
    sweep(tasks(1), LocalExecutor(1), Store(tmp_path), do=only_what_may_leave)


def test_the_simulation_itself_gives_the_same_in_any_number_of_processes(tmp_path):
    found = []
    for processes in (1, 2):
        store = Store(tmp_path / str(processes))
        swept = sweep(tasks(2, "a"), LocalExecutor(processes), store, do=replicate)
        found.append(content(store))
        means = swept.figures.query("measure == 'waited_mean' and group == 'all'")["value"]
        assert len(means) == 2
        assert means.between(20, 60).all()
    assert found[0] == found[1]
