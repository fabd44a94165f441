from __future__ import annotations

from random import Random

import numpy as np
import pytest

from models import cpsat
from models.budget import Budget
from models.building import Building
from models.outcome import Status
from models.relocation import Need, Site
from models.rooming import choices, room_rows
from tests.models.shelter import brute


@pytest.mark.parametrize(
    ("persons", "sizes", "rooms"),
    [
        (1, [1, 2, 4], [(1,)]),
        (1, [2, 4], [(2,)]),
        (2, [1, 2, 4], [(2,), (1, 1)]),
        (3, [1, 2, 4], [(4,), (1, 2), (1, 1, 1)]),
        # 2 + 4 and 2 + 2 + 2 ask for more than 1 + 4 and 1 + 2 + 2
        (5, [1, 2, 4, 6], [(6,), (1, 4), (1, 2, 2), (1, 1, 1, 2)]),
        (5, [2, 4], [(2, 4), (2, 2, 2)]),
        (7, [2], [(2, 2, 2, 2)]),
        # four rooms at most
        (9, [2], []),
        (3, [], []),
    ],
)
def test_choices(persons, sizes, rooms):
    assert choices(persons, sizes) == rooms


def case_of(seed):
    """Return a site of up to five rooms, its needs, and up to six households."""
    dice = Random(seed)
    kinds = dice.randint(1, 4)
    site = Site(
        beds=np.array([dice.choice([1, 2, 2, 3, 4, 6]) for _ in range(kinds)]),
        rooms=np.array([[dice.randint(0, 2)] for _ in range(kinds)]),
    )
    every = tuple(True for _ in range(kinds))
    some = tuple(dice.random() < 0.7 for _ in every)
    few = tuple(a and dice.random() < 0.6 for a in some)
    persons = [(n, -1) for n in (1, 2, 3, 4, 5, 7)] + [(1, 0), (1, 1)]
    needs = tuple(
        Need(n, shared, mask) for n, shared in persons for mask in dict.fromkeys((every, some, few))
    )
    weights = [3 if need.shared >= 0 or need.persons < 3 else 1 for need in needs]
    return site, needs, dice.choices(range(len(needs)), weights, k=dice.randint(1, 6))


def is_feasible(site, needs, demand):
    own, building = room_rows(site, needs), Building()
    for name, whole in zip(own.columns, own.integer, strict=True):
        building.column(name, integer=whole, upper=20)
    wanted = np.zeros(len(own.rows))
    for c in demand:
        wanted[list(own.of_need[c])] += 1
    upper = own.upper_in(site, 0)
    for i, name in enumerate(own.rows):
        entries = [
            (int(own.column[e]), int(own.coefficient[e])) for e in np.flatnonzero(own.row == i)
        ]
        building.add_row(name, entries, lower=own.lower[i] - wanted[i], upper=upper[i] - wanted[i])
    solution = cpsat.Backend().solve_mip(building.model("min", []), Budget())
    assert solution.status in (Status.OPTIMAL, Status.INFEASIBLE)
    return solution.status is Status.OPTIMAL


@pytest.mark.parametrize("seed", range(300))
def test_it_fits_exactly_when_the_rooms_can_be_given(seed):
    site, needs, demand = case_of(seed)
    rooms = tuple(
        (int(beds), r) for r, beds in enumerate(site.beds) for _ in range(int(site.rooms[r, 0]))
    )
    expected = brute.fits(rooms, tuple(demand), needs)
    assert is_feasible(site, needs, demand) == expected


def test_there_are_cases_of_both_sorts():
    found = []
    for seed in range(300):
        site, needs, demand = case_of(seed)
        rooms = tuple(
            (int(b), r) for r, b in enumerate(site.beds) for _ in range(int(site.rooms[r, 0]))
        )
        found.append(brute.fits(rooms, tuple(demand), needs))
    assert 60 < sum(found) < 240


def test_kinds_that_do_not_lie_in_one_another_are_refused():
    site = Site(np.array([1, 1]), np.array([[1], [1]]))
    needs = [Need(1, -1, (True, False)), Need(1, -1, (False, True))]
    with pytest.raises(ValueError, match="lie in one another"):
        room_rows(site, needs)
