"""Why somebody moves or enters, by the first reason that holds, and in which words."""

from __future__ import annotations

from datetime import date

from tests.check.shelter.build import instance, lock, ontheemde, refused, rooms, site
from tests.explain.shelter.plans import explained

JULY = date(2025, 7, 1)


def moves(given, **paths):
    """Return household, month and reason of each move."""
    found = explained(given, **paths).moves
    return [(e.went.household, e.went.month, e.went.reason) for e in found]


def why(given, at=0, language="nl", **paths):
    """Return the sentences of one move."""
    return explained(given, language, **paths).moves[at].why


def two_sites(person, *others, a=None, b=None, beds=4, **tables):
    sites = [site("A", **(a or {})), site("B", **(b or {}))]
    groups = [rooms("A", beds, 2, wheelchair=False), rooms("B", 4, 3)]
    return instance([person, *others], sites, groups, **tables)


HOME = ontheemde("H1", 30, 31, current_site="A")


def test_closes():
    given = two_sites(HOME, a={"closes_on": date(2025, 6, 30)})
    assert moves(given, H1="AAABBB") == [(0, 3, "closes")]
    assert why(given, H1="AAABBB") == (
        "A sluit op 30-6-2025. In B kan het blijven zolang het plan loopt en het huishouden er is"
        " (tot en met september 2025)."
    )
    assert moves(given, H1="AAA...") == [(0, 3, "closes")]
    longer = two_sites(HOME, a={"closes_on": date(2025, 5, 31), "extend_until": date(2025, 6, 30)})
    assert why(longer, H1="AAABBB").startswith("A sluit op 30-6-2025.")
    not_yet = two_sites(HOME, a={"opens_on": date(2025, 5, 1)})
    assert moves(not_yet, H1="BBBBBB") == [(0, 0, "closes")]
    assert why(not_yet, H1="BBBBBB").startswith("A is in april 2025 niet open.")


def test_need_by_a_rule():
    given = two_sites(HOME, a={"care": True})
    assert moves(given, H1="AAABBB") == [(0, 3, "need")]
    assert why(given, H1="AAABBB").startswith("A past niet meer bij de regels (zorglocatie).")
    decisions = (refused("H1", "A", JULY),)
    given = two_sites(HOME, site_decisions=decisions)
    assert moves(given, H1="AAABBB") == [(0, 3, "need")]
    assert "geweigerd bij besluit" in why(given, H1="AAABBB")
    assert moves(given, H1="AAA...") == [(0, 3, "other")]
    assert "geweigerd bij besluit" in why(given, H1="AAA...")


def test_need_by_rooms_within_reach():
    wheels = ontheemde("H1", 30, current_site="A", people={0: {"mobility": "wheelchair"}})
    sites = [site("A"), site("B")]
    groups = [rooms("A", 2, 2), rooms("B", 2, wheelchair=True)]
    given = instance([wheels], sites, groups)
    assert moves(given, H1="AAABBB") == [(0, 3, "need")]
    both = instance([wheels], sites, [*groups, rooms("A", 2, wheelchair=True)])
    assert moves(both, H1="AAABBB") == [(0, 3, "other")]


def test_need_by_care_and_safe():
    supported = ontheemde("H1", 30, current_site="A", support="intensive")
    given = two_sites(supported, b={"care": True})
    assert moves(given, H1="AAABBB") == [(0, 3, "need")]
    assert why(given, H1="AAABBB").startswith("B is een zorglocatie.")
    safe = ontheemde("H1", 30, current_site="A", needs=["safe_place"])
    for a, b, reason in ((False, True, "need"), (True, True, "other"), (True, False, "other")):
        given = two_sites(safe, a={"safe_place": a}, b={"safe_place": b})
        assert moves(given, H1="AAABBB") == [(0, 3, reason)]
    given = two_sites(safe, b={"safe_place": True})
    assert why(given, H1="AAABBB").startswith("B past beter bij wat het huishouden nodig heeft.")
    # who does not need it does not move for it
    given = two_sites(HOME, b={"safe_place": True, "care": False})
    assert moves(given, H1="AAABBB") == [(0, 3, "other")]


def test_room():
    other = ontheemde("H2", 30, 31)
    third = ontheemde("H3", 30, 31)
    given = two_sites(HOME, other, third)
    # two rooms for two households, and the third comes in
    assert moves(given, H1="AAABBB", H2="AAAAAA", H3="...AAA")[:1] == [(0, 3, "room")]
    assert why(given, H1="AAABBB", H2="AAAAAA", H3="...AAA").startswith(
        "A heeft in juli 2025, naast wie er dan is, geen kamer meer voor 2 personen."
    )
    assert moves(given, H1="AAABBB", H2="AAAAAA", H3="....AA")[:1] == [(0, 3, "other")]


def test_room_by_a_limit():
    other = ontheemde("H2", 30, 31, 32)
    for most, reason in ((4, "room"), (5, "other")):
        given = two_sites(HOME, other, a={"max_persons": most})
        paths = {"H1": "AAABBB", "H2": "...AAA"}
        assert moves(given, **paths)[:1] == [(0, 3, reason)]
        # moving in is not a limit for who was there
    given = two_sites(HOME, other, a={"max_persons": 4})
    assert why(given, **paths).startswith(
        "In juli 2025 kan het huishouden niet blijven: geen ruimte voor 2 personen onder het"
        " maximum van A (3 van 4)."
    )
    given = two_sites(HOME, other, a={"max_moves_in": 3})
    assert moves(given, **paths)[:1] == [(0, 3, "other")]


def test_room_by_dates():
    groups = [rooms("A", 4, closes_on=date(2025, 6, 30)), rooms("A", 1), rooms("B", 2)]
    given = instance([HOME], [site("A"), site("B")], groups)
    assert moves(given, H1="AAABBB") == [(0, 3, "room")]


def test_together():
    home = HOME.model_copy(update={"keep_with": "g"})
    others = [ontheemde(f"H{i}", 30, keep_with="g") for i in (2, 3)]
    given = two_sites(home, *others)
    assert moves(given, H1="AAABBB", H2="AAAAAA", H3="BBBBBB")[0] == (0, 3, "other")
    assert moves(given, H1="AAABBB", H2="BBBBBB", H3="BBBBBB")[0] == (0, 3, "together")
    assert why(given, H1="AAABBB", H2="BBBBBB", H3="BBBBBB").startswith(
        "In B zijn dan 2 andere huishoudens van dezelfde groep."
    )


def test_other():
    given = two_sites(HOME)
    assert why(given, H1="AAABBB").startswith(
        "In A had het huishouden in juli 2025 kunnen blijven; het plan als geheel kiest voor B."
    )
    assert moves(given, H1="AAA...") == [(0, 3, "other")]
    assert "hoewel het er zou passen" in why(given, H1="AAA...")
    locked = two_sites(HOME, site_decisions=(lock("H1", "B", JULY),))
    assert why(locked, H1="AAABBB").startswith(
        "In A had het huishouden in juli 2025 kunnen blijven; het plan als geheel kiest voor B;"
        " een besluit legt B vast. In B kan"
    )


def test_entries():
    new = ontheemde("H1", 30, 31, arrives_on=date(2025, 5, 5))
    sites = [site("A"), site("B")]
    groups = [rooms("A", 2), rooms("B", 2)]
    given = instance([new, ontheemde("H2", 30, 31)], sites, groups)
    assert moves(given, H1="-AAAAA", H2="......") == [(0, 1, "other")]
    assert moves(given, H1="-AAAAA", H2="BBBBBB")[0] == (0, 1, "room")
    assert why(given, H1="-AAAAA", H2="BBBBBB") == (
        "Aankomst in mei 2025 in A; geen andere locatie kan het huishouden dan hebben."
        " In mei 2025 geen kamer vrij voor 2 personen in B. In A kan het blijven zolang het plan"
        " loopt en het huishouden er is (tot en met september 2025)."
    )
    assert why(given, H1="-.AAA.", H2="......") == (
        "Krijgt in juni 2025 een plek in A. In A blijft het 3 maanden; ook mogelijk: B;"
        " het plan als geheel bepaalt de keuze."
    )
    group = [h.model_copy(update={"keep_with": "g"}) for h in given.households]
    wide = [rooms("A", 2, 2), rooms("B", 2)]
    assert moves(instance(group, sites, wide), H1="-AAAAA", H2="AAAAAA")[0] == (0, 1, "together")
    supported = ontheemde("H1", 30, support="intensive")
    care = instance([supported], [site("A", care=True)], [rooms("A", 1)])
    assert moves(care, H1="AAAAAA") == [(0, 0, "need")]
    assert "A is een zorglocatie" in why(care, H1="AAAAAA")
    assert why(care, H1="AAAAAA").startswith("Krijgt in april 2025 een plek in A;")
    decided = instance([supported], sites, groups, site_decisions=(lock("H1", "A"),))
    assert "een besluit legt A vast" in why(decided, H1="AAAAAA")


def test_what_other_sites_there_were():
    others = [ontheemde("H2", 30, 31, 32), ontheemde("H3", 30)]
    sites = [
        site("A", closes_on=date(2025, 6, 30)),
        site("B"),
        site("C", care=True),
        site("D", opens_on=date(2025, 8, 1)),
        site("E"),
        site("F", max_persons=4),
        site("G", closes_on=date(2025, 8, 31)),
        site("H", max_persons=1),
        site("I"),
    ]
    groups = [rooms(s.id, 4) for s in sites if s.id not in "EF"]
    given = instance([HOME, *others], sites, [*groups, rooms("E", 4), rooms("F", 4, 2)])
    found = why(given, H1="AAABBB", H2="FFFFFF", H3="EEEEEE")
    assert found == (
        "A sluit op 30-6-2025. In juli 2025 geen kamer vrij voor 2 personen in E; geen ruimte"
        " voor 2 personen onder het maximum van F (3 van 4), H (0 van 1); elders kan het maar"
        " korter: G 2 maanden; niet open: D; past niet bij het huishouden: C. In B kan het"
        " blijven zolang het plan loopt en het huishouden er is (tot en met september 2025);"
        " ook mogelijk: I; het plan als geheel bepaalt de keuze."
    )
    english = why(given, 0, "en", H1="AAABBB", H2="FFFFFF", H3="EEEEEE")
    assert english.startswith("A closes on 30 June 2025. In July 2025 no room free for 2 persons")
