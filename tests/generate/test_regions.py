"""Many municipalities: households are linked to their own, a few to several together."""

from __future__ import annotations

from collections import Counter

import pytest

from allocator.domain.choices import Group
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from tests.generate.made import made


@pytest.fixture(scope="module")
def region() -> Instance:
    return made("region", 1)


def linked(region: Instance, group: Group) -> Counter[str]:
    households: list[Household] = [h for h in region.households if h.group is group]
    return Counter((h.koppeling or "-")[0] for h in households)


def test_one_in_fifty_is_linked_to_several_municipalities(region: Instance) -> None:
    found = linked(region, Group.STATUSHOUDER)
    assert set(found) == {"G", "R"}
    assert 0.01 < found["R"] / found.total() < 0.03


def test_half_of_the_ontheemden_may_go_anywhere_in_the_region(region: Instance) -> None:
    found = linked(region, Group.ONTHEEMDE)
    assert set(found) == {"G", "-"}
    assert 0.4 < found["G"] / found.total() < 0.6


def test_every_home_and_site_lies_in_a_municipality(region: Instance) -> None:
    above = {w.code: w.within for w in region.wijken}

    def municipality(code: str) -> str:
        while not code.startswith("G") or "-" in code:
            code = above[code] or ""  # type: ignore[index]
        return code

    assert len({municipality(home.wijk) for home in region.homes}) == 18
    assert len({municipality(site.wijk) for site in region.sites}) == 18


def test_municipalities_differ_in_size_and_have_no_limit_themselves(region: Instance) -> None:
    homes = Counter(home.wijk.split("-")[0] for home in region.homes for _ in range(home.units))
    assert max(homes.values()) > 4 * min(homes.values())
    assert all(w.draagkracht_persons is None for w in region.wijken if "-" not in w.code)
