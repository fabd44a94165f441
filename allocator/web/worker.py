"""The worker: solves what people asked for, one thing after the other.

``python -m allocator.web.worker`` beside the pages; ``allocator serve`` starts it.  There is one
per store: what it finds half done at its start was broken off with the worker before it.
"""

from __future__ import annotations

import os
from pathlib import Path

from allocator.web import logs
from allocator.web.tied import end_with_parent

SETTINGS = "allocator.web.settings"
INTERVAL = "0.5"  # seconds between two looks
NICE = 10  # a solve takes all it can get, so whoever opens a page goes first


def main() -> None:
    """Work until somebody says stop."""
    end_with_parent()
    logs.set_up()
    os.nice(NICE)
    connected()
    from django.core.management import call_command

    from allocator.rounds.asking import broken_off
    from allocator.web import watching

    broken_off()
    watching.begin()
    call_command("db_worker", interval=float(INTERVAL), startup_delay=False, reload=False)


def connected() -> None:
    """Connect to the store that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from allocator.store.connection import connect
    from allocator.store.places import KEYS, STORE

    connect(os.environ[STORE], Path(os.environ[KEYS]))


if __name__ == "__main__":
    main()
