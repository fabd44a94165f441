"""The options of every command that does many replications, and what they come to."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from allocator.commands.sweep_progress import swept as shown
from allocator.console import Target, say, speak
from allocator.errors import BadCall

if TYPE_CHECKING:
    from allocator.scenarios.replication import Task
    from allocator.scenarios.sweeping.executors import Executor
    from allocator.scenarios.sweeping.store import Store
    from allocator.scenarios.sweeping.sweep import Swept

REPLICATIONS = 20
SEED = 1
AT_LEAST_ONE = click.IntRange(min=1)


@dataclass(frozen=True)
class Sweeping:
    """How often, with which seed, where the work is done, and where its results are kept.

    Parameters
    ----------
    processes, scheduler, tls
        As given: what they come to, or what is wrong with them, is ``executor``.
    folder
        ``None`` where results are not kept after the command.
    """

    replications: int = REPLICATIONS
    seed: int = SEED
    processes: int | None = None
    folder: Path | None = None
    scheduler: str | None = None
    tls: tuple[str | None, str | None, str | None] = (None, None, None)

    @property
    def executor(self) -> Executor:
        """What does the work.

        Raises
        ------
        BadCall
            When the options do not go together, or everybody could use the scheduler.
        """
        return _executor(self.processes, self.scheduler, self.tls)

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Give the store."""
        from allocator.scenarios.sweeping.store import Store

        if self.folder is not None:
            yield Store(self.folder)
            return
        with tempfile.TemporaryDirectory(prefix="plaatswijs-") as folder:
            yield Store(Path(folder), kept=False)

    def sweep(self, tasks: Sequence[Task]) -> Swept:
        """Do the tasks that are not in the store, with a bar, and say what was there already.

        Raises
        ------
        BadCall
            When the store or the scheduler cannot be used.
        SweepStopped
            When it ended before all was done.
        """
        from allocator.scenarios.sweeping.sweep import sweep

        t, executor = speak(), self.executor
        with self.store() as store, shown(t) as told:
            found = sweep(tasks, executor, store, told)
        if found.damaged:
            say([t.count("sweep.damaged", found.damaged)])
        if found.done_before:
            say([t("sweep.resumed", done=found.done_before, total=len(tasks))])
        return found


def sweeping_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a sweep, and hand a command its ``sweeping``."""

    @wraps(command)
    def run(
        *args: Any,
        replications: int,
        seed: int,
        processes: int | None,
        scheduler: str | None,
        tls_ca: str | None,
        tls_cert: str | None,
        tls_key: str | None,
        folder: Path | None,
        **kwargs: Any,
    ) -> None:
        tls = (tls_ca, tls_cert, tls_key)
        sweeping = Sweeping(replications, seed, processes, folder, scheduler, tls)
        command(*args, sweeping=sweeping, **kwargs)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run


_OPTIONS = (
    click.option(
        "--replications",
        type=AT_LEAST_ONE,
        default=REPLICATIONS,
        metavar="N",
        help="cli.option.replications",
    ),
    click.option("--seed", type=int, default=SEED, metavar="N", help="cli.option.sweep_seed"),
    click.option("--processes", type=AT_LEAST_ONE, metavar="N", help="cli.option.processes"),
    click.option(
        "--store",
        "folder",
        type=Target(path_type=Path),
        metavar="DIR",
        help="cli.option.sweep_store",
    ),
    click.option("--scheduler", metavar="ADDRESS", help="cli.option.scheduler"),
    click.option("--tls-ca", metavar="FILE", help="cli.option.tls_ca"),
    click.option("--tls-cert", metavar="FILE", help="cli.option.tls_cert"),
    click.option("--tls-key", metavar="FILE", help="cli.option.tls_key"),
)


def _executor(
    processes: int | None, scheduler: str | None, tls: tuple[str | None, str | None, str | None]
) -> Executor:
    """Return what does the work, as options say."""
    ca, cert, key = tls
    if scheduler is None:
        if any(tls):
            raise BadCall("sweep.certificates_local")
        from allocator.scenarios.sweeping.local import LocalExecutor

        return LocalExecutor(processes)
    if processes is not None:
        raise BadCall("sweep.processes_elsewhere")
    from allocator.scenarios.sweeping.dask import Certificates, DaskExecutor, refuse_open

    if any(tls) and not (ca and cert and key):
        raise BadCall("sweep.certificates_tls")
    certificates = Certificates(ca, cert, key) if ca and cert and key else None
    refuse_open(scheduler, certificates)
    return DaskExecutor(scheduler, certificates)
