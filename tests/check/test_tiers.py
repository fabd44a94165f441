"""The value of a plan in every tier (rules.md 1.3)."""

from __future__ import annotations

from hashlib import sha256

from allocator.check import case_of, check_matching, tiers_in_order
from allocator.domain.decision import Previous
from allocator.domain.wijk import Wijk
from tests.check.build import days, home, household, instance

PEOPLE = [
    household("H1", 30, 5, nareis_persons=1, koppeldatum=days(-7 * 12)),
    household("H2", 30, koppeldatum=days(-7 * 3)),
    household("H3", 30, koppeldatum=days(-7)),
]
HOMES = [home("W1", bedrooms=2, max_persons=2), home("W2", kind="doorstroom", wijk="zuid")]
WIJKEN = (
    Wijk(code="hatert", name="H", within="noord", placed_persons=2, fair_share_persons=3),
    Wijk(code="noord", name="N", placed_persons=1, fair_share_persons=3),
    Wijk(code="zuid", name="Z", placed_persons=8, fair_share_persons=6),
)
BOTH = [("H1", "W1"), ("H2", "W2")]


def number(household: str, seed: int = 7) -> int:
    return int(sha256(f"{seed}:2025-07-01:{household}".encode()).hexdigest()[:5], 16)


def test_values():
    values = check_matching(instance(PEOPLE, HOMES, wijken=WIJKEN), BOTH).tier_values
    assert values == {
        "waiting": 38,  # 2 × (1 + 12 + 2 × 2) + 1 × (1 + 3)
        "relocations": 3,  # H1: 3 persons to come, room for 2; H2: doorstroom
        "fit": 20,  # both exact
        "spread": 4,  # hatert 2 + 2 − 3 = 1, noord 1 + 2 − 3 = 0, zuid 8 + 1 − 6 = 3
        "occupancy": 3,  # W2: 4 − 1; W1: 2 − 2 − 1 < 0
        "lottery": number("H1") + number("H2"),
    }


def test_nothing_placed():
    values = check_matching(instance(PEOPLE, HOMES, wijken=WIJKEN), []).tier_values
    # zuid is 2 above its share already
    assert values == dict.fromkeys(values, 0) | {"spread": 2}


def test_spread_counts_nareis_when_the_policy_does():
    given = instance(PEOPLE, HOMES, wijken=WIJKEN, policy={"count_nareis": True})
    # hatert 2 + 3 − 3, noord 1 + 3 − 3, zuid 3
    assert check_matching(given, BOTH).tier_values["spread"] == 6


def test_lottery_of_another_seed():
    values = check_matching(instance(PEOPLE, HOMES), BOTH, lottery_seed=0).tier_values
    assert values["lottery"] == number("H1", 0) + number("H2", 0)


def test_stability():
    before = tuple(
        Previous(household=h, home=w)
        for h, w in (("H1", "W1"), ("H2", "W1"), ("H3", "W2"), ("H9", "W1"))
    )
    given = instance(PEOPLE, HOMES, previous=before)
    # H1 stays; H2 could have W1 (two bedrooms are not too many); H3 could have W2
    assert check_matching(given, BOTH).tier_values["stability"] == 2
    # now H1 and H2 are not where they were
    assert check_matching(given, [("H3", "W2")]).tier_values["stability"] == 2
    assert check_matching(given, []).tier_values["stability"] == 3


def test_stability_looks_only_at_possible_pairs():
    before = (Previous(household="H2", home="W1"), Previous(household="H3", home="W9"))
    taken = [home("W1", bedrooms=2, max_persons=2, min_persons=2), HOMES[1]]
    given = instance(PEOPLE, taken, previous=before)
    assert check_matching(given, BOTH).tier_values["stability"] == 0


def test_order():
    order = ["lottery", "stability", "waiting"]
    case = case_of(instance(PEOPLE, HOMES, policy={"tiers": {"matching": order}}))
    assert tiers_in_order(case) == (
        ("lottery", "waiting"),
        ("relocations", "fit", "spread", "occupancy"),
    )
    before = (Previous(household="H1", home="W1"),)
    given = instance(PEOPLE, HOMES, policy={"tiers": {"matching": order}}, previous=before)
    assert tiers_in_order(case_of(given))[0] == ("lottery", "stability", "waiting")
