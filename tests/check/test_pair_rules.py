"""Each pair rule, just inside and just outside (rules.md 1.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from allocator.check import PAIR_RULES, Pairs, blocked_by, case_of, possible
from allocator.domain.decision import Decision
from tests.check.build import DAY, codes, days, home, household, instance, years_old
from tests.random_instances import small_instance

SINGLE = (30,)
ROOM = {"sharing": "mixed", "max_persons": 1, "bedrooms": 0}
FAMILY = (40, 38, 8)  # needs 1 + 1 + 1 = 3 bedrooms; with a partner 2

# name, ages, columns of the household, of the home, policy, what blocks
CASES: list[tuple[str, tuple[int, ...], dict[str, Any], dict[str, Any], dict[str, Any], str]] = [
    ("plain", SINGLE, {}, {}, {}, ""),
    ("horizon", SINGLE, {}, {"available_from": days(28)}, {}, ""),
    ("after horizon", SINGLE, {}, {"available_from": days(29)}, {}, "AVAILABLE"),
    ("shortest stay", SINGLE, {}, {"available_until": days(180)}, {}, ""),
    ("too short", SINGLE, {}, {"available_until": days(179)}, {}, "AVAILABLE"),
    (
        "counted from its start",
        SINGLE,
        {},
        {"available_from": days(10), "available_until": days(189)},
        {},
        "AVAILABLE",
    ),
    (
        "just from its start",
        SINGLE,
        {},
        {"available_from": days(10), "available_until": days(190)},
        {},
        "",
    ),
    (
        "counted from today",
        SINGLE,
        {},
        {"available_from": days(-100), "available_until": days(90)},
        {"min_stay_days": 91},
        "AVAILABLE",
    ),
    ("huge stay", SINGLE, {}, {"available_until": days(9)}, {"min_stay_days": 10**12}, "AVAILABLE"),
    ("hold is over", SINGLE, {"hold_until": DAY}, {}, {}, ""),
    ("hold", SINGLE, {"hold_until": days(1)}, {}, {}, "HOLD"),
    ("provisional", SINGLE, {"documents": "missing_bsn"}, {}, {}, ""),
    (
        "documents",
        SINGLE,
        {"documents": "missing_iban"},
        {},
        {"documents": "required"},
        "DOCUMENTS",
    ),
    ("documents there", SINGLE, {}, {}, {"documents": "required"}, ""),
    ("linked to the wijk", SINGLE, {"koppeling": "hatert"}, {}, {}, ""),
    ("linked to a larger area", SINGLE, {"koppeling": "noord"}, {}, {}, ""),
    ("linked elsewhere", SINGLE, {"koppeling": "zuid"}, {}, {}, "KOPPELING"),
    ("linked to a part", SINGLE, {"koppeling": "hatert"}, {"wijk": "noord"}, {}, "KOPPELING"),
    ("social", SINGLE, {}, {"kind": "sociale_huur"}, {}, ""),
    (
        "rooms only",
        SINGLE,
        {},
        {"kind": "sociale_huur"},
        {"priority_mode": "rooms_only"},
        "PRIORITY",
    ),
    (
        "a social room",
        SINGLE,
        {},
        {"kind": "sociale_huur", **ROOM},
        {"priority_mode": "rooms_only"},
        "",
    ),
    (
        "equal",
        SINGLE,
        {},
        {"kind": "sociale_huur", **ROOM},
        {"priority_mode": "equal"},
        "PRIORITY",
    ),
    (
        "urgency",
        SINGLE,
        {"urgency": True},
        {"kind": "sociale_huur"},
        {"priority_mode": "equal"},
        "",
    ),
    ("equal, flex", SINGLE, {}, {}, {"priority_mode": "equal"}, ""),
    ("as many as may be", FAMILY, {}, {"bedrooms": 3, "max_persons": 3}, {}, ""),
    ("one too many", FAMILY, {}, {"bedrooms": 3, "max_persons": 2}, {}, "SIZE"),
    ("as few as may be", FAMILY, {}, {"bedrooms": 3, "min_persons": 3}, {}, ""),
    ("one too few", FAMILY, {}, {"bedrooms": 3, "min_persons": 4}, {}, "SIZE"),
    ("two in a room", (30, 30), {}, {**ROOM, "max_persons": 2}, {}, "SIZE"),
    ("bedrooms", FAMILY, {}, {"bedrooms": 2}, {}, "BEDROOMS"),
    ("partner", FAMILY, {"people": {1: {"role": "partner"}}}, {"bedrooms": 2}, {}, ""),
    ("a spare one", SINGLE, {}, {"bedrooms": 2}, {}, ""),
    ("two spare", SINGLE, {}, {"bedrooms": 3}, {}, "SPARE"),
    ("spare for nareis", SINGLE, {"nareis_persons": 2}, {"bedrooms": 4}, {}, ""),
    ("too spare", SINGLE, {"nareis_persons": 2}, {"bedrooms": 5}, {}, "SPARE"),
    ("none to spare", SINGLE, {}, {"bedrooms": 2}, {"spare_bedrooms": 0}, "SPARE"),
    ("spare room of a shared home", SINGLE, {}, {**ROOM, "bedrooms": 9}, {}, ""),
    ("family spare", FAMILY, {}, {"bedrooms": 4}, {}, ""),
    ("family too spare", FAMILY, {}, {"bedrooms": 5}, {}, "SPARE"),
    ("area", FAMILY, {}, {"bedrooms": 3, "area_m2": 36}, {}, ""),
    ("small", FAMILY, {}, {"bedrooms": 3, "area_m2": Decimal("35.99")}, {}, "AREA"),
    ("small room", SINGLE, {}, {**ROOM, "area_m2": 6}, {}, ""),
    ("m2", SINGLE, {}, {"area_m2": 12}, {"m2_per_person": Decimal("12.1")}, "AREA"),
    ("wheelchair", SINGLE, {"people": {0: {"mobility": "wheelchair"}}}, {}, {}, "MOBILITY"),
    (
        "wheelchair, step-free",
        SINGLE,
        {"people": {0: {"mobility": "wheelchair"}}},
        {"step_free": True},
        {},
        "MOBILITY",
    ),
    (
        "wheelchair home",
        SINGLE,
        {"people": {0: {"mobility": "wheelchair"}}},
        {"wheelchair": True},
        {},
        "",
    ),
    ("stairs", SINGLE, {"people": {0: {"mobility": "step_free"}}}, {}, {}, "MOBILITY"),
    ("no stairs", SINGLE, {"people": {0: {"mobility": "step_free"}}}, {"step_free": True}, {}, ""),
    (
        "adapted without stairs",
        SINGLE,
        {"people": {0: {"mobility": "step_free"}}},
        {"wheelchair": True},
        {},
        "",
    ),
    ("kept", SINGLE, {}, {"wheelchair": True, "available_from": days(-27)}, {}, "ADAPTED"),
    ("kept long", SINGLE, {}, {"wheelchair": True, "available_from": days(-28)}, {}, ""),
    ("not kept", SINGLE, {}, {"wheelchair": True}, {"reserve_adapted_days": 0}, ""),
    ("rent", SINGLE, {}, {"rent_eur": Decimal("682.96")}, {}, ""),
    ("dear", SINGLE, {}, {"rent_eur": Decimal("682.97")}, {}, "RENT"),
    ("own limit", SINGLE, {"rent_limit_eur": 500}, {"rent_eur": Decimal("500.01")}, {}, "RENT"),
    ("own higher", SINGLE, {"rent_limit_eur": 900}, {"rent_eur": 900}, {}, ""),
    ("under 23", (22,), {}, {"target_group": "under_23"}, {}, ""),
    ("23", (23,), {}, {"target_group": "under_23"}, {}, "TARGET_GROUP"),
    ("under 28", (27,), {}, {"target_group": "under_28"}, {}, ""),
    ("28", (28,), {}, {"target_group": "under_28"}, {}, "TARGET_GROUP"),
    ("55", (55,), {}, {"target_group": "over_55"}, {}, ""),
    ("54", (54,), {}, {"target_group": "over_55"}, {}, "TARGET_GROUP"),
    ("ex-AMV", (22,), {"people": {0: {"ex_amv": True}}}, {"target_group": "ex_amv"}, {}, ""),
    (
        "ex-AMV of 23",
        (23,),
        {"people": {0: {"ex_amv": True}}},
        {"target_group": "ex_amv"},
        {},
        "TARGET_GROUP",
    ),
    ("not ex-AMV", (22,), {}, {"target_group": "ex_amv"}, {}, "TARGET_GROUP"),
    ("shared", SINGLE, {}, ROOM, {}, ""),
    ("own home", SINGLE, {"needs": ("own_home",)}, ROOM, {}, "SHARING"),
    ("own room", SINGLE, {"needs": ("own_room",)}, ROOM, {}, ""),
    ("own home there", SINGLE, {"needs": ("own_home",)}, {}, {}, ""),
    ("women", SINGLE, {}, {**ROOM, "sharing": "women"}, {}, ""),
    ("f among men", SINGLE, {}, {**ROOM, "sharing": "men"}, {}, "SHARING"),
    ("men", SINGLE, {"people": {0: {"gender": "m"}}}, {**ROOM, "sharing": "men"}, {}, ""),
    (
        "m among women",
        SINGLE,
        {"people": {0: {"gender": "m"}}},
        {**ROOM, "sharing": "women"},
        {},
        "SHARING",
    ),
    (
        "x among women",
        SINGLE,
        {"people": {0: {"gender": "x"}}},
        {**ROOM, "sharing": "women"},
        {},
        "SHARING",
    ),
    (
        "x in same",
        SINGLE,
        {"people": {0: {"gender": "x"}}},
        {**ROOM, "sharing": "same"},
        {},
        "SHARING",
    ),
    ("x in mixed", SINGLE, {"people": {0: {"gender": "x"}}}, ROOM, {}, ""),
    ("m in same", SINGLE, {"people": {0: {"gender": "m"}}}, {**ROOM, "sharing": "same"}, {}, ""),
    ("unsafe", SINGLE, {"needs": ("safe_place",)}, ROOM, {}, "SAFETY"),
    ("lhbtiq", SINGLE, {"people": {0: {"lhbtiq": True}}}, ROOM, {}, "SAFETY"),
    ("safe", SINGLE, {"needs": ("safe_place",)}, {**ROOM, "safe_place": True}, {}, ""),
    ("own and safe", SINGLE, {"needs": ("safe_place",)}, {}, {}, ""),
    ("intensive", SINGLE, {"support": "intensive"}, {"support": "light"}, {}, "SUPPORT"),
    ("intensive there", SINGLE, {"support": "intensive"}, {"support": "intensive"}, {}, ""),
    ("light", SINGLE, {"support": "light"}, {}, {}, ""),
    ("doorstroom", SINGLE, {}, {"kind": "doorstroom"}, {}, ""),
    ("two in doorstroom", (23, 23), {}, {"kind": "doorstroom", "bedrooms": 2}, {}, "TRANSIT"),
    (
        "waits for nareis",
        (23, 23),
        {"nareis_persons": 1},
        {"kind": "doorstroom", "bedrooms": 2},
        {},
        "",
    ),
    (
        "two, ex-AMV",
        (22, 23),
        {"people": {0: {"ex_amv": True, "role": "head"}}},
        {"kind": "doorstroom", "bedrooms": 2},
        {},
        "",
    ),
    (
        "two, ex-AMV of 23",
        (23, 23),
        {"people": {0: {"ex_amv": True, "role": "head"}}},
        {"kind": "doorstroom", "bedrooms": 2},
        {},
        "TRANSIT",
    ),
]


@pytest.mark.parametrize(
    ("ages", "people", "place", "policy", "blocks"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_boundary(ages, people, place, policy, blocks):
    found = codes(household("H1", *ages, **people), home("W1", **place), policy=policy)
    assert found == ((blocks,) if blocks else ())


@pytest.mark.parametrize("kind", ["household", "corporatie", "team"])
def test_refused(kind):
    refusal = Decision(household="H1", home="W1", decision=f"refused_by_{kind}")
    people = [household("H1", 30), household("H2", 30)]
    case = case_of(instance(people, [home("W1"), home("W2")], decisions=(refusal,)))
    assert possible(case) == {"H1": ("W2",), "H2": ("W1", "W2")}


def test_every_rule_has_a_case():
    assert {case[5] for case in CASES} == {"", *PAIR_RULES} - {"REFUSED"}


def test_codes_stand_in_the_order_of_the_rules():
    person = household("H1", 30, 30, koppeling="zuid", hold_until=days(1))
    place = home("W1", rent_eur=900, max_persons=1, kind="doorstroom")
    found = codes(person, place)
    assert found == ("HOLD", "KOPPELING", "SIZE", "BEDROOMS", "RENT", "TRANSIT")


def test_somebody_else_in_the_wheelchair():
    person = household("H1", 30, 29, people={1: {"role": "partner", "mobility": "wheelchair"}})
    assert codes(person, home("W1")) == ("MOBILITY",)
    assert codes(person, home("W1", wheelchair=True)) == ()


def test_group_looks_at_the_head_only():
    person = household("H1", 60, 20, people={1: {"role": "head"}})
    assert codes(person, home("W1", bedrooms=2, target_group="under_23")) == ()


def test_gender_is_that_of_the_head():
    born = {"birth_date": years_old(30), "gender": "m"}
    assert (
        codes(household("H1", 30, people={0: born}), home("W1", **ROOM | {"sharing": "men"})) == ()
    )


@pytest.mark.parametrize("seed", range(20))
def test_sets_of_homes_agree_with_pairs_one_by_one(seed):
    case = case_of(small_instance(seed))
    pairs = Pairs(case)
    for person in case.households:
        one_by_one = {w: blocked_by(case, person, w) for w in case.homes}
        assert set(pairs.names(pairs.possible(person))) == {
            w for w, c in one_by_one.items() if not c
        }
        for code in PAIR_RULES:
            blocked = pairs.blocked(code, case.households[person]).bit_count()
            assert blocked == sum(code in found for found in one_by_one.values())
