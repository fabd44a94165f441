"""The smallest change that gives a household a place, and its words."""

from __future__ import annotations

from datetime import date

from allocator.explain.shelter import MoreRooms
from tests.check.shelter.build import MAN, instance, ontheemde, refused, rooms, site
from tests.explain.shelter.plans import explained

PAIR = ontheemde("H1", 30, 31)
THREE = ontheemde("H2", 30, 31, 32)
WHEELS = {0: {"mobility": "wheelchair"}}


def shortage(given, **paths):
    """Return the first row."""
    return explained(given, **paths).shortages[0]


def test_a_room_in_the_months_in_which_there_is_none():
    given = instance([PAIR, THREE], [site("A")], [rooms("A", 4)])
    found = shortage(given, H1="......", H2="AAAAAA")
    assert found.change.rooms == MoreRooms((2,), wheelchair=False, first=0, last=5)
    assert found.why == (
        "Van april 2025 tot en met september 2025 geen kamer vrij voor 2 personen in A. Nodig voor"
        " een plek in A: 1 kamer met 2 bedden meer in A, van april 2025 tot en met september 2025."
    )


def test_as_few_beds_as_will_do():
    """Three beds free for a household of four; another moves over into the new room."""
    four = ontheemde("H1", 30, 31, 32, 33)
    given = instance([four, ontheemde("H2", 30)], [site("A")], [rooms("A", 1), rooms("A", 3)])
    found = shortage(given, H1="......", H2="AAAAAA")
    assert found.change.rooms.beds == (1,)
    assert found.change.size[1:3] == (1, 1)


def test_no_larger_room_than_there_is():
    six = ontheemde("H1", *[30] * 6)
    given = instance([six, ontheemde("H2", *[30] * 6)], [site("A")], [rooms("A", 3, 2)])
    found = shortage(given, H1="......", H2="AAAAAA")
    assert found.change.rooms.beds == (3, 3)
    assert "2 kamers met 3 bedden" in found.why


def test_a_limit():
    given = instance([PAIR, THREE], [site("A", max_persons=4)], [rooms("A", 4, 2)])
    found = shortage(given, H1="......", H2="AAAAAA")
    assert found.change.rooms is None
    assert [(c.kind, c.subject, c.over) for c in found.change.limits] == [("max_persons", 0, 1)]
    assert found.why == (
        "Geen ruimte voor 2 personen onder het maximum van A (3 van 4). Nodig voor een plek in A:"
        " maximum van A 1 persoon hoger (5)."
    )


def test_rooms_and_limits_together():
    wijken = tuple(
        w.model_copy(update={"shelter_persons_max": 3}) if w.code == "noord" else w
        for w in instance([PAIR], [], []).wijken
    )
    sites = [site("A", max_persons=4, max_moves_in=1)]
    given = instance([PAIR, THREE], sites, [rooms("A", 4)], wijken=wijken)
    home = THREE.model_copy(update={"current_site": "A"})
    given = given.model_copy(update={"households": (PAIR, home)})
    found = shortage(given, H1="......", H2="AAAAAA")
    assert found.change.rooms.beds == (2,)
    assert [(c.kind, c.over) for c in found.change.limits] == [
        ("max_persons", 1),
        ("max_moves_in", 1),
        ("shelter_persons_max", 2),
    ]
    assert found.change.size == (False, 4, 2, 4, 0, 0)
    assert found.why.endswith(
        "Nodig voor een plek in A: 1 kamer met 2 bedden meer in A, van april 2025 tot en met"
        " september 2025, maximum van A 1 persoon hoger (5), maximum dat per maand in A mag"
        " intrekken 1 persoon hoger (2) en maximum voor de opvang in Noord 2 personen hoger (5)."
    )


def test_the_site_that_takes_least():
    sites = [site("A", max_persons=3), site("B", max_persons=4), site("C", max_persons=4)]
    groups = [rooms(s.id, 4, 2) for s in sites]
    others = [THREE, *(ontheemde(f"H{i}", 30, 31, 32) for i in (3, 4))]
    given = instance([PAIR, *others], sites, groups)
    found = shortage(given, H1="......", H2="AAAAAA", H3="BBBBBB", H4="CCCCCC")
    assert found.change.site == 1  # one person each in B and C, two in A


def test_open_earlier_and_longer():
    given = instance([PAIR], [site("A", opens_on=date(2025, 6, 1))], [rooms("A", 2)])
    found = shortage(given, H1="..AAAA")
    assert found.row.reason == "closed"
    assert found.change.opens == date(2025, 4, 10)
    assert found.change.size == (True, 1, 0, 0, 2, 0)
    assert found.why == (
        "Wat past, is van april 2025 tot en met mei 2025 niet open: A. Nodig voor een plek in A:"
        " A open vanaf 10-4-2025."
    )
    given = instance([PAIR], [site("A", closes_on=date(2025, 6, 30))], [rooms("A", 2)])
    found = shortage(given, H1="AAA...")
    assert found.change.closes == date(2025, 9, 30)
    assert "A open tot en met 30-9-2025" in found.why


def test_open_longer_with_rooms_that_close_themselves():
    dates = date(2025, 6, 30)
    groups = [rooms("A", 1), rooms("A", 2, closes_on=dates)]
    given = instance([PAIR], [site("A", closes_on=dates)], groups)
    found = shortage(given, H1="AAA...")
    # one room of one bed stays; one more will do
    assert found.change.rooms == MoreRooms((1,), wheelchair=False, first=3, last=5)
    assert found.change.closes == date(2025, 9, 30)


def test_a_site_that_is_open_goes_before_one_that_is_not():
    sites = [site("A", opens_on=date(2025, 9, 1)), site("B", max_persons=2)]
    given = instance([PAIR, THREE], sites, [rooms("A", 2), rooms("B", 4, 2)])
    given = given.model_copy(
        update={"households": (PAIR, THREE.model_copy(update={"current_site": "B"}))}
    )
    found = shortage(given, H1=".....A", H2="BBBBBB")
    assert found.row.reason == "full"
    assert (found.change.site, found.change.limits[0].over) == (1, 3)
    assert "niet open: A" in found.why


def test_notice():
    home = ontheemde("H1", 30, 31, current_site="A")
    sites, groups = [site("A"), site("B")], [rooms("A", 2), rooms("B", 3, 2)]
    given = instance([home, THREE], sites, groups, policy={"first_move_month": 3})
    other = ontheemde("H2", 30, 31)
    given = given.model_copy(update={"households": (home, other)})
    found = shortage(given, H1="......", H2="AAAAAA")
    assert (found.row.first, found.row.last) == (0, 2)
    # a room of two beds in A is smaller in number than nothing; the notice takes no beds
    assert found.change.site == 1
    assert found.change.first_move_month == 0
    assert "nog te vroeg om te verhuizen naar B" in found.why
    assert found.why.endswith("Nodig voor een plek in B: verhuizen mag al vanaf april 2025.")


def test_a_wheelchair_room():
    given = instance([ontheemde("H1", 30, people=WHEELS)], [site("A")], [rooms("A", 2)])
    found = shortage(given, H1="......")
    assert found.row.reason == "no_site"
    assert found.change.rooms == MoreRooms((1,), wheelchair=True, first=0, last=5)
    assert found.why == (
        "De enige locatie past niet (geen kamers die passen 1). Nodig voor een plek in A:"
        " 1 rolstoelkamer met 1 bed meer in A, van april 2025 tot en met september 2025."
    )


def test_no_site_that_the_rules_allow():
    man = ontheemde("H1", 30, people={0: MAN}, koppeling="zuid")
    given = instance([man], [site("A"), site("B", women_only=True)], [rooms("A", 1)])
    found = shortage(given, H1="......")
    assert found.change is None
    assert found.why == (
        "Geen van de 2 locaties past (aantal locaties per regel: buiten de koppeling 2, alleen"
        " voor vrouwen 1, geen kamers die passen 1). Nodig: een locatie in Zuid, met een kamer"
        " voor 1 persoon."
    )
    wheels = ontheemde("H1", 30, people=WHEELS, support="intensive")
    decided = (refused("H1", "A"),)
    policy = {"care_strict": True}
    given = instance([wheels], [site("A")], [], policy=policy, site_decisions=decided)
    assert shortage(given, H1="......").why == (
        "De enige locatie past niet (zorglocatie 1, geweigerd bij besluit 1, geen kamers die"
        " passen 1). Nodig: een locatie met zorg, met een rolstoelkamer voor 1 persoon."
    )
    nothing = instance([wheels], [], [])
    assert shortage(nothing, H1="......").why.startswith("Er zijn geen locaties.")


def test_full_only_at_times():
    given = instance([PAIR, THREE], [site("A", max_persons=4), site("B")], [rooms("A", 4, 2)])
    groups = [*given.rooms, rooms("B", 4)]
    other = ontheemde("H3", 30, 31, 32)
    given = given.model_copy(update={"rooms": tuple(groups), "households": (PAIR, THREE, other)})
    found = shortage(given, H1="......", H2="AAABBB", H3="BBBAAA")
    assert "geen kamer vrij voor 2 personen in B" in found.why
    given = instance([PAIR, THREE], [site("A"), site("B")], [rooms("A", 4), rooms("B", 4)])
    found = explained(given, H1="......", H2="AAABBB").shortages
    assert [e.row.reason for e in found] == ["priority"]
    three = [PAIR, THREE, other]
    given = instance(
        three, [site("A", max_persons=3), site("B")], [rooms("A", 4, 2), rooms("B", 4)]
    )
    found = shortage(given, H1="......", H2="AAABBB", H3="BBBAAA")
    assert found.row.reason == "full"
