"""The people are like those of the city's programme, and every rule matters to some."""

from __future__ import annotations

from collections import Counter

import pytest

from allocator.domain.choices import (
    Documents,
    Group,
    HomeKind,
    Mobility,
    Need,
    Role,
    Sharing,
    TargetGroup,
)
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from tests.generate.made import made


@pytest.fixture(scope="module")
def city() -> Instance:
    return made("city-backlog", 1)


@pytest.fixture(scope="module")
def waiting(city: Instance) -> list[Household]:
    return [h for h in city.households if h.group is Group.STATUSHOUDER]


def share(households: list[Household], found: list[Household]) -> float:
    return len(found) / len(households)


def test_two_thirds_live_alone_and_some_with_eight_or_more(waiting: list[Household]) -> None:
    assert 0.62 < share(waiting, [h for h in waiting if len(h.persons) == 1]) < 0.72
    assert max(len(h.persons) for h in waiting) >= 8


def test_most_have_waited_half_a_year_to_a_year_and_a_half(
    city: Instance, waiting: list[Household]
) -> None:
    weeks = [(city.peildatum - h.koppeldatum).days // 7 for h in waiting if h.koppeldatum]
    assert len(weeks) == len(waiting)
    assert min(weeks) >= 0
    assert 70 < max(weeks) <= 80
    assert sum(26 <= week <= 78 for week in weeks) > 0.6 * len(weeks)


def test_many_wait_for_relatives_and_lack_documents(waiting: list[Household]) -> None:
    singles = [h for h in waiting if len(h.persons) == 1]
    assert 0.25 < share(singles, [h for h in singles if h.nareis_persons]) < 0.45
    complete = [h for h in waiting if h.documents is Documents.COMPLETE]
    assert 0.5 < share(waiting, complete) < 0.75
    assert 0.25 < share(waiting, [h for h in waiting if h.preferred_wijken]) < 0.45


def test_every_need_is_there(waiting: list[Household]) -> None:
    found = Counter(need for h in waiting for need in h.needs)
    assert found[Need.OWN_HOME] > 20
    assert found[Need.SAFE_PLACE] > 20
    persons = [p for h in waiting for p in h.persons]
    mobility = Counter(p.mobility for p in persons)
    assert mobility[Mobility.STEP_FREE] > mobility[Mobility.WHEELCHAIR] > 5
    assert sum(p.ex_amv for p in persons) > 50
    assert 5 < sum(h.urgency for h in waiting) < 60
    assert 10 < sum(h.hold_until is not None for h in waiting) < 90


def test_families_have_one_head_and_children_with_parents_of_an_age(
    city: Instance, waiting: list[Household]
) -> None:
    for household in waiting:
        roles = Counter(person.role for person in household.persons)
        assert roles[Role.HEAD] == 1
        assert roles[Role.PARTNER] <= 1
        head = next(p for p in household.persons if p.role is Role.HEAD)
        for child in (p for p in household.persons if p.role is Role.CHILD):
            years = (child.birth_date - head.birth_date).days / 365.25
            assert years > 14, household.id
            assert (city.peildatum - child.birth_date).days < 18.1 * 365.25


def test_homes_of_every_kind(city: Instance) -> None:
    units = Counter(h.kind for h in city.homes for _ in range(h.units))
    assert units[HomeKind.SOCIALE_HUUR] > units[HomeKind.FLEXWONING] > 0
    assert units[HomeKind.DOORSTROOM] > 0
    assert {h.sharing for h in city.homes} == set(Sharing)
    assert {h.target_group for h in city.homes} == set(TargetGroup)
    assert {h.bedrooms for h in city.homes} >= {0, 1, 2, 3, 4}
    assert any(h.wheelchair for h in city.homes)
    assert any(h.available_until for h in city.homes)
    late = [h for h in city.homes if (h.available_from - city.peildatum).days > 28]
    assert 0 < len(late) < 0.15 * len(city.homes)


def test_a_city_has_decisions_points_and_a_draft(city: Instance) -> None:
    kinds = Counter(d.decision for d in city.decisions)
    assert len(kinds) == 4
    assert len(city.points) > 10
    assert len(city.previous) > 50
    assert city.lottery_seed != 0
    assert len(city.taakstelling) == 2


def test_most_wijken_are_limited_and_some_areas_above_them(city: Instance) -> None:
    inner = {w.within for w in city.wijken}
    lowest = [w for w in city.wijken if w.code not in inner]
    above = [w for w in city.wijken if w.code in inner]
    assert sum(w.draagkracht_persons is not None for w in lowest) > 0.7 * len(lowest)
    assert sum(w.draagkracht_persons is not None for w in above) > 0
    assert any(w.fair_share_persons is not None for w in lowest)
    assert any(c.max_persons is not None for c in city.complexes)
    assert any(c.max_supported is not None for c in city.complexes)
    assert any(c.max_placements is not None for c in city.corporaties)
