"""Connecting: which database, which keys, and whether its tables are there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import django
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from allocator.errors import BadCall, StoreFailed
from allocator.store.keychain import keychain
from allocator.store.keys import KeyRing, read_keys, write_keys
from allocator.store.places import database_of, is_postgres

SETTINGS = "allocator.store.settings"
# Codes of SQLite and PostgreSQL, whose words differ by language: there is no room left (a file may
# not grow is a failed write), and somebody else holds what is needed.
FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "53100")
BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03")


def connect(where: str, keys: Path, *, create: bool = False) -> None:
    """Use a database from now on, in this process.

    Parameters
    ----------
    where
        Path of an SQLite file, or ``postgresql://…``.
    keys
        The file with the master keys.
    create
        Make the tables, and the keys, where there are none yet.

    Raises
    ------
    BadCall
        When there is no such store, or its keys are not there.
    StoreFailed
        When the database does not answer.
    """
    prepare()
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings(
        {"default": database_of(where)}
    )["default"]
    if not is_postgres(where):
        file = Path(where)
        if not create and not file.is_file():
            raise BadCall("store.none", path=f" ({where})")
        if not file.parent.is_dir():
            raise BadCall("store.no_folder", path=where)
    with failing():
        executor = MigrationExecutor(connections["default"])
        begun = bool(executor.loader.applied_migrations)
        if not begun and not create:
            raise BadCall("store.none", path="" if is_postgres(where) else f" ({where})")
        keychain.take(_ring(keys, fresh=not begun), keys)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)


def prepare() -> None:
    """Let Django know its settings, once per process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


@contextmanager
def failing() -> Iterator[None]:
    """Turn what the database says when it cannot go on into an error of ours."""
    try:
        yield
    except OperationalError as error:
        said = str(error).strip().splitlines()[0] if str(error).strip() else ""
        code = _code(error)
        if code in FULL:
            raise StoreFailed("store.full") from error
        if code.startswith(BUSY):
            raise StoreFailed("store.busy") from error
        raise StoreFailed("store.failed", said=said) from error
    except DatabaseError as error:
        raise StoreFailed("store.failed", said=type(error).__name__) from error


def _code(error: OperationalError) -> str:
    """Return the code that the database gave to an error."""
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return name or ""


def _ring(path: Path, *, fresh: bool) -> KeyRing:
    """Return the master keys; fresh ones for a store that begins."""
    if fresh and not path.exists():
        with suppress(FileExistsError):  # somebody began at the same moment: then those are used
            write_keys(KeyRing.new(), path, new=True)
    return read_keys(path)
