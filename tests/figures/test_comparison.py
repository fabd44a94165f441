"""The plan beside longest-waiting-first: who waits longer, and who does not."""

from __future__ import annotations

from allocator.figures.comparison import comparison
from allocator.figures.counts import Count
from tests.figures.rows import proposal, unplaced
from tests.report.test_tables import plan


def test_nobody():
    found = comparison(plan())
    assert (found.plain, found.longer, found.sooner) == (Count(), (), Count())


def test_both_ways():
    made = plan(
        proposals=(proposal("H1", 2), proposal("H2", 3), proposal("H3", 4)),
        unplaced=(
            unplaced("H4", 5, weeks=8),
            unplaced("H5", 6, weeks=9),
            unplaced("H6", 7, weeks=8),
            unplaced("H7", 1, weeks=99),
        ),
        # H1 gets another home, which is not a loss
        plain=(("H1", "W9"), ("H4", "W1"), ("H5", "W2"), ("H6", "W3")),
    )
    found = comparison(made)
    assert [row.household for row in found.longer] == ["H5", "H4", "H6"]
    assert found.plain == Count(4, 2 + 5 + 6 + 7)
    assert found.sooner == Count(2, 3 + 4)
