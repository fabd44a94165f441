"""How soon the command answers: ``python -m benchmarks.startup``; exit 1 over half a second."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ALLOCATOR = Path(sys.executable).with_name("allocator")
CALLS = {
    "allocator --help": (["--help"], 0),
    "allocator match --wrong": (["match", "--wrong"], 2),
    "allocator mtach": (["mtach"], 2),
}
LIMIT_SECONDS = 0.5
TIMES = 9


def measure(times: int = TIMES) -> dict[str, float]:
    """Return the median seconds of each call; one call before them warms the disk cache."""
    return {name: median([_once(name) for _ in range(times + 1)][1:]) for name in CALLS}


def _once(name: str) -> float:
    """Return the seconds of one call."""
    arguments, expected = CALLS[name]
    began = time.perf_counter()
    done = subprocess.run([ALLOCATOR, *arguments], capture_output=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode != expected:
        raise RuntimeError(f"{name} ended with {done.returncode}: {done.stderr.decode()}")
    return seconds


def main() -> None:
    """Measure, print, and judge."""
    found = measure()
    for name, seconds in found.items():
        print(f"{name:24} {seconds:.3f} s")
    sys.exit(max(found.values()) > LIMIT_SECONDS)


if __name__ == "__main__":
    main()
