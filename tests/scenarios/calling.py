"""Calls of ``allocator scenario`` in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from allocator.commands.scenarios import scenario
from allocator.console import refuse
from tests.cli.build import Called

Call = Callable[..., Called]


def caller(capfd: pytest.CaptureFixture[str]) -> Call:
    """Return what calls a command of the group, and gives what it came to."""

    def run(*arguments: object) -> Called:
        capfd.readouterr()
        given, code = [str(argument) for argument in arguments], 0
        try:
            scenario.main(args=given, prog_name="allocator scenario", standalone_mode=False)
        except SystemExit as ended:
            code = int(str(ended.code))
        except click.UsageError as error:
            with pytest.raises(SystemExit) as refused:
                refuse(error, given)
            code = int(str(refused.value.code))
        printed = capfd.readouterr()
        return Called(code, printed.out, printed.err)

    return run


def summary(folder: Path) -> Any:
    """Return the summary in a folder of results."""
    return json.loads((folder / "summary.json").read_text("utf-8"))
