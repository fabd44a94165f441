"""Where rooms do not hold a plan, against placing households in every way."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from models.highs import Backend
from models.lexicographic import SolverFailed
from models.room_check import RoomCheck
from models.room_quickly import Quickly
from tests.models.shelter import brute
from tests.models.shelter.random_problems import problem_of
from tests.models.shelter.test_relocation_flow import by_hand


class Counting(Backend):
    asked = 0

    def solve_mip(self, model, budget, *, feasible=False):
        self.asked += 1
        return super().solve_mip(model, budget, feasible=feasible)


def too_full(problem, plan):
    """Return the sites and months that do not hold a plan, trying every way."""
    found = set()
    for s, site in enumerate(problem.sites):
        for t in range(problem.months):
            needs = [
                problem.first_need[h]
                if brute.first_stay(problem, h, row)[t]
                else problem.need[h, s]
                for h, row in enumerate(plan)
                if row[t] == s
            ]
            kinds = enumerate(site.beds.tolist())
            rooms = [(beds, r) for r, beds in kinds for _ in range(site.rooms[r, t])]
            if not brute.fits(tuple(rooms), tuple(sorted(needs)), problem.needs[s]):
                found.add((s, t))
    return found


def plans(problem, seed):
    """Yield some plans, whether or not they keep anything but S1."""
    dice = Random(seed)
    rows = [brute.rows(problem, h) for h in range(problem.households)]
    if all(rows):
        for _ in range(8):
            yield [dice.choice(own) for own in rows]


@pytest.mark.parametrize("seed", range(80))
def test_it_finds_what_does_not_fit(seed):
    problem, _ = problem_of(seed)
    seen = set()
    for plan in plans(problem, seed):
        check, expected = RoomCheck(problem, Backend()), too_full(problem, plan)
        assert check.too_full(np.array(plan)) == expected
        assert check.whole == expected
        seen |= expected


def test_there_are_plans_that_fit_and_that_do_not():
    found = [
        bool(too_full(p, plan))
        for s in range(80)
        for p in [problem_of(s)[0]]
        for plan in plans(p, s)
    ]
    assert 100 < sum(found) < len(found) - 100


ROOMS = [[1, 1, 2], [1, 1, 1]]
BOTH, NOBODY = np.zeros((2, 3), dtype=int), np.full((2, 3), -1)


def test_once_asked_for_in_whole_numbers_it_must_hold():
    problem = by_hand([1, 1], ROOMS)
    check = RoomCheck(problem, Backend())
    assert check.too_full(NOBODY) == set()
    assert check.too_full(BOTH) == {(0, 0), (0, 1)}
    assert check.too_full(np.array([[0, 0, 1], [1, 1, 1]])) == {(1, 2)}
    assert check.whole == {(0, 0), (0, 1), (1, 2)}
    assert check.too_full(NOBODY) == set()
    with pytest.raises(SolverFailed, match="does not fit in the rooms"):
        check.too_full(np.array([[0, -1, -1], [0, -1, -1]]))


def test_what_is_known_is_not_asked_again(monkeypatch):
    monkeypatch.setattr(Quickly, "fits", lambda *_: False)
    problem, backend = by_hand([1, 1, 1], ROOMS), Counting()
    check = RoomCheck(problem, backend)
    check.too_full(np.array([[0, 0, -1]] + [[-1] * 3] * 2))
    asked = backend.asked
    check.too_full(np.array([[-1] * 3, [0, 0, -1], [-1] * 3]))  # another one, as big
    assert backend.asked == asked
    assert asked == 1  # one in site 0; nobody always fits
    check.too_full(np.array([[-1] * 3, [-1, -1, 1], [-1] * 3]))
    assert backend.asked == asked + 1  # one in site 1


def test_who_fits_quickly_is_not_asked_for():
    problem, backend = by_hand([1, 1], ROOMS), Counting()
    check = RoomCheck(problem, backend)
    assert check.too_full(np.array([[0, 0, 0], [1, 1, 0]])) == set()
    assert backend.asked == 0
    assert check.too_full(BOTH) == {(0, 0), (0, 1)}
    assert backend.asked == 1  # both months are alike


def test_a_first_stay_has_its_own_need():
    """The room of site 0 that is left over is for first stays."""
    problem = by_hand([1, 1], [[0, 0], [2, 2]], start=[0, -1], aside=1)
    check = RoomCheck(problem, Backend())
    assert check.too_full(np.array([[0, 0], [1, 1]])) == set()
    assert check.too_full(np.array([[1, 0], [1, 1]])) == {(0, 1)}
    check = RoomCheck(replace(problem, start=np.array([-1, -1])), Backend())
    assert check.too_full(np.array([[0, 0], [1, 1]])) == {(0, 0), (0, 1)}
