"""The sentences as people read them; and that none says why a need exists."""

from __future__ import annotations

import re

import pytest

from allocator.domain.choices import Mobility
from allocator.domain.home import Complex, Corporatie
from allocator.domain.wijk import Wijk
from allocator.matching import Settings, match
from allocator.report.csv import to_csv
from allocator.report.tables import tables
from tests.check.build import days, home, household, instance, lock
from tests.explain.plans import plans

WIJKEN = (
    Wijk(code="hatert", name="Hatert", within="noord"),
    Wijk(code="noord", name="Noord", draagkracht_persons=60, placed_persons=38),
    Wijk(code="zuid", name="Zuid"),
)
FAMILY = household(
    "H1",
    *(30, 32, 5),
    people={1: {"role": "partner"}},
    koppeldatum=days(-7 * 33),
    preferred_wijken=("noord",),
    nareis_persons=1,
)


def why(given, language="nl"):
    """Return the sentence of each household."""
    plan = match(given, Settings(language=language))
    return {row.household: row.why for row in (*plan.proposals, *plan.unplaced)}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            "33 weken gewacht, 23 boven de termijn; 2 slaapkamers nodig, woning heeft er 3; "
            "in een voorkeurswijk; plaats voor 1 nareiziger; Noord na plaatsing 41 van 60; "
            "vastgelegd door een besluit; afwijking van de regels: huur",
        ),
        (
            "en",
            "waited 33 weeks, 23 beyond the term; 2 bedrooms needed, the home has 3; "
            "in a preferred wijk; room for 1 relative to come; Noord then carries 41 of 60; "
            "locked by a decision; deviates from the rules: rent",
        ),
    ],
)
def test_a_proposal(language, expected):
    homes = [home("W1", bedrooms=3, rent_eur=999)]
    given = instance([FAMILY], homes, wijken=WIJKEN, decisions=(lock("H1", "W1"),))
    assert why(given, language) == {"H1": expected}


def test_over_the_term_begins_a_week_after_it():
    at, after = (household(f"H{w}", 30, koppeldatum=days(-7 * w)) for w in (10, 11))
    told = why(instance([at, after], [home("W1", units=2)]))
    assert told["H10"].startswith("10 weken gewacht; ")
    assert told["H11"].startswith("11 weken gewacht, 1 boven de termijn; ")


def test_a_shared_home():
    room = home("W1", sharing="mixed", max_persons=1, bedrooms=4)
    assert why(instance([household("H1", 30)], [room])) == {
        "H1": "5 weken gewacht; kamer in een gedeelde woning"
    }


def test_no_home():
    homes = [home("W1", bedrooms=2), home("W2", bedrooms=2, area_m2=20), home("W3", max_persons=2)]
    told = why(instance([household("H1", 30, 31, 32)], homes))
    assert told["H1"] == (
        "5 weken gewacht; geen van de 3 woningen in de lijst is mogelijk; dat komt door "
        "(aantal woningen per regel): slaapkamers 3, oppervlakte 1, aantal personen 1"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "1 week gewacht; er zijn geen woningen in deze ronde"),
        ("en", "waited 1 week; there are no homes in this round"),
    ],
)
def test_no_homes_at_all(language, expected):
    given = instance([household("H1", 30, koppeldatum=days(-13))], [])
    assert why(given, language) == {"H1": expected}


def test_limits_with_what_they_carry():
    blocks = (
        Complex(
            id="C1",
            name="De Poort",
            wijk="hatert",
            max_persons=9,
            placed_persons=8,
            max_supported=3,
            placed_supported=2,
        ),
    )
    owners = (Corporatie(id="A", name="Portaal", max_placements=1), Corporatie(id="B", name="B"))
    wijken = (Wijk(code="hatert", name="Hatert", draagkracht_persons=4, placed_persons=3),)
    people = [household(f"H{n}", 30, support="light", koppeldatum=days(-7 * n)) for n in (2, 1)]
    given = instance(
        people,
        [home("W1", complex="C1", units=2)],
        wijken=wijken,
        complexes=blocks,
        corporaties=owners,
        policy={"max_placements": 1},
    )
    assert why(given)["H1"] == (
        "1 week gewacht; bij 1 mogelijke woning is nog plaats, maar een grens staat in de weg: "
        "personen in complex De Poort (9 van 9), plaatsingen bij corporatie Portaal (1 van 1), "
        "draagkracht Hatert (4 van 4 bezet), plaatsingen in deze ronde (1 van 1), "
        "huishoudens met begeleiding in complex De Poort (3 van 3)"
    )


def test_a_limit_that_was_passed_before():
    wijken = (Wijk(code="hatert", name="Hatert", draagkracht_persons=4, placed_persons=7),)
    told = why(instance([household("H1", 30)], [home("W1")], wijken=wijken))
    assert told["H1"].endswith("draagkracht Hatert (7 van 4 bezet)")


def test_choice():
    short = home("W1", available_until=days(200))
    policy = {"tiers": {"matching": ("relocations",)}}
    assert why(instance([household("H1", 30)], [short], policy=policy))["H1"] == (
        "5 weken gewacht; 1 mogelijke woning staat open (W1); een ander doel ging voor, "
        "of het plan is niet bewezen"
    )


@pytest.mark.parametrize(
    ("weeks", "homes", "language", "expected"),
    [
        (
            (9,),
            1,
            "nl",
            "de enige mogelijke woning ging naar 1 ander huishouden, dat 9 weken wacht",
        ),
        (
            (9, 9),
            1,
            "nl",
            "de enige mogelijke woning ging naar 2 andere huishoudens, die 9 weken wachten",
        ),
        (
            (8, 9),
            2,
            "nl",
            "de 2 mogelijke woningen gingen naar 2 andere huishoudens, die 8 tot 9 weken wachten",
        ),
        ((1,), 1, "nl", "de enige mogelijke woning ging naar 1 ander huishouden, dat 1 week wacht"),
        (
            (9,),
            1,
            "en",
            "the only possible home went to 1 other household, which has waited 9 weeks",
        ),
        (
            (8, 9),
            2,
            "en",
            "the 2 possible homes went to 2 other households, which have waited 8 to 9 weeks",
        ),
    ],
)
def test_priority(weeks, homes, language, expected):
    others = [household(f"A{i}", 30, koppeldatum=days(-7 * w)) for i, w in enumerate(weeks)]
    late = household("H1", 30, koppeldatum=days(0))
    units = len(weeks) // homes
    rows = [home(f"W{i}", units=units) for i in range(homes)]
    assert why(instance([*others, late], rows), language)["H1"].partition("; ")[2] == expected


FORBIDDEN = re.compile(
    r"lhbt|lgbt|homo|lesb|trans\b|queer|amv|unaccompanied|rolstoel|wheelchair|stoel|ziek|health|"
    r"gezond|medisch|medical|hospital|trauma|geweld|violence|vrouw|woman|man\b|\bm/v\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_sentence_says_why_a_need_exists(language):
    for plan, _ in plans(language):
        for row in (*plan.proposals, *plan.unplaced):
            assert not FORBIDDEN.search(row.why), row.why


def bytes_of(given):
    plan = match(given, Settings())
    return {name: to_csv(table) for name, table in tables(plan).items()}


def test_whatever_makes_a_need_the_files_are_the_same():
    """A safe place is needed because of LHBTIQ+, or for another reason: nobody can tell."""
    room = home("W1", sharing="mixed", max_persons=1, bedrooms=0, safe_place=True)
    other = home("W2", sharing="mixed", max_persons=1, bedrooms=0)
    people = {0: {"lhbtiq": True}}
    one = household("H1", 30, people=people)
    two = household("H1", 30, needs=("safe_place",))
    for homes in ([room], [other], [room, other]):
        assert bytes_of(instance([one], homes)) == bytes_of(instance([two], homes))
    blocked = bytes_of(instance([one], [other]))["unplaced"]
    assert blocked != bytes_of(instance([household("H1", 30)], [other]))["unplaced"]


def test_what_makes_a_home_unfit_is_the_same_for_both_kinds_of_mobility():
    for kind in (Mobility.STEP_FREE, Mobility.WHEELCHAIR):
        given = instance([household("H1", 30, people={0: {"mobility": kind}})], [home("W1")])
        assert why(given)["H1"].endswith("(aantal woningen per regel): toegankelijk 1")
