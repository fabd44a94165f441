"""``allocator scenario run`` and ``compare``: what comes of a scenario, and of others beside it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from allocator.commands.scenario_group import scenario
from allocator.commands.scenario_sweeping import Sweeping, sweeping_options
from allocator.console import Target, common, say, show, speak

if TYPE_CHECKING:
    from allocator.scenarios.policies import PolicyName

POLICIES = ("matching", "look-ahead", "longest-waiting-first")
NOT_PROVEN = 4


def written(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of where to write, and of who gets which home."""
    with_policy = click.option(
        "--policy",
        type=click.Choice(POLICIES),
        default="matching",
        help="cli.option.scenario_policy",
    )(command)
    return click.option(
        "--out",
        required=True,
        type=Target(path_type=Path),
        metavar="DIR",
        help="cli.option.results",
    )(with_policy)


@scenario.command("run", help="cli.scenario.run")
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path), metavar="[SCENARIO.toml]", required=False)
@written
@sweeping_options
@common
def run(
    instance: Path,
    file: Path | None,
    out: Path,
    policy: PolicyName,
    sweeping: Sweeping,
    as_json: bool,
) -> None:
    """Run one scenario."""
    _done(instance, [file], out, policy, sweeping, as_json)


@scenario.command("compare", help="cli.scenario.compare")
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("base", type=click.Path(path_type=Path), metavar="BASE.toml")
@click.argument(
    "others", type=click.Path(path_type=Path), metavar="OTHER.toml", nargs=-1, required=True
)
@written
@sweeping_options
@common
def compare(
    instance: Path,
    base: Path,
    others: tuple[Path, ...],
    out: Path,
    policy: PolicyName,
    sweeping: Sweeping,
    as_json: bool,
) -> None:
    """Compare scenarios with the first."""
    _done(instance, [base, *others], out, policy, sweeping, as_json)


def _done(
    instance: Path,
    files: Sequence[Path | None],
    out: Path,
    policy: PolicyName,
    sweeping: Sweeping,
    as_json: bool,
) -> None:
    """Run scenarios, and say what came of them."""
    from allocator.messages.comparison import comparison_lines
    from allocator.messages.errors import warning_lines
    from allocator.scenarios.comparison.run import Ask, run_comparison

    t = speak()
    ask = Ask(sweeping.replications, sweeping.seed, policy, sweeping.sweep, t.language)
    done = run_comparison(instance, files, out, ask)
    say(warning_lines(done.warnings, t))
    show(as_json, done.summary, lambda: comparison_lines(done, t))
    if not done.proven:
        sys.exit(NOT_PROVEN)
