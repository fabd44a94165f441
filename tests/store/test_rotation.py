"""A new master key: everything opens with it, nothing with the old one, whenever it stops."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys

import pytest
from django.db import connection, connections

from allocator.errors import BadCall
from allocator.rounds import deciding, importing, offering, opening, personal, rotating
from allocator.rounds.use import Actor, Refused
from allocator.store import log, models
from allocator.store.keychain import keychain
from allocator.store.keys import KeyRing, read_keys, write_keys
from allocator.store.rotation import sealed_tables
from allocator.store.sealing import CannotOpen
from tests.rounds.people import TINY, owner, sent, team


@pytest.fixture
def week(place):
    """A week in which every sealed column is written."""
    sent()
    wonen = owner("wonen")
    deciding.accept(wonen, deciding.Pair("H1", "W3"))
    deciding.refuse(wonen, deciding.Pair("H3", "W1"), code="other", reason="te weinig licht")
    offering.offer(team(), "H1")
    offering.agree(team(), "H1")
    offering.sign(team(), "H1")
    offering.withdraw_home(team(), "W2", "brand")
    opening.close(team())
    opening.reopen(team(), None, "toch nog niet klaar")
    models.Change.objects.create(n=1, table="homes", key="W2", before={"units": 1}, after={})
    return place


def opened():
    """Return every sealed value there is, opened."""
    keychain.forget()
    found = {}
    for model, columns in sealed_tables():
        for row in model.objects.all():
            for column in columns:
                found[model._meta.model_name, str(row.pk), column] = getattr(row, column)
    return found


def stored():
    """Return every sealed value and every wrapped key as it stands in the database."""
    found = [key for (key,) in models.Subject.objects.values_list("wrapped_key")]
    for model, columns in sealed_tables():
        for column in columns:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT "{column}" FROM "{model._meta.db_table}"')  # noqa: S608
                found += [text for (text,) in cursor.fetchall() if text is not None]
    return found


def by_key(names):
    return {name: sum(t.startswith(f"{name}.") for t in stored()) for name in names}


def test_everything_is_sealed_anew(week):
    before = opened()
    counts = by_key(["k1"])["k1"]
    old = read_keys(week.keys)
    done = rotating.rotate(team(), week.keys)
    assert done.key == "k2"
    assert done.households == models.Subject.objects.count() == 6
    # supported of H1; reasons of the home and of reopening; before and after of the home.
    assert done.values == 5
    assert by_key(["k1", "k2"]) == {"k1": 0, "k2": counts}
    assert counts == 6 + 5
    assert opened() == before
    ring = read_keys(week.keys)
    assert (ring.current, set(ring.keys)) == ("k2", {"k2"})
    assert ring.keys["k2"] != old.keys["k1"]
    week.connect()
    assert opened() == before
    assert log.verify().broken_at is None
    last = [(e.action, e.ground) for e in models.LogEntry.objects.order_by("-n")[:2]]
    assert last == [("drop_keys", "beheer"), ("rotate", "beheer")]


def test_the_old_key_opens_nothing_of_the_master_any_more(week, tmp_path):
    old = tmp_path / "old.keys"
    shutil.copy(week.keys, old)
    rotating.rotate(team(), week.keys)
    keychain.take(read_keys(old))
    with pytest.raises(CannotOpen):
        _ = models.Placement.objects.get().supported
    with pytest.raises(CannotOpen):
        keychain.unlock(list(models.Subject.objects.all()))
    week.connect()


def test_it_can_be_done_again_and_again(week):
    before = opened()
    keys = [rotating.rotate(team(), week.keys).key for _ in range(3)]
    assert keys == ["k2", "k3", "k4"]
    assert set(read_keys(week.keys).keys) == {"k4"}
    assert opened() == before


def test_an_erased_household_stays_erased(week):
    erased = personal.erase(team(), "H3")
    assert rotating.rotate(team(), week.keys).households == 5
    assert models.Subject.objects.get(pk=erased.subject).wrapped_key == ""


class Stop(Exception):
    """Stopped on purpose."""


def stop(*_, **__):
    raise Stop


# Where it stops, which keys are then in the file, and which of them seals.
MOMENTS = {
    "write_keys": ({"k1"}, "k1"),
    "rewrap": ({"k1", "k2"}, "k1"),
    "reseal": ({"k1", "k2"}, "k1"),
    "_drop": ({"k1", "k2"}, "k2"),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_stopped_on_the_way_everything_opens(week, monkeypatch, moment):
    before = opened()
    counts = by_key(["k1"])["k1"]
    with monkeypatch.context() as patch:
        patch.setattr(rotating, moment, stop)
        with pytest.raises(Stop):
            rotating.rotate(team(), week.keys)
    _still_whole(week, before, counts, *MOMENTS[moment])


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_on_the_way_everything_opens(week, moment):
    before = opened()
    counts = by_key(["k1"])["k1"]
    connections.close_all()
    code = (
        "import os, signal\n"
        "from allocator.store.connection import connect\n"
        "from pathlib import Path\n"
        f"connect({week.where!r}, Path({str(week.keys)!r}))\n"
        "from allocator.rounds import rotating\n"
        "from tests.rounds.people import team\n"
        f"rotating.{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"rotating.rotate(team(), Path({str(week.keys)!r}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=TINY.parents[1], check=False)
    assert done.returncode == -signal.SIGKILL
    week.connect()
    _still_whole(week, before, counts, *MOMENTS[moment])


def _still_whole(week, before, counts, keys, seals):
    """Everything opens, what is written now does too, and rotating again ends what was begun."""
    assert set(read_keys(week.keys).keys) == keys
    assert by_key(sorted({"k1", "k2"})) == {"k1": 0, "k2": 0, seals: counts}
    week.connect()
    assert opened() == before
    assert log.verify().broken_at is None
    offering.withdraw_home(team(), "W4", "lekkage")
    done = rotating.rotate(team(), week.keys)
    assert set(read_keys(week.keys).keys) == {done.key}
    assert by_key([done.key])[done.key] == counts + 1
    after = opened()
    assert {name: after[name] for name in before} == before
    assert "lekkage" in after.values()


def test_a_process_with_the_old_key_in_hand_uses_the_new_one(week):
    """Else what it seals would be lost with the old key."""
    stale = read_keys(week.keys)
    rotating.rotate(team(), week.keys)
    keychain.take(stale, week.keys)
    offering.withdraw_home(team(), "W4", "lekkage")
    importing.apply(team(), TINY)
    assert by_key(["k1"])["k1"] == 0
    week.connect()
    assert "lekkage" in opened().values()


def test_who_rotates_meanwhile_keeps_his_key(week, monkeypatch):
    """The first does not drop the key of the second, who begins before the first is done."""
    before = opened()
    drop, second = rotating._drop, []

    def rotate_in_between(*given):
        monkeypatch.setattr(rotating, "_drop", stop)
        with pytest.raises(Stop):
            rotating.rotate(team(), week.keys)
        drop(*given)
        second.append(set(read_keys(week.keys).keys))

    monkeypatch.setattr(rotating, "_drop", rotate_in_between)
    assert rotating.rotate(team(), week.keys).key == "k2"
    assert second == [{"k1", "k2", "k3"}]
    drop(team(), week.keys, "k3")
    assert set(read_keys(week.keys).keys) == {"k3"}
    week.connect()
    assert opened() == before


@pytest.mark.parametrize("other", ["copy", "fresh"])
def test_another_key_file_is_refused(week, tmp_path, other):
    """The store is opened with one file: a key in another would be lost."""
    file = tmp_path / "other.keys"
    if other == "copy":
        shutil.copy(week.keys, file)
    else:
        write_keys(KeyRing.new(), file)
    held = file.read_bytes(), week.keys.read_bytes()
    with pytest.raises(BadCall) as caught:
        rotating.rotate(team(), file)
    assert caught.value.message == "store.other_keys"
    assert (file.read_bytes(), week.keys.read_bytes()) == held


def test_a_file_that_cannot_be_written_changes_nothing(week, monkeypatch):
    before, held = stored(), week.keys.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("allocator.store.keys.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        rotating.rotate(team(), week.keys)
    assert (stored(), week.keys.read_bytes()) == (before, held)


def test_only_the_team_rotates(week):
    for role in ("corporatie", "planner", "auditor"):
        with pytest.raises(Refused) as caught:
            rotating.rotate(Actor("x", role), week.keys)
        assert caught.value.message == "rounds.not_for_role"
    assert os.stat(week.keys).st_mode & 0o777 == 0o600
    assert set(read_keys(week.keys).keys) == {"k1"}
