"""What is said about a check."""

from __future__ import annotations

from allocator.check import Deviation, Verdict, Violation
from allocator.checking import Checked
from allocator.errors import Fault
from allocator.messages.checking import check_document, check_lines
from allocator.plan import TierResult
from allocator.texts import texts
from tests.check.build import home, household, instance

NL, EN = texts("nl"), texts("en")
GIVEN = instance([household("H1", 30), household("H2", 30, 5)], [home("W1", units=3)])
BEST = (
    TierResult("waiting", "max", 9, 10, 10, True),
    TierResult("spread", "min", 4, 3, 3, True),
    TierResult("lottery", "max", 5),
)
VALUES = {"waiting": 7, "spread": 2, "lottery": 6}
UNITS = Violation("units", "check.units", (("load", 2), ("capacity", 1)), home="W1")


def test_an_instance():
    checked = Checked(GIVEN, ())
    assert check_lines(checked, EN) == [
        "tiny is sound. Households of statushouders: 2, of ontheemden: 0; persons: 3. "
        "Rows of homes: 1, with units: 3. Shelter sites: 0."
    ]
    assert check_document(checked, EN) == {
        "sound": True,
        "warnings": [],
        "statushouders": 2,
        "ontheemden": 0,
        "persons": 3,
        "homes": 1,
        "units": 3,
        "sites": 0,
    }


def test_a_plan_folder():
    checked = Checked(GIVEN, (), Verdict((), VALUES))
    assert check_lines(checked, NL) == [
        "doel                  waarde",
        "waiting                    7",
        "spread                     2",
        "lottery                    6",
        "",
        "Het plan houdt zich aan elke regel en elk cijfer klopt.",
    ]
    assert check_document(checked, NL)["tiers"] == [
        {"name": name, "value": value} for name, value in VALUES.items()
    ]


def test_a_plan_made_by_hand_beside_the_best():
    checked = Checked(GIVEN, (), Verdict((), VALUES), BEST, by_hand=True)
    assert check_lines(checked, NL) == [
        "doel                  waarde         beste  slechter dan het beste plan",
        "waiting                    7             9  2",
        "spread                     2             4  -2",
        "lottery                    6             5  -1",
        "",
        "Het plan houdt zich aan elke regel.",
    ]
    tiers = check_document(checked, NL)["tiers"]
    assert tiers == [
        {"name": "waiting", "value": 7, "best": 9, "optimal": True},
        {"name": "spread", "value": 2, "best": 4, "optimal": True},
        {"name": "lottery", "value": 6, "best": 5, "optimal": None},
    ]


def test_a_best_plan_that_is_not_proven():
    best = (TierResult("waiting", "max", 9, 9, 12, False),)
    lines = check_lines(Checked(GIVEN, (), Verdict((), VALUES), best, by_hand=True), EN)
    assert lines[-2:] == [
        "Not every tier of the best plan is proven; it may still get better.",
        "The plan keeps every rule.",
    ]


def test_a_bad_plan():
    deviation = Deviation("H1", "W1", ("SIZE", "RENT"))
    verdict = Verdict((UNITS, UNITS), VALUES, (deviation,))
    warning = Fault("instance.toml", 1, "lottery_seed", "reading.no_lottery_seed", warning=True)
    checked = Checked(GIVEN, (warning,), verdict)
    lines = check_lines(checked, NL)
    assert lines[:4] == [
        "units: Woning W1 is 2 keer toegewezen; er zijn 1 eenheden.",
        "units: Woning W1 is 2 keer toegewezen; er zijn 1 eenheden.",
        "afwijking door besluit: huishouden H1 in woning W1 (SIZE, RENT)",
        "",
    ]
    assert lines[-1] == "2 fouten gevonden in het plan."
    document = check_document(checked, NL)
    assert document["sound"] is False
    assert document["violations"][0] == {
        "rule": "units",
        "household": "",
        "home": "W1",
        "site": "",
        "wijk": "",
        "month": "",
        "message": "Woning W1 is 2 keer toegewezen; er zijn 1 eenheden.",
    }
    assert document["deviations"] == [{"household": "H1", "home": "W1", "codes": ["SIZE", "RENT"]}]
    assert [w["file"] for w in document["warnings"]] == ["instance.toml"]


def test_a_deviation_in_a_relocation_plan_names_the_site():
    deviation = Deviation("H1", "", ("CARE",), site="PH7")
    checked = Checked(GIVEN, (), Verdict((), {}, (deviation,)))
    assert check_document(checked, NL)["deviations"] == [
        {"household": "H1", "site": "PH7", "codes": ["CARE"]}
    ]
    assert check_lines(checked, NL)[0] == (
        "afwijking in een eerste verblijf: huishouden H1 in locatie PH7 (CARE)"
    )
