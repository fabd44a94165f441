"""The command line: parse, call one function of ``allocator``, print.

Messages for people go to standard error, results to standard output; with ``--json`` one
document and nothing else.  Imports that take long wait until a command needs them, so that
``--help`` and a wrong call answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from allocator import __version__
from allocator.commands import KEEPING, rounds
from allocator.commands.scenarios import scenario as scenarios
from allocator.console import Target, WordedGroup, common, refuse, say, show, speak

SIZES = ("village", "small-city", "city-week", "city-backlog", "region", "national")
BACKENDS = ("highs", "cpsat", "cbc")
NOT_PROVEN = 4


@click.group(cls=WordedGroup, help="cli.help", context_settings={"max_content_width": 100})
@click.version_option(
    __version__, prog_name="allocator", message="%(prog)s %(version)s", help="cli.option.version"
)
def commands() -> None:
    """Hold the commands; the language is noted when the call is parsed."""


@commands.command(help="cli.match")
@click.argument("instance", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=Target(path_type=Path), metavar="DIR", help="cli.option.out"
)
@click.option("--backend", type=click.Choice(BACKENDS), default="highs", help="cli.option.backend")
@click.option(
    "--time-limit", type=click.FloatRange(min=0), metavar="S", help="cli.option.time_limit"
)
@click.option("--work-limit", type=click.IntRange(min=0), metavar="N", help="cli.option.work_limit")
@click.option("--threads", type=click.IntRange(min=1), metavar="N", help="cli.option.threads")
@click.option("--seed", type=int, metavar="N", help="cli.option.seed")
@click.option(
    "--write-model",
    type=Target(path_type=Path),
    metavar="FILE",
    help="cli.option.write_model",
)
@click.option("--what-helps", is_flag=True, help="cli.option.match_what_helps")
@click.option("--look-ahead", type=click.IntRange(2, 104), metavar="WEEKS", help="cli.option.ahead")
@click.option(
    "--scenario", type=click.Path(path_type=Path), metavar="FILE", help="cli.option.ahead_scenario"
)
@common
def match(
    instance: Path,
    out: Path,
    backend: str,
    time_limit: float | None,
    work_limit: int | None,
    threads: int | None,
    seed: int | None,
    write_model: Path | None,
    what_helps: bool,
    look_ahead: int | None,
    scenario: Path | None,
    as_json: bool,
) -> None:
    """Run the matching round."""
    from allocator.matching import Settings
    from allocator.matching_run import run_matching
    from allocator.messages.errors import warning_lines
    from allocator.messages.matching import matching_lines
    from allocator.progress import watched
    from allocator.scenarios.looking import solving

    t = speak()
    with watched(t, seconds=time_limit, work=work_limit) as (budget, on_stage):
        settings = Settings(
            backend=backend,  # type: ignore[arg-type]
            seed=seed,
            language=t.language,
            model_file=write_model,
            what_helps=what_helps,
            threads=threads,
            budget=budget,
            on_stage=on_stage,
        )
        solve = solving(instance, look_ahead, scenario)
        finished = run_matching(instance, out, settings, solve)
    say(warning_lines(finished.warnings, t))
    show(as_json, finished.summary, lambda: matching_lines(finished, t))
    if finished.plan.status != "optimal":
        sys.exit(NOT_PROVEN)


@commands.command(help="cli.relocate")
@click.argument("instance", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=Target(path_type=Path), metavar="DIR", help="cli.option.out"
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    metavar="S",
    help="cli.option.relocate_time_limit",
)
@click.option("--work-limit", type=click.IntRange(min=0), metavar="N", help="cli.option.work_limit")
@click.option(
    "--threads", type=click.IntRange(min=1), metavar="N", help="cli.option.relocate_threads"
)
@click.option("--slip", "slips", multiple=True, metavar="SITE=+N", help="cli.option.relocate_slip")
@click.option(
    "--frozen",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="cli.option.relocate_frozen",
)
@common
def relocate(
    instance: Path,
    out: Path,
    time_limit: float | None,
    work_limit: int | None,
    threads: int | None,
    slips: tuple[str, ...],
    frozen: Path | None,
    as_json: bool,
) -> None:
    """Make the relocation plan."""
    from allocator.messages.errors import warning_lines
    from allocator.messages.relocating import relocation_lines
    from allocator.progress import watched
    from allocator.relocating import RelocationSettings
    from allocator.relocating_run import run_relocation

    t = speak()
    with watched(t, seconds=time_limit, work=work_limit) as (budget, on_stage):
        settings = RelocationSettings(
            slips=slips,
            language=t.language,
            budget=budget,
            on_stage=on_stage,
            threads=threads,
        )
        finished = run_relocation(instance, out, settings, frozen)
    say(warning_lines(finished.warnings, t))
    show(as_json, finished.summary, lambda: relocation_lines(finished, t))
    if finished.plan.status != "optimal":
        sys.exit(NOT_PROVEN)


@commands.command(help="cli.check")
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("plan", type=click.Path(path_type=Path), required=False, metavar="[DIR]")
@click.option(
    "--time-limit", type=click.FloatRange(min=0), metavar="S", help="cli.option.check_time_limit"
)
@common
def check(instance: Path, plan: Path | None, time_limit: float | None, as_json: bool) -> None:
    """Check an instance or a plan."""
    from allocator.checking import check_files
    from allocator.matching import Settings
    from allocator.messages.checking import check_document, check_lines
    from allocator.messages.errors import warning_lines
    from allocator.progress import watched

    t = speak()
    with watched(t, seconds=time_limit) as (budget, on_stage):
        checked = check_files(instance, plan, Settings(budget=budget, on_stage=on_stage))
    say(warning_lines(checked.warnings, t))
    show(as_json, check_document(checked, t), lambda: check_lines(checked, t))
    if checked.verdict is not None and not checked.verdict.sound:
        from allocator.errors import PlanRejected

        sys.exit(PlanRejected.exit_code)


@commands.command(help="cli.explain")
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("plan", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--household", metavar="H", help="cli.option.household")
@click.option("--home", metavar="W", help="cli.option.home")
@click.option("--site", metavar="S", help="cli.option.site")
@click.option("--if", "decisions", multiple=True, metavar="TEXT", help="cli.option.if")
@click.option("--what-helps", is_flag=True, help="cli.option.what_helps")
@click.option("--for", "audience", type=click.Choice(("corporatie",)), help="cli.option.for")
@click.option("--corporatie", metavar="ID", help="cli.option.corporatie")
@click.option(
    "--time-limit", type=click.FloatRange(min=0), metavar="S", help="cli.option.explain_time_limit"
)
@common
def explain(
    instance: Path,
    plan: Path,
    household: str | None,
    home: str | None,
    site: str | None,
    decisions: tuple[str, ...],
    what_helps: bool,
    audience: str | None,
    corporatie: str | None,
    time_limit: float | None,
    as_json: bool,
) -> None:
    """Answer a question to a plan."""
    from allocator.answering import Question, answer
    from allocator.messages.errors import warning_lines
    from allocator.progress import counted

    t = speak()
    question = Question(household, home, site, decisions, what_helps, audience, corporatie)
    with counted(t, seconds=time_limit) as (budget, progress):
        found = answer(instance, plan, question, budget, progress, t)
    say(warning_lines(found.warnings, t))
    show(as_json, found.document, found.lines)


@commands.command(help="cli.generate")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--size", type=click.Choice(SIZES), required=True, help="cli.option.size")
@click.option("--seed", type=int, required=True, metavar="N", help="cli.option.generate_seed")
@click.option(
    "--limits", type=click.Choice(("loose", "tight")), default="tight", help="cli.option.limits"
)
@click.option(
    "--shelter", type=click.Choice(("enough", "short")), default="enough", help="cli.option.shelter"
)
@click.option(
    "--scarcity",
    type=click.Choice(("low", "mid", "high")),
    default="mid",
    help="cli.option.scarcity",
)
@common
def generate(
    folder: Path, size: str, seed: int, limits: str, shelter: str, scarcity: str, as_json: bool
) -> None:
    """Write a synthetic instance."""
    from allocator.generating import generate_files
    from allocator.messages.instances import generated_document, generated_lines

    made = generate_files(
        folder, size=size, seed=seed, limits=limits, shelter=shelter, scarcity=scarcity
    )
    show(as_json, generated_document(made, folder), lambda: generated_lines(made, folder, speak()))


@commands.command(help="cli.template")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.xlsx")
@common
def template(file: Path, as_json: bool) -> None:
    """Write an empty workbook to fill in."""
    from allocator.messages.instances import template_document, template_lines
    from allocator.templating import template_file

    t = speak()
    template_file(file, t.language)
    show(as_json, template_document(file), lambda: template_lines(file, t))


for command in (rounds, *KEEPING, scenarios):
    commands.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command ``allocator``."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        commands.main(args=given, prog_name="allocator", standalone_mode=False)
    except click.UsageError as error:
        refuse(error, given)
    sys.exit(0)
