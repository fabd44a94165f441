"""A process that is killed while it writes leaves the old plan or the new one, whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from random import Random

import pytest

from tests.check.golden import golden
from tests.cli.build import contents, written

# Writes slowly, and waits before and after the folder gets its name.
SLOWLY = """
import sys, time
import cli
from allocator import checked_plan
from allocator.report import folder

def write_file(path, content):
    print("writing", flush=True)
    with path.open("xb") as file:
        for at in range(0, len(content), max(1, len(content) // 5)):
            file.write(content[at : at + max(1, len(content) // 5)])
            file.flush()
            time.sleep(0.01)

right = checked_plan.put_in_place

def put_in_place(made, target):
    time.sleep(0.05)
    right(made, target)
    time.sleep(0.05)

checked_plan.write_file = write_file
checked_plan.put_in_place = put_in_place
{more}
cli.main(sys.argv[1:])
"""
SECONDS = 0.5


def start(*arguments: object, more: str = "") -> subprocess.Popen[str]:
    """Start the command, and return when it begins to write."""
    script = SLOWLY.replace("{more}", more)
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        # a process that is killed would leave a broken file of coverage
        env={k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def without_seconds(files):
    """Return the files of a plan, without those that tell the seconds."""
    timed = ("summary.json", "report.html")
    return {name: text for name, text in files.items() if name not in timed}


@pytest.mark.slow
@pytest.mark.parametrize(("earlier", "tries"), [(True, 10), (False, 5)])
def test_the_old_or_the_new_plan(tmp_path, call, earlier, tries):
    folder, target = written(golden(), tmp_path / "in"), tmp_path / "out" / "plan"
    other = written(golden(decisions=()), tmp_path / "other")
    assert call("match", folder, "--out", tmp_path / "new").code == 0
    new = without_seconds(contents(tmp_path / "new"))
    if earlier:
        assert call("match", other, "--out", target).code == 0
    old = contents(target) if earlier else None
    kept = shutil.copytree(target, tmp_path / "kept") if earlier else None
    ends = []
    for number in range(tries):
        process = start("match", folder, "--out", target)
        time.sleep(SECONDS * (number + Random(number).random()) / tries if number else 0)
        process.kill()
        process.wait()
        process.stdout.close()
        found = contents(target) if target.exists() else None
        if found == old:
            ends.append("old")
            continue
        ends.append("new")
        assert found is not None
        assert without_seconds(found) == new
        assert call("check", folder, target).code == 0
        shutil.rmtree(target)
        if kept:
            shutil.copytree(kept, target)
    assert ends[0] == "old"  # that kill came at the first file
    # what a kill leaves beside it does not stop the next run
    assert call("match", folder, "--out", target).code == 0
    assert without_seconds(contents(target)) == new


@pytest.mark.slow
def test_killed_just_after_the_swap(tmp_path, call):
    folder, target = written(golden(), tmp_path / "in"), tmp_path / "plan"
    other = written(golden(decisions=()), tmp_path / "other")
    assert call("match", other, "--out", target).code == 0
    more = """
swap = folder._exchange
def exchange(one, other):
    assert swap(one, other)
    print("swapped", flush=True)
    time.sleep(60)
folder._exchange = exchange
"""
    process = start("match", folder, "--out", target, more=more)
    assert process.stdout is not None
    while process.stdout.readline() != "swapped\n":
        assert process.poll() is None
    process.kill()
    process.wait()
    process.stdout.close()
    assert call("check", folder, target).code == 0
