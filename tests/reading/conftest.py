"""Fixtures for the tests of reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.small import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Return a small sound instance in a folder of its own."""
    folder = tmp_path / "instance"
    folder.mkdir()
    return Files(folder)
