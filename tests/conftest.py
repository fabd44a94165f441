"""All tests run with the settings of the pages: their tables are in every store.

The variable does not stay: a command that a test starts has the settings of its own.

To measure what is covered takes as long again as the tests.  So it is not measured where the same
lines are run through again and again: by all cases of a test but the first, by Hypothesis, and by
tests that are slow.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence

import pytest
from hypothesis import is_hypothesis_test

from allocator.store.connection import prepare

os.environ["DJANGO_SETTINGS_MODULE"] = "allocator.web.settings"
prepare()
del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark what is not measured (pytest-cov)."""
    seen: set[str] = set()
    for item in items:
        test = item.nodeid.partition("[")[0]
        long = item.get_closest_marker("slow") or is_hypothesis_test(getattr(item, "obj", None))
        if test in seen or long:
            item.add_marker("no_cover")
        seen.add(test)


def pytest_collection_finish() -> None:
    """Leave all that was imported and collected out of what Python looks for garbage in.

    With twelve thousand tests that is most of what there is, and none of it goes away.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def commands_unmeasured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not measure either what such a test starts."""
    if request.node.get_closest_marker("no_cover"):
        for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
            monkeypatch.delenv(name)
