"""``allocator scenario frontier``: what waiting can be traded for, exactly."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from allocator.commands.scenario_group import scenario
from allocator.console import Target, common, say, show, speak

WITH = ("relocations", "spread", "fit", "occupancy")
FEW, MANY = 2, 50
NOT_WHOLE = 4


@scenario.command("frontier", help="cli.scenario.frontier")
@click.argument("instance", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=Target(path_type=Path), metavar="DIR", help="cli.option.results"
)
@click.option(
    "--with", "tiers", type=click.Choice(WITH), multiple=True, help="cli.option.frontier_with"
)
@click.option(
    "--points",
    type=click.IntRange(min=FEW),
    default=MANY,
    metavar="N",
    help="cli.option.frontier_points",
)
@click.option(
    "--time-limit", type=click.FloatRange(min=0), metavar="S", help="cli.option.frontier_time_limit"
)
@common
def frontier(
    instance: Path,
    out: Path,
    tiers: tuple[str, ...],
    points: int,
    time_limit: float | None,
    as_json: bool,
) -> None:
    """Find the trade-offs of a matching round."""
    from allocator.messages.errors import warning_lines
    from allocator.messages.frontier import frontier_lines
    from allocator.progress import counted
    from allocator.scenarios.frontier.run import run_frontier
    from allocator.scenarios.frontier.trading import TradingSettings

    t = speak()
    with counted(t, seconds=time_limit) as (budget, progress):
        settings = TradingSettings(
            points=points, budget=budget, on_point=lambda found: progress.solved(found, points)
        )
        asked = tuple(dict.fromkeys(tiers)) or WITH[:3]
        done = run_frontier(instance, out, asked, settings, language=t.language)
    say(warning_lines(done.warnings, t))
    show(as_json, done.summary, lambda: frontier_lines(done, t))
    if not all(point.proven for one in done.found for point in one.points):
        sys.exit(NOT_WHOLE)
