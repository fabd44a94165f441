"""All replications of a sweep: those that are not there yet are done, wherever that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from allocator.errors import SweepStopped
from allocator.scenarios.replication import Replication, Task, replicate
from allocator.scenarios.sweeping.executors import Executor, given_up
from allocator.scenarios.sweeping.pseudonyms import Pseudonyms
from allocator.scenarios.sweeping.store import OpenStore, Store

if TYPE_CHECKING:
    import pandas as pd

Told = Callable[[int, int], None]
"""Called with how many are done, and of how many."""


@dataclass(frozen=True)
class Swept:
    """What came of a sweep.

    Parameters
    ----------
    figures, outcomes
        Tables, as :class:`~allocator.scenarios.sweeping.store.OpenStore` gives them.
    households
        Leads from the pseudonyms in ``outcomes`` back to households.
    done_before, damaged
        How many were there already, and how many files of those were not whole.
    """

    figures: pd.DataFrame
    outcomes: pd.DataFrame
    households: Pseudonyms
    done_before: int
    damaged: int


def sweep(
    tasks: Sequence[Task],
    executor: Executor,
    store: Store,
    told: Told = lambda done, total: None,
    do: Callable[[Task], Replication] = replicate,
) -> Swept:
    """Do the tasks that are not in the store yet, and return what came of all.

    Only what :class:`~allocator.scenarios.sweeping.pseudonyms.Pseudonyms` lets through goes to the
    executor, and into the store.

    Raises
    ------
    BadCall
        When the store is of another sweep, or the executor cannot be used.
    SweepStopped
        When it was interrupted, or what does the work is gone.  What is done is in the store.
    """
    households = Pseudonyms(task.instance for task in tasks)
    hidden = hide(tasks, households)
    with store.open(hidden) as found:
        missing = found.missing()
        before = len(hidden) - len(missing)
        try:
            _do_all(missing, executor, found, lambda done: told(before + done, len(hidden)), do)
        except KeyboardInterrupt as error:
            left = len(found.missing())
            raise _interrupted(store, len(hidden) - left, len(hidden)) from error
        return Swept(
            figures=found.figures(),
            outcomes=found.outcomes(),
            households=households,
            done_before=before,
            damaged=len(found.damaged),
        )


def hide(tasks: Sequence[Task], households: Pseudonyms) -> list[Task]:
    """Return tasks with what may leave of their instances, each made once."""
    instances = {id(task.instance): task.instance for task in tasks}
    hidden = {key: households.hide(instance) for key, instance in instances.items()}
    return [replace(task, instance=hidden[id(task.instance)]) for task in tasks]


def _do_all(
    tasks: Sequence[Task],
    executor: Executor,
    store: OpenStore,
    told: Callable[[int], None],
    do: Callable[[Task], Replication],
) -> None:
    """Do tasks, and put what comes of each in the store as it comes."""
    told(0)
    if not tasks:
        return
    with given_up(executor.results(do, tasks)) as results:
        for done, (_, replication) in enumerate(results, start=1):
            store.put(replication)
            told(done)


def _interrupted(store: Store, done: int, total: int) -> SweepStopped:
    if store.kept:
        return SweepStopped("sweep.interrupted", done=done, total=total, path=store.folder)
    return SweepStopped("sweep.interrupted_unkept", done=done, total=total)
