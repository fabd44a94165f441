"""A full disk: a clear error, the store as it was, and on with the work when there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from allocator.errors import BadCall, StoreFailed
from allocator.reading import digest
from allocator.rounds import auditing, importing
from allocator.rounds.case import known
from allocator.store import log
from allocator.store.backup import backup
from allocator.store.connection import failing
from allocator.store.models import Household, LogEntry
from tests.databases import Place, used
from tests.programs import programs
from tests.rounds.children import started, tell, wait_until_ready
from tests.rounds.people import NIJMEGEN, imported, team
from tests.rounds.whole import assert_whole

__all__ = ["programs"]

MIB = 1 << 20


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of its own, of a few MiB.

    Not in a folder of pytest: each session closes those of all others, and the server of
    PostgreSQL may run as somebody else.
    """
    folder = Path(tempfile.mkdtemp(prefix="plaatswijs-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={4 * MIB}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except OSError:
        folder.rmdir()
        pytest.skip("there is no mount here")
    if done.returncode:
        folder.rmdir()
        pytest.skip("only root can make a small disk, and not everywhere")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


def resize(disk: Path, size: int) -> None:
    """Make a small disk larger."""
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Fill a disk but for so many bytes; return the file that fills it."""
    ballast = disk / "ballast"
    free = shutil.disk_usage(disk).free
    with ballast.open("wb") as file:
        file.write(bytes(max(0, free - leave)))
    return ballast


def refused_as_full_and_unchanged() -> None:
    """A step that does not fit is refused, and the store is as it was."""
    before, entries = digest(known().instance), log.head()
    with pytest.raises(StoreFailed, match=r"store\.full"):
        importing.apply(team(), NIJMEGEN)
    assert log.head() == entries
    assert digest(known().instance) == before
    assert Household.objects.count() == 6
    assert_whole()


def goes_on() -> None:
    """The step that did not fit is taken."""
    entries = LogEntry.objects.count()
    importing.apply(team(), NIJMEGEN)
    assert LogEntry.objects.count() == entries + 1
    assert Household.objects.filter(gone_n=None).count() > 500
    assert_whole()


def test_a_file_that_may_not_grow(file):
    imported()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 4}")
        refused_as_full_and_unchanged()
        cursor.execute("PRAGMA max_page_count = 1000000")
    goes_on()


def test_a_process_that_may_not_write_long_files(file):
    imported()
    before, entries = digest(known().instance), log.head()
    with started("limited", file, 256 * 1024) as child:
        wait_until_ready([child])
        assert child.stdout.readline().split() == ["StoreFailed", "store.full"]
        assert (log.head(), digest(known().instance)) == (entries, before)
        assert_whole()
        tell(child, "no limit")
        assert child.stdout.readline().split() == ["done"]
    assert Household.objects.filter(gone_n=None).count() > 500
    assert_whole()


@pytest.mark.parametrize("leave", [0, 64 * 1024, MIB], ids=["nothing", "64 KiB", "1 MiB"])
def test_a_disk_without_room_sqlite(databases, small_disk, leave):
    with used(databases.new("sqlite", small_disk)):
        imported()
        ballast = fill(small_disk, leave)
        refused_as_full_and_unchanged()
        ballast.unlink()
        resize(small_disk, 64 * MIB)
        goes_on()


def test_postgresql_may_say_it_in_any_language():
    with pytest.raises(StoreFailed, match=r"store\.full"), failing():
        raise OperationalError("onvoldoende schijfruimte") from psycopg.errors.DiskFull("vol")


def test_a_file_that_was_cut_off_is_not_called_a_full_disk(file):
    imported()
    connections.close_all()
    os.truncate(file.where, Path(file.where).stat().st_size // 2)
    with pytest.raises(StoreFailed, match=r"store\.failed"), used(file):
        imported(NIJMEGEN)


def test_a_disk_without_room_postgresql(databases, small_disk, tmp_path):
    with on_a_small_disk(databases, small_disk, tmp_path) as place, used(place):
        imported()
        ballast = fill(small_disk, 0)
        refused_as_full_and_unchanged()
        ballast.unlink()
        goes_on()


@contextmanager
def on_a_small_disk(databases, small_disk: Path, tmp_path: Path) -> Iterator[Place]:
    """Have the tables of a store on a small disk."""
    resize(small_disk, 64 * MIB)
    place = databases.new("postgresql", tmp_path)
    name = psycopg.conninfo.conninfo_to_dict(place.where)["dbname"]
    with psycopg.connect(databases._uri, autocommit=True) as admin:
        (data,) = admin.execute("SHOW data_directory").fetchone()
        server = Path(data).stat()  # the server may run as another user than the tests
        tables = small_disk / "tables"
        tables.mkdir()
        os.chown(tables, server.st_uid, server.st_gid)
        small_disk.chmod(0o711)
        admin.execute(f"CREATE TABLESPACE small_{name} LOCATION '{tables}'")
        try:
            admin.execute(f"ALTER DATABASE {name} SET TABLESPACE small_{name}")
            yield place
        finally:  # before the disk goes: else no checkpoint of the server succeeds any more
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
            admin.execute(f"DROP TABLESPACE small_{name}")


def test_a_backup_that_does_not_fit_leaves_nothing(place, small_disk, programs):
    imported()
    ballast = fill(small_disk, 32 * 1024)
    with pytest.raises(StoreFailed, match=r"store\.full"):
        backup(small_disk / "store.backup")
    assert list(small_disk.iterdir()) == [ballast]
    ballast.unlink()
    assert backup(small_disk / "store.backup").head == log.head()[1]


def test_an_exported_log_that_does_not_fit_leaves_nothing(file, small_disk):
    imported()
    for _ in range(40):
        auditing.verify(team())
    ballast = fill(small_disk, 4096)
    with pytest.raises(BadCall, match="cannot_write"):
        auditing.export(team(), small_disk / "log.jsonl")
    assert list(small_disk.iterdir()) == [ballast]
    ballast.unlink()
    assert auditing.export(team(), small_disk / "log.jsonl").entries == log.head()[0]
