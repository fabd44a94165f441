"""A backup is the store at one moment, whoever writes meanwhile; what is wrong with it is told."""

from __future__ import annotations

import base64
import json
import os
import secrets
import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import DatabaseError, connections

from allocator.errors import BadCall, Refused, StoreFailed
from allocator.reading import digest
from allocator.rounds import deciding, keeping
from allocator.rounds.case import known
from allocator.rounds.use import Actor
from allocator.store import log, pgtools
from allocator.store.backup import backup, restore
from allocator.store.connection import connect
from allocator.store.keys import KeyRing, write_keys
from allocator.store.models import Candidate, Draft, DraftRow, Household, LogEntry
from allocator.store.soundness import DAMAGED, Problem
from tests.databases import Place, used
from tests.programs import programs
from tests.rounds.people import NIJMEGEN, sent, team
from tests.store.tampering import drop_triggers, say

__all__ = ["programs"]
pytestmark = pytest.mark.usefixtures("programs")

AT_LEAST = 5  # decisions that must have been written while the backup was made


@pytest.fixture
def empty(place, databases, tmp_path) -> str:
    """Where a store can be restored to."""
    if place.kind == "sqlite":
        return str(tmp_path / "restored.sqlite3")
    name = f"empty_{secrets.token_hex(4)}"
    databases._run(f"CREATE DATABASE {name}")
    return databases._named(name)


def scratch_databases() -> list[str]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'plaatswijs_check%'")
        return [name for (name,) in cursor.fetchall()]


def said(place: Place, source: Path, keys: Path | None = None):
    """Return what a check says, having made sure that it touches nothing."""
    before = digest(known().instance), log.head()
    report = restore(source, place.where, keys or place.keys, check=True)
    assert (digest(known().instance), log.head()) == before
    if place.kind == "postgresql":
        assert scratch_databases() == []
    return report


# --- making one ---------------------------------------------------------------------------------


def test_a_backup_is_checked_and_restored_and_is_the_same_store(place, empty, tmp_path):
    sent()
    done = keeping.back_up(team(), tmp_path / "store.backup")
    before = digest(known().instance)
    rows = {model: set(model.objects.values_list("pk", flat=True)) for model in
            (Candidate, Draft, DraftRow, Household, LogEntry)}  # fmt: skip
    assert (done.entries, done.head) == log.head()
    assert LogEntry.objects.get(n=done.entries).action == "backup"
    assert done.path.stat().st_mode & 0o777 == 0o600
    report = said(place, done.path)
    assert report.problems == ()
    assert (report.entries, report.head) == (done.entries, done.head)
    assert (report.rounds, report.households, report.in_place) == (1, 6, False)
    assert restore(done.path, empty, place.keys, check=False).in_place
    assert digest(known().instance) == before  # this process still uses the store it used
    connect(empty, place.keys)
    assert digest(known().instance) == before
    assert {model: set(model.objects.values_list("pk", flat=True)) for model in rows} == rows
    assert log.verify(done.head) == log.Chain(done.entries, done.head, None, done.entries)
    with pytest.raises(DatabaseError, match="append-only"):
        say("DELETE FROM store_logentry")


class Writer(threading.Thread):
    """Somebody who decides without end."""

    def __init__(self, pairs) -> None:
        super().__init__()
        self.pairs, self.written, self.stop, self.error = pairs, 0, threading.Event(), None

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                pair = self.pairs[self.written % len(self.pairs)]
                deciding.lock(team(), pair, locked=self.written % 2 == 0)
                self.written += 1
        except BaseException as error:
            self.error = error
        finally:
            connections.close_all()

    def wait_for(self, number: int) -> None:
        while self.written < number and self.is_alive():
            self.stop.wait(0.005)


def test_a_backup_under_a_live_writer_is_one_moment_of_the_store(place, tmp_path):
    pairs = sent(NIJMEGEN)
    begun = log.head()[0]
    writer = Writer(pairs)
    writer.start()
    made = []
    try:
        for number in range(4):
            writer.wait_for(writer.written + AT_LEAST)
            made.append(backup(tmp_path / f"{number}.backup"))
        writer.wait_for(writer.written + AT_LEAST)
    finally:
        writer.stop.set()
        writer.join()
    assert writer.error is None
    assert log.head()[0] == begun + writer.written  # nothing was lost, and nobody was refused
    assert begun < made[0].entries < made[-1].entries < log.head()[0]
    for done in made:
        report = restore(done.path, place.where, place.keys, check=True)
        assert (report.problems, report.entries, report.head) == ((), done.entries, done.head)
        assert log.verify(done.head).kept_at == done.entries


def test_a_backup_never_takes_the_place_of_another_file(place, tmp_path):
    (tmp_path / "store.backup").write_text("something else")
    entries = log.head()
    with pytest.raises(BadCall, match="target_exists"):
        keeping.back_up(team(), tmp_path / "store.backup")
    assert (tmp_path / "store.backup").read_text() == "something else"
    assert log.head() == entries
    with pytest.raises(BadCall, match="cannot_write"):
        keeping.back_up(team(), tmp_path / "none" / "store.backup")


def test_a_backup_that_fails_leaves_nothing(place, tmp_path, monkeypatch):
    folder = tmp_path / "backups"
    folder.mkdir()

    def fails(*_):
        raise StoreFailed("store.full")

    monkeypatch.setattr(pgtools, "run", fails)
    monkeypatch.setattr("allocator.store.backup.NEWEST", "SELECT nothing FROM nowhere")
    with pytest.raises((StoreFailed, sqlite3.Error)):
        backup(folder / "store.backup")
    assert list(folder.iterdir()) == []


def test_a_backup_is_for_the_team(place, tmp_path):
    with pytest.raises(Refused, match="not_for_role"):
        keeping.back_up(Actor("carla", "auditor"), tmp_path / "store.backup")
    assert not (tmp_path / "store.backup").exists()


def test_the_keys_are_not_in_a_backup(file, tmp_path):
    sent()
    done = backup(tmp_path / "store.backup")
    held = done.path.read_bytes()
    for key in json.loads(file.keys.read_text())["keys"].values():
        assert key.encode() not in held
        assert base64.b64decode(key) not in held


def test_without_its_program_there_is_no_backup(databases, tmp_path, monkeypatch):
    with used(databases.new("postgresql", tmp_path)):
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(BadCall, match="no_program"):
            backup(tmp_path / "store.backup")


# --- what is wrong with one ---------------------------------------------------------------------


@pytest.fixture
def made(place, tmp_path) -> Path:
    """A backup of a round that was sent."""
    sent()
    return keeping.back_up(team(), tmp_path / "store.backup").path


def test_a_backup_that_was_cut_off_is_damaged(place, made):
    os.truncate(made, made.stat().st_size * 2 // 3)
    assert said(place, made).problems == (DAMAGED,)


def test_a_backup_with_pages_of_nothing_is_damaged(place, made):
    size = made.stat().st_size
    with made.open("r+b") as opened:
        opened.seek(size // 3)
        opened.write(bytes(size // 3))
    assert said(place, made).problems == (DAMAGED,)


def test_what_is_no_backup_is_not_taken_for_one(place, tmp_path):
    (tmp_path / "text").write_text("SQLite is nice")
    for name, message in (("text", "not_a_backup"), ("none", "no_backup")):
        with pytest.raises(BadCall, match=message):
            restore(tmp_path / name, place.where, place.keys, check=True)


def test_a_backup_of_the_other_kind_of_database_is_refused(place, made):
    other = "postgresql:///x" if place.kind == "sqlite" else "x.sqlite3"
    with pytest.raises(BadCall, match="other_kind"):
        restore(made, other, place.keys, check=True)


def test_keys_of_another_store_do_not_fit(place, made, empty, tmp_path):
    other = tmp_path / "other.keys"
    write_keys(KeyRing.new(), other)
    problem = Problem("store.keys_do_not_fit", (("count", 6),))
    assert said(place, made, other).problems == (problem,)
    report = restore(made, empty, other, check=False)
    assert (report.problems, report.in_place) == ((problem,), False)
    assert restore(made, empty, place.keys, check=False).in_place  # nothing stood in the way


def test_the_keys_must_be_there(place, made, tmp_path):
    with pytest.raises(BadCall, match="no_keys"):
        restore(made, place.where, tmp_path / "none.keys", check=True)


def test_a_tampered_log_is_told_where(place, made, tmp_path):
    drop_triggers()
    say("UPDATE store_logentry SET who = 'bram' WHERE n = 3")
    report = said(place, backup(tmp_path / "tampered").path)
    assert report.problems == (Problem("store.chain_broken", (("n", 3),)),)
    assert report.entries == log.head()[0]


def test_a_moved_value_does_not_open(place, made, tmp_path):
    one, two = Household.objects.order_by("pk")[:2]
    moved = "UPDATE store_household SET support = (SELECT support FROM store_household WHERE row"
    say(f"{moved} = %s) WHERE row = %s", _pk(two), _pk(one))
    report = restore(backup(tmp_path / "moved").path, place.where, place.keys, check=True)
    named = (("column", "support"), ("table", "store_household"))
    assert report.problems == (Problem("store.value_does_not_open", named),)


def _pk(row: Household) -> object:
    return row.pk.hex if connections["default"].vendor == "sqlite" else row.pk


def test_a_store_is_never_overwritten(place, made):
    with pytest.raises(BadCall, match=r"target_exists|there_already"):
        restore(made, place.where, place.keys, check=False)


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
def test_what_is_left_of_another_store_would_spoil_this_one(file, tmp_path, end):
    made = backup(tmp_path / "store.backup").path
    where = tmp_path / "restored.sqlite3"
    (tmp_path / f"restored.sqlite3{end}").write_bytes(b"")
    with pytest.raises(BadCall, match="target_exists"):
        restore(made, str(where), file.keys, check=False)
    assert not where.exists()


def test_a_backup_of_a_newer_version_is_told(place, made, tmp_path):
    say("INSERT INTO django_migrations (app, name, applied) VALUES"
        " ('store', '0999_later', '2026-01-01 00:00:00')")  # fmt: skip
    report = said(place, backup(tmp_path / "newer").path)
    assert report.problems == (Problem("store.newer", (("migration", "0999_later"),)),)


def test_a_backup_of_something_else_is_told(file, tmp_path):
    other = sqlite3.connect(tmp_path / "other.sqlite3")
    other.execute("CREATE TABLE something (x)")
    other.commit()
    other.close()
    report = restore(tmp_path / "other.sqlite3", file.where, file.keys, check=True)
    assert report.problems == (Problem("store.no_tables"),)
