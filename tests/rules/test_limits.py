from __future__ import annotations

from allocator.domain.home import Complex, Corporatie
from allocator.domain.wijk import Wijk
from allocator.rules.columns import columns
from allocator.rules.limits import limits, locks, previous, shares
from tests.rules import build

PEOPLE = [
    build.household("H1", support="light", nareis_persons=2),
    build.household("H2", persons=[build.person(1), build.person(2), build.person(3)]),
    build.household("H3", support="intensive"),
]
HOMES = [
    build.home("W1", complex="ndw21"),
    build.home("W2", wijk="zuid", corporatie="portaal"),
    build.home("W3", wijk="lent"),
]


def facts(instance, function):
    h, p, c = columns(instance)
    return {
        x.name: (p.id[x.homes].tolist(), x.weight.tolist(), x.capacity)
        for x in function(instance, h, p, c)
    }


def test_no_limits_without_numbers():
    assert facts(build.instance(PEOPLE, HOMES), limits) == {}


def test_limits_by_kind_then_id():
    instance = build.instance(
        PEOPLE,
        HOMES,
        wijken=(
            Wijk(code="stad", name="S", draagkracht_persons=9, placed_persons=12),
            Wijk(code="zuid", name="Z", within="stad", draagkracht_persons=9, placed_persons=2),
            Wijk(code="hatert", name="H", within="zuid", draagkracht_persons=0),
            Wijk(code="lent", name="L"),
            Wijk(code="oost", name="O", draagkracht_persons=4),
        ),
        complexes=(
            Complex(
                id="ndw21",
                name="N",
                wijk="hatert",
                max_persons=20,
                placed_persons=13,
                max_supported=5,
                placed_supported=4,
            ),
            Complex(id="leeg", name="L", wijk="lent", max_persons=3, max_supported=1),
        ),
        corporaties=(
            Corporatie(id="talis", name="T", max_placements=6),
            Corporatie(id="portaal", name="P", max_placements=1),
            Corporatie(id="woonwaarts", name="W", max_placements=8),
        ),
        policy={"max_placements": 11},
    )
    persons, households, supported = [1, 3, 1], [1, 1, 1], [1, 0, 1]
    found = facts(instance, limits)
    assert list(found.items()) == [
        ("draagkracht:hatert", (["W1"], persons, 0)),
        ("draagkracht:stad", (["W1", "W2"], persons, 0)),
        ("draagkracht:zuid", (["W1", "W2"], persons, 7)),
        ("complex:ndw21", (["W1"], persons, 7)),
        ("supported:ndw21", (["W1"], supported, 1)),
        ("corporatie:portaal", (["W2"], households, 1)),
        ("corporatie:talis", (["W1", "W3"], households, 6)),
        ("guidance", (["W1", "W2", "W3"], households, 11)),
    ]


def test_more_placed_than_a_complex_may_hold_leaves_nothing():
    full = Complex(
        id="ndw21",
        name="N",
        wijk="hatert",
        max_persons=3,
        placed_persons=5,
        max_supported=1,
        placed_supported=2,
    )
    found = facts(build.instance(PEOPLE, HOMES, complexes=(full,)), limits)
    assert [capacity for _, _, capacity in found.values()] == [0, 0]


def test_counted_persons_are_with_nareis_when_the_policy_says_so():
    wijken = (Wijk(code="hatert", name="H", draagkracht_persons=9, fair_share_persons=9),)
    complexes = (Complex(id="ndw21", name="N", wijk="hatert", max_persons=9),)
    instance = build.instance(
        PEOPLE, HOMES[:1], wijken=wijken, complexes=complexes, policy={"count_nareis": True}
    )
    assert [weight for _, weight, _ in facts(instance, limits).values()] == [[3, 3, 1]] * 2
    h, p, c = columns(instance)
    assert shares(instance, h, p, c)[0].weight.tolist() == [3, 3, 1]


def test_shares_may_start_above_their_base_and_have_no_homes():
    wijken = (
        Wijk(code="zuid", name="Z", fair_share_persons=7, placed_persons=9),
        Wijk(code="hatert", name="H", within="zuid", fair_share_persons=6, placed_persons=1),
        Wijk(code="lent", name="L"),
        Wijk(code="oost", name="O", fair_share_persons=0),
    )
    instance = build.instance(PEOPLE, HOMES, wijken=wijken)
    h, p, c = columns(instance)
    found = [(s.wijk, p.id[s.homes].tolist(), s.base) for s in shares(instance, h, p, c)]
    assert found == [("hatert", ["W1"], 5), ("oost", [], 0), ("zuid", ["W1", "W2"], -2)]


def test_locks_and_previous_are_positions_in_order():
    instance = build.instance(
        PEOPLE,
        HOMES,
        decisions=[build.lock("H3", "W1"), build.lock("H1", "W2"), build.refusal("H2", "W1")],
        previous=[
            build.previous("H2", "W3"),
            build.previous("H1", "W1"),
            build.previous("H9", "W1"),
        ],
    )
    h, p, _ = columns(instance)
    assert [x.tolist() for x in locks(instance, h, p)] == [[0, 2], [1, 0]]
    assert [x.tolist() for x in previous(instance, h, p)] == [[0, 1], [0, 2]]


def test_names_of_limits():
    instance = build.instance(PEOPLE, HOMES, policy={"max_placements": 0})
    h, p, c = columns(instance)
    (guidance,) = limits(instance, h, p, c)
    assert (guidance.name, guidance.kind, guidance.subject) == ("guidance", "guidance", "")
