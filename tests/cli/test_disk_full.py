"""A disk that fills up leaves the earlier plan, and nothing half."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from allocator.report import folder
from tests.check.golden import golden as golden_instance
from tests.cli.build import contents, written

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
SAID = (
    "Het besturingssysteem meldt: No space left on device{path}. Er is niets geschreven; "
    "maak ruimte of kies een andere map."
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 256 kB; only root may."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("earlier", [True, False])
def test_a_real_disk(call, golden, small_disk, earlier):
    plan = small_disk / "plan"
    if earlier:
        assert call("match", golden, "--out", plan).code == 0
    before = contents(plan) if earlier else None
    # fill the disk but for one page: the first file fits, the second does not
    free = os.statvfs(small_disk)
    (small_disk / "filler").write_bytes(b"x" * (free.f_bavail - 1) * free.f_bsize)
    called = call("match", golden, "--out", plan)
    assert (called.code, called.out) == (1, "")
    assert "No space left on device" in called.err
    left = ["filler", "plan"] if earlier else ["filler"]
    assert sorted(file.name for file in small_disk.iterdir()) == left
    if earlier:
        assert contents(plan) == before
        assert call("check", golden, plan).code == 0
    (small_disk / "filler").unlink()
    assert call("match", golden, "--out", plan).code == 0


@pytest.mark.parametrize("file", ["proposals.csv", "unplaced.csv", "wijken.csv", "summary.json"])
@pytest.mark.parametrize("moment", ["open", "fsync"])
def test_at_every_file(call, golden, tmp_path, monkeypatch, file, moment):
    plan = tmp_path / "plan"
    assert call("match", golden, "--out", plan).code == 0
    before = contents(plan)
    other = written(golden_instance(decisions=()), tmp_path / "other")
    if moment == "open":
        right = Path.open

        def opened(self, mode="r", **more):
            if self.name == file and mode == "xb":
                raise OSError(FULL.errno, FULL.strerror, str(self))
            return right(self, mode, **more)

        monkeypatch.setattr(Path, "open", opened)
    else:

        def fsync(handle):
            if os.readlink(f"/proc/self/fd/{handle}").endswith(file):
                raise FULL

        monkeypatch.setattr(os, "fsync", fsync)
    called = call("match", other, "--out", plan)
    assert called.code == 1
    if moment == "fsync":  # the system does not say which file
        assert called.err.splitlines()[-1] == SAID.format(path="")
    else:
        assert f"/{file}). Er is niets" in called.err
    assert contents(plan) == before
    assert sorted(f.name for f in tmp_path.iterdir()) == ["golden", "other", "plan"]


def test_no_room_for_a_folder(call, golden, tmp_path, monkeypatch):
    def full(**_):
        raise FULL

    monkeypatch.setattr(folder.tempfile, "mkdtemp", full)
    called = call("match", golden, "--out", tmp_path / "plan")
    assert called.code == 2
    assert called.err.splitlines()[-1] == (
        f"{tmp_path / 'plan'} kan niet geschreven worden (No space left on device); "
        "kies een andere plek."
    )


def test_output_that_cannot_be_shown_does_not_undo_the_plan(golden, tmp_path):
    """Standard output on a full disk, or read by a program that has ended."""
    command = f"allocator match {golden} --out {tmp_path / 'plan'}"
    scripts = {f"{command} > /dev/full": 1, f"{command} | true": 0}
    for script, code in scripts.items():
        done = subprocess.run(
            ["bash", "-c", f"{script}; exit ${{PIPESTATUS[0]}}"],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr
        assert (tmp_path / "plan" / "summary.json").exists()
        if code:
            assert done.stderr.splitlines()[-1] == (
                "De uitkomst kon niet getoond worden: No space left on device. "
                "Wat de opdracht heeft geschreven, staat er wel."
            )
