from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.watch import memory, watch

SLEEPS = """
import subprocess, sys
sleeper = subprocess.Popen(["sleep", "60"])
print(sleeper.pid, file=open(sys.argv[1], "w"), flush=True)
sleeper.wait()
"""


def test_ends_by_itself(tmp_path):
    code = "import sys, time; x = bytearray(80_000_000); time.sleep(0.3); sys.exit('sorry')"
    found = watch([sys.executable, "-c", code], tmp_path, limit=60, started=lambda: True)
    assert found.code == 1
    assert found.errors == "sorry\n"
    assert 80 < found.peak_mb < 160
    assert 0.3 < found.seconds < 30


def test_killed_past_its_limit_with_all_it_started(tmp_path):
    note = tmp_path / "pid"
    began = time.perf_counter()
    found = watch(
        [sys.executable, "-c", SLEEPS, str(note)],
        tmp_path,
        limit=0.2,
        started=lambda: note.exists() and bool(note.read_text()),
    )
    assert found.code is None
    assert time.perf_counter() - began < 50
    # A signal takes a moment to end a process that is not running.
    until = time.monotonic() + 30
    while (alive := runs(note.read_text().strip())) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive


def runs(pid: str) -> bool:
    """Whether a process is there and not dead already."""
    try:
        return Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_memory_of_a_process_that_is_gone():
    assert memory(2**22 + 1) == 0
