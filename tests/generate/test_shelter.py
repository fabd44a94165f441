"""Shelter: everybody has a bed now, and enough is enough."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pytest

from allocator.domain.choices import Gender, Group, Support
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.domain.site import RoomGroup
from allocator.generate import SHELTERS
from tests.generate.beds import fit_in
from tests.generate.made import made


def residents(instance: Instance) -> dict[str, list[Household]]:
    found: dict[str, list[Household]] = defaultdict(list)
    for household in instance.households:
        if household.current_site:
            found[household.current_site].append(household)
    return found


def rooms(instance: Instance, site: str, day: date) -> list[RoomGroup]:
    return [
        room
        for room in instance.rooms
        if room.site == site and (room.closes_on is None or room.closes_on >= day)
    ]


@pytest.mark.parametrize("shelter", SHELTERS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_rooms_hold_everybody_who_is_there_now(shelter: str, seed: int) -> None:
    city = made("city-week", seed, shelter=shelter)
    at = {site.id: site for site in city.sites}
    for code, households in residents(city).items():
        assert sum(len(h.persons) for h in households) <= (at[code].max_persons or 0)  # type: ignore[index]
        assert fit_in(households, rooms(city, code, city.peildatum))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_enough_for_all_who_must_leave_a_site_that_closes(seed: int) -> None:
    city = made("city-week", seed)
    partly = {room.site: room.closes_on for room in city.rooms if room.closes_on}
    closing = [site for site in city.sites if site.closes_on or site.id in partly]
    opening = [site for site in city.sites if site.opens_on]
    assert len(closing) == len(opening) == 4
    for site, new in zip(closing, opening, strict=True):
        last = site.closes_on or partly[site.id]
        assert last
        assert new.opens_on == last.replace(day=1)
        there = residents(city)[site.id]
        if site.closes_on:
            assert sum(len(h.persons) for h in there) <= (new.max_persons or 0)
            assert fit_in(there, rooms(city, new.id, last))
        else:
            assert fit_in(there, [*rooms(city, new.id, last), *rooms(city, site.id, new.opens_on)])


def test_short_opens_later_with_fewer_places() -> None:
    enough = {s.id: s for s in made("city-week", 1).sites if s.opens_on}
    short = {s.id: s for s in made("city-week", 1, shelter="short").sites if s.opens_on}
    assert enough.keys() == short.keys()
    for code, site in short.items():
        other = enough[code]
        assert site.opens_on
        assert other.opens_on
        assert 80 < (site.opens_on - other.opens_on).days < 190
        assert (site.max_persons or 0) < 0.75 * (other.max_persons or 0)


def test_who_lives_in_a_site_for_some_belongs_there() -> None:
    region = made("region", 1)
    at = {site.id: site for site in region.sites}
    care = women = 0
    for code, households in residents(region).items():
        site = at[code]  # type: ignore[index]
        if site.care:
            care += len(households)
            assert all(h.support is Support.INTENSIVE for h in households)
        if site.women_only:
            women += len(households)
            adults = [
                p
                for h in households
                for p in h.persons
                if (region.peildatum - p.birth_date).days > 18.01 * 365.25
            ]
            assert all(p.gender is Gender.F for p in adults)
    assert care > 0
    assert women > 0


def test_some_come_some_leave_some_wait_and_some_want_to_stay_together() -> None:
    city = made("city-week", 1)
    here = [h for h in city.households if h.group is Group.ONTHEEMDE]
    assert sum(h.arrives_on is not None for h in here) > 3
    assert sum(h.leaves_on is not None for h in here) > 5
    assert sum(h.current_site is None and h.arrives_on is None for h in here) > 0
    assert any(h.earlier_moves for h in here)
    together = Counter(h.keep_with for h in here if h.keep_with)
    assert set(together.values()) == {2}
    assert sum(p.school_wijk is not None for h in here for p in h.persons) > 40
    assert len(city.site_decisions) >= 3
