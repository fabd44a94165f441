"""Every kind of violation can be read in both languages."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from allocator.check import PAIR_RULES, Violation, check_matching
from allocator.check.verdict import Verdict
from allocator.domain.decision import Decision
from allocator.texts import texts
from tests.check.build import days, home, household, instance

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "allocator" / "texts"
SOURCES = ROOT / "allocator" / "check"


def ids(language: str) -> set[str]:
    text = (CATALOGUES / language / "check.po").read_text("utf-8")
    return set(re.findall(r'msgid "(check\.\w+)"', text))


def test_both_languages_have_the_same_messages():
    assert ids("nl") == ids("en")


def test_messages_are_those_that_the_code_uses():
    code = "".join(path.read_text("utf-8") for path in SOURCES.glob("*.py"))
    used = set(re.findall(r'"(check\.\w+)"', code)) | {f"check.{rule}" for rule in PAIR_RULES}
    kinds = ("draagkracht", "complex", "supported", "corporatie", "guidance", "units")
    assert ids("nl") == used | {f"check.{kind}" for kind in kinds}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            "RENT: de huur van woning W1 (wijk hatert) is € 900,50; "
            "de huurgrens van huishouden H1 is € 682,96.",
        ),
        (
            "en",
            "RENT: the rent of home W1 (wijk hatert) is €900.50; "
            "the rent limit of household H1 is €682.96.",
        ),
    ],
)
def test_amounts(language, expected):
    given = instance([household("H1", 30)], [home("W1", rent_eur=Decimal("900.5"))])
    (fault,) = check_matching(given, [("H1", "W1")]).violations
    assert fault.render(texts(language)) == expected


def test_values_are_written_as_people_do():
    values = (("hold_until", date(2025, 7, 9)),)
    fault = Violation("HOLD", "check.HOLD", values, household="H1", home="W1", wijk="w")
    assert "9-7-2025" in fault.render(texts("nl"))
    assert "9 July 2025" in fault.render(texts("en"))


def everything_blocked():
    """Return violations of all pair rules but a few that exclude each other."""
    person = household(
        "H1",
        *(30, 31, 8),
        documents="missing_both",
        koppeling="zuid",
        hold_until=days(3),
        needs=("own_home", "safe_place"),
        support="intensive",
        people={0: {"mobility": "wheelchair"}},
    )
    other = household("H2", 30)
    room = {"sharing": "men", "max_persons": 1, "bedrooms": 0}
    homes = [
        home("W1", kind="sociale_huur", available_from=days(40), rent_eur=900, area_m2=Decimal(7)),
        home("W2", kind="doorstroom", target_group="over_55", **room),
        home("W3", wheelchair=True, bedrooms=7),
        home("W4", wheelchair=True, bedrooms=7, available_until=days(2)),
    ]
    refusal = Decision(household="H1", home="W1", decision="refused_by_team")
    policy = {"documents": "required", "priority_mode": "equal"}
    given = instance([person, other], homes, decisions=(refusal,), policy=policy)
    plan = [("H1", "W1"), ("H1", "W2"), ("H1", "W3"), ("H2", "W4")]
    return check_matching(given, plan).violations


def test_every_pair_rule_can_be_read():
    found = everything_blocked()
    assert {v.rule for v in found} == {*PAIR_RULES, "one_home"}
    for fault in found:
        for language in ("nl", "en"):
            text = fault.render(texts(language))
            assert fault.household in text
            assert fault.home in text
            assert fault.wijk in text


# ages and columns of the household, columns of the home, what the sentence names
NAMED = [
    (
        (30,),
        {},
        {"available_from": days(40)},
        {
            "available_from": days(40),
            "available_until": "–",
            "horizon_days": 28,
            "min_stay_days": 180,
        },
    ),
    (
        (30,),
        {},
        {"available_until": days(2)},
        {
            "available_from": days(0),
            "available_until": days(2),
            "horizon_days": 28,
            "min_stay_days": 180,
        },
    ),
    ((30,), {"hold_until": days(3)}, {}, {"hold_until": days(3)}),
    ((30,), {"koppeling": "zuid"}, {}, {"koppeling": "zuid"}),
    (
        (30, 5),
        {},
        {"bedrooms": 2, "min_persons": 3},
        {"persons": 2, "min_persons": 3, "max_persons": 4},
    ),
    ((30, 5), {}, {}, {"bedrooms": 1, "bedrooms_needed": 2}),
    # max(1, 2) + 3 for nareis + 1 to spare
    ((30, 5), {"nareis_persons": 3}, {"bedrooms": 7}, {"bedrooms": 7, "most": 6}),
    ((30,), {"nareis_persons": 3}, {"bedrooms": 7}, {"bedrooms": 7, "most": 5}),
    ((30,), {}, {"area_m2": Decimal("7.5")}, {"area": Decimal("7.5"), "area_needed": 12}),
    ((30,), {}, {"wheelchair": True}, {"available_from": days(0), "reserve_days": 28}),
    (
        (30,),
        {},
        {"rent_eur": Decimal(700)},
        {"rent": Decimal(700), "rent_limit": Decimal("682.96")},
    ),
    ((30,), {}, {"target_group": "over_55"}, {"head_age": 30}),
    ((23, 23), {}, {"kind": "doorstroom", "bedrooms": 2}, {"persons": 2}),
]


@pytest.mark.parametrize(("ages", "person", "place", "named"), NAMED)
def test_numbers_in_the_sentence(ages, person, place, named):
    given = instance([household("H1", *ages, **person)], [home("W1", **place)])
    (fault,) = check_matching(given, [("H1", "W1")]).violations
    assert dict(fault.values) == named


def test_no_reason_of_a_need_is_told():
    told = " ".join(v.render(texts(lang)) for v in everything_blocked() for lang in ("nl", "en"))
    for word in ("lhbti", "lgbt", "ex-amv", "ex_amv", "rolstoel", "wheelchair", "ziek", "health"):
        assert word not in told.lower()


def test_verdict_is_sound_without_violations():
    assert Verdict(()).sound
