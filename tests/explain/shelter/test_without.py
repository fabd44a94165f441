"""Why somebody is without a place in a month."""

from __future__ import annotations

from datetime import date

from tests.check.shelter.build import MAN, instance, ontheemde, refused, rooms, site
from tests.explain.shelter.plans import explained, reasons

ONE = ontheemde("H1", 30)
JUNE = date(2025, 6, 1)


def test_no_site_and_closed():
    found = explained(instance([ONE], [site("A")], []), H1="......")
    assert reasons(found) == {(0, 0, 5): "no_site"}
    late = instance([ONE], [site("A", opens_on=JUNE)], [rooms("A", 1)])
    assert reasons(explained(late, H1="..AAAA")) == {(0, 0, 1): "closed"}


def test_a_row_for_each_reason():
    decisions = (refused("H1", "A", date(2025, 8, 1)),)
    given = instance([ONE], [site("A", opens_on=JUNE)], [rooms("A", 1)], site_decisions=decisions)
    assert reasons(explained(given, H1="......")) == {
        (0, 0, 1): "closed",
        (0, 2, 3): "priority",
        (0, 4, 5): "no_site",
    }


def test_full_by_rooms():
    two = instance([ONE, ontheemde("H2", 30)], [site("A")], [rooms("A", 1)])
    assert reasons(explained(two, H1="......", H2="AAA...")) == {
        (0, 0, 2): "full",
        (0, 3, 5): "priority",
        (1, 3, 5): "priority",
    }
    shared = instance([ONE, ontheemde("H2", 30)], [site("A")], [rooms("A", 2)])
    assert reasons(explained(shared, H1="......", H2="AAAAAA")) == {(0, 0, 5): "priority"}
    apart = instance([ONE, ontheemde("H2", 30, people={0: MAN})], [site("A")], [rooms("A", 2)])
    assert reasons(explained(apart, H1="......", H2="AAAAAA")) == {(0, 0, 5): "full"}


def test_full_by_the_persons_of_a_site():
    two = [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32)]
    for most, reason in ((4, "full"), (5, "priority")):
        given = instance(two, [site("A", max_persons=most)], [rooms("A", 4, 2)])
        assert reasons(explained(given, H1="......", H2="AAAAAA")) == {(0, 0, 5): reason}


def test_full_by_the_persons_of_a_wijk():
    wijken = instance([ONE], [], []).wijken
    two = [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32)]
    for most, reason in ((4, "full"), (5, "priority")):
        limited = tuple(
            w.model_copy(update={"shelter_persons_max": most}) if w.code == "noord" else w
            for w in wijken
        )
        sites = [site("A"), site("B", wijk="noord")]
        groups = [rooms("A", 4), rooms("B", 4)]
        given = instance(two, sites, groups, wijken=limited)
        assert reasons(explained(given, H1="......", H2="BBBBBB")) == {(0, 0, 5): reason}


def test_full_by_who_moves_in():
    """Who could be there the month before need not move in again."""
    two = [ontheemde("H1", 30, 31), ontheemde("H2", 30, 31, 32)]
    given = instance(two, [site("A", max_moves_in=4)], [rooms("A", 4, 2)])
    assert reasons(explained(given, H1="......", H2="AAAAAA")) == {
        (0, 0, 0): "full",
        (0, 1, 5): "priority",
    }
    found = explained(given, H1="......", H2="..AAAA")
    # in month 2 it would be there already
    assert reasons(found)[0, 0, 5] == "priority"


def test_a_site_with_more_than_it_may_have():
    """Those whose first stay lasts may be too many; then nobody else comes in."""
    many = [ontheemde(f"H{i}", 30, 31, current_site="A") for i in (2, 3)]
    sites = [site("A", max_persons=3), site("B")]
    given = instance([ONE, *many], sites, [rooms("A", 2, 3)])
    paths = {"H2": "AAAAAA", "H3": "AAAAAA"}
    assert reasons(explained(given, H1="......", **paths)) == {(0, 0, 5): "full"}
    # who lost its first stay could have gone on with it
    third = instance([ontheemde("H1", 30, current_site="A"), *many], sites, [rooms("A", 2, 3)])
    assert reasons(explained(third, H1="AA....", **paths)) == {(0, 2, 5): "priority"}


def test_notice():
    """Too early for another site while the own one is usable; the own one is full."""
    home = ontheemde("H1", 30, 31, current_site="A")
    others = [ontheemde("H2", 30, 31)]
    sites = [site("A"), site("B")]
    groups = [rooms("A", 2), rooms("B", 2)]
    given = instance([home, *others], sites, groups, policy={"first_move_month": 2})
    assert reasons(explained(given, H1="......", H2="AAAAAA")) == {
        (0, 0, 1): "full",
        (0, 2, 5): "priority",
    }


def test_a_first_stay_that_a_rule_forbids_now():
    """The checker does not look at what a first stay is spared: no site suits."""
    resident = ontheemde("H1", 30, current_site="A")
    given = instance([resident], [site("A", care=True)], [rooms("A", 1)])
    found = explained(given, H1="AA....")
    assert reasons(found) == {(0, 2, 5): "no_site"}
    change = found.shortages[0].change
    assert change is not None
    assert change.stays
    assert change.size == (False, 0, 0, 0, 0, 0)
    assert "omdat het er al woont" in found.shortages[0].why
