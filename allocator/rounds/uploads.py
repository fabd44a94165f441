"""Files that somebody wants to import, kept until they are imported or not.

They stand in a folder of their own, under a name that nobody can guess, that only the account of
the machine can enter, and that only who sent them can name.  They are never in the database, and
are gone after they were imported or taken away, or an hour later: :func:`sweep`.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allocator.errors import StoreFailed
from allocator.reading.faults import shown
from allocator.reading.untrusted import Arrived, put

KEPT = 60 * 60  # seconds
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
PRIVATE = 0o700


@dataclass(frozen=True)
class Upload:
    """Files that are kept: the instance, and what to call it."""

    path: Path
    name: str


def keep(who: str, day: date, arrived: Sequence[Arrived]) -> str:
    """Keep files for who sent them; return the word that leads to them.

    Raises
    ------
    BadInput
        When they may not be read; then nothing is kept.
    StoreFailed
        When there is no place for them that is ours alone.
    """
    sweep()
    token = secrets.token_urlsafe(32)
    folder = _place() / token
    folder.mkdir(PRIVATE)
    try:
        path = put(arrived, folder)
        name = arrived[0].name if len(arrived) == 1 else f"csv {day.isoformat()}"
        _write(folder / "who", who)
        _write(folder / "name", shown(Path(name).name))
        _write(folder / "path", path.name)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return token


def kept(who: str, token: str) -> Upload | None:
    """Return the files that a word leads to; none when they are not there, or of somebody else."""
    folder = _folder(token)
    if folder is None or _age(folder) > KEPT:
        return None
    if not hmac.compare_digest(_read(folder / "who").encode(), who.encode()):
        return None
    return Upload(folder / _read(folder / "path"), _read(folder / "name"))


def drop(who: str, token: str) -> None:
    """Take files away."""
    if kept(who, token) is not None:
        shutil.rmtree(_place() / token, ignore_errors=True)


def sweep() -> int:
    """Take away what is kept for more than an hour; return how many."""
    late = [folder for folder in _all() if _age(folder) > KEPT]
    for folder in late:
        shutil.rmtree(folder, ignore_errors=True)
    return len(late)


def _place() -> Path:
    """Return the folder of all uploads, made when it is not there.

    Raises
    ------
    StoreFailed
        When somebody else made it, or can look into it.
    """
    place = Path(tempfile.gettempdir()) / f"plaatswijs-{os.geteuid()}"
    place.mkdir(PRIVATE, exist_ok=True)
    found = place.lstat()
    open_to_others = found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or open_to_others:
        raise StoreFailed("store.upload_place", path=place)
    return place


def _all() -> Iterator[Path]:
    return (folder for folder in _place().iterdir() if TOKEN.fullmatch(folder.name))


def _folder(token: str) -> Path | None:
    folder = _place() / token if TOKEN.fullmatch(token) else None
    return folder if folder is not None and (folder / "path").is_file() else None


def _age(folder: Path) -> float:
    """Return how long ago files came, in seconds; one that is being taken away is not old."""
    try:
        return time.time() - folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _write(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


def _read(file: Path) -> str:
    return file.read_text("utf-8")
