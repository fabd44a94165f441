from __future__ import annotations

import numpy as np

from allocator.rules import eligibility
from allocator.rules.alike import alike
from allocator.rules.columns import columns
from allocator.rules.eligibility import find, with_pairs
from tests.rules import build


def three_and_three(**changes):
    """H1 may go to W1 and W3, H2 nowhere (linked to Lent), H3 as H1 but refused for W3."""
    people = [
        build.household("H1"),
        build.household("H2", koppeling="lent"),
        build.household("H3"),
    ]
    homes = [build.home("W1"), build.home("W2", bedrooms=3), build.home("W3")]
    return columns(build.instance(people, homes, decisions=[build.refusal("H3", "W3")], **changes))


def test_possible_pairs_by_household():
    h, p, c = three_and_three()
    possible = find(h, p, c)
    assert possible.household.tolist() == [0, 0, 2]
    assert possible.home.tolist() == [0, 2, 0]
    assert possible.possible_homes.tolist() == [2, 0, 1]
    assert possible.first.tolist() == [0, 2, 2, 3]
    assert [possible.homes_of(i).tolist() for i in range(3)] == [[0, 2], [], [0]]
    assert possible.household.dtype == possible.home.dtype == np.int32


def test_each_group_has_its_own_homes():
    three = [build.person(i, age=20 + i) for i in range(3)]
    people = [build.household("H1"), build.household("H2", persons=three), build.household("H3")]
    homes = [build.home("W1"), build.home("W2", bedrooms=3), build.home("W3", bedrooms=4)]
    h, p, c = columns(build.instance(people, homes))
    possible = find(h, p, c)
    assert [possible.homes_of(i).tolist() for i in range(3)] == [[0], [1, 2], [0]]


def test_households_alike_are_judged_once(monkeypatch):
    h, p, c = columns(build.instance([build.household(f"H{i}") for i in range(9)], [build.home()]))
    shapes = []
    true_blocked = eligibility.blocked

    def spy(rows, cols, context):
        shapes.append(rows.position.shape)
        return true_blocked(rows, cols, context)

    monkeypatch.setattr(eligibility, "blocked", spy)
    assert len(find(h, p, c)) == 9
    assert shapes == [(1, 1)]


def test_households_are_alike_whatever_their_weeks_and_wishes_but_not_when_refused():
    people = [
        build.household("H1", koppeldatum=build.DAY),
        build.household("H2", preferred_wijken=("lent",)),
        build.household("H3"),
        build.household("H4", nareis_persons=1),
    ]
    instance = build.instance(people, [build.home()], decisions=[build.refusal("H3", "W1")])
    h, _, c = columns(instance)
    groups = alike(h, c)
    assert groups.group[0] == groups.group[1]
    assert len(set(groups.group.tolist())) == len(groups.example) == 3
    assert sorted(groups.example.tolist()) == [0, 2, 3]


def test_no_more_cells_at_a_time_than_asked(monkeypatch):
    people = [build.household(f"H{i}", nareis_persons=i) for i in range(5)]
    h, p, c = columns(build.instance(people, [build.home(f"W{i}") for i in range(3)]))
    shapes = []
    true_blocked = eligibility.blocked

    def spy(rows, cols, context):
        shapes.append((rows.position.shape[0], cols.position.shape[1]))
        return true_blocked(rows, cols, context)

    monkeypatch.setattr(eligibility, "blocked", spy)
    assert len(find(h, p, c, cells=6)) == 15
    assert shapes == [(2, 3), (2, 3), (1, 3)]


def test_locks_join_the_pairs_once_and_in_order():
    h, p, c = three_and_three()
    both = with_pairs(find(h, p, c), np.array([1, 2, 0, 0, 2]), np.array([1, 2, 2, 1, 1]))
    assert list(zip(both.household.tolist(), both.home.tolist(), strict=True)) == [
        *((0, 0), (0, 1), (0, 2)),
        (1, 1),
        *((2, 0), (2, 1), (2, 2)),
    ]
    assert both.households == 3
    assert both.household.dtype == both.home.dtype == np.int32


def test_no_locks_change_nothing():
    h, p, c = three_and_three()
    possible, none = find(h, p, c), np.zeros(0, dtype=np.int64)
    both = with_pairs(possible, none, none)
    assert both.household.tolist() == possible.household.tolist()
    assert both.home.tolist() == possible.home.tolist()


def test_without_homes_or_households_there_are_no_pairs():
    for instance in (build.instance([build.household()]), build.instance((), [build.home()])):
        h, p, c = columns(instance)
        possible = find(h, p, c)
        assert len(possible) == 0
        assert possible.possible_homes.tolist() == [0] * len(h)
