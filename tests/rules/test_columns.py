from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from allocator.domain.home import Corporatie
from allocator.domain.wijk import Wijk
from allocator.rules.arrays import code, equals
from allocator.rules.columns import columns, ranks, takes_part
from allocator.rules.context import areas_within, preferences
from allocator.rules.pairs import pair_table
from tests.rules import build

D = Decimal


def test_only_statushouders_take_part_in_order_of_id():
    people = [
        build.household("H2", persons=[build.person(), build.person(2)]),
        build.household("H3", group="ontheemde", koppeldatum=None),
        build.household("H1"),
    ]
    instance = build.instance(people, [build.home("W2", bedrooms=2), build.home("W1")])
    h, p, _ = columns(instance)
    assert h.id.tolist() == ["H1", "H2"]
    assert h.persons.tolist() == [1, 2]
    assert h.position.tolist() == [0, 1]
    assert p.id.tolist() == ["W1", "W2"]
    assert p.bedrooms.tolist() == [1, 2]
    assert p.position.tolist() == [0, 1]
    households, homes = takes_part(instance)
    assert [x.id for x in households] == ["H1", "H2"]
    assert [x.id for x in homes] == ["W1", "W2"]


def test_an_instance_may_be_empty():
    h, p, c = columns(build.instance())
    assert (len(h), len(p)) == (0, 0)
    assert c.prefers.shape == (0, 4)


def test_take_one_rows_and_cols():
    h, _, _ = columns(build.instance([build.household(x) for x in ("H1", "H2", "H3")]))
    assert h.take(np.array([2, 0])).id.tolist() == ["H3", "H1"]
    assert h.one(1).id.tolist() == ["H2"]
    assert h.rows().persons.shape == (3, 1)
    assert h.cols().persons.shape == (1, 3)
    assert len(h.rows()) == 3


def test_homes_know_who_owns_them_and_where_they_stand():
    homes = [build.home("W1", complex="ndw21"), build.home("W2", corporatie="portaal")]
    owners = (Corporatie(id="portaal", name="P"), Corporatie(id="talis", name="T"))
    _, p, c = columns(build.instance((), homes, corporaties=owners))
    assert p.corporatie.tolist() == ["talis", "portaal"]
    assert p.complex.tolist() == ["ndw21", ""]
    assert [c.wijken[w] for w in p.wijk] == ["hatert", "hatert"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([D("682.96")], [D("682.960")], ([0], [0])),
        ([D("682.96")], [D("682.9600000000000001")], ([0], [1])),
        ([D(3), D(1)], [D(2), None], ([2, 0], [1, -1])),
        ([], [None], ([], [-1])),
    ],
)
def test_ranks_compare_as_the_amounts_do(one, other, expected):
    assert tuple(x.tolist() for x in ranks(one, other)) == expected


def test_areas_hold_all_that_lies_within_them():
    wijken = sorted(build.WIJKEN, key=lambda wijk: wijk.code)
    at = {wijk.code: i for i, wijk in enumerate(wijken)}
    within = areas_within(wijken, at)
    inside = {(a.code, b.code) for a in wijken for b in wijken if within[at[a.code], at[b.code]]}
    assert inside == {
        *((wijk.code, wijk.code) for wijk in wijken),
        ("hatert", "zuid"),
        ("hatert", "stad"),
        ("zuid", "stad"),
    }


def test_a_circle_of_areas_ends():
    wijken = [Wijk(code="a", name="A", within="b"), Wijk(code="b", name="B", within="a")]
    assert areas_within(wijken, {"a": 0, "b": 1}).all()


def test_like_preferences_share_a_row():
    within = np.array([[True, True], [False, True]])
    preference, prefers = preferences(
        [("a", "b"), (), ("b", "a"), ("b",), ("a",)], {"a": 0, "b": 1}, within
    )
    assert preference.tolist() == [0, 1, 0, 2, 3]
    assert prefers.tolist() == [[True, True], [False, False], [True, True], [True, False]]


def test_pairs_are_found_by_position_and_unknown_ids_are_passed_over():
    h, p, _ = columns(
        build.instance(
            [build.household("H1"), build.household("H2"), build.household("H3")],
            [build.home("W1"), build.home("W2")],
        )
    )
    known = [("H3", "W1", 7), ("H1", "W2", 5), ("H2", "W1", 9), ("H3", "W2", 4)]
    rows = [*known, ("H9", "W1", 2), ("H1", "W9", 3)]
    table = pair_table(rows, h, p)
    found = table.at(h.rows().position, p.cols().position)
    assert found.tolist() == [[0, 5], [9, 0], [7, 4]]
    assert table.at(np.array([2, 0]), np.array([0, 0])).tolist() == [7, 0]
    assert pair_table(rows[:2], h, p).named.tolist() == [True, False, True]


def test_choices_have_numbers():
    from allocator.domain.choices import Sharing

    assert [code(x) for x in Sharing] == [0, 1, 2, 3, 4]
    assert equals(np.array([0, 2]), Sharing.MEN).tolist() == [False, True]
    assert equals(np.array([0, 2]), 0).tolist() == [True, False]
