"""Where a problem comes apart but for a few households."""

from __future__ import annotations

import numpy as np
import pytest

from models import areas as module
from models.areas import areas
from tests.models import build

TOWNS = 2
PLACES = 3


def region(linking, households=20):
    """Return two towns of three places and a limit, and households that could go to both."""
    pairs = [(h, PLACES * (h % TOWNS) + p) for h in range(households) for p in range(PLACES)]
    pairs += [(households + j, p) for j in range(linking) for p in (0, PLACES)]
    inside = [dict.fromkeys(town_pairs(pairs, town), 1) for town in range(TOWNS)]
    problem = build.problem(pairs, [4] * TOWNS * PLACES, limits=[(own, 5) for own in inside])
    most = build.tier(pairs, [1] * len(pairs), constant=7)
    even = build.tier(pairs, [0] * len(pairs), "min", excesses=[(own, 2) for own in inside])
    return problem, [most, even]


def town_pairs(pairs, town):
    return [pair for pair in pairs if pair[1] // PLACES == town]


def test_towns_are_areas_and_who_could_go_to_both_links_them():
    problem, tiers = region(1)
    found = areas(problem, tiers)
    assert len(found) == TOWNS
    every = np.concatenate([one.part.pairs for one in found])
    assert sorted(every.tolist()) == list(range(problem.pairs))
    for town, one in enumerate(found):
        own = [build.of(problem)[i] for i in one.part.pairs]
        assert own == town_pairs(build.of(problem), town)
        assert one.linking.tolist() == [0 if h == 20 else -1 for h, _ in own]
        assert one.linked.tolist() == [0]


def test_an_area_has_its_own_limits_and_excesses_and_no_constant():
    found = areas(*region(1))
    for one in found:
        assert [bound.capacity for bound in one.part.problem.limits] == [5]
        assert one.part.problem.limits[0].members.size == one.part.problem.pairs
        assert [len(tier.excesses) for tier in one.part.tiers] == [0, 1]
        assert one.part.tiers[0].constant == 0


def test_numbers_go_in_the_order_of_households():
    problem, tiers = region(2, households=60)
    found = areas(problem, tiers)
    assert [one.linked.tolist() for one in found] == [[0, 1], [0, 1]]
    last = found[0].part.pairs[found[0].linking == 1]
    assert problem.household[last].tolist() == [61]


@pytest.mark.parametrize(("linking", "divided"), [(0, False), (1, True), (2, False)])
def test_only_where_few_link_them(linking, divided):
    assert bool(areas(*region(linking))) is divided  # one in 21 is few, two in 22 are not


def test_not_where_one_area_is_nearly_all(monkeypatch):
    monkeypatch.setattr(module, "MOST_PAIRS", 0.5)
    problem, tiers = region(1)
    assert areas(problem, tiers)  # half of the pairs each
    kept = np.arange(1, problem.pairs)
    position = np.arange(-1, kept.size)
    less = [tier.restrict(kept, position) for tier in tiers]
    assert not areas(problem.restrict(kept), less)


@pytest.mark.parametrize("given_up", [{"tolerance": "1"}, {"slack": 1}], ids=str)
def test_not_where_a_tier_may_end_worse_than_its_best(given_up):
    problem, tiers = region(1)
    gains = tiers[0].gain.tolist()
    wide = build.tier(build.of(problem), gains, **given_up)
    assert not areas(problem, [wide, tiers[1]])
    assert areas(problem, [tiers[1], wide])  # no tier comes after the last


def test_places_without_a_limit_belong_to_those_they_share_most_households_with():
    pairs = [(h, p) for h in range(10) for p in (0, 1)] + [(h, 2) for h in range(10, 20)]
    pairs += [(h, 3) for h in range(6)] + [(h, 3) for h in range(10, 12)] + [(0, 2)]
    pairs = sorted(pairs)
    limits = [({pair: 1 for pair in pairs if pair[1] in some}, 3) for some in ((0, 1), (2,))]
    problem = build.problem(pairs, [4] * 4, limits=limits)
    found = module._area_of_places(problem, [])
    assert found.tolist() == [0, 0, 1, 0]


def test_places_without_pairs_are_in_no_area():
    problem, tiers = region(1)
    pairs = [(h, p + 1) for h, p in build.of(problem)]
    moved = build.problem(pairs, [4] * (TOWNS * PLACES + 2))
    alone = [build.tier(pairs, tiers[0].gain.tolist())]
    found = areas(moved, alone)
    assert all(one.part.problem.pairs for one in found)
