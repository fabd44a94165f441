"""A folder that appears complete or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from allocator.errors import BadCall
from allocator.report import folder
from allocator.report.folder import (
    OURS,
    new_folder,
    put_in_place,
    refuse_foreign,
    refuse_nameless,
    refuse_unwritable,
    write_file,
)


def names(place: Path) -> list[str]:
    return sorted(file.name for file in place.iterdir())


def put(target: Path, text: str) -> None:
    """Put a plan of one file in place."""
    with new_folder(target) as made:
        write_file(made / "summary.json", text.encode())
        put_in_place(made, target)


def test_it_is_there_at_the_end_and_nothing_beside_it(tmp_path):
    target = tmp_path / "a" / "b" / "plan"
    with new_folder(target) as made:
        write_file(made / "summary.json", b"{}")
        assert made.parent == target.parent
        assert not target.exists()
        put_in_place(made, target)
        assert names(target) == ["summary.json"]
    assert names(target.parent) == ["plan"]
    assert (target / "summary.json").read_bytes() == b"{}"


@pytest.mark.parametrize("swaps", [True, False])
def test_an_earlier_plan_is_replaced_whole(tmp_path, monkeypatch, swaps):
    if not swaps:
        monkeypatch.setattr(folder, "_exchange", lambda one, other: False)
    target = tmp_path / "plan"
    put(target, "old")
    (target / "wijken.csv").write_text("old too")
    put(target, "new")
    assert names(target) == ["summary.json"]
    assert (target / "summary.json").read_text() == "new"
    assert names(tmp_path) == ["plan"]


def test_the_swap_is_one_step_here(tmp_path):
    """This system can; otherwise the kill test would not show what it should."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert folder._exchange(tmp_path / "one", tmp_path / "other")
    assert (names(tmp_path / "one"), names(tmp_path / "other")) == (["other"], ["one"])
    assert not folder._exchange(tmp_path / "one", tmp_path / "nothing")


@pytest.mark.parametrize("error", [OSError, AttributeError])
def test_a_system_that_cannot_swap(tmp_path, monkeypatch, error):
    def library(*_, **__):
        raise error

    monkeypatch.setattr(folder.ctypes, "CDLL", library)
    put(tmp_path / "plan", "old")
    put(tmp_path / "plan", "new")
    assert (tmp_path / "plan" / "summary.json").read_text() == "new"


def test_an_error_leaves_the_earlier_plan(tmp_path, monkeypatch):
    target = tmp_path / "plan"
    put(target, "old")
    monkeypatch.setitem(globals(), "put_in_place", None)
    with pytest.raises(TypeError):
        put(target, "new")
    assert names(tmp_path) == ["plan"]
    assert (target / "summary.json").read_text() == "old"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_goes_wrong_between_two_renames_brings_it_back(tmp_path, monkeypatch, error):
    target = tmp_path / "plan"
    put(target, "old")
    monkeypatch.setattr(folder, "_exchange", lambda one, other: False)
    right = Path.rename

    def rename(self, to):
        if to == target and (self / "summary.json").read_text() == "new":
            raise error
        return right(self, to)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(type(error)):
        put(target, "new")
    assert names(tmp_path) == ["plan"]
    assert (target / "summary.json").read_text() == "old"


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o755), (0o077, 0o700), (0o007, 0o770)])
def test_who_may_read_it(tmp_path, mask, mode):
    before = os.umask(mask)
    try:
        put(tmp_path / "plan", "new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "plan").stat().st_mode) == mode
    assert stat.S_IMODE((tmp_path / "plan" / "summary.json").stat().st_mode) == mode & 0o666
    assert os.umask(before) == before  # as it was


def test_who_could_not_read_it_still_cannot(tmp_path):
    put(tmp_path / "plan", "old")
    (tmp_path / "plan").chmod(0o700)
    put(tmp_path / "plan", "new")
    assert stat.S_IMODE((tmp_path / "plan").stat().st_mode) == 0o700


def test_a_file_is_on_the_disk_before_the_folder_has_its_name(tmp_path, monkeypatch):
    flushed, right = [], os.fsync

    def fsync(handle):
        flushed.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)
        right(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with new_folder(tmp_path / "plan") as made:
        write_file(made / "summary.json", b"{}")
        put_in_place(made, tmp_path / "plan")
    assert flushed == ["summary.json", made.name, tmp_path.name]


def test_a_file_is_written_once(tmp_path):
    write_file(tmp_path / "x", b"1")
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "x", b"2")


def test_what_may_stand_in_the_target(tmp_path):
    target = tmp_path / "plan"
    refuse_foreign(target)
    target.mkdir()
    refuse_foreign(target)
    for name in OURS:
        (target / name).touch()
    refuse_foreign(target)
    for name in ("d", "c", "b", "a"):
        (target / name).touch()
    with pytest.raises(BadCall) as refused:
        refuse_foreign(target)
    assert refused.value.message == "cli.out_has_others"
    assert refused.value.values == {"path": target, "files": "a, b, c"}


@pytest.mark.parametrize("kind", ["file", "link to a folder", "link to nothing"])
def test_what_may_not_be_the_target(tmp_path, kind):
    target, real = tmp_path / "plan", tmp_path / "real"
    if kind == "file":
        target.touch()
    else:
        target.symlink_to(real)
    if kind == "link to a folder":
        real.mkdir()
    with pytest.raises(BadCall) as refused:
        refuse_foreign(target)
    assert refused.value.message == "cli.out_is_file"


@pytest.mark.parametrize("path", [".", "..", "a/..", "/"])
def test_without_a_name(path):
    with pytest.raises(BadCall) as refused:
        refuse_nameless(Path(path))
    assert refused.value.message == "cli.out_no_name"
    refuse_nameless(Path("a/../b"))


def test_where_nothing_can_be_written(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    refuse_unwritable(tmp_path / "new" / "plan")
    for above in ("file", "dangling"):
        with pytest.raises(BadCall, match=r"cli\.cannot_write") as refused:
            refuse_unwritable(tmp_path / above / "new" / "plan")
        assert refused.value.values["error"] == f"{tmp_path / above}: Not a directory"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(BadCall) as refused:
        refuse_unwritable(Path("plan"))
    assert refused.value.values["error"] == f"{tmp_path}: Permission denied"


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadCall) as refused, new_folder(tmp_path / "file" / "plan"):
        pass
    assert refused.value.message == "cli.cannot_write"
    assert refused.value.values["error"] == "File exists"
    assert names(tmp_path) == ["file"]
