"""A folder of results that appears complete or not at all.

Files are written to a new folder beside the target and flushed to disk; only then does one
rename put it in place.  A disk that fills up, a kill or an error leaves the target as it was.
An earlier plan in the target is replaced; anything else there is refused.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from errno import EACCES, ENOTDIR
from pathlib import Path
from stat import S_IMODE

from allocator.errors import BadCall

AT_FDCWD = -100
RENAME_EXCHANGE = 2
REJECTED = ".rejected"

OURS = frozenset(
    {
        "proposals.csv",
        "unplaced.csv",
        "wijken.csv",
        "stays.csv",
        "moves.csv",
        "occupancy.csv",
        "shortages.csv",
        "announced.csv",
        "summary.json",
        "report.html",
        "plan.xlsx",
    }
)


def refuse_nameless(target: Path) -> None:
    """Make sure that ``target`` has a name of its own, so that a rename can put it in place.

    Raises
    ------
    BadCall
        When it is ``.``, ``..`` or the root.
    """
    if target.name in ("", ".."):
        raise BadCall("cli.out_no_name", path=target)


def refuse_foreign(target: Path, ours: Collection[str] = OURS) -> None:
    """Make sure that results may stand at ``target``.

    Raises
    ------
    BadCall
        When it is a file, or a folder that holds anything but an earlier plan.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise BadCall("cli.out_is_file", path=target)
    if target.is_dir():
        foreign = sorted(entry.name for entry in target.iterdir() if entry.name not in ours)
        if foreign:
            raise BadCall("cli.out_has_others", path=target, files=", ".join(foreign[:3]))


def refuse_unwritable(target: Path) -> None:
    """Make sure, as far as can be told beforehand, that ``target`` can be made.

    Raises
    ------
    BadCall
        When the nearest folder above it is none, or may not be written in.
    """
    above = target.absolute().parent
    while not above.exists() and not above.is_symlink():
        above = above.parent
    problem = EACCES if above.is_dir() else ENOTDIR
    if problem == ENOTDIR or not os.access(above, os.W_OK | os.X_OK):
        raise BadCall("cli.cannot_write", path=target, error=f"{above}: {os.strerror(problem)}")


def rejected_beside(target: Path) -> Path:
    """Make sure that a plan can be put at ``target``; return where one that fails is put.

    Raises
    ------
    BadCall
        When one of them cannot be used.
    """
    refuse_nameless(target)
    rejected = target.with_name(target.name + REJECTED)
    for folder in (target, rejected):
        refuse_foreign(folder)
    refuse_unwritable(target)
    return rejected


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Give a new folder beside ``target`` to write in; it is gone afterwards unless put in place.

    Raises
    ------
    BadCall
        When no folder can be made there.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent))
    except OSError as error:
        raise BadCall("cli.cannot_write", path=target, error=error.strerror) from error
    try:
        made.chmod(0o777 & ~_umask())
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def write_file(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put_in_place(made: Path, target: Path) -> None:
    """Make ``made`` the folder ``target``, in one step; an earlier one is removed after it."""
    _flush_folder(made)
    if not target.exists():
        made.rename(target)
        _flush_folder(target.parent)
        return
    made.chmod(S_IMODE(target.stat().st_mode))  # who could not read it still cannot
    if not _exchange(made, target):
        with new_folder(target) as aside:
            target.rename(aside)
            try:
                made.rename(target)
            except BaseException:
                aside.rename(target)
                raise
    _flush_folder(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can; say whether it did.

    Python has no name for this call of Linux; without it there is a moment, between two
    renames, in which the target is not there (both plans are, beside it).
    """
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(swap(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0)


def _umask() -> int:
    """Return which permissions new folders of this user do not get."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _flush_folder(folder: Path) -> None:
    """Wait until the disk knows what the folder holds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
