"""Hypothesis strategies: valid small instances for the rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from allocator.domain.choices import (
    Documents,
    Gender,
    HomeKind,
    Mobility,
    Need,
    Role,
    Sharing,
    Support,
    TargetGroup,
)
from allocator.domain.home import Home
from allocator.domain.household import Household, Person
from allocator.domain.instance import Instance
from allocator.domain.policy import Policy
from tests.rules import build

RELAXED = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
"""For tests that share a slow machine with others."""

WIJKEN = [wijk.code for wijk in build.WIJKEN]


def mostly(usual: Any, others: st.SearchStrategy) -> st.SearchStrategy:
    """The usual value three times in four, so that not every pair is blocked."""
    return st.sampled_from([True, True, True, False]).flatmap(
        lambda plain: st.just(usual) if plain else others
    )


def days(least: int, most: int) -> st.SearchStrategy:
    return st.integers(least, most).map(lambda n: build.DAY + timedelta(days=n))


@st.composite
def persons(draw: Any) -> list[Person]:
    """One to five persons, at most one head and one partner."""
    n = draw(mostly(1, st.integers(2, 5)))
    roles: list[Role | None] = draw(
        st.lists(st.sampled_from([Role.CHILD, Role.OTHER, None]), min_size=n, max_size=n)
    )
    for role in draw(st.lists(st.sampled_from([Role.HEAD, Role.PARTNER]), unique=True)):
        roles[draw(st.integers(0, n - 1))] = role
    return [
        Person(
            id=f"P{i}",
            household="H",
            birth_date=draw(days(-365 * 60, 0)),
            gender=draw(st.sampled_from(Gender)),
            role=role,
            lhbtiq=draw(mostly(False, st.just(True))),
            mobility=draw(mostly(Mobility.NONE, st.sampled_from(Mobility))),
            ex_amv=draw(st.booleans()),
        )
        for i, role in enumerate(roles)
    ]


@st.composite
def households(draw: Any, id: str) -> Household:
    return build.household(
        id,
        persons=draw(persons()),
        koppeling=draw(st.sampled_from([None, None, *WIJKEN])),
        koppeldatum=draw(days(-200, 0)),
        documents=draw(st.sampled_from(Documents)),
        nareis_persons=draw(st.integers(0, 2)),
        preferred_wijken=tuple(draw(st.lists(st.sampled_from(WIJKEN), unique=True, max_size=2))),
        support=draw(mostly(Support.NONE, st.sampled_from(Support))),
        needs=tuple(draw(st.lists(st.sampled_from(Need), unique=True, max_size=1))),
        urgency=draw(st.booleans()),
        hold_until=draw(mostly(None, days(-1, 1))),
        rent_limit_eur=draw(mostly(None, st.decimals(500, 700, places=2))),
    )


@st.composite
def homes(draw: Any, id: str) -> Home:
    least = draw(mostly(1, st.integers(1, 3)))
    begin = draw(days(-40, 30))
    return build.home(
        id,
        wijk=draw(st.sampled_from(WIJKEN)),
        complex=draw(st.none() | st.just("ndw21")),
        kind=draw(mostly(HomeKind.SOCIALE_HUUR, st.sampled_from(HomeKind))),
        bedrooms=draw(st.integers(0, 4)),
        area_m2=draw(mostly(None, st.decimals(10, 60, places=2))),
        min_persons=least,
        max_persons=draw(mostly(6, st.integers(least, 6))),
        units=draw(st.integers(1, 3)),
        sharing=draw(mostly(Sharing.NONE, st.sampled_from(Sharing))),
        step_free=draw(st.booleans()),
        wheelchair=draw(mostly(False, st.just(True))),
        safe_place=draw(st.booleans()),
        support=draw(st.sampled_from(Support)),
        target_group=draw(mostly(TargetGroup.ANY, st.sampled_from(TargetGroup))),
        rent_eur=draw(mostly(None, st.decimals(400, 800, places=2))),
        available_from=begin,
        available_until=draw(
            mostly(None, st.integers(0, 900).map(lambda n: begin + timedelta(days=n)))
        ),
    )


@st.composite
def instances(draw: Any) -> Instance:
    """Up to six households and five homes, with refusals and own points."""
    waiting = [draw(households(f"H{i}")) for i in range(draw(st.integers(0, 7)))]
    offered = [draw(homes(f"W{i}")) for i in range(draw(st.integers(0, 5)))]
    pairs = [(h.id, p.id) for h in waiting for p in offered]
    some = st.lists(st.sampled_from(pairs), unique=True, max_size=4) if pairs else st.just([])
    policy = Policy(
        priority_mode=draw(mostly("priority", st.sampled_from(["rooms_only", "equal"]))),
        documents=draw(mostly("provisional", st.just("required"))),
        count_nareis=draw(st.booleans()),
    )
    return build.instance(
        waiting,
        offered,
        policy=policy,
        decisions=[build.refusal(h, p) for h, p in draw(some)],
        points=[build.points(h, p, draw(st.integers(-50, 50))) for h, p in draw(some)],
    )
