"""docs/comparing.md tells every option, file and measure; each ready scenario has its page."""

from __future__ import annotations

import re

import click
import pytest

from allocator.commands.scenario_sweeping import sweeping_options
from allocator.commands.scenarios import scenario
from allocator.scenarios.comparison.run import FILES
from allocator.scenarios.comparison.tables import FIGURES
from allocator.scenarios.replication import Task, replicate
from allocator.scenarios.worth.run import FILES as WORTH_FILES
from tests.scenarios.comparison.build import ROOT
from tests.scenarios.sweeping.doing import tasks
from tests.test_docs import EVERYWHERE, names, rows, section

PAGE = (ROOT / "docs" / "comparing.md").read_text("utf-8")
SWEEPS = (ROOT / "docs" / "sweeps.md").read_text("utf-8")
READY = sorted((ROOT / "instances" / "nijmegen" / "scenarios").glob("*.toml"))


def options(command: click.Command) -> list[str]:
    """Return the options of a command that are its own."""

    @click.command
    @sweeping_options
    def swept() -> None:
        pass

    told = {*EVERYWHERE, *(one.opts[0] for one in swept.params if one.opts[0] != "--out")}
    own = [one.opts[0] for one in command.params if isinstance(one, click.Option)]
    return [name for name in own if name not in told]


@pytest.mark.parametrize("name", ["run", "compare", "worth", "write"])
def test_every_command_and_option_is_told(name):
    heading = re.search(rf"^### (allocator scenario {name} .*)$", PAGE, re.MULTILINE)
    assert heading
    told = [one.split()[0] for one in names(section(PAGE, heading[1]))]
    own = [one.opts[0] for one in scenario.commands[name].params if isinstance(one, click.Option)]
    if name == "worth":
        assert told == [one for one in own if one not in EVERYWHERE]
    else:
        assert told == options(scenario.commands[name])


def test_the_options_of_a_sweep_are_told_there():
    for option in ("--replications", "--seed", "--processes", "--store", "--scheduler"):
        assert f"`{option} " in SWEEPS


def test_every_file_is_told():
    text = section(PAGE, "What is written")
    assert set(names(text)) == set(FILES)
    for name in WORTH_FILES:
        assert f"`{name}`" in text
    for column in FIGURES:
        assert f"`{column}`" in text


def test_every_measure_is_told():
    task: Task = tasks(1)[0]
    known = {figure.measure for figure in replicate(task).figures}
    told = set(names(section(PAGE, "How to read the figures")))
    assert known <= told
    assert {name for name in told - known if not name.startswith("shelter_")} == set()


@pytest.mark.parametrize("file", READY, ids=lambda file: file.stem)
def test_every_ready_scenario_is_read(file):
    if file.stem == "basis":
        return
    page = (ROOT / "docs" / "scenarios" / f"{file.stem}.md").read_text("utf-8")
    assert f"scenarios/{file.stem}.md" in PAGE
    assert f"scenarios/{file.name}" in page
    for words in ("--replications 20", "seed 1", "version 0.1.0", "## What it does not show"):
        assert words in page
    assert rows(page) or "±" in page
