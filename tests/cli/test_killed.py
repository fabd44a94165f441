"""A process that is killed while it writes leaves the old plan or the new one, whole.

The processes are children of one that has imported all there is: that takes longer than a run.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import pytest

from tests.check.golden import golden
from tests.cli.build import contents, written

# Writes slowly, and waits before and after the folder gets its name.
SLOWLY = """
import json, os, sys, time
import altair, vl_convert, xlsxwriter
import cli, models.highs
from allocator import matching_run
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

swap = folder._exchange

def exchange(one, other):
    assert swap(one, other)
    print("swapped", flush=True)
    time.sleep(60)

for line in sys.stdin:
    stay, *arguments = json.loads(line)
    child = os.fork()
    if child == 0:
        folder._exchange = exchange if stay else swap
        print(os.getpid(), flush=True)
        cli.main(arguments)  # which exits
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
SECONDS = 0.5


@dataclass
class Runs:
    """A process that runs the command in children of its own, one at a time."""

    process: subprocess.Popen[str]
    child: int = 0

    def start(self, *arguments: object, stay: bool = False) -> None:
        """Start the command, and return when it begins to write; ``stay`` after the swap."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps([stay, *map(str, arguments)]) + "\n")
        self.process.stdin.flush()
        self.child = int(self.said())
        assert self.said() == "writing"

    def said(self) -> str:
        """Return the next line."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        """Kill the run, if it did not end, and return when it is gone."""
        with suppress(ProcessLookupError):
            os.kill(self.child, signal.SIGKILL)
        while self.said() != "ended":
            assert self.process.poll() is None


@pytest.fixture
def runs() -> Iterator[Runs]:
    """Return a process that runs the command."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLOWLY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        # a process that is killed would leave a broken file of coverage
        env={k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")},
    )
    with process:
        yield Runs(process)
        process.kill()


def without_seconds(files):
    """Return the files of a plan, without those that tell the seconds."""
    timed = ("summary.json", "report.html")
    return {name: text for name, text in files.items() if name not in timed}


@pytest.mark.slow
@pytest.mark.parametrize(("earlier", "tries"), [(True, 10), (False, 5)])
def test_the_old_or_the_new_plan(tmp_path, call, runs, earlier, tries):
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
        runs.start("match", folder, "--out", target)
        time.sleep(SECONDS * (number + Random(number).random()) / tries if number else 0)
        runs.kill()
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
def test_killed_just_after_the_swap(tmp_path, call, runs):
    folder, target = written(golden(), tmp_path / "in"), tmp_path / "plan"
    other = written(golden(decisions=()), tmp_path / "other")
    assert call("match", other, "--out", target).code == 0
    runs.start("match", folder, "--out", target, stay=True)
    while runs.said() != "swapped":
        assert runs.process.poll() is None
    runs.kill()
    assert call("check", folder, target).code == 0
