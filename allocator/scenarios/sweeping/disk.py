"""Files that appear whole or not at all, in a folder that one sweep uses at a time."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from allocator.errors import BadCall
from allocator.report.folder import write_file
from allocator.scenarios.sweeping.identity import Identity

NEW = ".new"


def put(path: Path, content: bytes) -> None:
    """Put a file in place: whole, and known to the disk."""
    new = path.with_name(f".{path.name}{NEW}")
    new.unlink(missing_ok=True)
    try:
        write_file(new, content)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_halves(folder: Path) -> None:
    """Remove what a sweep that was killed was writing."""
    for path in folder.glob(f".*{NEW}"):
        path.unlink()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Make a folder where there is none, and let nobody else write in it meanwhile.

    Raises
    ------
    BadCall
        When another sweep does, or no folder can be made there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise BadCall("cli.cannot_write", path=folder, error=error.strerror) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BadCall("sweep.store_busy", path=folder) from error
        yield
    finally:
        os.close(handle)  # and with it the lock, as also when this process is killed


def read_identity(path: Path) -> Identity | None:
    """Return what the sweep of a store is; ``None`` for a new store, in an empty folder.

    Raises
    ------
    BadCall
        When there is something else.
    """
    if not path.exists() and not any(path.parent.iterdir()):
        return None
    try:
        found = json.loads(path.read_text("utf-8"))
        whole = isinstance(found["versions"], dict) and all(
            isinstance(scenario, dict) for scenario in found["scenarios"].values()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise BadCall("sweep.no_store", path=path.parent)
    return cast(Identity, found)


def write_identity(path: Path, identity: Identity) -> None:
    """Write what the sweep of a store is."""
    put(path, (json.dumps(identity, ensure_ascii=False, indent=2) + "\n").encode())
