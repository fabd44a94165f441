"""What a sweep is: by this a store knows whether it is its own.

Of each scenario all that its replications depend on: the digest of its instance and of its future,
the seed, who gets which home; and the versions of the program and of the solver.  Scenarios may
be added to a store, and replications; what is there already must be the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TypedDict

from allocator import __version__
from allocator.domain.base import Frozen
from allocator.domain.instance import Instance
from allocator.reading import digest
from allocator.scenarios.replication import Task
from models.backends import load

NOT_OF_ALL = ("scenario", "replication")


class Identity(TypedDict):
    """What a sweep is: by scenario the parts it depends on, and the versions for all of them."""

    scenarios: dict[str, dict[str, str]]
    versions: dict[str, str]


def identity(tasks: Sequence[Task]) -> Identity:
    """Return what the sweep of some tasks is.

    Raises
    ------
    ValueError
        When the replications of a scenario are not all of the same.
    """
    first: dict[str, Task] = {}
    for task in tasks:
        one = first.setdefault(task.scenario, task)
        if any(getattr(one, name) != getattr(task, name) for name in _parts()):
            raise ValueError(f"scenario {task.scenario!r} is two things")
    versions = {"plaatswijs": __version__, "solver": load("highs").version}
    scenarios = {
        name: {part: _digest(getattr(first[name], part)) for part in _parts()}
        for name in sorted(first)
    }
    return {"scenarios": scenarios, "versions": versions}


def joined(known: Identity, asked: Identity) -> Identity:
    """Return what a store is when a sweep is added to it."""
    scenarios = {**known["scenarios"], **asked["scenarios"]}
    return {"scenarios": dict(sorted(scenarios.items())), "versions": asked["versions"]}


def differences(known: Identity, asked: Identity) -> Iterator[tuple[str, str]]:
    """Yield what differs of what both have: the scenario, empty for all of them, and the part."""
    yield from (("", part) for part in _different(known["versions"], asked["versions"]))
    for name in sorted(known["scenarios"].keys() & asked["scenarios"].keys()):
        parts = _different(known["scenarios"][name], asked["scenarios"][name])
        yield from ((name, part) for part in parts)


def _different(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return [name for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


def _parts() -> list[str]:
    """Return the fields of a task that are the same in all replications of a scenario."""
    return [field.name for field in fields(Task) if field.name not in NOT_OF_ALL]


def _digest(value: object) -> str:
    """Return the digest of a value that is large, and a small one as it is."""
    if isinstance(value, Instance):
        return digest(value)
    if isinstance(value, Frozen):
        text = json.dumps(value.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
    return str(value)
