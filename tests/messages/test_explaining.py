"""What is said of a plan that is asked a question."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from allocator.domain.home import Complex, Corporatie
from allocator.domain.wijk import Wijk
from allocator.explain.alternatives import Alternative
from allocator.explain.change import KINDS, Part
from allocator.explain.help_text import help_sentence, public_sentence
from allocator.explain.helping import Help
from allocator.explaining import Opened, Price
from allocator.messages.explaining import (
    ExplainLines,
    alternatives_document,
    help_document,
    price_document,
)
from allocator.plan import TierResult
from allocator.texts import texts
from models.budget import Budget
from tests.check.build import home, household, instance
from tests.figures.rows import proposal
from tests.report.test_tables import plan as made

NL, EN = texts("nl"), texts("en")
TIERS = ("waiting", "fit", "lottery")
# H1 (3 persons) lives in W1; the one unit of W2 is free.
GIVEN = instance(
    [household("H1", 30, 31, 4), household("H2", 30), household("O1", 30, group="ontheemde")],
    [home("W1", complex="C1"), home("W2")],
    policy={"tiers": {"matching": TIERS}},
    wijken=(Wijk(code="hatert", name="Hatert", draagkracht_persons=9),),
    complexes=(Complex(id="C1", name="Boog", wijk="hatert", max_persons=5, max_supported=1),),
    corporaties=(Corporatie(id="A", name="Talis", max_placements=9),),
)
OPENED = Opened(
    instance=GIVEN,
    warnings=(),
    pairs=(("H1", "W1"),),
    best={"waiting": 18, "fit": 0, "lottery": 5},
    values={"waiting": 18, "fit": 0, "lottery": 5},
    why={"H1": "because", "H2": "for want of room"},
)


@cache
def known():
    return OPENED.known(Budget(work=0))


def lines(t):
    return ExplainLines(OPENED, known().case, t)


def possible(home_at=1, **values):
    return Alternative(1, home_at, "possible", **values)


def loss(*values):
    return dict(zip(TIERS, values, strict=True))


# --- alternatives ---------------------------------------------------------------------------------


def test_a_household():
    assert lines(EN).household(0) == [
        "Household H1 (3 persons, 5 weeks) is proposed for W1:",
        "  because",
        "",
    ]
    assert lines(NL).household(1) == [
        "Huishouden H2 (1 persoon, 5 weken) krijgt in dit plan geen woning:",
        "  for want of room",
        "",
    ]


def test_a_home():
    assert lines(EN).home(0) == ["Home W1: 1 of 1 unit taken. H1", ""]
    assert lines(NL).home(1) == ["Woning W2: 0 van 1 eenheid bezet.", ""]


COSTS = [
    (possible(), "past, maar er is geen plan mee: besluiten of grenzen staan in de weg"),
    (possible(loss=loss(0, 0, 0)), "mogelijk: kost niets, het plan blijft even goed"),
    (
        possible(loss=loss(13, -2, 7)),
        "mogelijk: 13 slechter voor 'Wachttijd van wie een woning krijgt', 2 beter voor 'Hoe goed "
        "woning en huishouden passen'",
    ),
    (
        possible(loss=loss(0, 0, 7)),
        "mogelijk: 7 slechter voor 'Loting, als al het andere gelijk is'",
    ),
    (
        possible(loss=loss(13, None, None), exact=False),
        "mogelijk: ten minste 13 slechter voor 'Wachttijd van wie een woning krijgt'",
    ),
    (
        possible(loss=loss(0, 4, None), exact=False),
        "mogelijk: ten minste 4 slechter voor 'Hoe goed woning en huishouden passen'",
    ),
    (
        possible(loss=loss(0, None, None), exact=False),
        "mogelijk: wat het kost is nog niet uitgerekend",
    ),
    (
        possible(loss=loss(-3, None, None), exact=False),  # with a tolerance
        "mogelijk: wat het kost is nog niet uitgerekend",
    ),
    (
        possible(loss=loss(None, None, None), exact=False),
        "mogelijk: wat het kost is nog niet uitgerekend",
    ),
]


@pytest.mark.parametrize(("one", "said"), COSTS)
def test_what_it_costs(one, said):
    assert lines(NL).alternatives([one], of_home=False) == [f"W2          {said}"]


def test_who_waits_and_who_gains_but_for_the_household_itself():
    one = possible(loss=loss(1, 0, 0), waits_longer=(0,), gains=(1,))
    other = Alternative(0, 1, "possible", loss=loss(1, 0, 0), gains=(1,))
    assert lines(EN).alternatives([one], of_home=True)[1:] == [
        "              then household H1 (3 persons, 5 weeks) waits another round"
    ]
    assert lines(EN).alternatives([other], of_home=True) == [
        "H1          possible: 1 worse for 'Waiting time of those who get a home'",
        "              then household H2 (1 person, 5 weeks) gets a home",
    ]


def test_rules_with_their_numbers():
    one = Alternative(0, 1, "blocked", ("SIZE", "REFUSED"))
    (line,) = lines(EN).alternatives([one], of_home=False)
    assert line.startswith(
        "W2          not possible: [SIZE] persons in the household: 3; the home is for 1 up to "
        "and including 4; [REFUSED] "
    )


def test_the_nearest_first():
    """Proposed, possible by cost and last without a plan, blocked by the fewest rules."""
    ranked = [
        Alternative(0, 0, "proposed", loss=loss(0, 0, 0)),
        possible(loss=loss(0, 9, 0)),
        possible(loss=loss(2, -5, 0)),
        possible(loss=loss(10, None, None), exact=False),
        possible(loss=loss(None, None, None), exact=False),
        possible(),
        Alternative(0, 1, "blocked", ("SIZE",)),
        Alternative(0, 1, "blocked", ("AREA", "RENT")),
    ]
    wanted = [lines(EN).alternatives([one], of_home=False) for one in ranked]
    assert lines(EN).alternatives(ranked[::-1], of_home=False) == [n for (n,) in wanted]


def test_documents_of_alternatives():
    """Only what interfaces.md names; not who waits longer."""
    one = possible(loss=loss(3, None, None), exact=False, waits_longer=(0,))
    two = Alternative(0, 0, "blocked", ("SIZE", "RENT"))
    assert alternatives_document(known(), [one, two]) == [
        {
            "household": "H2",
            "home": "W2",
            "status": "possible",
            "blocked_by": [],
            "loss": {"waiting": 3, "fit": None, "lottery": None},
            "exact": False,
        },
        {
            "household": "H1",
            "home": "W1",
            "status": "blocked",
            "blocked_by": ["SIZE", "RENT"],
            "loss": None,
            "exact": True,
        },
    ]


# --- what helps -----------------------------------------------------------------------------------

PARTS = [
    (Part("units", "W1", 1), "1 woning meer zoals W1", "1 more home like W1"),
    (
        Part("draagkracht", "hatert", 3),
        "3 personen meer draagkracht in Hatert",
        "3 persons more of draagkracht in Hatert",
    ),
    (Part("complex", "C1", 1), "1 persoon meer in complex Boog", "1 person more in complex Boog"),
    (
        Part("supported", "C1", 2),
        "2 huishoudens met begeleiding meer in complex Boog",
        "2 households with support more in complex Boog",
    ),
    (Part("corporatie", "A", 1), "1 plaatsing meer bij Talis", "1 placement more with Talis"),
    (Part("guidance", "", 1), "1 plaatsing meer in deze ronde", "1 placement more in this round"),
    (Part("rule", "HOLD"), "de regel 'wacht' opzij zetten", "setting the rule 'on hold' aside"),
    (
        Part("priority", "W2"),
        "een andere prioriteit: een besluit voor W2",
        "another priority: a decision for W2",
    ),
]


def test_every_kind_of_change_has_words():
    assert {part.kind for part, _, _ in PARTS} == {*KINDS, "rule", "priority"}


@pytest.mark.parametrize(("part", "dutch", "english"), PARTS)
def test_a_change_in_words(part, dutch, english):
    assert help_sentence(GIVEN, [part], NL) == dutch
    assert help_sentence(GIVEN, [part], EN) == english


def test_what_helps():
    parts = (Part("units", "W1", 1), Part("corporatie", "A", 1))
    assert lines(EN).help(Help(1, parts)) == [
        "",
        "What would help this household (computed for this household alone): 1 more home like W1 "
        "and 1 placement more with Talis.",
    ]
    assert lines(EN).help(Help(1, ())) == [
        "",
        "No change that was looked at houses this household.",
    ]
    assert lines(NL).help(Help(1, (), complete=False)) == [
        "",
        "Wat dit huishouden zou helpen is niet bekend: de tijd was om.",
    ]


def test_documents_of_what_helps():
    assert help_document("H1", None) == {"household": "H1", "placed": True}
    assert help_document("H2", Help(1, (Part("units", "W1", 2),))) == {
        "household": "H2",
        "placed": False,
        "complete": True,
        "change": [{"kind": "units", "subject": "W1", "amount": 2}],
    }
    unknown = help_document("H2", Help(1, (), complete=False))
    assert (unknown["complete"], unknown["change"]) == (False, [])


# --- what if --------------------------------------------------------------------------------------


def price(*, optimal=True):
    tiers = (
        TierResult("waiting", "max", 6, 6, 6 if optimal else 9, optimal),
        TierResult("fit", "max", 2, 2, 2, True),
        TierResult("spread", "min", 0),
    )
    return Price(
        plan=made(tiers=tiers),
        worse={"waiting": 12, "fit": -2, "spread": 0},
        gains=("H2",),
        waits_longer=("H1",),
        moves=(("H1", "W1", "W2"),),
    )


def test_what_decisions_would_do():
    first, *more = lines(EN).price(price())
    assert first == (
        "With these decisions the best plan is: 12 worse for 'Waiting time of those who get a "
        "home', 2 better for 'How well home and household fit'."
    )
    assert more == [
        "then household H1 (3 persons, 5 weeks) waits another round",
        "then household H2 (1 person, 5 weeks) gets a home",
        "then household H1 (3 persons, 5 weeks) goes to W2 instead of W1",
    ]
    assert lines(NL).price(price(optimal=False))[1] == (
        "Niet elk doel van dat plan is bewezen; het kan nog beter."
    )


def test_documents_of_decisions():
    opened = Opened(GIVEN, (), (), {}, {"waiting": 18, "fit": 0, "spread": 0}, {})
    assert price_document(opened, price(optimal=False)) == {
        "status": "feasible",
        "tiers": [
            {"name": "waiting", "before": 18, "after": 6, "loss": 12, "optimal": False},
            {"name": "fit", "before": 0, "after": 2, "loss": -2, "optimal": True},
            {"name": "spread", "before": 0, "after": 0, "loss": 0, "optimal": None},
        ],
        "gains": ["H2"],
        "waits_longer": ["H1"],
        "moves": [{"household": "H1", "from": "W1", "to": "W2"}],
        "deviations": [],
    }


def test_a_decision_that_overrides_rules_says_which():
    row = proposal("H2", home="W2", deviation=("SIZE", "RENT"))
    overriding = replace(price(), plan=made(tiers=(), proposals=(row,)))
    assert lines(EN).price(overriding)[-1] == (
        "deviation by decision: household H2 in home W2 (SIZE, RENT)"
    )
    opened = Opened(GIVEN, (), (), {}, {}, {})
    assert price_document(opened, overriding)["deviations"] == [
        {"household": "H2", "home": "W2", "codes": ["SIZE", "RENT"]}
    ]


def test_a_public_sentence_names_no_trait():
    """Labels of homes and complexes, and personal rules, stay out; the others are named."""
    parts = (
        Part("units", "W1"),
        Part("supported", "C1"),
        Part("complex", "C1", 2),
        Part("rule", "SUPPORT"),
        Part("rule", "SIZE"),
        Part("priority", "W1"),
        Part("guidance", "", 1),
    )
    told = [public_sentence(GIVEN, (part,), {"SIZE"}, EN) for part in parts]
    assert told == [
        "one more home that suits",
        "more room in a complex",
        "more room in a complex",
        "setting a rule on personal circumstances aside",
        help_sentence(GIVEN, (Part("rule", "SIZE"),), EN),
        "another priority: a decision for a home",
        "1 placement more in this round",
    ]
