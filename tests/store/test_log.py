"""The log: whole, refused to be changed, and when changed all the same, found."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from django.db import DatabaseError, IntegrityError, connection

from allocator.errors import BadCall, Refused
from allocator.rounds import auditing
from allocator.rounds.use import Actor
from allocator.store import log
from allocator.store.chain import FIRST, check_file
from allocator.store.models import LogEntry
from tests.databases import used
from tests.rounds.people import imported, team
from tests.store.tampering import drop_triggers, say, write

AUDITOR = Actor("carla", "auditor")


def test_a_log_without_entries_is_whole(place):
    assert log.verify() == log.Chain(0, FIRST, None)


def test_every_use_is_an_entry_and_the_chain_is_whole(place):
    imported()
    write(5)
    chain = log.verify()
    assert (chain.entries, chain.broken_at) == (6, None)
    assert chain.head == LogEntry.objects.get(n=6).hash


# --- what the database refuses ------------------------------------------------------------------

CHANGES = [
    "UPDATE store_logentry SET who = 'bram' WHERE n = 2",
    "UPDATE store_logentry SET n = 9 WHERE n = 3",
    "DELETE FROM store_logentry WHERE n = 3",
    "DELETE FROM store_logentry",
]


def test_the_database_refuses_to_change_an_entry(place):
    write(3)
    for statement in CHANGES:
        with pytest.raises(DatabaseError, match="append-only"):
            say(statement)
        assert log.verify() == log.Chain(3, log.head()[1], None)


@pytest.mark.parametrize("n", [2, 5], ids=["a number used before", "a number left out"])
def test_sqlite_refuses_any_number_but_the_next(file, n):
    write(3)
    with pytest.raises(DatabaseError, match="append-only"):
        say(
            "INSERT OR REPLACE INTO store_logentry SELECT %s, at, 'bram', role, action, ground,"
            " round, subjects, settings, result, 'x', 'y' FROM store_logentry WHERE n = 2",
            n,
        )
    assert log.verify() == log.Chain(3, log.head()[1], None)


REPLACE = (
    "INSERT OR REPLACE INTO store_logentry SELECT 4, at, 'bram', role, action, ground, round,"
    " subjects, settings, result, {prev}, {own} FROM store_logentry WHERE n = 2"
)


@pytest.mark.parametrize(("prev", "own"), [("'x'", "hash"), ("prev", "'y'")])
def test_sqlite_refuses_to_replace_an_entry_by_its_hashes(file, prev, own):
    write(3)
    with pytest.raises(DatabaseError, match="append-only"):
        say(REPLACE.format(prev=prev, own=own))
    assert log.verify() == log.Chain(3, log.head()[1], None)


def test_postgresql_refuses_to_empty_the_log(databases, tmp_path):
    with used(databases.new("postgresql", tmp_path)):
        write(3)
        with pytest.raises(DatabaseError, match="append-only"):
            say("TRUNCATE store_logentry")
        assert LogEntry.objects.count() == 3


@pytest.mark.parametrize("triggers", [True, False])
def test_two_entries_cannot_follow_on_the_same_one(place, triggers):
    write(3)
    if not triggers:
        drop_triggers()
    second = LogEntry.objects.get(n=2)
    fork = LogEntry(n=4, prev=second.prev, result="null")
    fork.hash = log.hash_of(fork)
    with pytest.raises(IntegrityError):
        fork.save(force_insert=True)
    assert log.verify() == log.Chain(3, log.head()[1], None)


# --- what is found when somebody got past that --------------------------------------------------

FIELDS = {
    "at": "2020-01-01T00:00:00.000+00:00", "who": "bram", "role": "system", "action": "refuse",
    "ground": "beheer", "round": 77, "subjects": "s9", "settings": "x", "result": '{"home": "W9"}',
}  # fmt: skip


def test_a_changed_field_is_found_at_its_entry(place):
    write(6)
    drop_triggers()
    held = log.fields_of(LogEntry.objects.get(n=4))
    for field, value in [*FIELDS.items(), ("round", None)]:
        column = connection.ops.quote_name(field)
        change = f"UPDATE store_logentry SET {column} = %s WHERE n = 4"  # noqa: S608
        say(change, value)
        assert log.verify().broken_at == 4, field
        say(change, held[field])
        assert log.verify().broken_at is None, field


def test_a_changed_entry_with_a_new_hash_is_found_where_the_next_one_does_not_fit(place):
    write(6)
    drop_triggers()
    entry = LogEntry.objects.get(n=4)
    entry.who = "bram"
    entry.hash = log.hash_of(entry)
    entry.save()
    assert log.verify().broken_at == 5


def test_a_removed_entry_is_found_where_the_next_one_does_not_fit(place):
    write(6)
    drop_triggers()
    say("DELETE FROM store_logentry WHERE n = 4")
    assert log.verify().broken_at == 5


def test_a_removed_entry_is_found_when_the_others_are_renumbered(place):
    write(6)
    drop_triggers()
    say("DELETE FROM store_logentry WHERE n = 4")
    say("UPDATE store_logentry SET n = 4 WHERE n = 5")
    say("UPDATE store_logentry SET n = 5 WHERE n = 6")
    assert log.verify().broken_at == 4


def test_swapped_entries_are_found(place):
    write(6)
    drop_triggers()
    for before, after in ((3, -3), (4, 3), (-3, 4)):
        say("UPDATE store_logentry SET n = %s WHERE n = %s", after, before)
    assert log.verify().broken_at == 3


def test_an_appended_fork_is_found(place):
    write(6)
    drop_triggers()
    fork = LogEntry(n=7, who="bram", prev="a" * 64, result="null")
    fork.hash = log.hash_of(fork)
    fork.save(force_insert=True)
    assert log.verify().broken_at == 7


# --- a hash kept elsewhere ----------------------------------------------------------------------


def test_a_log_that_was_cut_off_is_whole_but_lacks_the_hash_kept_elsewhere(place):
    write(6)
    kept = log.head()[1]
    drop_triggers()
    say("DELETE FROM store_logentry WHERE n > 4")
    assert log.verify(kept) == log.Chain(4, log.head()[1], None, None)


def test_a_log_that_was_built_anew_is_whole_but_lacks_the_hash_kept_elsewhere(place):
    write(6)
    first, last = LogEntry.objects.get(n=1).hash, log.head()[1]
    drop_triggers()
    say("DELETE FROM store_logentry WHERE n > 1")
    write(5)
    assert log.verify(last).broken_at is None
    assert log.verify(last).kept_at is None
    assert log.verify(first).kept_at == 1


def test_a_hash_after_the_break_is_not_vouched_for(place):
    write(6)
    drop_triggers()
    say("UPDATE store_logentry SET who = 'bram' WHERE n = 4")
    hashes = dict(LogEntry.objects.values_list("n", "hash"))
    assert [log.verify(hashes[n]).kept_at for n in (3, 4, 5)] == [3, None, None]


def test_an_audit_says_where_a_kept_hash_stands_and_is_an_entry_itself(place):
    write(4)
    kept = LogEntry.objects.get(n=3).hash
    found = auditing.verify(AUDITOR, kept)
    assert (found.entries, found.broken_at, found.kept_at) == (4, None, 3)
    entry = LogEntry.objects.get(n=5)
    assert (entry.who, entry.action, entry.ground) == ("carla", "audit_verify", "verantwoording")
    said = {"entries": 4, "broken_at": None, "kept": kept, "kept_at": 3}
    assert json.loads(entry.result) == said


@pytest.mark.parametrize("role", ["corporatie", "planner"])
def test_the_log_is_for_the_team_and_the_auditor(place, tmp_path, role):
    for step in (auditing.verify, lambda actor: auditing.export(actor, tmp_path / "log.jsonl")):
        with pytest.raises(Refused, match="not_for_role"):
            step(Actor("x", role))
    assert not (tmp_path / "log.jsonl").exists()
    assert LogEntry.objects.count() == 0


# --- an exported log ----------------------------------------------------------------------------


@pytest.fixture
def exported(place, tmp_path):
    """A log of three uses and its own export."""
    write(3)
    done = auditing.export(AUDITOR, tmp_path / "log.jsonl")
    write(1)  # goes on; not in the file
    return done


def test_an_exported_log_can_be_checked_without_a_database(exported):
    assert (exported.entries, exported.head) == (4, LogEntry.objects.get(n=4).hash)
    assert check_file(exported.file, exported.head) == log.Chain(4, exported.head, None, 4)
    last = json.loads(exported.file.read_text("utf-8").splitlines()[-1])
    assert (last["action"], last["who"], last["hash"]) == ("audit_export", "carla", exported.head)
    assert exported.file.stat().st_mode & 0o777 == 0o600


def test_a_log_is_not_exported_over_a_file_that_is_there(exported):
    before = exported.file.read_bytes()
    with pytest.raises(BadCall, match="target_exists"):
        auditing.export(team(), exported.file)
    assert exported.file.read_bytes() == before
    assert LogEntry.objects.count() == 5  # what cannot be done is not begun


LINE_CHANGES = {
    "value": lambda text: text.replace("team", "tram").replace("auditor", "auditer"),
    "number": lambda text: text.replace('"n": ', '"n": 1'),
    "extra": lambda text: text.replace("{", '{"extra": 1, '),
    "twice": lambda text: text.replace("{", '{"who": "bram", '),  # readers take the last one
    "half": lambda text: text[: len(text) // 2],
    "list": lambda text: "[]",
    "empty": lambda text: "",
}


def test_a_changed_line_is_found(exported):
    held = exported.file.read_text("utf-8").splitlines()
    for number, text in enumerate(held, start=1):
        for name, change in LINE_CHANGES.items():
            lines = [*held[: number - 1], change(text), *held[number:]]
            exported.file.write_text("\n".join(lines) + "\n", "utf-8")
            found = check_file(exported.file, exported.head)
            at = int(f"1{number}") if name == "number" else number
            assert (found.broken_at, found.kept_at) == (at, None), name


def test_a_removed_line_is_found(exported):
    lines = exported.file.read_bytes().splitlines(keepends=True)
    exported.file.write_bytes(b"".join(lines[:1] + lines[2:]))
    assert check_file(exported.file).broken_at == 3
    exported.file.write_bytes(b"".join(lines[:3]))
    assert check_file(exported.file, exported.head) == log.Chain(
        3, json.loads(lines[2])["hash"], None, None
    )


def test_there_must_be_an_exported_log(tmp_path):
    with pytest.raises(BadCall, match="no_exported_log"):
        check_file(tmp_path / "none.jsonl")


def test_an_exported_log_is_checked_without_django(exported):
    program = (
        "import sys; from pathlib import Path; from allocator.store.chain import check_file;"
        "print(check_file(Path(sys.argv[1])).entries, 'django' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(exported.file)], capture_output=True, check=True
    )
    assert done.stdout.decode().split() == ["4", "False"]
