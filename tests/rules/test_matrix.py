"""One rule, three shapes: the matrix, the list of pairs and the single pair agree."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from allocator.rules.blocked_counts import blocked_counts
from allocator.rules.columns import columns
from allocator.rules.eligibility import find
from allocator.rules.fit import fit
from allocator.rules.measures import relocates, spare_persons
from allocator.rules.pair_rules import PAIR_RULES, blocked, blocking_codes
from tests.rules.strategies import RELAXED, instances


@RELAXED
@given(instances())
def test_matrix_list_and_single_pair_agree(instance):
    h, p, c = columns(instance)
    rows, cols = h.rows(), p.cols()
    household, home = np.indices((len(h), len(p))).reshape(2, -1)
    some, other = h.take(household), p.take(home)
    matrix = blocked(rows, cols, c)
    assert matrix.shape == (len(h), len(p))
    assert np.array_equal(matrix.ravel(), blocked(some, other, c))
    for rule in PAIR_RULES:
        one = np.broadcast_to(rule.blocks(rows, cols, c), matrix.shape)
        listed = np.broadcast_to(rule.blocks(some, other, c), household.shape)
        assert np.array_equal(one.ravel(), listed), rule.code
    for i, j in zip(household, home, strict=True):
        codes = blocking_codes(h, p, c, household=i, home=j)
        assert bool(codes) == matrix[i, j]
        assert list(codes) == [r.code for r in PAIR_RULES if r.blocks(h.one(i), p.one(j), c)]


@RELAXED
@given(instances())
def test_measures_of_matrix_and_list_agree(instance):
    h, p, c = columns(instance)
    household, home = np.indices((len(h), len(p))).reshape(2, -1)
    for measure in (fit, relocates, spare_persons):
        matrix = measure(h.rows(), p.cols(), c)
        assert np.array_equal(matrix.ravel(), measure(h.take(household), p.take(home), c))


@RELAXED
@given(instances(), st.sampled_from([1, 3, 500_000]))
def test_eligibility_is_what_the_matrix_leaves(instance, cells):
    h, p, c = columns(instance)
    possible = find(h, p, c, cells=cells)
    household, home = np.nonzero(~blocked(h.rows(), p.cols(), c))
    assert possible.household.tolist() == household.tolist()
    assert possible.home.tolist() == home.tolist()
    assert possible.households == len(h)
    assert len(possible) == len(household)


@RELAXED
@given(instances(), st.sampled_from([1, 3, 500_000]), st.data())
def test_blocked_counts_are_sums_of_the_matrix(instance, cells, data):
    h, p, c = columns(instance)
    some = st.permutations(range(len(h))).map(lambda every: every[: max(1, len(h) - 1)])
    asked = np.array(data.draw(some), dtype=np.int64)
    expected = [
        np.broadcast_to(rule.blocks(h.take(asked).rows(), p.cols(), c), (len(asked), len(p)))
        .sum(axis=1)
        .tolist()
        for rule in PAIR_RULES
    ]
    counts = blocked_counts(h, p, c, asked, cells=cells)
    assert counts.T.tolist() == expected
