"""Mutants of the rules and of the constraints, each in turn, are noticed.

The other modules of ``models`` are tried by hand: ``python -m tests.mutation models``.
"""

from __future__ import annotations

import pytest

from tests.mutation.__main__ import run
from tests.mutation.equivalent import EQUIVALENT


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "only", "least"), [("rules", [], 150), ("models", ["assignment"], 30)]
)
def test_every_mutant_is_noticed(what, only, least):
    report = run(what, only)
    assert report.unchanged is None
    assert len(report.verdicts) > least
    survivors = {v.mutant.name for v in report.verdicts if not v.noticed}
    assert survivors - set(EQUIVALENT) == set()
