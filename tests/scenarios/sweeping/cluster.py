"""A Dask cluster of processes on this machine, with TLS, whose workers can be killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from allocator.scenarios.sweeping.dask import Certificates
from tests.scenarios.sweeping import settled

ROOT = Path(__file__).parents[3]
DASK = (sys.executable, "-m", "dask")
# Without this what a process tells of itself can be read by everybody, without TLS.
NOT_SHOWN = ("--no-dashboard", "--dashboard-address", "127.0.0.1:0")
WAIT = 60.0


@dataclass
class Cluster:
    """A scheduler, and workers by name."""

    folder: Path
    certificates: Certificates
    address: str = ""
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *arguments: str) -> Path:
        """Start a process of the cluster; return where it says what it does."""
        log = self.folder / f"{name}.log"
        tls = self.certificates
        files = ("--tls-ca-file", tls.ca, "--tls-cert", tls.cert, "--tls-key", tls.key)
        with log.open("wb") as file:
            self.processes[name] = subprocess.Popen(
                [*DASK, *arguments, *files, *NOT_SHOWN],
                cwd=ROOT,
                stdout=file,
                stderr=file,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
            )
        return log

    def schedule(self) -> None:
        """Start the scheduler, on a port that is free."""
        log = self.start("scheduler", "scheduler", "--host", "tls://127.0.0.1", "--port", "0")
        self.address = _said(log, r"Scheduler at:\s+(tls://\S+)")

    def work(self, name: str) -> None:
        """Start a worker of one process and one thread."""
        self.start(
            name,
            *("worker", self.address, "--name", name, "--host", "127.0.0.1", "--nthreads", "1"),
            *("--no-nanny", "--local-directory", str(self.folder)),
            *("--preload", settled.__name__),
        )

    def kill(self, name: str) -> None:
        """End a process without a warning."""
        self.processes[name].kill()
        self.processes[name].wait()


def _said(log: Path, pattern: str) -> str:
    """Wait until a process says something; return it."""
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        found = re.search(pattern, log.read_text("utf-8"))
        if found:
            return found[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))


@contextmanager
def cluster(folder: Path, certificates: Certificates, workers: int) -> Iterator[Cluster]:
    """Give a cluster with workers ``w0``, ``w1``, …."""
    made = Cluster(folder, certificates)
    settled.settle()
    try:
        made.schedule()
        for number in range(workers):
            made.work(f"w{number}")
        yield made
    finally:
        for process in made.processes.values():
            process.kill()
        for process in made.processes.values():
            process.wait()
