"""What is generated reads without a fault or a warning, and comes back the same."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from allocator.domain.instance import Instance
from allocator.generate import LIMITS, SCARCITIES, SHELTERS, generate
from allocator.reading import digest, read_instance, write_folder
from tests.generate.made import made


def assert_reads(instance: Instance, folder: Path) -> None:
    write_folder(instance, folder)
    reading = read_instance(folder)
    assert reading.warnings == ()
    assert reading.instance == instance


@pytest.mark.parametrize("seed", range(1, 9))
def test_villages(seed: int, tmp_path: Path) -> None:
    assert_reads(made("village", seed), tmp_path / "village")


@pytest.mark.parametrize(
    ("limits", "shelter", "scarcity"), [*product(LIMITS, SHELTERS, SCARCITIES)]
)
def test_all_options(limits: str, shelter: str, scarcity: str, tmp_path: Path) -> None:
    instance = made("village", 3, limits=limits, shelter=shelter, scarcity=scarcity)
    assert_reads(instance, tmp_path / "village")


@pytest.mark.parametrize("size", ["city-week", "city-backlog"])
def test_cities(size: str, tmp_path: Path) -> None:
    assert_reads(made(size, 1, shelter="short"), tmp_path / size)


@pytest.mark.slow
@pytest.mark.parametrize("size", ["region", "national"])
def test_many_municipalities(size: str, tmp_path: Path) -> None:
    assert_reads(made(size, 1), tmp_path / size)


@pytest.mark.slow
def test_the_whole_land_is_the_same_twice() -> None:
    """The first time is that of the test above: it takes long."""
    assert digest(generate("national", 1)) == digest(made("national", 1))
