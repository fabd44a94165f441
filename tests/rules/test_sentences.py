"""The sentences of the rules: there in both languages, with the right numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from allocator.rules.pair_rules import PAIR_RULES
from allocator.texts import LANGUAGES, texts
from tests.rules import build
from tests.rules.strategies import RELAXED, instances

RULES = {rule.code: rule for rule in PAIR_RULES}
CODES = [
    *("AVAILABLE", "HOLD", "DOCUMENTS", "KOPPELING", "PRIORITY", "SIZE", "BEDROOMS", "SPARE"),
    *("AREA", "MOBILITY", "ADAPTED", "RENT", "TARGET_GROUP", "SHARING", "SAFETY", "SUPPORT"),
    *("TRANSIT", "REFUSED"),
]


def test_rules_stand_in_the_order_of_rules_md():
    assert [rule.code for rule in PAIR_RULES] == CODES


@pytest.mark.parametrize("rule", PAIR_RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_name_a_source_and_a_sentence(rule):
    names = {texts(language)(rule.name) for language in LANGUAGES}
    assert all(names)
    assert rule.source
    assert "\n" not in rule.source


@settings(RELAXED, max_examples=30)
@given(instances())
def test_every_sentence_can_be_filled_for_every_pair(instance):
    for household in instance.households:
        for home in instance.homes:
            for rule in PAIR_RULES:
                numbers = rule.numbers(household, home, instance)
                for language in LANGUAGES:
                    sentence = texts(language)(rule.sentence, **numbers)
                    assert all(str(value) in sentence for value in numbers.values())


COUPLE = [build.person(1), build.person(2, role="partner"), build.person(3, age=18)]


@pytest.mark.parametrize(
    ("code", "household", "home", "policy", "numbers"),
    [
        (
            "AVAILABLE",
            {},
            {"available_from": date(2025, 4, 10), "available_until": date(2025, 4, 30)},
            {"min_stay_days": 90},
            {
                "available_from": date(2025, 4, 10),
                "latest_from": date(2025, 5, 5),
                "available_until": date(2025, 4, 30),
                "needed_until": date(2025, 7, 9),
            },
        ),
        (
            "AVAILABLE",
            {},
            {"available_from": date(2025, 1, 1)},
            {"min_stay_days": 90},
            {
                "available_from": date(2025, 1, 1),
                "latest_from": date(2025, 5, 5),
                "available_until": "–",
                "needed_until": date(2025, 7, 6),
            },
        ),
        ("HOLD", {"hold_until": date(2025, 6, 1)}, {}, {}, {"hold_until": date(2025, 6, 1)}),
        ("HOLD", {}, {}, {}, {"hold_until": "–"}),
        ("KOPPELING", {"koppeling": "lent"}, {}, {}, {"area": "Lent", "wijk": "Hatert"}),
        ("KOPPELING", {}, {"wijk": "zuid"}, {}, {"area": "–", "wijk": "Zuid"}),
        (
            "SIZE",
            {"persons": COUPLE},
            {"min_persons": 4, "max_persons": 5},
            {},
            {"persons": 3, "min_persons": 4, "max_persons": 5},
        ),
        (
            "SIZE",
            {"persons": COUPLE},
            {"min_persons": 2, "max_persons": 5, "sharing": "mixed"},
            {},
            {"persons": 3, "min_persons": 1, "max_persons": 1},
        ),
        ("BEDROOMS", {"persons": COUPLE}, {"bedrooms": 1}, {}, {"needed": 2, "bedrooms": 1}),
        (
            "SPARE",
            {"persons": COUPLE, "nareis_persons": 3},
            {"bedrooms": 12},
            {"spare_bedrooms": 5},
            {"most": 10, "bedrooms": 12},
        ),
        ("SPARE", {}, {"bedrooms": 12}, {}, {"most": 2, "bedrooms": 12}),
        (
            "AREA",
            {"persons": COUPLE},
            {"area_m2": 20},
            {"m2_per_person": Decimal("12.5")},
            {"needed_m2": Decimal("37.5"), "area_m2": Decimal(20)},
        ),
        ("AREA", {}, {}, {}, {"needed_m2": Decimal(12), "area_m2": "–"}),
        (
            "ADAPTED",
            {},
            {"available_from": date(2025, 4, 1)},
            {"reserve_adapted_days": 14},
            {"kept_until": date(2025, 4, 15)},
        ),
        (
            "RENT",
            {},
            {"rent_eur": Decimal("700.10")},
            {},
            {"limit_eur": Decimal("682.96"), "rent_eur": Decimal("700.10")},
        ),
        ("RENT", {}, {}, {}, {"limit_eur": Decimal("682.96"), "rent_eur": "–"}),
        *((code, {}, {}, {}, {}) for code in CODES if code in {"REFUSED", "SHARING", "TRANSIT"}),
    ],
)
def test_numbers(code, household, home, policy, numbers):
    one, other = build.household(**household), build.home(**home)
    instance = build.instance([one], [other], policy=policy)
    assert RULES[code].numbers(one, other, instance) == numbers


def test_a_sentence_reads_well():
    one, other = build.household(persons=COUPLE), build.home(bedrooms=1)
    rule = RULES["BEDROOMS"]
    numbers = rule.numbers(one, other, build.instance([one], [other]))
    assert texts("nl")(rule.sentence, **numbers) == "slaapkamers nodig: 2; de woning heeft er 1"
    assert texts("en")(rule.sentence, **numbers) == "bedrooms needed: 2; the home has 1"


def test_no_sentence_tells_why_a_need_exists():
    for language in LANGUAGES:
        for rule in PAIR_RULES:
            raw = texts(language)._catalogue.gettext(rule.sentence).lower()
            assert not any(
                word in raw for word in ("lhbt", "amv", "rolstoel", "wheelchair", "gender")
            )
