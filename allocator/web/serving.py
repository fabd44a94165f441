"""Starting the pages: the server and the worker beside it, both ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from allocator.errors import BadCall
from allocator.store.places import KEYS, STORE
from allocator.web.configuration import MODE, SECRET_KEY, TODAY, configuration
from allocator.web.worker import SETTINGS

LOOK = 0.3  # seconds between two looks at the processes
LEAST_SECRET = 50  # characters, as Django's own check asks


@dataclass(frozen=True)
class Place:
    """Where the pages are: store, keys, host and port."""

    store: str
    keys: Path
    host: str
    port: int
    workers: int


def prepare(place: Place, *, demo: Path | None) -> dict[str, str]:
    """Make the store ready, and return the environment of the server and the worker.

    Parameters
    ----------
    demo
        The sample to load for a demonstration; ``None`` in production.

    Raises
    ------
    BadCall
        All that is missing or unsafe, together.
    """
    env = {
        **os.environ,
        STORE: place.store,
        KEYS: str(place.keys),
        MODE: "production" if demo is None else "demo",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }
    ours = configuration(env)
    env[SECRET_KEY] = ours.secret_key
    if demo is not None:
        env["ALLOCATOR_HOSTS"] = f"localhost,127.0.0.1,{place.host}"
    else:
        _refuse_unsafe(env)
    os.environ.update(env)
    from allocator.store.connection import connect

    connect(place.store, place.keys, create=demo is not None)
    from allocator.web.models import Account

    if demo is not None:
        from allocator.web import demo as demonstration

        env[TODAY] = demonstration.make(demo).isoformat()
    elif Account.objects.filter(demo=True).exists():
        raise BadCall("serve.demo_accounts")
    from django.db import connections

    connections.close_all()
    return env


def _refuse_unsafe(env: Mapping[str, str]) -> None:
    """Raise BadCall when something that production needs is not there."""
    ours = configuration(env)
    if not ours.secret_given or len(ours.secret_key) < LEAST_SECRET:
        raise BadCall("serve.no_secret", least=LEAST_SECRET)
    if not ours.hosts:
        raise BadCall("serve.no_hosts")
    if "*" in ours.hosts:
        raise BadCall("serve.any_host")


def run(place: Place, env: Mapping[str, str]) -> int:
    """Run the server and the worker until somebody says stop; return the exit code.

    A worker that ends is started again; when the server ends, all do.
    """
    ending = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        nonlocal ending
        ending = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    server = _start(
        "allocator.web.server", f"{place.host}:{place.port}", str(place.workers), env=env
    )
    worker = _start("allocator.web.worker", env=env)
    try:
        while not ending and server.poll() is None:
            if worker.poll() is not None:
                worker = _start("allocator.web.worker", env=env)
            time.sleep(LOOK)
    finally:
        for process in (worker, server):
            _stop(process)
    return 0 if ending else 1


def _start(module: str, *arguments: str, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # A process group of its own: Ctrl-C reaches us alone, and we end both in order.
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", module, *arguments], env=dict(env), start_new_session=True
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
