"""The command as people call it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import cli
from tests.check.golden import golden as golden_instance
from tests.cli.build import Call, Called, ended, written


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


@pytest.fixture(scope="session")
def golden_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the best plan of that instance, once."""
    folder = tmp_path_factory.mktemp("golden")
    ended("match", written(golden_instance(), folder / "golden"), "--out", folder / "plan")
    return folder / "plan"


@pytest.fixture
def plan(golden_plan: Path, tmp_path: Path) -> Path:
    """Return a copy of that plan."""
    return shutil.copytree(golden_plan, tmp_path / "plan")
