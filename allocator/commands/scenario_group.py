"""The group that the commands of scenarios belong to."""

from __future__ import annotations

import click

from allocator.console import InOrder


@click.group("scenario", cls=InOrder, help="cli.scenario")
def scenario() -> None:
    """Hold the commands."""
