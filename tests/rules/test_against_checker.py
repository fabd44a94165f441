"""Two ways to the same answer: the columns here, and the checker's one household at a time."""

from __future__ import annotations

import pytest
from hypothesis import given

from allocator.check import blocked_by, capacities, case_of
from allocator.check.measures import empty_places, fit_points, relocates
from allocator.rules import measures
from allocator.rules.columns import columns
from allocator.rules.conflict import conflict
from allocator.rules.fit import fit
from allocator.rules.limits import limits, locks
from allocator.rules.pair_rules import blocking_codes
from tests.random_instances import small_instance
from tests.rules.strategies import RELAXED, instances


@RELAXED
@given(instances())
def test_pairs_of_arbitrary_instances(instance):
    same_pairs(instance)


@pytest.mark.parametrize("contradicting", [False, True])
@pytest.mark.parametrize("seed", range(15))
def test_pairs_and_limits_of_scarce_instances(seed, contradicting):
    instance = small_instance(seed, contradicting=contradicting)
    same_pairs(instance)
    h, p, c = columns(instance)
    found = limits(instance, h, p, c)
    expected = capacities(case_of(instance))
    assert {limit.name: limit.capacity for limit in found}.items() <= expected.items()
    broken = conflict(found, locks(instance, h, p), h, p)
    assert (broken is not None) is contradicting


def same_pairs(instance):
    case = case_of(instance)
    h, p, c = columns(instance)
    points = fit(h.rows(), p.cols(), c)
    moves = measures.relocates(h.rows(), p.cols(), c)
    spare = measures.spare_persons(h.rows(), p.cols(), c)
    for i, household in enumerate(h.id.tolist()):
        for j, home in enumerate(p.id.tolist()):
            codes = blocking_codes(h, p, c, household=i, home=j)
            assert codes == tuple(blocked_by(case, household, home))
            assert points[i, j] == fit_points(case, household, home)
            assert moves[i, j] == relocates(case, household, home)
            assert spare[i, j] == empty_places(case, household, home)
