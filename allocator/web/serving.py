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

from allocator.errors import BadCall, BadCalls
from allocator.store.places import KEYS, STORE
from allocator.web.configuration import HOSTS, MODE, SECRET_KEY, TODAY, configuration, unsafe
from allocator.web.environment.reading import loopback
from allocator.web.worker import SETTINGS

LOOK = 0.3  # seconds between two looks at the processes


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
    BadCalls
        All that is missing or unsafe, together; then nothing was changed.
    BadCall
        When there is no store, or it is not a demonstration.
    """
    env = _environment(place, demo)
    os.environ.update(env)
    _refuse_unsafe(env, place)
    from allocator.store.connection import connect

    connect(place.store, place.keys, create=demo is not None)
    if demo is not None:
        from allocator.web import demo as demonstration

        env[TODAY] = demonstration.make(demo).isoformat()
    from django.db import connections

    connections.close_all()
    return env


def _environment(place: Place, demo: Path | None) -> dict[str, str]:
    """Return the environment that we were given, with what the command says in it."""
    env = {
        **os.environ,
        STORE: place.store,
        KEYS: str(place.keys),
        MODE: "production" if demo is None else "demo",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }
    if demo is not None:
        env[HOSTS] = f"localhost,127.0.0.1,[::1],{place.host}"
        env[TODAY] = ""  # the sample has a day of its own
    return env


def _refuse_unsafe(env: dict[str, str], place: Place) -> None:
    """Raise BadCalls when something cannot be used, or production lacks something.

    Where the provider of single sign-on is, is looked up when all else is right, and goes into
    ``env``; so does a secret that holds until the pages stop, when a demonstration has none.
    """
    from allocator.web.environment.discovery import discover

    ours = configuration(env)
    found = list(ours.faults)
    if not ours.demo:
        found += unsafe(ours)
        if _demo_accounts(place):
            found.append(BadCall("serve.demo_accounts"))
    elif not loopback(place.host):
        found.append(BadCall("serve.open_demo", host=place.host))
    if not found and ours.sso is not None:
        found = discover(ours.sso, env)
    if found:
        raise BadCalls(found)
    env[SECRET_KEY] = ours.secret_key


def _demo_accounts(place: Place) -> bool:
    """Whether the store has accounts with a password that everybody knows; changes nothing in it.

    A store that is not there, or has no accounts yet, has none; what is wrong with it is told
    when it is used.
    """
    from django.db import DatabaseError

    from allocator.errors import AllocatorError
    from allocator.store.connection import prepare as know_settings
    from allocator.store.elsewhere import elsewhere
    from allocator.store.places import is_postgres

    if not is_postgres(place.store) and not Path(place.store).is_file():
        return False
    know_settings()
    try:
        with elsewhere(place.store) as store, store.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM web_account WHERE demo")
            return bool(cursor.fetchone()[0])
    except (AllocatorError, DatabaseError):
        return False


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
