from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.choices import Gender
from allocator.rules.bedrooms import rooms_for_children
from tests.rules.strategies import RELAXED

F, M, X = Gender.F, Gender.M, Gender.X
CHILD = st.tuples(st.sampled_from(Gender), st.integers(0, 17))


@RELAXED
@given(st.lists(CHILD, max_size=10), st.sampled_from([0, 4, 12, 18]))
def test_the_closed_form_is_a_largest_matching(children, share_age):
    graph = nx.Graph()
    graph.add_nodes_from(range(len(children)))
    for i, (gender, age) in enumerate(children):
        for j, (other, years) in enumerate(children[:i]):
            if gender == other or (age < share_age and years < share_age):
                graph.add_edge(i, j)
    matching = nx.max_weight_matching(graph, maxcardinality=True)
    assert rooms_for_children(children, share_age) == len(children) - len(matching)


@pytest.mark.parametrize(
    ("children", "rooms"),
    [
        ([], 0),
        ([(F, 12)], 1),
        ([(F, 12), (F, 3)], 1),
        ([(F, 12), (M, 12)], 2),
        ([(F, 11), (M, 11)], 1),
        ([(F, 12), (M, 11)], 2),
        ([(X, 15), (X, 13)], 1),
        ([(X, 15), (F, 13)], 2),
        # f 15 with f 3, m 14 with m 2: two rooms, though 3 and 2 could share as well
        ([(F, 15), (F, 3), (M, 14), (M, 2)], 2),
        # three older girls and a young boy: 15 + 14, 13, 2
        ([(F, 15), (F, 14), (F, 13), (M, 2)], 3),
    ],
)
def test_rooms(children, rooms):
    assert rooms_for_children(children, 12) == rooms
