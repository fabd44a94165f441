"""All tests run with the settings of the pages: their tables are in every store.

The variable does not stay: a command that a test starts has the settings of its own.

To measure what is covered takes as long again as the tests.  So it is not measured where the same
lines are run through again and again: by more than a few cases of one test, by Hypothesis, and by
tests that are slow.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import is_hypothesis_test

from allocator.store.connection import prepare

# So many cases of a test are measured.
MEASURED = 1

os.environ["DJANGO_SETTINGS_MODULE"] = "allocator.web.settings"
prepare()
del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark what is not measured (pytest-cov)."""
    cases: Counter[str] = Counter()
    for item in items:
        test = item.nodeid.partition("[")[0]
        cases[test] += 1
        long = item.get_closest_marker("slow") or is_hypothesis_test(getattr(item, "obj", None))
        if cases[test] > MEASURED or long:
            item.add_marker("no_cover")


@pytest.fixture(autouse=True)
def commands_unmeasured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not measure either what such a test starts."""
    if request.node.get_closest_marker("no_cover"):
        for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
            monkeypatch.delenv(name)
