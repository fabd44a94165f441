"""The results of a sweep in a folder: a file for each replication, written as it comes.

``sweep.json`` says what the sweep is.  A file is named after its replication and its content
(``0003-1f8e2a7c4b90d1aa.parquet``): one that is half, or damaged, shows, and is made again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from allocator.errors import BadCall
from allocator.scenarios.replication import Replication, Task
from allocator.scenarios.sweeping.disk import (
    alone,
    put,
    read_identity,
    remove_halves,
    write_identity,
)
from allocator.scenarios.sweeping.identity import differences, identity, joined

if TYPE_CHECKING:
    import pandas as pd

SWEEP = "sweep.json"
FILE = re.compile(r"(?P<replication>\d{4,})-(?P<digest>[0-9a-f]{16})\.parquet")
READABLE = 40


@dataclass(frozen=True)
class Store:
    """A folder for the results of a sweep; one that is not ``kept`` is for this sweep only."""

    folder: Path
    kept: bool = True

    @contextmanager
    def open(self, tasks: Sequence[Task]) -> Iterator[OpenStore]:
        """Give the store of the sweep of some tasks, new or begun.

        Raises
        ------
        BadCall
            When the folder holds another sweep, or something else, or another sweep writes in it.
        """
        with alone(self.folder):
            remove_halves(self.folder)
            path = self.folder / SWEEP
            asked = identity(tasks)
            known = read_identity(path)
            if known is not None:
                self._refuse_other(list(differences(known, asked)))
            whole = asked if known is None else joined(known, asked)
            if whole != known:
                write_identity(path, whole)
            yield OpenStore(self.folder, tasks)

    def _refuse_other(self, different: Sequence[tuple[str, str]]) -> None:
        """Refuse a store of another sweep."""
        if different:
            told = ", ".join(f"{name}: {part}" if name else part for name, part in different)
            raise BadCall("sweep.other_sweep", path=self.folder, differences=told)


class OpenStore:
    """The results of some tasks, as far as they are there.

    ``damaged`` are the files that were half or damaged when it was opened, and are gone now.
    """

    def __init__(self, folder: Path, tasks: Sequence[Task]) -> None:
        self._folders = {name: folder / _folder_name(name) for name in _scenarios(tasks)}
        self._tasks = tasks
        self._files: dict[tuple[str, int], Path] = {}
        self.damaged: list[Path] = []
        for scenario, place in self._folders.items():
            place.mkdir(exist_ok=True)
            remove_halves(place)
            for path in sorted(place.iterdir()):
                self._find(scenario, path)

    def _find(self, scenario: str, path: Path) -> None:
        """Note a file that was there."""
        name = FILE.fullmatch(path.name)
        if name is None:
            return
        if _digest(path.read_bytes()) != name["digest"]:
            path.unlink()
            self.damaged.append(path)
            return
        key = scenario, int(name["replication"])
        if key in self._files:
            raise BadCall("sweep.twice", one=self._files[key], other=path)
        self._files[key] = path

    def missing(self) -> list[Task]:
        """Return the tasks that are not done, in their order."""
        return [t for t in self._tasks if (t.scenario, t.replication) not in self._files]

    def put(self, replication: Replication) -> None:
        """Write what came of a task."""
        from allocator.scenarios.sweeping.parquet import content

        written = content(replication)
        name = f"{replication.replication:04}-{_digest(written)}.parquet"
        path = self._folders[replication.scenario] / name
        put(path, written)
        self._files[replication.scenario, replication.replication] = path

    def figures(self) -> pd.DataFrame:
        """Return the figures of all replications that are done, in order.

        Columns ``scenario``, ``replication``, ``measure``, ``group``, ``value``.
        """
        return self._frame("figures")

    def outcomes(self) -> pd.DataFrame:
        """Return the outcomes of all replications that are done, in order.

        Columns ``scenario``, ``replication``, ``household`` (its pseudonym), ``persons``,
        ``week``, ``waited``.
        """
        return self._frame("outcomes")

    def _frame(self, of: str) -> pd.DataFrame:
        from allocator.scenarios.sweeping.parquet import frame

        asked = {(task.scenario, task.replication) for task in self._tasks}
        place = {name: position for position, name in enumerate(self._folders)}
        found = sorted(asked & self._files.keys(), key=lambda key: (place[key[0]], key[1]))
        return frame((self._files[key].read_bytes() for key in found), of)


def _scenarios(tasks: Sequence[Task]) -> list[str]:
    """Return the names of the scenarios, each once, in their order."""
    return list(dict.fromkeys(task.scenario for task in tasks))


def _folder_name(scenario: str) -> str:
    """Return a name for the folder of a scenario: readable, and no other scenario has it."""
    readable = re.sub(r"[^a-z0-9]+", "-", scenario.lower()).strip("-")[:READABLE]
    return f"{readable or 'scenario'}-{_digest(scenario.encode())[:8]}"


def _digest(content: bytes) -> str:
    """Return the first digits of the digest of a content."""
    return hashlib.sha256(content).hexdigest()[:16]
