"""Files that wait to be imported: for who sent them alone, and not for long."""

from __future__ import annotations

import io
import os
import stat
import tempfile
from pathlib import Path

import pytest

from allocator.errors import BadInput, StoreFailed
from allocator.reading import read_instance
from allocator.reading.untrusted import Arrived
from allocator.rounds import uploads
from tests.rounds.people import MONDAY, TINY


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all uploads, in a temporary folder of its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path / f"plaatswijs-{os.geteuid()}"


def files() -> list[Arrived]:
    found = [f for f in sorted(TINY.iterdir()) if f.suffix in (".csv", ".toml")]
    return [Arrived(f.name, io.BytesIO(f.read_bytes()), f.stat().st_size) for f in found]


def everything(place: Path) -> list[Path]:
    return [file for file in place.rglob("*") if file.is_file()]


def test_files_are_there_for_who_sent_them(place):
    token = uploads.keep("anna", MONDAY, files())
    found = uploads.kept("anna", token)
    assert found is not None
    assert read_instance(found.path).instance == read_instance(TINY).instance
    assert found.name == "csv 2025-04-07"
    assert uploads.kept("bram", token) is None
    assert uploads.kept("anna", token[:-1] + "x") is None
    assert uploads.kept("anna", "") is None
    assert uploads.kept("anna", f"../{token}") is None


def test_nobody_else_can_look_into_the_folder(place):
    token = uploads.keep("anna", MONDAY, files())
    for folder in (place, place / token):
        found = folder.stat()
        assert (stat.S_IMODE(found.st_mode), found.st_uid) == (0o700, os.geteuid())
    assert len(token) == 43  # 256 bits: nobody guesses that
    assert token != uploads.keep("anna", MONDAY, files())


def test_files_are_taken_away(place):
    token = uploads.keep("anna", MONDAY, files())
    uploads.drop("bram", token)
    assert uploads.kept("anna", token) is not None
    uploads.drop("anna", token)
    assert uploads.kept("anna", token) is None
    assert everything(place) == []


@pytest.mark.parametrize(("seconds", "there"), [(-5, True), (5, False)])
def test_files_are_kept_for_an_hour(place, seconds, there):
    token = uploads.keep("anna", MONDAY, files())
    folder = place / token
    then = folder.stat().st_mtime - uploads.KEPT - seconds
    os.utime(folder, (then, then))
    assert (uploads.kept("anna", token) is not None) is there
    assert uploads.sweep() == (0 if there else 1)
    assert bool(everything(place)) is there


def test_who_comes_later_takes_away_what_is_old(place):
    old = place / uploads.keep("anna", MONDAY, files())
    then = old.stat().st_mtime - uploads.KEPT - 5
    os.utime(old, (then, then))
    uploads.keep("bram", MONDAY, files())
    assert not old.exists()


def test_what_is_refused_is_not_kept(place):
    with pytest.raises(BadInput):
        uploads.keep("anna", MONDAY, [Arrived("x.zip", io.BytesIO(b"PK"), 2)])
    assert list(place.iterdir()) == []


def test_a_folder_that_others_can_enter_is_not_used(place):
    place.mkdir(0o755)
    with pytest.raises(StoreFailed) as caught:
        uploads.keep("anna", MONDAY, files())
    assert caught.value.message == "store.upload_place"
    assert everything(place) == []


def test_a_link_in_the_place_of_the_folder_is_not_followed(place, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(0o700)
    place.symlink_to(elsewhere)
    with pytest.raises(StoreFailed):
        uploads.keep("anna", MONDAY, files())
    assert everything(elsewhere) == []
