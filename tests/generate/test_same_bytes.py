"""The same size, seed and options give the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from allocator.generate import generate
from allocator.reading import digest, write_folder

ROOT = Path(__file__).parents[2]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.mark.parametrize("size", ["village", "city-week"])
def test_twice_the_same(size: str, tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_folder(generate(size, 4), tmp_path / name)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "other")


def test_another_process_with_another_order_of_sets(tmp_path: Path) -> None:
    code = (
        "from allocator.generate import generate; from allocator.reading import digest; "
        "print(digest(generate('city-week', 4)))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {digest(generate("city-week", 4))}


def test_another_seed_is_another_instance() -> None:
    one, other = generate("village", 1), generate("village", 2)
    assert one.homes != other.homes
    assert one.households != other.households
    assert one.lottery_seed != other.lottery_seed
