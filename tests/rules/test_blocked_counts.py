from __future__ import annotations

import numpy as np
import pytest

from allocator.rules import blocked_counts as module
from allocator.rules.blocked_counts import blocked_counts
from allocator.rules.columns import columns
from allocator.rules.pair_rules import PAIR_RULES
from allocator.rules.rule import Rule
from tests.rules import build

CODES = [rule.code for rule in PAIR_RULES]


def counts(people, homes, asked):
    h, p, c = columns(build.instance(people, homes))
    found = blocked_counts(h, p, c, np.array(asked))
    return [{code: n for code, n in zip(CODES, row, strict=True) if n} for row in found.tolist()]


def test_households_of_one_area_may_differ_and_like_households_may_be_of_two():
    two = [build.person(1), build.person(2, role="partner")]
    people = [
        build.household("H1", koppeling="lent"),
        build.household("H2", koppeling="lent", persons=two),
        build.household("H3", koppeling="hatert"),
        build.household("H4"),
    ]
    homes = [
        build.home("W1", max_persons=1),
        build.home("W2", wijk="lent", max_persons=1),
        build.home("W3", bedrooms=5),
    ]
    assert counts(people, homes, [3, 0, 1, 2]) == [
        {"SPARE": 1},
        {"KOPPELING": 2, "SPARE": 1},
        {"KOPPELING": 2, "SIZE": 2, "SPARE": 1},
        {"KOPPELING": 1, "SPARE": 1},
    ]


@pytest.mark.parametrize(("cells", "rows"), [(6, [2, 2, 1]), (1, [1] * 5), (99, [5])])
def test_no_more_cells_at_a_time_than_asked(monkeypatch, cells, rows):
    people = [build.household(f"H{i}", nareis_persons=i) for i in range(5)]
    h, p, c = columns(build.instance(people, [build.home(f"W{i}") for i in range(3)]))
    seen = []

    def spy(some, homes, context):
        seen.append(some.position.shape[0])
        return homes.bedrooms > 0

    monkeypatch.setattr(module, "PAIR_RULES", [Rule("SPY", "", spy, dict)])
    assert blocked_counts(h, p, c, np.arange(5), cells=cells).tolist() == [[3]] * 5
    assert seen == rows


def test_without_homes_nothing_is_blocked():
    assert counts([build.household("H1")], [], [0]) == [{}]
