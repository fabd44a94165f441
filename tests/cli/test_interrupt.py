"""Ctrl-C, in a process of its own: before there is a plan, and during the solve."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from allocator.generate import generate
from tests.cli.build import FILES, contents, rows, summary, written

# Says on standard output when a phase begins, and stays in it for a while.
PHASES = """
import sys, time
import cli
from allocator import matching_run
from allocator.progress import SolveProgress

read, stage = matching_run.read_instance, SolveProgress.stage

def reading(source):
    print("reading", flush=True)
    time.sleep({reading})
    return read(source)

def staged(self, tier):
    stage(self, tier)
    print(tier.name, flush=True)

matching_run.read_instance = reading
SolveProgress.stage = staged
cli.main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an instance that takes seconds to solve."""
    return written(generate("city-week", 2), tmp_path_factory.mktemp("city") / "in")


def interrupted(arguments: list[object], phase: str, *, times: int = 1, reading: int = 0):
    """Run the command, press Ctrl-C when a phase begins, and return what came of it."""
    process = subprocess.Popen(
        [sys.executable, "-c", PHASES.format(reading=reading), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == phase:
            break
    for _ in range(times):
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def test_during_reading_nothing_is_written(city, tmp_path):
    code, out, err = interrupted(["match", city, "--out", tmp_path / "plan"], "reading", reading=60)
    assert (code, out) == (1, "")
    assert err == "Onderbroken; er is niets geschreven.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_during_the_solve_the_plan_so_far_is_written(city, tmp_path, call):
    plan = tmp_path / "plan"
    code, out, err = interrupted(["match", city, "--out", plan], "waiting")
    assert code == 4, err
    assert "Niet elk doel is bewezen" in out
    assert "Traceback" not in err
    assert sorted(contents(plan)) == sorted(FILES)
    assert list(tmp_path.iterdir()) == [plan]
    found = summary(plan)
    assert found["status"] == "feasible"
    assert rows(plan / "proposals.csv")
    assert call("check", city, plan).code == 0
    # what was cut off is no worse than the plan to begin with, and its bound is a bound
    assert call("match", city, "--out", tmp_path / "first", "--time-limit", 0).code == 4
    waiting, first = found["tiers"][0], summary(tmp_path / "first")["tiers"][0]
    assert first["best"] <= waiting["best"] <= waiting["bound"] <= first["bound"]


@pytest.mark.slow
def test_an_earlier_plan_stays_when_reading_is_interrupted(city, tmp_path, call):
    plan = tmp_path / "plan"
    assert call("match", city, "--out", plan, "--time-limit", 0).code == 4
    before = contents(plan)
    arguments = ["match", city, "--out", plan, "--json", "--lang", "en"]
    code, out, err = interrupted(arguments, "reading", reading=60)
    assert code == 1
    assert '"exit": 1' in out
    assert err == "Interrupted; nothing was written.\n"
    assert contents(plan) == before


@pytest.mark.slow
def test_a_check_ends_with_the_best_plan_so_far(city, tmp_path):
    (tmp_path / "hand.csv").write_text("household,home\n")
    code, out, err = interrupted(["check", city, tmp_path / "hand.csv"], "waiting")
    assert code == 5, err  # the locks are not in it
    assert "Van het beste plan is niet elk doel bewezen; het kan nog beter." in out
