"""Tasks done in processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.synchronize import Event

from allocator.errors import SweepStopped
from allocator.scenarios.sweeping.executors import Job, Result
from models.side_by_side import LOOK, processors

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What tells libraries how many threads a process may use."""


@dataclass(frozen=True)
class LocalExecutor:
    """Does tasks in so many processes, as many as there are processors when not given.

    With one it is done in this process.
    """

    processes: int | None = None

    def results(
        self, do: Callable[[Job], Result], tasks: Sequence[Job]
    ) -> Iterator[tuple[int, Result]]:
        """Yield what comes of each task.

        Raises
        ------
        SweepStopped
            When a process was ended from outside.
        """
        processes = min(self.processes or processors(), len(tasks))
        if processes <= 1:
            yield from ((i, do(task)) for i, task in enumerate(tasks))
            return
        with _pool(processes) as pool:
            try:
                running = {pool.submit(do, task): i for i, task in enumerate(tasks)}
                for future in as_completed(running):
                    yield running.pop(future), future.result()
            except BrokenProcessPool as error:
                raise SweepStopped("sweep.process_ended") from error


@contextmanager
def _pool(processes: int) -> Iterator[ProcessPoolExecutor]:
    """Give processes of one thread each; at the end what they still do is given up."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    with _one_thread(), ProcessPoolExecutor(processes, context, _begin, (stop,)) as pool:
        try:
            yield pool
        except BaseException:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let processes that begin now have one thread each."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _begin(stop: Event) -> None:
    """Begin a process: it ends when it is told to, and when the one that began it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end, args=(stop,), daemon=True).start()


def _end(stop: Event) -> None:
    """Wait for the end."""
    parent = multiprocessing.parent_process()
    while not stop.is_set():
        if parent is not None and wait([parent.sentinel], timeout=LOOK):
            break
    os._exit(1)
