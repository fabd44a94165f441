"""A process beside the test: ``python -m tests.rounds.child MODULE WHERE KEYS …``.

Opens the store, and runs ``main`` of a module of this folder with the other arguments.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from allocator.store.connection import connect


def say(text: str) -> None:
    """Say something to the test, at once."""
    print(text, flush=True)


def hear() -> str:
    """Wait for a line of the test."""
    return sys.stdin.readline().strip()


if __name__ == "__main__":
    name, where, keys, *others = sys.argv[1:]
    connect(where, Path(keys))
    import_module(f"tests.rounds.{name}").main(*others)
