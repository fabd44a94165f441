"""From who is where each month back to rows, on plans written by hand."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.formulate_shelter import aims
from allocator.interpret_shelter import Visit, give_rooms, moves, occupancy, shortages, visits
from allocator.shelter_plan import Occupancy, Stay
from models.budget import Budget
from tests.check.shelter.build import MAN, MONTHS, instance, ontheemde, refused, rooms, site
from tests.explain.shelter.plans import explained, laid_out

WHEELCHAIR = {0: {"mobility": "wheelchair"}}


def given_rooms(given, **paths):
    """Return the rooms given in a plan."""
    shelter, _, plan = laid_out(given, **paths)
    return give_rooms(shelter, plan, Budget())


def rows(found):
    """Return the stays: household, rooms, first and last month by number."""
    return [
        (s.household, "|".join(s.rooms), MONTHS.index(s.from_month), MONTHS.index(s.to_month))
        for s in found.stays
    ]


def test_a_stay_is_an_unbroken_run_in_one_site():
    given = instance(
        [
            ontheemde("H1", 30, current_site="A"),
            ontheemde("H2", 30, arrives_on=date(2025, 5, 20), leaves_on=date(2025, 8, 1)),
            ontheemde("H3", 30),
        ],
        [site("A"), site("B")],
        [rooms("A", 1, 3), rooms("B", 1, 3)],
    )
    shelter, _, plan = laid_out(given, H1="AAB.AA", H2="-BBAA-", H3="......")
    assert visits(shelter, plan) == [
        Visit(0, 0, 0, 1, resident=True),
        Visit(0, 1, 2, 2, resident=False),
        Visit(0, 0, 4, 5, resident=False),  # back in A, but its first stay was over
        Visit(1, 1, 1, 2, resident=False),
        Visit(1, 0, 3, 4, resident=False),
    ]


def test_who_is_elsewhere_in_the_first_month_has_no_first_stay():
    given = instance(
        [ontheemde("H1", 30, current_site="A"), ontheemde("H2", 30)],
        [site("A"), site("B")],
        [rooms("A", 1, 2), rooms("B", 1, 2)],
    )
    shelter, _, plan = laid_out(given, H1="BAAAAA", H2="AAAAAA")
    assert [(v.household, v.site, v.resident) for v in visits(shelter, plan)] == [
        (0, 1, False),
        (0, 0, False),
        (1, 0, False),  # the only site there is to begin with, not where it lived
    ]


def test_numbers_run_over_all_rooms_of_a_size_and_kind():
    """H1 changes from the room that closes to the one that opens, the third of its kind."""
    given = instance(
        [
            ontheemde("H1", 30, 31, current_site="A"),
            ontheemde("H2", 30, 31, people=WHEELCHAIR),
            ontheemde("H3", 30, *range(31, 40)),
        ],
        [site("A"), site("B")],
        [
            rooms("A", 2, 1, closes_on=date(2025, 5, 31)),
            rooms("A", 2, 1, opens_on=date(2025, 12, 1)),
            rooms("A", 2, 1, opens_on=date(2025, 6, 1)),
            rooms("A", 2, 1, wheelchair=True),
            rooms("A", 10, 1),
            rooms("B", 2, 99),
        ],
    )
    found = given_rooms(given, H1="AAAAAA", H2="AAAAAA", H3="AAAAAA")
    assert rows(found) == [
        ("H1", "A/2-01", 0, 1),
        ("H1", "A/2-03", 2, 5),
        ("H2", "A/2w-01", 0, 5),
        ("H3", "A/10-01", 0, 5),
    ]
    assert (found.changes, found.bound, found.deviations) == (2, 2, 0)  # H1: 2 persons, once


def test_every_room_of_a_group_has_a_number_of_two_digits_or_more():
    """The ten women have a room each of their own, so all ten numbers are given."""
    women = [ontheemde(f"H{i}", 30, needs=["own_room"]) for i in range(10)]
    given = instance(women, [site("A")], [rooms("A", 1, 4), rooms("A", 1, 6)])
    found = given_rooms(given, **{f"H{i}": "AAAAAA" for i in range(10)})
    assert sorted(room for _, room, _, _ in rows(found)) == [
        *(f"A/1-0{i}" for i in range(1, 10)),
        "A/1-10",
    ]


def test_stays_in_more_sites_are_in_order_of_household_and_month():
    given = instance(
        [ontheemde("H1", 30, current_site="B"), ontheemde("H2", 30, current_site="A")],
        [site("A"), site("B")],
        [rooms("A", 1, 1), rooms("B", 1, 1)],
    )
    found = given_rooms(given, H1="BBBAAA", H2="AAABBB")
    assert found.stays == (
        Stay("H1", "B", ("B/1-01",), "2025-04", "2025-06"),
        Stay("H1", "A", ("A/1-01",), "2025-07", "2025-09"),
        Stay("H2", "A", ("A/1-01",), "2025-04", "2025-06"),
        Stay("H2", "B", ("B/1-01",), "2025-07", "2025-09"),
    )


def test_a_room_that_closes_in_the_first_month_is_for_residents():
    """H1 comes, so H2, of two persons, has the room that closes in April and changes in May.

    The other way round it would be one person that changes.
    """
    given = instance(
        [ontheemde("H1", 30, needs=["own_room"]), ontheemde("H2", 30, 31, current_site="A")],
        [site("A")],
        [
            rooms("A", 2, closes_on=date(2025, 4, 20)),
            rooms("A", 2),
            rooms("A", 2, opens_on=date(2025, 5, 1)),
        ],
    )
    found = given_rooms(given, H1="AAAAAA", H2="AAAAAA")
    assert rows(found) == [
        ("H1", "A/2-02", 0, 5),
        ("H2", "A/2-01", 0, 0),
        ("H2", "A/2-03", 1, 5),
    ]
    assert (found.changes, found.bound) == (2, 2)


def test_a_large_household_has_more_rooms_in_one_row():
    given = instance(
        [ontheemde("H1", 30, 31, 32, 33, 34)], [site("A")], [rooms("A", 2, 2), rooms("A", 1)]
    )
    assert rows(given_rooms(given, H1="AAA...")) == [("H1", "A/2-01|A/2-02|A/1-01", 0, 2)]


def test_changes_of_all_sites_count_together():
    """In A H1 (2 persons) must change in June, in B H2 (3 persons) in July: 2 + 3."""
    closing, opening = date(2025, 5, 31), date(2025, 6, 1)
    later, after = date(2025, 6, 30), date(2025, 7, 1)
    given = instance(
        [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32)],
        [site("A"), site("B")],
        [
            rooms("A", 2, closes_on=closing),
            rooms("A", 2, opens_on=opening),
            rooms("B", 3, closes_on=later),
            rooms("B", 3, opens_on=after),
        ],
    )
    found = given_rooms(given, H1="AAAAAA", H2="BBBBBB")
    assert (found.changes, found.bound) == (5, 5)


def test_without_anybody_there_are_no_stays():
    found = given_rooms(instance([ontheemde("H1", 30)], [site("A")], []), H1="......")
    assert (found.stays, found.changes, found.bound, found.deviations) == ((), 0, 0, 0)


@pytest.mark.parametrize(
    ("path", "moved_in", "number"),
    [
        ("AAAAAA", True, 1),  # a man in a site for women, as long as his first stay lasts
        ("AAA...", True, 1),
        ("......", True, 0),
        ("BBBBBB", False, 0),
    ],
)
def test_a_deviation_is_a_first_stay_that_a_rule_forbids(path, moved_in, number):
    given = instance(
        [
            ontheemde("H1", 30, current_site="A" if moved_in else "B", people={0: MAN}),
            ontheemde("H2", 30, current_site="A"),  # she is where she may be
        ],
        [site("A", women_only=True), site("B")],
        [rooms("A", 1, 2), rooms("B", 1)],
    )
    assert given_rooms(given, H1=path, H2="AAAAAA").deviations == number


@pytest.mark.parametrize(("wheelchair", "number"), [(True, 0), (False, 1)])
def test_a_room_that_would_not_do_is_a_deviation(wheelchair, number):
    given = instance(
        [ontheemde("H1", 30, current_site="A", people=WHEELCHAIR)],
        [site("A")],
        [rooms("A", 1, wheelchair=wheelchair)],
    )
    assert given_rooms(given, H1="AAAAAA").deviations == number


def test_a_site_without_steps_is_no_deviation_for_who_needs_that():
    for step_free, number in ((True, 0), (False, 1)):
        given = instance(
            [ontheemde("H1", 30, current_site="A", people={0: {"mobility": "step_free"}})],
            [site("A", step_free=step_free)],
            [rooms("A", 1)],
        )
        assert given_rooms(given, H1="AAAAAA").deviations == number


def test_singles_share_a_room():
    """Two women in a room of two; the man has the room of one, and never theirs."""
    given = instance(
        [
            ontheemde("H1", 30),
            ontheemde("H2", 30, people={0: MAN}),
            ontheemde("H3", 40),
        ],
        [site("A")],
        [rooms("A", 2), rooms("A", 1)],
    )
    assert rows(given_rooms(given, H1="AAAAAA", H2="AAAAAA", H3="AAAAAA")) == [
        ("H1", "A/2-01", 0, 5),
        ("H2", "A/1-01", 0, 5),
        ("H3", "A/2-01", 0, 5),
    ]


def test_occupancy_is_there_in_the_months_of_use():
    """A closes on 31 May and can go on until 31 July; B opens in August without rooms."""
    given = instance(
        [ontheemde("H1", 30, 31, 32, current_site="A"), ontheemde("H2", 30, current_site="A")],
        [
            site("A", closes_on=date(2025, 5, 31), extend_until=date(2025, 7, 31)),
            site("B", opens_on=date(2025, 8, 1)),
        ],
        [rooms("A", 4), rooms("A", 2, 2, closes_on=date(2025, 4, 30))],
    )
    shelter, _, plan = laid_out(given, H1="AAAA..", H2="A.....")
    found = occupancy(shelter, plan)
    assert found == (
        Occupancy("A", "2025-04", 4, 8, extended=False),  # 4 + 2 × 2 beds
        Occupancy("A", "2025-05", 3, 4, extended=False),
        Occupancy("A", "2025-06", 3, 4, extended=True),
        Occupancy("A", "2025-07", 3, 4, extended=True),
        Occupancy("B", "2025-08", 0, 0, extended=False),
        Occupancy("B", "2025-09", 0, 0, extended=False),
    )
    assert [row.share for row in found] == [0.5, 0.75, 0.75, 0.75, None, None]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, [("2025-04", False)]),
        (date(2025, 5, 31), [("2025-04", True), ("2025-05", True)]),
    ],
)
def test_a_site_that_closes_within_the_month_is_there_for_its_own(until, expected):
    """Open for H1, which lives there; extended, when it can be, for others."""
    given = instance(
        [ontheemde("H1", 30, current_site="A")],
        [site("A", closes_on=date(2025, 4, 20), extend_until=until)],
        [rooms("A", 2)],
    )
    shelter, _, plan = laid_out(given, H1="A.....")
    found = occupancy(shelter, plan)
    assert [(row.month, row.extended) for row in found] == expected
    assert (found[0].persons, found[0].beds) == (1, 2)


def test_a_room_that_closes_within_the_month_counts_then():
    given = instance(
        [ontheemde("H1", 30, current_site="A")],
        [site("A")],
        [rooms("A", 2), rooms("A", 5, closes_on=date(2025, 4, 20))],
    )
    shelter, _, plan = laid_out(given, H1="AAAAAA")
    assert [row.beds for row in occupancy(shelter, plan)] == [7, 2, 2, 2, 2, 2]


def moved(given, **paths):
    """Return the moves and entries of a plan."""
    shelter, _, plan = laid_out(given, **paths)
    repeat = aims(shelter, ("repeat",))[0]
    return moves(shelter, plan, explained(given, **paths).moves, repeat)


def cells(found):
    """Return of each move: household, month by number, kind, from and to, and repeat."""
    return [
        (m.household, MONTHS.index(m.month), m.kind, m.from_site, m.to_site, m.repeat)
        for m in found
    ]


def two_sites(*households, **tables):
    """Return an instance of two sites with room for four singles each."""
    groups = [rooms("A", 1, 4), rooms("B", 1, 4)]
    return instance(list(households), [site("A"), site("B")], groups, **tables)


def test_kinds_and_names_of_moves():
    given = two_sites(
        ontheemde("H1", 30, current_site="A"),
        ontheemde("H2", 30),
        ontheemde("H3", 30, arrives_on=date(2025, 6, 3), leaves_on=date(2025, 8, 3)),
    )
    found = moved(given, H1="AAB.AA", H2="BBBBBB", H3="--AAB-")
    assert cells(found) == [
        ("H1", 2, "move", "A", "B", False),
        ("H1", 3, "move", "B", None, True),
        ("H1", 4, "entry", None, "A", False),  # coming back is no second move
        ("H2", 0, "entry", None, "B", False),
        ("H3", 2, "entry", None, "A", False),  # an arrival
        ("H3", 4, "move", "A", "B", False),
    ]
    assert {m.persons for m in found} == {1}
    assert all(m.why.endswith(".") for m in found)


@pytest.mark.parametrize(
    ("moved_in_on", "earlier_moves", "within", "repeated"),
    [
        (date(2025, 2, 28), 1, 6, True),  # month -2, the move in month 4: 6 months on
        (date(2025, 2, 28), 1, 5, False),
        (date(2025, 1, 31), 1, 6, False),  # month -3: 7 months on
        (date(2025, 1, 31), 1, 7, True),
        (date(2025, 4, 1), 0, 6, False),  # it came there, but not from another site
        (None, 1, 6, False),
    ],
)
def test_the_move_before_today_counts(moved_in_on, earlier_moves, within, repeated):
    one = ontheemde(
        "H1", 30, current_site="A", moved_in_on=moved_in_on, earlier_moves=earlier_moves
    )
    given = two_sites(one, policy={"repeat_months": within})
    assert cells(moved(given, H1="AAAABB")) == [("H1", 4, "move", "A", "B", repeated)]


@pytest.mark.parametrize(("within", "repeated"), [(2, False), (3, True)])
def test_moves_of_the_plan_count(within, repeated):
    given = two_sites(ontheemde("H1", 30, current_site="A"), policy={"repeat_months": within})
    assert [m.repeat for m in moved(given, H1="ABBBAA")] == [False, repeated]


def test_a_move_is_repeated_for_its_own_household_only():
    given = two_sites(
        ontheemde("H1", 30, current_site="A", moved_in_on=date(2025, 4, 1), earlier_moves=2),
        ontheemde("H2", 30, current_site="A"),
    )
    found = moved(given, H1="AABBBB", H2="AABBBB")
    assert [(m.household, m.repeat) for m in found] == [("H1", True), ("H2", False)]


def test_reasons_of_moves():
    """H1 is refused A from June; A closes for H2; H3 moves for no reason that is known."""
    given = instance(
        [
            ontheemde("H1", 30, current_site="A"),
            ontheemde("H2", 30, current_site="A"),
            ontheemde("H3", 30, 31, current_site="B"),
        ],
        [site("A", closes_on=date(2025, 6, 30)), site("B"), site("C")],
        [rooms("A", 1, 2), rooms("B", 2, 3), rooms("C", 2, 2)],
        site_decisions=(refused("H1", "A", date(2025, 6, 10)),),
    )
    found = moved(given, H1="AABBBB", H2="AAABBB", H3="BBBBCC")
    assert [(m.household, m.month, m.persons, m.reason) for m in found] == [
        ("H1", "2025-06", 1, "need"),
        ("H2", "2025-07", 1, "closes"),
        ("H3", "2025-08", 2, "other"),
    ]


def test_a_shortage_for_each_run_with_one_reason():
    """B opens in June, A is full: closed is no reason while A would do, so H2 waits: full."""
    given = instance(
        [
            ontheemde("H1", 30, 31, current_site="A"),
            ontheemde("H2", 30, 31),
            ontheemde("H3", 30, people=WHEELCHAIR, leaves_on=date(2025, 7, 5)),
            ontheemde("H4", 30, koppeling="zuid"),
        ],
        [site("A"), site("B", wijk="zuid", opens_on=date(2025, 6, 1))],
        [rooms("A", 2), rooms("B", 2)],
    )
    paths = {"H1": "AAAAAA", "H2": "..BBBB", "H3": "....--", "H4": "......"}
    shelter, _, _ = laid_out(given, **paths)
    found = shortages(shelter, explained(given, **paths).shortages)
    assert [(r.household, r.from_month, r.to_month, r.persons, r.reason) for r in found] == [
        ("H2", "2025-04", "2025-05", 2, "full"),
        ("H3", "2025-04", "2025-07", 1, "no_site"),
        ("H4", "2025-04", "2025-05", 1, "closed"),
        ("H4", "2025-06", "2025-09", 1, "full"),
    ]
    assert all(r.why for r in found)
