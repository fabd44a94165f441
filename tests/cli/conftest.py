"""The command as people call it."""

from __future__ import annotations

from pathlib import Path

import pytest

import cli
from tests.check.golden import golden as golden_instance
from tests.cli.build import Call, Called, written


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Call:
    """Call the command in this process; what solvers print counts as printed too."""

    def run(*arguments: object) -> Called:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        printed = capfd.readouterr()
        assert isinstance(ended.value.code, int)
        return Called(ended.value.code, printed.out, printed.err)

    return run


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    """Write the instance whose best plan was worked out by hand."""
    return written(golden_instance(), tmp_path / "golden")
