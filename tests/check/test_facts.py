"""Facts of a household: ages, weeks, head, bedrooms, rent limit, lottery."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.check.amounts import RENT_LIMITS, legal_limits
from allocator.check.facts import (
    age,
    bedrooms_needed,
    facts_of,
    fewest_rooms,
    head_of,
    lottery_number,
    rent_limit,
    whole_weeks,
)
from allocator.domain.policy import Policy
from tests.check.build import DAY, days, household, years_old


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        (date(2000, 7, 1), date(2025, 7, 1), 25),
        (date(2000, 7, 2), date(2025, 7, 1), 24),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
        (date(2004, 2, 29), date(2028, 2, 29), 24),
        (date(2025, 7, 1), date(2025, 7, 1), 0),
    ],
)
def test_age(birth, day, years):
    assert age(birth, day) == years


@pytest.mark.parametrize(("ago", "weeks"), [(0, 0), (6, 0), (7, 1), (69, 9), (70, 10)])
def test_weeks(ago, weeks):
    assert whole_weeks(days(-ago), DAY) == weeks


@pytest.mark.parametrize(
    ("ages", "roles", "head"),
    [
        ((20, 50), ("head", None), 0),
        ((20, 50), (None, None), 1),
        ((20, 50), (None, "partner"), 0),
        ((20, 50, 40), (None, "partner", "other"), 2),
        ((30, 30), (None, None), 0),  # equally old: the smallest id
        ((30,), ("partner",), 0),  # nobody else
        ((17, 3), (None, "child"), 0),
    ],
)
def test_head(ages, roles, head):
    people = {i: {"role": role} for i, role in enumerate(roles)}
    assert head_of(household("H1", *ages, people=people)).id == f"H1-{head}"


ROLES = {"p": "partner", "o": "other", "c": "child", "-": None, "h": "head"}


@pytest.mark.parametrize(
    ("people", "policy", "needed"),
    [
        ("h40f", {}, 0),
        ("p40f", {}, 0),
        ("h40f p41m", {}, 1),
        ("h40f p41m", {"couple_in_studio": True}, 0),
        ("h40f o41m", {"couple_in_studio": True}, 2),
        ("h40f p41m c3f", {"couple_in_studio": True}, 2),
        ("h40f c17m", {}, 2),
        ("h40f c18m", {}, 2),
        ("h40f o30m o18f", {}, 3),
        ("h40f c5f c6m", {}, 2),  # both under 12
        ("h40f c11f c11m", {}, 2),
        ("h40f c11f c12m", {}, 3),  # one is 12
        ("h40f c13f c17f", {}, 2),  # the same gender
        ("h40f c13f c18f", {}, 3),  # 18 is an adult
        ("h40f c13f c17x", {}, 3),
        ("h40f c13x c17x", {}, 2),
        ("h40f c13f c17m c5f", {}, 3),
        ("h40f c13f c17m c5f c6m", {}, 3),
        ("h40f c13f c14f c15f", {}, 3),
        ("h40f c0m", {}, 2),
        ("h40f c0m", {"baby_age": 1}, 1),
        ("h40f c1m", {"baby_age": 1}, 2),
        ("h40f c1m c11f", {"share_age": 11}, 3),
        ("h17f c0m", {}, 2),
        ("h17f p17m c0m", {"baby_age": 1}, 1),
    ],
)
def test_bedrooms(people, policy, needed):
    words = people.split()
    columns = {i: {"role": ROLES[word[0]], "gender": word[-1]} for i, word in enumerate(words)}
    home = household("H1", *(int(word[1:-1]) for word in words), people=columns)
    assert bedrooms_needed(home, Policy.model_validate(policy), DAY) == needed


@given(st.lists(st.tuples(st.sampled_from("fmx"), st.booleans()), max_size=9))
def test_fewest_rooms_is_a_largest_matching(children):
    graph = nx.Graph()
    graph.add_nodes_from(range(len(children)))
    for (i, one), (j, other) in combinations(enumerate(children), 2):
        if one[0] == other[0] or (one[1] and other[1]):
            graph.add_edge(i, j)
    matching = nx.max_weight_matching(graph, maxcardinality=True)
    assert fewest_rooms(tuple(sorted(children))) == len(children) - len(matching)


@pytest.mark.parametrize(
    ("ages", "policy", "limit"),
    [
        ((22,), {}, "477.20"),
        ((23,), {}, "682.96"),
        ((22, 22, 18), {}, "477.20"),  # youth goes before the number of persons
        ((22, 17), {}, "682.96"),
        ((22, 23), {}, "682.96"),
        ((22, 23, 3), {}, "731.93"),
        ((17,), {}, "682.96"),
        ((23,), {"youth_age": 24}, "477.20"),
        ((22,), {"youth_age": 22}, "682.96"),
        ((22,), {"youth": 1}, "1"),
        ((30,), {"small": 2}, "2"),
        ((30, 30, 30), {"large": 3}, "3"),
    ],
)
def test_rent_limit(ages, policy, limit):
    rules = Policy.model_validate({"rent_limits": policy})
    assert rent_limit(household("H1", *ages), rules, DAY) == Decimal(limit)


def test_own_rent_limit():
    assert rent_limit(household("H1", 22, rent_limit_eur=0), Policy(), DAY) == 0


def test_rent_limit_of_2026_and_after():
    person = household("H1", 22)  # on 1 July 2026 21 would be too old: 2003 is 22 or 23
    assert rent_limit(person, Policy(), date(2025, 12, 31)) == Decimal("477.20")
    assert rent_limit(person, Policy(), date(2026, 1, 1)) == Decimal("713.02")
    assert legal_limits(2031) == RENT_LIMITS[2026]
    assert legal_limits(2019) == RENT_LIMITS[2025]


def test_lottery_is_twenty_bits():
    digest = sha256(b"7:2025-07-01:H1").hexdigest()
    assert lottery_number(7, DAY, "H1") == int(digest[:5], 16)


def test_facts():
    person = household(
        "H1",
        30,
        5,
        koppeldatum=days(-7 * 12),
        nareis_persons=3,
        needs=("own_home",),
        people={1: {"mobility": "step_free", "lhbtiq": True}},
    )
    policy = Policy(count_nareis=True)
    facts = facts_of(person, refused=frozenset(), policy=policy, day=DAY, seed=7)
    # 2 × (1 + 12 + 2 × (12 − 10)) = 34
    assert (facts.weeks, facts.urgency, facts.persons, facts.counted) == (12, 34, 2, 5)
    assert (facts.needs_step_free, facts.needs_wheelchair) == (True, False)
    assert (facts.own_home, facts.safe_place) == (True, True)
    without = facts_of(person, refused=frozenset(), policy=Policy(), day=DAY, seed=7)
    assert without.counted == 2


@pytest.mark.parametrize(("weeks", "urgency"), [(0, 1), (9, 10), (10, 11), (11, 14)])
def test_urgency_at_the_term(weeks, urgency):
    person = household("H1", 30, koppeldatum=days(-7 * weeks))
    facts = facts_of(person, refused=frozenset(), policy=Policy(), day=DAY, seed=7)
    assert facts.urgency == urgency


def test_amounts_are_those_of_the_parameters():
    parameters = pytest.importorskip("allocator.parameters")
    for year, own in RENT_LIMITS.items():
        amounts = parameters.value_on("rent_limits", date(year, 7, 1))
        for name in ("youth_age", "youth", "small", "large"):
            assert amounts[name] == getattr(own, name), (year, name)


def test_years_old():
    assert age(years_old(23), DAY) == 23
    assert age(years_old(23, -1), DAY) == 22
