"""Instances for the micro benchmarks, made once, with fixed seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.domain.instance import Instance
from allocator.generate import generate
from allocator.reading import write_folder
from benchmarks.problem import Problem, prepare

SEED = 1


@pytest.fixture(scope="session")
def week() -> Instance:
    """Return a city week with tight limits."""
    return generate("city-week", SEED)


@pytest.fixture(scope="session")
def folder(week: Instance, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the city week."""
    made = tmp_path_factory.mktemp("week")
    write_folder(week, made)
    return made


@pytest.fixture(scope="session")
def problem(week: Instance) -> Problem:
    """Return the city week laid out."""
    return prepare(week)


@pytest.fixture(scope="session")
def loose() -> Problem:
    """Return a city week with loose limits, laid out."""
    return prepare(generate("city-week", SEED, limits="loose"))


@pytest.fixture(scope="session")
def village() -> Problem:
    """Return a village, laid out."""
    return prepare(generate("village", SEED))
