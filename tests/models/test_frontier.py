"""The frontier between two tiers: all pairs of values that no plan beats, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given

from models.backends import BACKENDS
from models.budget import Budget
from models.frontier import frontier
from models.lexicographic import SolverFailed
from tests.models import build, plain
from tests.models.strategies import FEW, RELAXED, cases


def pairs_of(found):
    return [(point.first, point.other) for point in found.points]


def unbeaten(problem, tiers):
    """Return the values of the first two tiers that no plan beats, the best first before."""
    first, other = tiers[:2]
    every = {(plain.value(first, p), plain.value(other, p)) for p in plain.plans(problem)}

    def beats(one, two):
        as_good = not first.better(two[0], one[0]) and not other.better(two[1], one[1])
        return as_good and one != two

    kept = [pair for pair in every if not any(beats(one, pair) for one in every)]
    return sorted(kept, reverse=first.sense == "max")


def solved(case, backend="highs", most=None):
    problem, tiers = case
    start = plain.array(problem, next(plain.plans(problem)))
    return frontier(problem, tiers, start, backend, Budget(), most)


def agrees(case, backend):
    problem, tiers = case
    tiers = [*tiers, *tiers][: max(2, len(tiers))]
    found = solved((problem, tiers), backend)
    assert pairs_of(found) == unbeaten(problem, tiers)
    assert found.whole
    for point in found.points:
        plan = plain.plan_of(point.chosen)
        assert plain.keeps(problem, plan)
        values = plain.value(tiers[0], plan), plain.value(tiers[1], plan)
        assert values == (point.first, point.other)
        assert point.proven
        # of the plans of the point, the best of the tiers that come after
        alike = [
            p
            for p in plain.plans(problem)
            if (plain.value(tiers[0], p), plain.value(tiers[1], p)) == values
        ]
        for tier in tiers[2:]:
            best = (max if tier.sense == "max" else min)(plain.value(tier, p) for p in alike)
            assert plain.value(tier, plan) == best
            alike = [p for p in alike if plain.value(tier, p) == best]


@RELAXED
@given(cases())
def test_it_is_what_trying_every_plan_finds(case):
    agrees(case, "highs")


@FEW
@given(cases())
@pytest.mark.parametrize("backend", BACKENDS[1:])
def test_other_backends_find_the_same(backend, case):
    agrees(case, backend)


def three_homes():
    """One of three households fits in each home; dearer gains cost more of the other tier."""
    pairs = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    problem = build.problem(pairs, [1, 1])
    waiting = build.tier(pairs, [9, 9, 5, 5, 2, 2], name="waiting")
    moved = build.tier(pairs, [6, 6, 3, 3, 0, 0], "min", name="relocations")
    fit = build.tier(pairs, [1, 0, 0, 4, 2, 7], name="fit")
    return problem, waiting, moved, fit


def test_by_hand():
    """H0 and H1: 14 for 9; H0 and H2: 11 for 6; H1 and H2: 7 for 3; H2: 2 for 0.

    H0 alone (9 for 6) and H1 alone (5 for 3) are beaten.
    """
    problem, waiting, moved, fit = three_homes()
    found = solved((problem, [waiting, moved, fit]))
    assert pairs_of(found) == [(14, 9), (11, 6), (7, 3), (2, 0)]
    # H0 in 0 and H1 in 1 fit for 5; H0 in 0 and H2 in 1 for 8; H1 in 0, H2 in 1 for 7; H2 in 1
    assert [fit.value(point.chosen) for point in found.points] == [5, 8, 7, 7]


def test_values_side_by_side():
    """H0 and H1: 14 for 5; H0 and H2: 11 for 4; then one of them: 9 for 3, 5 for 2, 2 for 1; none.

    H1 and H2 (7 for 3) are beaten by H0 alone.
    """
    problem, waiting, *_ = three_homes()
    cost = build.tier(build.of(problem), [3, 3, 2, 2, 1, 1], "min", name="cost")
    wanted = [(14, 5), (11, 4), (9, 3), (5, 2), (2, 1), (0, 0)]
    assert pairs_of(solved((problem, [waiting, cost]))) == wanted
    assert pairs_of(solved((problem, [waiting, cost]), most=20)) == wanted


def test_each_point_is_found_at_once():
    """One home: H0 for 8; H1 for 4, or for 3 by a road that fits less; or nobody."""
    pairs = [(0, 0), (1, 0), (1, 1)]
    limit = ({pair: 1 for pair in pairs}, 1)
    problem = build.problem(pairs, [1, 1], limits=[limit])
    waiting = build.tier(pairs, [9, 5, 5], name="waiting")
    moved = build.tier(pairs, [8, 3, 4], "min", name="relocations")
    fit = build.tier(pairs, [0, 0, 7], name="fit")
    told = []
    tiers, start = [waiting, moved, fit], build.nothing(problem)
    found = frontier(problem, tiers, start, "highs", Budget(), on_point=told.append)
    assert pairs_of(found) == [(9, 8), (5, 3), (0, 0)]
    assert told == [1, 2, 3]


def test_both_the_more_the_better():
    """Fit is best with H1 in 1 and H2 in 0, for 6, or H0 in 0 and H2 in 1, for 8."""
    problem, waiting, _, fit = three_homes()
    assert pairs_of(solved((problem, [waiting, fit]))) == [(14, 5), (11, 8)]


@pytest.mark.parametrize(("most", "pairs"), [(2, 2), (3, 3), (4, 4), (9, 4)])
def test_some_points_and_whether_there_are_others(most, pairs):
    problem, waiting, moved, _ = three_homes()
    found = solved((problem, [waiting, moved]), most=most)
    every = [(14, 9), (11, 6), (7, 3), (2, 0)]
    assert set(pairs_of(found)) <= set(every)
    assert (pairs_of(found)[0], pairs_of(found)[-1]) == (every[0], every[-1])
    assert len(found.points) == pairs
    # that (11, 6) and (7, 3) are all between is only known where the parts are closed
    assert found.whole == (most == 9)


@pytest.mark.parametrize("most", [2, 3, 4])
@FEW
@given(cases())
def test_some_points_are_points_of_the_frontier(most, case):
    problem, tiers = case
    tiers = [*tiers, *tiers][: max(2, len(tiers))]
    found, every = solved((problem, tiers), most=most), unbeaten(problem, tiers)
    assert set(pairs_of(found)) <= set(every)
    assert len(found.points) >= min(most, len(every))
    if found.whole:
        assert pairs_of(found) == every


def test_without_time_nothing_is_proven():
    problem, waiting, moved, _ = three_homes()
    budget = Budget()
    budget.stop()
    start = build.choice(build.of(problem), [(1, 0)])
    found = frontier(problem, [waiting, moved], start, "highs", budget)
    assert pairs_of(found) == [(5, 3)]
    assert not found.whole
    assert not found.points[0].proven


def test_what_is_known_is_counted():
    problem, waiting, moved, _ = three_homes()
    told = []
    start = build.nothing(problem)
    frontier(problem, [waiting, moved], start, "highs", Budget(), on_point=told.append)
    assert told == [1, 2, 3, 4]


def test_a_plan_to_begin_with_that_breaks_a_limit():
    problem, waiting, moved, _ = three_homes()
    start = build.choice(build.of(problem), [(0, 0), (0, 1)])
    with pytest.raises(SolverFailed):
        frontier(problem, [waiting, moved], start, "highs", Budget())
