"""All replications of a sweep one after the other in this process, and nothing on a disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from allocator.errors import SweepStopped
from allocator.scenarios.replication import Replication, Task, replicate
from allocator.scenarios.sweeping.pseudonyms import Pseudonyms
from allocator.scenarios.sweeping.sweep import Swept, Told, hide


def sweep_here(
    tasks: Sequence[Task],
    told: Told = lambda done, total: None,
    stopped: Callable[[], bool] = lambda: False,
    do: Callable[[Task], Replication] = replicate,
) -> Swept:
    """Do tasks in their order, and return what came of all, as :func:`sweep` does.

    Parameters
    ----------
    told
        Called before each task, and at the end.
    stopped
        Asked before each task: whether to end with the replications that every scenario has.

    Raises
    ------
    SweepStopped
        When it was stopped before the first of those.
    """
    households = Pseudonyms(task.instance for task in tasks)
    scenarios = {task.scenario for task in tasks}
    done: list[Replication] = []
    for task in hide(tasks, households):
        told(len(done), len(tasks))
        if stopped():
            break
        done.append(do(task))
    told(len(done), len(tasks))
    whole = _whole(done, scenarios)
    if not whole:
        raise SweepStopped("sweep.stopped_early")
    return _swept(whole, [task.scenario for task in tasks], households)


def _whole(done: Sequence[Replication], scenarios: set[str]) -> list[Replication]:
    """Return the replications that were done of every scenario."""
    of: dict[int, set[str]] = {}
    for one in done:
        of.setdefault(one.replication, set()).add(one.scenario)
    return [one for one in done if of[one.replication] == scenarios]


def _swept(done: Sequence[Replication], order: Sequence[str], households: Pseudonyms) -> Swept:
    """Return the tables of replications, in the order that those of a folder have."""
    from allocator.scenarios.sweeping.parquet import content, frame

    place = {name: position for position, name in enumerate(dict.fromkeys(order))}
    rows = sorted(done, key=lambda one: (place[one.scenario], one.replication))
    contents = [content(one) for one in rows]
    return Swept(frame(contents, "figures"), frame(contents, "outcomes"), households, 0, 0)
