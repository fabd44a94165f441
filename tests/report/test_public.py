"""Reasons on the page: no needs, no age, no gender, and not which complex is full."""

from __future__ import annotations

import pytest

from allocator.report import public
from allocator.rules.pair_rules import PAIR_RULES
from allocator.texts import texts
from tests.figures.rows import proposal, unplaced

NL = texts("nl")
NAMES = {"draagkracht:h": "Hatert", "corporatie:a": "Talis"}
PERSONAL = {
    "MOBILITY",
    "ADAPTED",
    "RENT",  # the youth limit tells an age
    "TARGET_GROUP",
    "SHARING",
    "SAFETY",
    "SUPPORT",
    "TRANSIT",
}


def reason(**row) -> str:
    return public.reason(unplaced("H1", **row), NAMES, NL)


def test_every_rule_is_personal_or_not():
    assert {rule.code for rule in PAIR_RULES} == PERSONAL | set(public.IMPERSONAL)


def test_no_home_names_impersonal_rules_only():
    said = reason(reason="no_home", detail="AVAILABLE:1|SIZE:31|SUPPORT:32|SAFETY:3")
    assert said == (
        "geen van de woningen in de lijst is mogelijk; "
        "dat komt onder meer door: aantal personen, beschikbaar"
    )


def test_no_home_for_a_personal_reason():
    alone = reason(reason="no_home", detail="SUPPORT:32")
    assert alone == "geen van de woningen in de lijst is mogelijk"
    assert reason(reason="no_home", detail="") == alone  # no homes at all


def test_limits():
    said = reason(reason="limit", detail="corporatie:a|draagkracht:h|guidance")
    assert said == (
        "er is nog plaats in een mogelijke woning, maar een grens staat in de weg: "
        "het maximum van Talis, de draagkracht van Hatert, het maximum van deze ronde"
    )


@pytest.mark.parametrize("detail", ["complex:c", "supported:c", "complex:c|supported:ex-amv"])
def test_of_a_complex_neither_which_nor_what(detail):
    assert reason(reason="limit", detail=detail).endswith("in de weg: de grens van een complex")


def test_a_home_that_stands_open_is_not_named():
    why = "12 weken gewacht; 1 mogelijke woning staat open (AMV-3); een ander doel ging voor"
    said = reason(reason="choice", weeks=12, why=why, detail="AMV-3")
    assert said == (
        "een mogelijke woning staat open; een ander doel ging voor, of het plan is niet bewezen"
    )


def test_another_reason_is_that_of_the_plan_without_the_weeks():
    kind = "priority"
    why = "12 weken gewacht, 2 boven de termijn; de enige mogelijke woning ging naar een ander"
    assert reason(reason=kind, weeks=12, why=why) == (
        "de enige mogelijke woning ging naar een ander"
    )
    assert reason(reason=kind, weeks=12, why="anders; en meer") == "anders; en meer"
    assert reason(reason=kind, weeks=12, why="12 weken gewacht") == "12 weken gewacht"


def test_deviations():
    why = "1 week gewacht; vastgelegd door een besluit; afwijking van de regels: begeleiding, huur"
    row = proposal("H1", weeks=1, why=why, deviation=("SUPPORT", "RENT"))
    assert public.placed(row, NL) == "vastgelegd door een besluit"
    assert public.deviation(row, NL) == "een regel over persoonlijke omstandigheden"
    other = proposal("H1", deviation=("SIZE", "SAFETY"))
    assert public.deviation(other, NL) == (
        "aantal personen, een regel over persoonlijke omstandigheden"
    )


def test_a_placed_household_without_deviation():
    row = proposal("H1", weeks=2, why="2 weken gewacht; kamer in een gedeelde woning")
    assert public.placed(row, NL) == "kamer in een gedeelde woning"
