"""What a plan says about itself."""

from __future__ import annotations

import pytest

from allocator.plan import TierResult, WijkLoad
from tests.report.test_tables import plan

PROVEN = TierResult("waiting", "max", 3, 3, 3, True)
OPEN = TierResult("fit", "max", 3, 3, 4, False)
REPORTED = TierResult("lottery", "max", 3)


@pytest.mark.parametrize(
    ("tiers", "status"),
    [
        ((), "optimal"),
        ((PROVEN,), "optimal"),
        ((PROVEN, REPORTED), "optimal"),
        ((REPORTED,), "optimal"),
        ((PROVEN, OPEN), "feasible"),
        ((OPEN, PROVEN, REPORTED), "feasible"),
    ],
)
def test_status(tiers, status):
    assert plan(tiers=tiers).status == status


@pytest.mark.parametrize(
    ("draagkracht", "load"), [(None, None), (0, None), (8, 0.625), (5, 1.0), (4, 1.25)]
)
def test_load(draagkracht, load):
    assert WijkLoad("w", "W", draagkracht, 3, 2).load == load
