"""The value of a plan in each tier, worked out by hand; other tiers are 0."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.check.shelter import shelter_case, shelter_ranking
from allocator.domain.policy import RELOCATION_TIERS
from allocator.domain.wijk import Wijk
from tests.check.shelter.build import (
    instance,
    ontheemde,
    rooms,
    site,
    stay,
    tiers,
    verdict,
)

SITES = [site("A"), site("B", wijk="zuid"), site("C", wijk="noord")]
GROUPS = [rooms("A", 3, 4), rooms("B", 3, 4), rooms("C", 3, 4)]


def one(*plan, ages=(30, 31), sites=None, policy=None, **columns):
    """Return the tiers that are not 0 for one household of two."""
    given = instance([ontheemde("H1", *ages, **columns)], sites or SITES, GROUPS, policy=policy)
    return tiers(given, *plan)


def test_names():
    given = instance([ontheemde("H1", 30)], SITES, GROUPS)
    assert tuple(verdict(given).tier_values) == RELOCATION_TIERS


def test_a_plan_without_trouble():
    assert one(stay("H1", "A", "3-01")) == {}


def test_unsheltered():
    assert one() == {"unsheltered": 12}  # 2 persons × 6 months
    assert one(stay("H1", "A", "3-01", 1, 3)) == {"unsheltered": 6, "moves": 2}
    assert one(stay("H1", "A", "3-01", 4), arrives_on=date(2025, 7, 1)) == {"unsheltered": 2}


def test_displaced_and_evictions():
    """A is usable in April and May; without a place in May, June and July."""
    sites = [site("A", closes_on=date(2025, 5, 31)), *SITES[1:]]
    plan = (stay("H1", "A", "3-01", 0, 0), stay("H1", "C", "3-01", 4))
    assert one(*plan, sites=sites, current_site="A") == {
        "evictions": 2,
        "unsheltered": 6,
        "displaced": 6,
        "moves": 2,
    }


@pytest.mark.parametrize(
    ("ages", "columns"),
    [
        ((30, 17), {}),
        ((30, 31), {"support": "light"}),
        ((30, 31), {"people": {1: {"mobility": "step_free"}}}),
        ((30, 31), {"people": {1: {"mobility": "wheelchair"}}}),
    ],
)
def test_vulnerable(ages, columns):
    assert one(ages=ages, **columns) == {"vulnerable": 12, "unsheltered": 12}


@pytest.mark.parametrize("columns", [{"needs": ("safe_place",)}, {"people": {0: {"lhbtiq": True}}}])
def test_safe(columns):
    assert one(**columns) == {"vulnerable": 12, "unsheltered": 12, "safe": 12}
    sites = [site("A", safe_place=True), site("B")]
    plan = (stay("H1", "A", "3-01", 0, 3), stay("H1", "B", "3-01", 4))
    assert one(*plan, sites=sites, **columns) == {"safe": 4, "moves": 2}


def test_care():
    assert one(support="intensive") == {"vulnerable": 12, "unsheltered": 12, "care": 12}
    sites = [site("A", care=True), site("B")]
    plan = (stay("H1", "A", "3-01", 0, 2), stay("H1", "B", "3-01", 3))
    assert one(*plan, sites=sites, support="intensive") == {"care": 6, "moves": 2}
    assert one(stay("H1", "B", "3-01"), support="light") == {}


def test_moves_and_repeats():
    plan = (
        stay("H1", "A", "3-01", 0, 1),
        stay("H1", "B", "3-01", 2, 2),
        stay("H1", "C", "3-01", 3, 5),
    )
    assert one(*plan, current_site="A") == {"moves": 4, "repeat": 2}


def test_extension():
    """A is extended in June, July and August; after that the household moves."""
    sites = [site("A", closes_on=date(2025, 6, 1), extend_until=date(2025, 8, 31)), *SITES[1:]]
    plan = (stay("H1", "A", "3-01", 0, 4), stay("H1", "B", "3-01", 5))
    assert one(*plan, sites=sites) == {"extension": 6, "moves": 2}


def test_extension_in_month_0_is_not_for_residents():
    sites = [site("A", closes_on=date(2025, 4, 20), extend_until=date(2025, 5, 31))]
    people = [ontheemde("H1", 30, 31, current_site="A"), ontheemde("H2", 30, 31, 32)]
    gone = {"leaves_on": date(2025, 5, 20)}
    people = [person.model_copy(update=gone) for person in people]
    given = instance(people, sites, GROUPS[:1])
    plan = (stay("H1", "A", "3-01", 0, 1), stay("H2", "A", "3-02", 0, 1))
    assert tiers(given, *plan) == {"extension": 3 + 5}


def test_school():
    """Two of four children go to school in noord, in which hatert lies, one of age in zuid."""
    people = {
        0: {"school_wijk": "noord"},  # 30
        1: {"school_wijk": "noord"},  # 4
        2: {"school_wijk": "hatert"},  # 17
        3: {"school_wijk": "noord"},  # 3
        4: {"school_wijk": "zuid"},  # 12
    }
    ages = (30, 4, 17, 3, 12)

    def school(*trail: str) -> int:
        given = instance(
            [ontheemde("H1", *ages, people=people, current_site=trail[0])],
            [site("A"), site("A2"), *SITES[1:]],
            [rooms(s, 5) for s in ("A", "A2", "B", "C")],
        )
        plan = [stay("H1", at, "5-01", t, t) for t, at in enumerate(trail) if at != "-"]
        return tiers(given, *plan).get("school", 0)

    assert school(*"AAAAAA") == 0
    assert school("A", "A2", "A2", "A2", "A2", "A2") == 0
    assert school(*"AACCCC") == 1  # out of hatert, not out of noord
    assert school(*"AABBBB") == 2  # out of hatert and noord
    assert school(*"BBAAAA") == 1
    assert school(*"AA--AA") == 2  # to no place; coming back is no move
    assert school(*"CCAAAA") == 0


def test_together():
    """H1 and H2 want one site, and so does H3, which comes in May."""
    people = [
        ontheemde("H1", 30, keep_with="k"),
        ontheemde("H2", 40, keep_with="k"),
        ontheemde("H3", 50, keep_with="k", arrives_on=date(2025, 5, 20)),
        ontheemde("H4", 60, keep_with="other"),
        ontheemde("H5", 60),
    ]
    given = instance(people, SITES, GROUPS)
    apart = (stay("H4", "B", "3-04"), stay("H5", "C", "3-04"))

    def together(first: str, second: str, third: str) -> int:
        plan = [
            stay(h, at, f"3-0{i}", t, t)
            for i, (h, trail) in enumerate([("H1", first), ("H2", second), ("H3", third)], 1)
            for t, at in enumerate(trail)
            if at != "-"
        ]
        return tiers(given, *plan, *apart).get("together", 0)

    assert together("AAAAAA", "AAAAAA", "-AAAAA") == 0
    assert together("AAAAAA", "BBBBBB", "-BBBBB") == 6
    assert together("AAAAAA", "BBBBBB", "-CCCCC") == 1 + 5 * 2
    assert together("AAAAAA", "AAAAAA", "---AAA") == 2
    assert together("------", "------", "------") == 1 + 5 * 2


def test_shelter_spread():
    """Hatert has 2 persons, then 5; noord with hatert in it 3 more in C from July on."""
    people = [
        ontheemde("H1", 30, 31),
        ontheemde("H2", 30, 31, 32, arrives_on=date(2025, 6, 1)),
        ontheemde("H3", 30, 31, 32, arrives_on=date(2025, 7, 1)),
    ]
    wijken = (
        Wijk(code="hatert", name="Hatert", within="noord", shelter_fair_share_persons=4),
        Wijk(code="noord", name="Noord", shelter_fair_share_persons=1),
        Wijk(code="zuid", name="Zuid"),
    )
    given = instance(people, SITES, GROUPS, wijken=wijken)
    plan = (
        stay("H1", "A", "3-01"),
        stay("H2", "A", "3-02", 2),
        stay("H3", "C", "3-01", 3),
    )
    hatert = 4 * (5 - 4)
    noord = 2 * (2 - 1) + (5 - 1) + 3 * (8 - 1)
    assert tiers(given, *plan) == {"shelter_spread": hatert + noord}


def test_room_changes():
    """Two persons change rooms in May and July; a move to another site is none."""
    given = instance([ontheemde("H1", 30, 31)], SITES, [*GROUPS, rooms("A", 1, 4)])
    plan = (
        stay("H1", "A", "1-01|1-02", 0, 0),
        stay("H1", "A", "1-02|1-03", 1, 1),
        stay("H1", "A", "1-03|1-02", 2, 2),
        stay("H1", "A", "3-01", 3, 3),
        stay("H1", "B", "3-01", 4, 5),
    )
    assert verdict(given, *plan).room_changes == 4
    back = (stay("H1", "A", "3-01", 0, 2), stay("H1", "A", "3-02", 4))
    assert verdict(given, *back).room_changes == 0


def test_order():
    order = ["moves", "unsheltered"]
    case = shelter_case(instance([], SITES, GROUPS, policy={"tiers": {"relocation": order}}))
    ranking = shelter_ranking(case)
    assert ranking.optimised == ("moves", "unsheltered")
    assert ranking.reported == tuple(t for t in RELOCATION_TIERS if t not in order)
    assert set(ranking.senses.values()) == {"min"}
