"""``allocator scenario worth``: what one more of something is worth, in weeks of waiting."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from allocator.commands.scenario_group import scenario
from allocator.commands.scenario_sweeping import AT_LEAST_ONE, REPLICATIONS, SEED
from allocator.console import Target, common, say, show, speak

NOT_PROVEN = 4


@scenario.command("worth", help="cli.scenario.worth")
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path), metavar="[SCENARIO.toml]", required=False)
@click.option(
    "--out", required=True, type=Target(path_type=Path), metavar="DIR", help="cli.option.results"
)
@click.option(
    "--replications",
    type=AT_LEAST_ONE,
    default=REPLICATIONS,
    metavar="N",
    help="cli.option.worth_replications",
)
@click.option("--seed", type=int, default=SEED, metavar="N", help="cli.option.sweep_seed")
@click.option("--sites", is_flag=True, help="cli.option.worth_sites")
@click.option("--processes", type=AT_LEAST_ONE, metavar="N", help="cli.option.processes")
@common
def worth(
    instance: Path,
    file: Path | None,
    out: Path,
    replications: int,
    seed: int,
    sites: bool,
    processes: int | None,
    as_json: bool,
) -> None:
    """Find what one more of something is worth."""
    from allocator.commands.sweep_progress import swept
    from allocator.messages.errors import warning_lines
    from allocator.messages.worth import worth_lines
    from allocator.scenarios.sweeping.local import LocalExecutor
    from allocator.scenarios.worth.run import WorthAsk, run_worth

    t = speak()
    with swept(t) as told:
        ask = WorthAsk(replications, seed, LocalExecutor(processes), sites, t.language, told)
        done = run_worth(instance, file, out, ask)
    say(warning_lines(done.warnings, t))
    show(as_json, done.summary, lambda: worth_lines(done, t))
    if not done.proven:
        sys.exit(NOT_PROVEN)
