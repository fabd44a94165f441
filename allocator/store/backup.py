"""A backup of the store while it is in use, and putting one back.

SQLite: one file, made with ``VACUUM INTO``.  PostgreSQL: an archive of ``pg_dump``.  Either is the
store as it was at one moment, however many write meanwhile.  The master keys are not in it: keep
them apart, or who finds the backup has the special fields too.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from errno import ENOSPC
from pathlib import Path
from urllib.parse import quote

from django.db import connection, transaction

from allocator.errors import BadCall, StoreFailed
from allocator.store import log, pgtools
from allocator.store.chain import FIRST
from allocator.store.connection import failing, prepare
from allocator.store.elsewhere import elsewhere
from allocator.store.keys import read_keys
from allocator.store.newfile import new_file, refuse_there
from allocator.store.places import is_postgres
from allocator.store.soundness import DAMAGED, Report, examine

SQLITE, POSTGRES = b"SQLite format 3\0", b"PGDMP"
# What SQLite keeps beside a file that is in use, or was when the power went.
BESIDE = ("-wal", "-shm", "-journal")
NEWEST = "SELECT n, hash FROM store_logentry ORDER BY n DESC LIMIT 1"


@dataclass(frozen=True)
class Backup:
    """A backup that was made: the number of entries in its log, and the hash of the newest."""

    path: Path
    entries: int
    head: str


def backup(target: Path) -> Backup:
    """Write the store in use to a new file; complete or not at all.

    Raises
    ------
    BadCall
        When something stands at ``target``, or ``pg_dump`` is not there.
    StoreFailed
        When it could not be written.
    """
    with new_file(target) as made, failing():
        entries, head = _dump(made) if connection.vendor == "postgresql" else _copy(made)
    return Backup(target, entries, head)


def restore(source: Path, where: str, keys: Path, *, check: bool) -> Report:
    """Examine a backup and, when nothing is wrong with it, make it a store.

    Parameters
    ----------
    where
        Where the store will be: a file that is not there yet, or an empty PostgreSQL database.
        To check only, any database of the server that may have a scratch database beside it.
    keys
        The file with the master keys that belong to the backup.
    check
        Examine only: no store is touched.

    Raises
    ------
    BadCall
        When there is no such backup, it is of the other kind of database, or there is a store
        already.
    StoreFailed
        When the database refused.
    """
    prepare()
    postgres = _of_postgres(source)
    if postgres != is_postgres(where):
        raise BadCall("store.other_kind", path=source)
    read_keys(keys)
    if not check:
        _refuse_store(where)
    return (_restore_archive if postgres else _restore_file)(source, where, keys, check=check)


def _copy(made: Path) -> tuple[int, str]:
    """Copy the SQLite file in use; return the number and hash of the newest entry in the copy."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(made)])
    address = f"file:{quote(str(made.absolute()))}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as copy:
        newest: tuple[int, str] | None = copy.execute(NEWEST).fetchone()
    return newest or (0, FIRST)


def _dump(made: Path) -> tuple[int, str]:
    """Dump the PostgreSQL database in use; return number and hash of the newest entry in it."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        pgtools.run(
            "pg_dump", pgtools.address(connection.settings_dict), "--format=custom",
            "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={made}",
        )  # fmt: skip
        return log.head()


def _of_postgres(source: Path) -> bool:
    """Whether a backup is one of PostgreSQL."""
    try:
        with source.open("rb") as file:
            begin = file.read(len(SQLITE))
    except OSError as error:
        raise BadCall("store.no_backup", path=source) from error
    if begin != SQLITE and not begin.startswith(POSTGRES):
        raise BadCall("store.not_a_backup", path=source)
    return begin != SQLITE


def _refuse_store(where: str) -> None:
    """Raise BadCall when there is a store already, or what is left of one."""
    if not is_postgres(where):
        for name in (where, *(where + end for end in BESIDE)):
            refuse_there(Path(name))
        return
    with failing(), elsewhere(where) as there:
        names = there.introspection.table_names()
    if any(name.startswith(("store_", "django_")) for name in names):
        raise BadCall("store.there_already")


def _restore_file(source: Path, where: str, keys: Path, *, check: bool) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "store.sqlite3"
        _copy_aside(source, copy)
        report = _examine(str(copy), keys)
    if check or report.problems:
        return report
    with new_file(Path(where)) as made:
        shutil.copyfile(source, made)
    return replace(report, in_place=True)


def _restore_archive(source: Path, where: str, keys: Path, *, check: bool) -> Report:
    with pgtools.scratch(where) as aside:
        try:
            _load(source, aside)
        except StoreFailed as error:
            if error.message != "store.program_failed":
                raise
            return Report(problems=(DAMAGED,))
        report = _examine(aside, keys)
    if check or report.problems:
        return report
    _load(source, where)
    return replace(report, in_place=True)


def _load(source: Path, where: str) -> None:
    """Load an archive into an empty database; complete or not at all."""
    pgtools.run(
        "pg_restore", where, "--single-transaction", "--no-owner", "--no-privileges", str(source)
    )


def _copy_aside(source: Path, copy: Path) -> None:
    try:
        shutil.copyfile(source, copy)
    except OSError as error:
        if error.errno == ENOSPC:
            raise StoreFailed("store.full") from error
        raise BadCall("store.no_backup", path=source) from error


def _examine(where: str, keys: Path) -> Report:
    """Examine a copy that nobody else uses."""
    try:
        with failing(), elsewhere(where):
            return examine(read_keys(keys))
    except StoreFailed as error:
        if error.message != "store.failed":
            raise
    except ValueError:  # a day or a number that is none
        pass
    return Report(problems=(DAMAGED,))
