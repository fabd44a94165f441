"""What a test of a cluster takes for granted does not stay."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from allocator.scenarios.sweeping import same_code


@pytest.fixture(scope="module", autouse=True)
def _code_as_it_is() -> Iterator[None]:
    """Look at the code again after the tests of a module."""
    look = same_code._code
    yield
    same_code._code = look
    same_code.versions.cache_clear()
