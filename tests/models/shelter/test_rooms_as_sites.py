"""Single persons of two genders in rooms that are sites of their own, as patients in wards.

The cases are like those of the integrated healthcare timetabling competition (IHTC-2024): who
arrives when and leaves when is known, and a plan in which nobody moves exists, since the persons
were put in rooms to begin with.  Rooms are nearly full, and change gender only when empty.
"""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from models.budget import Budget
from models.first_plan import first_plan
from models.highs import Backend
from models.relocation import Aim, Need, Relocation, Site
from models.relocation_solve import solve

SHARE = 0.9
"""Part of the free beds that are taken in a month."""


def case(seed, rooms, months):
    """Return a problem with a site per room."""
    dice = Random(seed)
    beds = [dice.choice([1, 2, 2, 3, 4]) for _ in range(rooms)]
    guests = [guest for number in beds for guest in _guests(dice, number, months)]
    allowed = np.zeros((len(guests), rooms, months), dtype=np.bool_)
    for h, (_, first, last) in enumerate(guests):
        allowed[h, :, first : last + 1] = True
    shape = len(guests), months
    return Relocation(
        persons=np.ones(len(guests), int),
        first=np.array([first for _, first, _ in guests]),
        last=np.array([last for _, _, last in guests]),
        start=np.full(len(guests), -1),
        allowed=allowed,
        staying=np.zeros(shape, dtype=np.bool_),
        unplaced=np.ones(shape, dtype=np.bool_),
        need=np.array([[gender] * rooms for gender, _, _ in guests]),
        first_need=np.zeros(len(guests), int),
        needs=tuple((Need(1, 0, (True,)), Need(1, 1, (True,))) for _ in beds),
        sites=tuple(Site(np.array([b]), np.ones((1, months), int)) for b in beds),
    )


def _guests(dice, beds, months):
    """Yield gender, first and last month of those who are put in a room."""
    ends, gender = [0] * beds, 0
    for t in range(months):
        for bed in range(beds):
            if all(end <= t for end in ends):
                gender = dice.randrange(2)
            if ends[bed] <= t and dice.random() < SHARE:
                ends[bed] = min(months, t + dice.randint(1, 8))
                yield gender, t, ends[bed] - 1


@pytest.mark.parametrize(("seed", "rooms"), [(1, 4), (2, 6), (3, 8), (4, 10)])
def test_nobody_is_without_a_place_or_moves(seed, rooms):
    problem = case(seed, rooms, 14)
    one = np.ones((problem.households, problem.months), int)
    aims = [Aim("unsheltered", unplaced=one), Aim("moves", move=one[:, 0])]
    outcome = solve(problem, aims, first_plan(problem, Backend()), Budget())
    assert outcome.values == (0, 0)
    assert problem.households > 15  # there is something to place
