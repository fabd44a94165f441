"""What is left of a relocation plan when nobody plans again, by hand."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.check import check_stays
from allocator.check.shelter import shelter_case
from allocator.domain.wijk import Wijk
from allocator.scenarios.slip.replay import Break, Moved, left_of, replay
from allocator.slipping import slipped
from tests.check.shelter.build import MONTHS, instance, lock, ontheemde, rooms, site, stay


def city(**changed):
    """A closes after June, B opens in July; H1 (2) lives in A, H2 (3) has no place until July."""
    given = {
        "households": [ontheemde("H1", 30, 31, current_site="A"), ontheemde("H2", 40, 41, 9)],
        "sites": [
            site("A", closes_on=date(2025, 6, 30)),
            site("B", opens_on=date(2025, 7, 1)),
        ],
        "groups": [rooms("A", 2), rooms("B", 2), rooms("B", 3)],
        **changed,
    }
    return instance(given.pop("households"), given.pop("sites"), given.pop("groups"), **given)


STAYS = (
    stay("H1", "A", "2-01", 0, 2),
    stay("H1", "B", "2-01", 3, 5),
    stay("H2", "B", "3-01", 3, 5),
)


def after(given, stays=STAYS, **slips):
    assert check_stays(given, stays).violations == ()
    return replay(shelter_case(given), shelter_case(slipped(given, slips)), stays)


def test_without_a_slip_all_is_left():
    found = after(city())
    assert found.moves == found.valid == Moved(2, 5)
    assert found.broken == found.early == Moved(0, 0)
    assert (found.breaks, found.person_months, found.first_month) == ((), 0, None)


def test_a_site_that_opens_two_months_later():
    """In July and August B is not there: H1 and H2 miss 2 × 2 and 2 × 3 person-months."""
    found = after(city(), B=2)
    assert found.breaks == (
        Break("H1", 2, "B", "2025-07", "2025-08", 2, "usable"),
        Break("H2", 3, "B", "2025-07", "2025-08", 2, "usable"),
    )
    assert (found.moves, found.valid, found.broken) == (Moved(2, 5), Moved(0, 0), Moved(2, 5))
    assert (found.broken_households, found.broken_persons, found.person_months) == (2, 5, 10)
    assert found.first_month == "2025-07"


def test_a_site_that_closes_later_makes_a_move_early_and_breaks_nothing():
    found = after(city(), A=1)
    assert (found.valid, found.early, found.broken) == (Moved(2, 5), Moved(1, 2), Moved(0, 0))


def test_both_later():
    """What cannot be done is not early."""
    found = after(city(), A=1, B=1)
    assert (found.early, found.broken, found.person_months) == (Moved(0, 0), Moved(2, 5), 5)


def test_who_goes_in_after_the_slip_goes_in_as_planned():
    """H1 leaves A for B only in September, when A, which stays, is not even closed."""
    given = city(sites=[site("A"), site("B", opens_on=date(2025, 7, 1))])
    stays = (stay("H1", "A", "2-01", 0, 4), stay("H1", "B", "2-01", 5, 5), STAYS[2])
    found = after(given, stays, B=2)
    assert [one.household for one in found.breaks] == ["H2"]
    assert (found.valid, found.broken, found.early) == (Moved(1, 2), Moved(1, 3), Moved(0, 0))


def test_a_move_is_lost_by_a_month_in_the_middle_of_its_stay():
    """H1 changes rooms within B; the second room is there only from September on."""
    given = city(groups=[rooms("A", 2), rooms("B", 2, count=2), rooms("B", 3)])
    stays = (
        STAYS[0],
        stay("H1", "B", "2-01", 3, 3),
        stay("H1", "B", "2-02", 4, 5),
        STAYS[2],
    )
    late = rooms("B", 2, opens_on=date(2025, 9, 1))
    groups = (rooms("A", 2), rooms("B", 2), rooms("B", 3), late)
    broken = given.model_copy(update={"rooms": groups})
    found = replay(shelter_case(given), shelter_case(broken), stays)
    assert found.breaks == (Break("H1", 2, "B", "2025-08", "2025-08", 1, "rooms"),)
    assert (found.broken, found.valid) == (Moved(1, 2), Moved(1, 3))


def test_notice_and_locks_ask_to_stay_and_so_break_nothing():
    """A closes in April, and B is there: within three months people move only as they must."""
    given = city(
        sites=[site("A", closes_on=date(2025, 4, 30)), site("B")],
        policy={"first_move_month": 3},
        site_decisions=(lock("H1", "A"),),
    )
    stays = (
        stay("H1", "A", "2-01", 0, 0),
        stay("H1", "B", "2-01", 1, 5),
        stay("H2", "B", "3-01", 0, 5),
    )
    late = slipped(given, {"A": 2})
    assert {v.rule for v in check_stays(late, stays).violations} == {"notice", "lock"}
    found = after(given, stays, A=2)
    assert (found.breaks, found.early, found.valid) == ((), Moved(1, 2), Moved(2, 5))


@pytest.mark.parametrize("where", ["site", "wijk"])
def test_of_a_limit_all_are_too_many_but_for_first_stays(where):
    """No slip makes a limit narrower; here somebody does."""
    given = city(
        sites=[site("A"), site("B", wijk="zuid")],
        households=[
            ontheemde("H1", 30, 31, current_site="A"),
            ontheemde("H2", 40, 41, 9),
            ontheemde("H3", 50, current_site="B"),
        ],
        groups=[rooms("A", 2), rooms("B", 1), rooms("B", 2), rooms("B", 3)],
    )
    stays = (*STAYS, stay("H3", "B", "1-01"))
    if where == "site":
        sites = [one.model_copy(update={"max_persons": 4}) for one in given.sites]
        tight = given.model_copy(update={"sites": tuple(sites)})
        rule = "max_persons"
    else:
        wijken = [
            Wijk(code=w.code, name=w.name, within=w.within, shelter_persons_max=4)
            for w in given.wijken
        ]
        tight = given.model_copy(update={"wijken": tuple(wijken)})
        rule = "shelter_persons_max"
    found = replay(shelter_case(given), shelter_case(tight), stays)
    assert [(b.household, b.from_month, b.to_month, b.rule) for b in found.breaks] == [
        ("H1", MONTHS[3], MONTHS[5], rule),
        ("H2", MONTHS[3], MONTHS[5], rule),
    ]


def test_who_leaves_and_who_loses_its_place_goes_nowhere():
    """A move to no site is no move that can be lost."""
    given = city()
    stays = (STAYS[0], STAYS[2])
    found = after(given, stays, B=1)
    assert (found.moves, found.broken) == (Moved(1, 3), Moved(1, 3))


def test_what_is_left_of_the_stays():
    """July and August go: nothing of April, and the middle of a stay leaves two."""
    given = city()
    breaks = (
        Break("H1", 2, "B", MONTHS[3], MONTHS[4], 2, "usable"),
        Break("H2", 3, "B", MONTHS[4], MONTHS[4], 1, "usable"),
    )
    assert left_of(shelter_case(given), STAYS, breaks) == [
        STAYS[0],
        stay("H1", "B", "2-01", 5, 5),
        stay("H2", "B", "3-01", 3, 3),
        stay("H2", "B", "3-01", 5, 5),
    ]
    assert left_of(shelter_case(given), STAYS, ()) == list(STAYS)
