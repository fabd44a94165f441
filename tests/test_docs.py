"""What the documentation says of the program is so, and nothing is left out."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import BaseModel

import cli
from allocator.commands.accounts import account
from allocator.domain.policy import MATCHING_TIERS, RELOCATION_TIERS, Policy
from allocator.domain.prices import Prices
from allocator.errors import AllocatorError
from allocator.formulate import SENSES
from allocator.plan import MatchingPlan
from allocator.reading.columns import TAAKSTELLING, TABLES
from allocator.report.summary import summary
from allocator.report.tables import tables
from allocator.rounds.moves_states import MOVE_TRANSITIONS
from allocator.rounds.reasons import OBJECTIONS, REASONS
from allocator.rounds.retention import RETENTION
from allocator.rounds.states import CANDIDATE_CODE, TRANSITIONS, State, offer_code
from allocator.rules.pair_rules import PAIR_RULES
from allocator.store.places import KEYS, STORE
from allocator.web.configuration import VARIABLES

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("instances/*.md")])
REFERENCE = (ROOT / "docs/reference.md").read_text("utf-8")
INPUT = (ROOT / "docs/input.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
TUTORIAL = (ROOT / "docs/tutorial.md").read_text("utf-8")
ROUNDS = (ROOT / "docs/rounds.md").read_text("utf-8")
SERVING = (ROOT / "docs/serving.md").read_text("utf-8")
SCENARIOS = (ROOT / "docs/scenarios.md").read_text("utf-8")
SWEEPS = (ROOT / "docs/sweeps.md").read_text("utf-8")
# Where the commands of scenarios are told, in their order.
OF_SCENARIOS = [
    (ROOT / f"docs/{name}.md").read_text("utf-8")
    for name in ("comparing", "trade-offs", "robustness")
]
TOLD = "".join((REFERENCE, ROUNDS, *OF_SCENARIOS, SERVING, SCENARIOS))  # where commands are told


def flat(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Return all commands by their whole name, those of groups too."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from flat(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


COMMANDS = dict(flat(cli.commands))
# What every command on a page takes, told once.
EVERYWHERE = ("--lang", "--json")
ON_THE_STORE = ("--store", "--keys", "--who", "--role", "--corporatie", "--today")
ON_ACCOUNTS = ("--store", "--keys", "--who")
SWEPT = (
    *("--replications", "--seed", "--processes", "--store"),
    *("--scheduler", "--tls-ca", "--tls-cert", "--tls-key"),
)
EMPTY_PLAN = MatchingPlan(
    name="",
    peildatum=date(2025, 1, 6),
    proposals=(),
    unplaced=(),
    wijken=(),
    tiers=(),
    taakstelling=(),
    plain=(),
    over_term_placed=0,
    possible_pairs=0,
    seconds={},
    solver="",
    version="",
    lottery_seed=0,
    input_digest="",
    prices=Prices(weeks=26, rows=()),
)


def section(page: str, heading: str) -> str:
    """Return the text under a heading, up to the next of the same or a higher level."""
    start = re.search(rf"^(#+) {re.escape(heading)}$", page, re.MULTILINE)
    assert start, f"no heading {heading}"
    rest = page[start.end() :]
    end = re.search(rf"^#{{1,{len(start[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows(text: str) -> list[list[str]]:
    """Return the cells of the tables in a text, without their headings."""
    found: list[list[str]] = []
    for line in re.findall(r"^\| *(.*?) *\|$", text, re.MULTILINE):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]
        if set("".join(cells)) <= set("- "):
            found.pop()
        else:
            found.append(cells)
    return found


def names(text: str) -> list[str]:
    """Return the names between backticks in the first column of the tables in a text."""
    return [name for row in rows(text) for name in re.findall(r"`([^`]+)`", row[0])]


def calls(page: str) -> list[list[str]]:
    """Return the arguments of every call of the command in the shell blocks of a page."""
    lines = "\n".join(re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    found = re.findall(r"\.venv/bin/allocator ([^#\n]*)", lines)
    return [shlex.split(call) for call in found]


# --- commands -----------------------------------------------------------------------------------


def test_every_command_has_a_section_and_every_section_a_command():
    told = [
        re.sub(r"( (\[?[A-Z]|--).*)$", "", heading)
        for page in (REFERENCE, ROUNDS, SERVING, *OF_SCENARIOS)
        for heading in re.findall(r"^### allocator (.+)$", page, re.MULTILINE)
    ]
    assert told == list(COMMANDS)


def options(command: click.Command) -> list[click.Option]:
    """Return the options of a command that not every command has."""
    own = [one for one in command.params if isinstance(one, click.Option)]
    on_store = {one.opts[0] for one in own} >= set(ON_THE_STORE)
    swept = {one.opts[0] for one in own} >= set(SWEPT)
    told = (*EVERYWHERE, *(ON_THE_STORE if on_store else ()), *(SWEPT if swept else ()))
    if command in account.commands.values():
        told = (*EVERYWHERE, *ON_ACCOUNTS)
    return [one for one in own if one.opts[0] not in told]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_told_with_its_choices_and_default(name):
    heading = re.search(rf"^### (allocator {name}(?: .*)?)$", TOLD, re.MULTILINE)
    assert heading
    told = {cell.split()[0]: (cell, meaning) for cell, meaning in cells(section_of(heading[1]))}
    assert list(told) == [one.opts[0] for one in options(COMMANDS[name])]
    for one in options(COMMANDS[name]):
        cell, meaning = told[one.opts[0]]
        if isinstance(one.type, click.Choice):
            for choice in one.type.choices:
                assert choice in cell + meaning
        if isinstance(one.default, str) and one.default:
            assert f"({one.default})" in meaning


def section_of(heading: str) -> str:
    """Return the section of a command."""
    return section(TOLD, heading)


def cells(text: str) -> Iterator[tuple[str, str]]:
    """Return the first two columns of the tables in a text, the first without backticks."""
    for row in rows(text):
        yield row[0].strip("`").replace("\\|", "|"), row[1]


def test_options_of_every_command_are_told():
    told = [cell.split()[0] for cell, _ in cells(section(REFERENCE, "Commands").split("###")[0])]
    assert told == ["--lang", "--json", "--help"]
    told = [cell.split()[0] for cell, _ in cells(section(ROUNDS, "Commands").split("###")[0])]
    assert told == list(ON_THE_STORE)
    told = [cell.split()[0] for cell, _ in cells(section(SERVING, "Accounts").split("###")[0])]
    assert told == list(ON_ACCOUNTS)
    told = [row[0].strip("`").split()[0] for row in rows(SWEEPS) if row[0].startswith("`--")]
    assert told == list(SWEPT)
    for command in COMMANDS.values():
        assert set(EVERYWHERE) <= {opt for one in command.params for opt in one.opts}


def test_every_exit_code_is_told():
    kinds = [AllocatorError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    codes = {kind.exit_code for kind in kinds} | {0, cli.NOT_PROVEN, click.UsageError.exit_code}
    assert [row[0] for row in rows(section(REFERENCE, "Exit codes"))] == [
        str(code) for code in sorted(codes)
    ]
    table = section(README, "Commands")
    assert [row[0] for row in rows(table) if row[0].isdigit()] == [str(c) for c in sorted(codes)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_calls_in_the_documentation_can_be_parsed(page):
    for call in calls(page.read_text("utf-8")):
        name = max((n for n in COMMANDS if call[: len(n.split())] == n.split()), key=len)
        COMMANDS[name].make_context(name, call[len(name.split()) :])


def test_what_may_follow_on_what_is_told():
    for heading, table in (("States", TRANSITIONS), ("Shelter", MOVE_TRANSITIONS)):
        told = [row for row in rows(section(ROUNDS, heading)) if len(row) == 3]
        assert told == [[f"`{a}`", str(event), f"`{b}`"] for (a, event), b in table.items()]


def test_every_state_is_told_with_its_codes():
    told = [row for row in rows(section(ROUNDS, "States")) if len(row) == 4]
    assert [row[0] for row in told] == [f"`{state}`" for state in State]
    for name, candidate, offer, _ in told:
        state = State(name.strip("`"))
        assert candidate == CANDIDATE_CODE[state]
        assert offer == (offer_code(state, was_offered=True) or "")


def test_every_reason_is_told():
    told = [re.findall(r"`(\w+)`", row[1]) for row in rows(section(ROUNDS, "Reasons"))]
    assert told == [list(codes) for codes in (*REASONS.values(), OBJECTIONS)]


def test_every_retention_is_told():
    told = rows(section(ROUNDS, "What is kept of people, and for how long"))
    assert told == [[f"`{kept.kind}`", f"{kept.days} days", kept.since] for kept in RETENTION]


def test_every_variable_of_the_pages_is_told():
    assert names(section(SERVING, "Variables")) == [STORE, KEYS, *VARIABLES]


def test_readme_shows_the_two_commands_first():
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert blocks[:2] == [
        "sh setup.sh && .venv/bin/allocator match instances/nijmegen --out plan\n",
        "sh setup.sh --dev && .venv/bin/pytest -n 2 --dist worksteal\n",
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)(#[^)]*)?\)", page.read_text("utf-8"))
    for target, _ in links:
        assert target.startswith("https://") or (page.parent / target).exists(), target


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", tables(EMPTY_PLAN))
def test_every_column_of_the_output_is_told(name):
    text = section(REFERENCE, "Output files of match")
    part = re.search(rf"^`{name}\.csv`.*?\n\n(.*?)\n\n", text, re.MULTILINE | re.DOTALL)
    assert part
    assert names(part[1]) == list(tables(EMPTY_PLAN)[name].columns)
    assert f"`{name}.csv`" in section(README, "What comes out")


def test_every_key_of_the_summary_is_told():
    text = section(REFERENCE, "Output files of match").split("`summary.json`:")[1]
    assert names(text) == list(summary(EMPTY_PLAN, {}))


def if_empty(default: Any) -> str:
    """Return how the page shows the value of an empty cell."""
    if default is False:
        return "no"
    if default is None or default in ("", ()):
        return ""
    return f"`{default.value}`" if isinstance(default, StrEnum) else str(default)


@pytest.mark.parametrize("table", [*TABLES, TAAKSTELLING], ids=lambda table: table.name)
def test_every_column_of_the_input_is_told(table):
    text = section(INPUT, table.name)
    assert ("Mandatory." in text) == table.mandatory
    assert [(row[0], row[1], row[3]) for row in rows(text)] == [
        (
            f"`{column.name}`",
            "" if column.dutch == column.name else column.dutch,
            "mandatory" if column.mandatory else if_empty(column.default),
        )
        for column in table.columns
    ]


# --- rules, tiers, settings -----------------------------------------------------------------------


def test_every_pair_rule_is_told_in_order():
    assert [row[0] for row in rows(section(REFERENCE, "Pair rules"))] == [
        f"`{rule.code}`" for rule in PAIR_RULES
    ]


def test_every_tier_is_told_with_its_sense():
    matching, relocation = section(REFERENCE, "Tiers").split("Of the relocation plan")
    assert [(row[0], row[1]) for row in rows(matching)] == [
        (f"`{tier}`", SENSES[tier]) for tier in MATCHING_TIERS
    ]
    assert [(row[0], row[1]) for row in rows(relocation)] == [
        (f"`{tier}`", "min") for tier in RELOCATION_TIERS
    ]


def settings(model: BaseModel, before: str = "") -> Iterator[tuple[str, str]]:
    """Return the keys of the policy with their default as the page shows it."""
    for key in type(model).model_fields:
        value = getattr(model, key)
        if isinstance(value, BaseModel):
            yield from settings(value, f"{key}.")
        elif before == "tiers.":
            yield before + key, "as above"
        elif before == "rent_limits.":
            yield before + key, "of the year"
        elif value is None or value == {}:
            yield before + key, "none"
        elif isinstance(value, bool):
            yield before + key, f"`{str(value).lower()}`"
        else:
            yield before + key, f'`"{value}"`' if isinstance(value, str) else f"`{value}`"


def test_every_setting_is_told_with_its_default():
    told = {row[0].strip("`"): row[1] for row in rows(section(REFERENCE, "Settings"))}
    assert told == dict(settings(Policy()))


# --- the tutorial ---------------------------------------------------------------------------------

STEP = re.compile(r"^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_the_tutorial_shows_what_happens(tmp_path):
    assert len(STEP.findall(TUTORIAL)) > 4
    now = without_seconds(played(TUTORIAL, tmp_path))
    assert now == without_seconds(TUTORIAL), "if this is right: .venv/bin/python -m tests.test_docs"


def played(tutorial: str, folder: Path) -> str:
    """Run the tutorial in a folder, and return it with what its commands print now."""
    shutil.copytree(ROOT / "instances/nijmegen", folder / "instances/nijmegen")

    def play(step: re.Match[str]) -> str:
        printed = "".join(run(line) for line in step[1].splitlines())
        shown = f"\n```text\n{printed}```\n" if step[2] is not None else ""
        return f"```sh\n{step[1]}```\n{shown}"

    with contextlib.chdir(folder):
        return STEP.sub(play, tutorial)


def run(line: str) -> str:
    """Run a line of the tutorial in the current folder and return what it prints."""
    words = shlex.split(line, comments=True)
    if words[:2] == ["sh", "setup.sh"]:
        return ""
    if words[0] != ".venv/bin/allocator":
        done = subprocess.run(["sh", "-c", line], check=True, capture_output=True, text=True)
        return done.stdout
    out = io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        contextlib.suppress(SystemExit),
    ):
        cli.main(words[1:])
    return out.getvalue()


def without_seconds(text: str) -> str:
    """Return a text with the seconds that it tells struck out."""
    return re.sub(r"[0-9.,]+ s of solving", "… s of solving", text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        (ROOT / "docs/tutorial.md").write_text(played(TUTORIAL, Path(scratch)), "utf-8")
