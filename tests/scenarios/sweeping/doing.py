"""What the tests of sweeps do in place of a simulation: quick, and it can be seen what was done."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from random import Random

from allocator.domain.future import Future
from allocator.errors import BadCall
from allocator.reading import read_instance
from allocator.scenarios.replication import Figure, Outcome, Replication, Task
from allocator.scenarios.sweeping.store import Store

ROOT = Path(__file__).parents[3]
TINY = read_instance(ROOT / "instances" / "tiny").instance
LOG = "SWEEP_LOG"
PAUSE = "SWEEP_PAUSE"  # seconds


def tasks(replications: int, *scenarios: str, seed: int = 7) -> list[Task]:
    """Return the tasks of scenarios on the tiny instance, all scenarios of a replication first."""
    every = scenarios or ("as it is",)
    one = Task(every[0], TINY, Future(weeks=3), seed, 0)
    return [replace(one, scenario=s, replication=n) for n in range(replications) for s in every]


def quick(task: Task) -> Replication:
    """Return numbers that depend on the task alone, with all kinds of values."""
    _note(task)
    dice = Random(f"{task.scenario}:{task.seed}:{task.replication}")
    return Replication(
        scenario=task.scenario,
        replication=task.replication,
        figures=(
            Figure("waited_mean", "all", dice.random() * 40),
            Figure("waited_mean", "size=5", None),
            Figure("housed", "all", 3),
        ),
        outcomes=(
            Outcome(task.instance.households[0].id, 4, dice.randrange(50), 40),
            Outcome("N001.01", 1, None, dice.randrange(50)),
        ),
    )


def slow(task: Task) -> Replication:
    """Take a moment longer: there is time to kill what does it, and more where that is asked."""
    time.sleep(float(os.environ.get(PAUSE, "0.15")))
    return quick(task)


def deadly(task: Task) -> Replication:
    """End the process that does the third replication."""
    if task.replication == 2:
        os._exit(9)
    return slow(task)


def wrong(task: Task) -> Replication:
    """Refuse the third replication, as a scenario that asks what cannot be."""
    if task.replication == 2:
        raise BadCall("scenario.nothing_like.homes", number="1")
    return quick(task)


def interrupted(task: Task) -> Replication:
    """Press Ctrl-C in the third replication."""
    if task.replication == 2:
        raise KeyboardInterrupt
    return quick(task)


def _note(task: Task) -> None:
    """Note that a task is done, where a test asked for it."""
    if LOG in os.environ:
        with Path(os.environ[LOG]).open("a", encoding="utf-8") as file:
            file.write(f"{task.scenario}/{task.replication}\n")


def noted(log: Path) -> list[str]:
    """Return the tasks that were done, in order of name."""
    return sorted(log.read_text("utf-8").splitlines()) if log.exists() else []


def content(store: Store) -> dict[str, bytes]:
    """Return all files of a store."""
    return {
        path.relative_to(store.folder).as_posix(): path.read_bytes()
        for path in sorted(store.folder.rglob("*"))
        if path.is_file()
    }
