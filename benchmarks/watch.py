"""Runs a command in a session of its own: kills it past its limit, and sees its memory.

Memory is the sum of the high-water marks (``VmHWM``) of the process and those it started,
such as CBC, which PuLP runs as a program.  ``ru_maxrss`` would miss what is killed, and it
begins at the size of whoever started the process.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Watched:
    """How a command ended: exit code, ``None`` when killed; seconds; peak memory in MB."""

    code: int | None
    seconds: float
    peak_mb: float
    errors: str


def watch(
    command: Sequence[str], scratch: Path, *, limit: float, started: Callable[[], bool]
) -> Watched:
    """Run a command until it ends, or for ``limit`` seconds after ``started`` says yes."""
    errors = scratch / "errors.txt"
    with errors.open("w") as sink:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=sink,
            start_new_session=True,
        )
    began = time.perf_counter()
    peak, deadline = 0, None
    try:
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            if deadline is None and started():
                deadline = time.perf_counter() + limit
            if deadline is not None and time.perf_counter() > deadline:
                break
            time.sleep(POLL_SECONDS)
    finally:
        code = process.poll()
        _end(process)
    seconds = time.perf_counter() - began
    return Watched(code, seconds, peak / 1024, errors.read_text(errors="replace"))


def memory(pid: int) -> int:
    """Return the kilobytes that a process and those it started had at most, so far."""
    proc = Path("/proc", str(pid))
    try:
        mark = re.search(r"VmHWM:\s+(\d+)", (proc / "status").read_text())
        children = " ".join(f.read_text() for f in proc.glob("task/*/children")).split()
    except OSError:  # it has just ended
        return 0
    return (int(mark[1]) if mark else 0) + sum(memory(int(child)) for child in children)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the session that the process leads."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
