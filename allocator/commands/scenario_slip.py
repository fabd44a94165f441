"""``allocator scenario slip``: whether the relocation plan survives when sites are late."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from allocator.commands.scenario_group import scenario
from allocator.console import Target, common, say, show, speak

NOT_PROVEN = 4
MOST_MONTHS = 99


class Months(click.ParamType[tuple[int, ...]]):
    """Numbers of months, with commas between them: ``1,2,3``."""

    name = "months"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Return the numbers; the call is refused when one is none, or is not from 1 on."""
        words = str(value).split(",")
        if not all(word.strip().isascii() and word.strip().isdigit() for word in words):
            self.fail(speak()("cli.scenario.slip.months_form", text=value), param, ctx)
        numbers = tuple(int(word) for word in words)
        if not all(1 <= number <= MOST_MONTHS for number in numbers):
            self.fail(speak()("cli.scenario.slip.months_form", text=value), param, ctx)
        return numbers


@scenario.command("slip", help="cli.scenario.slip")
@click.argument("instance", type=click.Path(path_type=Path))
@click.option(
    "--out", required=True, type=Target(path_type=Path), metavar="DIR", help="cli.option.results"
)
@click.option("--plan", type=click.Path(path_type=Path), metavar="DIR", help="cli.option.slip_plan")
@click.option(
    "--months", type=Months(), default="1,2,3", metavar="N,N", help="cli.option.slip_months"
)
@click.option("--site", "sites", multiple=True, metavar="S", help="cli.option.slip_site")
@click.option(
    "--time-limit", type=click.FloatRange(min=0), metavar="S", help="cli.option.slip_time_limit"
)
@click.option(
    "--processes", type=click.IntRange(min=1), metavar="N", help="cli.option.slip_processes"
)
@common
def slip(
    instance: Path,
    out: Path,
    plan: Path | None,
    months: tuple[int, ...],
    sites: tuple[str, ...],
    time_limit: float | None,
    processes: int | None,
    as_json: bool,
) -> None:
    """Test a relocation plan against sites that are late."""
    from allocator.messages.errors import warning_lines
    from allocator.messages.slip import slip_lines
    from allocator.progress import counted
    from allocator.scenarios.slip.run import SlipAsk, run_slip

    t = speak()
    with counted(t, seconds=None) as (budget, progress):
        ask = SlipAsk(
            plan=plan,
            sites=sites,
            months=months,
            seconds=time_limit,
            processes=processes,
            language=t.language,
            stop=budget,
            told=progress.solved,
        )
        done = run_slip(instance, out, ask)
    say(warning_lines(done.warnings, t))
    show(as_json, done.summary, lambda: slip_lines(done, t))
    if not done.proven:
        sys.exit(NOT_PROVEN)
