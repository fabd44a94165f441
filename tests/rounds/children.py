"""Processes beside the test, spoken to by lines: :mod:`tests.rounds.child`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.databases import Place

ROOT = Path(__file__).parents[2]
READY = "ready"


@contextmanager
def started(module: str, place: Place, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Start a process that runs a module of this folder on a store; it is gone afterwards."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.rounds.child", module, place.where, str(place.keys),
         *map(str, arguments)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            pipe.close()


def wait_until_ready(children: Sequence[subprocess.Popen[str]]) -> None:
    """Wait until each has its store open."""
    for child in children:
        said = child.stdout.readline().strip()
        assert said == READY, f"{child.args} says {said!r}"


def tell(child: subprocess.Popen[str], line: str) -> None:
    """Give a process a line to read."""
    child.stdin.write(line + "\n")
    child.stdin.flush()
