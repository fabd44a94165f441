"""Connecting: which database, which keys, and whether its tables are there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from allocator.errors import AllocatorError, BadCall
from allocator.store.keychain import keychain
from allocator.store.keys import KeyRing, read_keys, write_keys
from allocator.store.places import database_of, is_postgres

SETTINGS = "allocator.store.settings"
# What SQLite and PostgreSQL say when there is no room left.
FULL = ("database or disk is full", "no space left", "disk i/o error", "could not extend")


class StoreFailed(AllocatorError):
    """The database refused; nothing was changed.  ``message`` is a message id."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


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
            raise BadCall("store.none", path=where)
        if not file.parent.is_dir():
            raise BadCall("store.no_folder", path=where)
    with failing():
        executor = MigrationExecutor(connections["default"])
        begun = bool(executor.loader.applied_migrations)
        if not begun and not create:
            raise BadCall("store.none", path=where if not is_postgres(where) else "")
        keychain.take(_ring(keys, fresh=not begun))
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
        if any(words in said.lower() for words in FULL):
            raise StoreFailed("store.full") from error
        if "locked" in said:
            raise StoreFailed("store.busy") from error
        raise StoreFailed("store.failed", said=said) from error
    except DatabaseError as error:
        raise StoreFailed("store.failed", said=type(error).__name__) from error


def _ring(path: Path, *, fresh: bool) -> KeyRing:
    """Return the master keys; fresh ones for a store that begins."""
    if fresh and not path.exists():
        ring = KeyRing.new()
        write_keys(ring, path)
        return ring
    return read_keys(path)
