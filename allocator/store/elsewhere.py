"""Looking into another database than the one in use, for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from allocator.store.places import database_of


@contextmanager
def elsewhere(where: str) -> Iterator[BaseDatabaseWrapper]:
    """Use another database in this thread; other threads stay where they are, keys too."""
    settings = connections.configure_settings({"default": database_of(where)})["default"]
    other: BaseDatabaseWrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(
        settings, "default"
    )
    before = connections["default"]
    connections["default"] = other
    try:
        yield other
    finally:
        other.close()
        connections["default"] = before
