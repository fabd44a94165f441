"""``allocator round scenarios``: keep scenarios, and compare them on what is known today."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from allocator.commands.acting import acting
from allocator.commands.rounds import rounds
from allocator.console import InOrder, Target, say, show, speak

if TYPE_CHECKING:
    from allocator.rounds.use import Actor

REPLICATIONS, WEEKS, SEED = 10, 52, 1
FILES = ("summary.json", "report.html", "scenarios.xlsx")


@rounds.group("scenarios", cls=InOrder, help="cli.round.scenarios")
def scenarios() -> None:
    """Hold the commands about scenarios."""


@scenarios.command("add", help="cli.round.scenarios.add")
@click.argument("file", type=click.Path(path_type=Path))
@acting()
def add(file: Path, actor: Actor, as_json: bool) -> None:
    """Add a scenario."""
    from allocator.messages.errors import fault_document, warning_lines
    from allocator.rounds.scenarios.keeping import add_file

    t = speak()
    done = add_file(actor, file)
    say(warning_lines(done.warnings, t))
    document = {
        "scenario": done.name,
        "warnings": [fault_document(fault, t) for fault in done.warnings],
    }
    show(as_json, document, lambda: [t("rounds.scenario_added", name=done.name)])


@scenarios.command("list", help="cli.round.scenarios.list")
@acting()
def list_(actor: Actor, as_json: bool) -> None:
    """Show the scenarios and what was compared."""
    from allocator.messages.kept_scenarios import kept_document, kept_lines
    from allocator.rounds.scenarios.keeping import kept

    found = kept(actor)
    show(as_json, kept_document(found), lambda: kept_lines(found, speak()))


@scenarios.command("remove", help="cli.round.scenarios.remove")
@click.argument("name", metavar="NAME")
@acting()
def remove(name: str, actor: Actor, as_json: bool) -> None:
    """Take a scenario away."""
    from allocator.rounds.scenarios.keeping import remove as remove_now

    t = speak()
    remove_now(actor, name)
    show(as_json, {"removed": name}, lambda: [t("rounds.scenario_removed", name=name)])


@scenarios.command("compare", help="cli.round.scenarios.compare")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--now", is_flag=True, help="cli.option.scenario_now")
@click.option(
    "--replications",
    type=click.IntRange(1, 100),
    default=REPLICATIONS,
    metavar="N",
    help="cli.option.kept_replications",
)
@click.option(
    "--weeks",
    type=click.IntRange(1, 104),
    default=WEEKS,
    metavar="N",
    help="cli.option.scenario_weeks",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 1_000_000),
    default=SEED,
    metavar="N",
    help="cli.option.kept_seed",
)
@click.option(
    "--out", required=True, type=Target(path_type=Path), metavar="DIR", help="cli.option.results"
)
@acting()
def compare(
    names: tuple[str, ...],
    now: bool,
    replications: int,
    weeks: int,
    seed: int,
    out: Path,
    actor: Actor,
    as_json: bool,
) -> None:
    """Compare scenarios with the first, keep it, and write its files."""
    from allocator.commands.sweep_progress import swept
    from allocator.messages.kept_scenarios import compared_lines
    from allocator.rounds.scenarios.comparing import compare as compare_now
    from allocator.rounds.scenarios.looking import files_of
    from allocator.rounds.scenarios.question import NOW, Question
    from allocator.scenarios.results import put_results, refuse_target

    t = speak()
    asked = Question((NOW, *names) if now else names, replications, weeks, seed, t.language)
    refuse_target(out, FILES)
    with swept(t) as told:
        row = compare_now(actor, asked, told)
    put_results(out, files_of(row))
    show(as_json, row.summary, lambda: compared_lines(row, out, t))
