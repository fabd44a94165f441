"""``allocator scenario write``: the instance that a scenario makes, for all other commands."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.commands.scenario_group import scenario
from allocator.console import Target, common, say, show, speak


@scenario.command("write", help="cli.scenario.write")
@click.argument("instance", type=click.Path(path_type=Path))
@click.argument("file", type=click.Path(path_type=Path), metavar="SCENARIO.toml")
@click.argument("folder", type=Target(path_type=Path), metavar="DIR")
@common
def write(instance: Path, file: Path, folder: Path, as_json: bool) -> None:
    """Write the instance that a scenario makes."""
    from allocator.messages.errors import warning_lines
    from allocator.scenarios.changed import write_changed

    t = speak()
    done = write_changed(instance, file, folder)
    say(warning_lines(done.warnings, t))
    show(
        as_json,
        done.document,
        lambda: [t("cli.scenario.changed", scenario=done.name, folder=done.folder)],
    )
