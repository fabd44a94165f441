"""A file that appears complete or not at all, and never in the place of another."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allocator.errors import BadCall


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Give an empty file beside ``target`` to write; without an error it gets its name.

    Only its owner can read it.  What was written is on the disk before the name is.

    Raises
    ------
    BadCall
        When something stands there already, or nothing can be written there.
    """
    refuse_there(target)
    made = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield made
        _flush(made)
        _name(made, target)
        _flush(target.parent)
    except OSError as error:
        raise BadCall("cli.cannot_write", path=target, error=error.strerror) from error
    finally:
        made.unlink(missing_ok=True)


def refuse_there(target: Path) -> None:
    """Raise BadCall when something stands there already."""
    if target.exists() or target.is_symlink():
        raise BadCall("cli.target_exists", path=target)


def _name(made: Path, target: Path) -> None:
    """Give a file its name; unlike a rename, a link never replaces what came there meanwhile."""
    try:
        os.link(made, target)
    except FileExistsError:
        raise BadCall("cli.target_exists", path=target) from None
    except OSError:  # a disk that knows no links, such as a USB stick
        refuse_there(target)
        made.rename(target)


def _flush(path: Path) -> None:
    """Wait until the disk has a file, or knows what a folder holds."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
