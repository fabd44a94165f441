"""Rooms given out one by one against the formulation."""

from __future__ import annotations

import numpy as np
import pytest

from models.budget import Budget
from models.highs import Backend
from models.relocation import Need, Site
from models.room_quickly import Quickly
from models.rooming import holds
from tests.models.shelter.test_rooming import case_of


def both(seed):
    """Return whether households fit when rooms are given out quickly, and at all."""
    site, needs, demand = case_of(seed)
    number = np.bincount(demand, minlength=len(needs)).tolist()
    quickly = Quickly(site, needs).fits(site.rooms[:, 0].tolist(), number)
    return quickly, holds(site, needs, demand, 0, Backend())


@pytest.mark.parametrize("first", range(10))
def test_who_fits_quickly_fits(first):
    for seed in range(first, 400, 10):
        quickly, at_all = both(seed)
        assert at_all or not quickly


def test_most_who_fit_fit_quickly():
    found = [both(seed) for seed in range(400)]
    quickly, at_all = map(sum, zip(*found, strict=True))
    assert 50 < at_all < 350
    assert quickly > 0.9 * at_all
    assert Budget().used_work == 0


EVERY, FIRST = (True, True), (True, False)
NEEDS = (
    Need(1, -1, EVERY),
    Need(4, -1, EVERY),
    Need(1, 0, EVERY),
    Need(1, 1, EVERY),
    Need(2, -1, FIRST),
    Need(2, -1, EVERY),
)


@pytest.mark.parametrize(
    ("beds", "rooms", "number", "fits"),
    [
        # four persons in two rooms of two, one of three and one: neither can be done without
        ([2, 1], [2, 0], [0, 1, 0, 0, 0, 0], True),
        ([3, 1], [1, 1], [0, 1, 0, 0, 0, 0], True),
        ([1, 1], [3, 1], [0, 1, 0, 0, 0, 0], True),
        ([1, 1], [3, 0], [0, 1, 0, 0, 0, 0], False),
        # three singles of a group in a room of three, and not one of another
        ([3, 1], [1, 0], [0, 0, 3, 0, 0, 0], True),
        ([3, 1], [1, 0], [0, 0, 4, 0, 0, 0], False),
        ([3, 1], [1, 0], [0, 0, 2, 1, 0, 0], False),
        ([3, 1], [1, 1], [0, 0, 2, 1, 0, 0], True),
        # who needs the first kind gets it, though another would take it first
        ([2, 2], [1, 1], [0, 0, 0, 0, 1, 1], True),
        ([2, 2], [0, 2], [0, 0, 0, 0, 1, 1], False),
        # two have the room that is as large as they, and leave that of three to three singles
        ([2, 3], [1, 1], [0, 0, 3, 0, 0, 1], True),
        # one who could be in either leaves the first kind for others
        ([2, 2], [1, 1], [1, 0, 0, 0, 1, 0], True),
    ],
)
def test_by_hand(beds, rooms, number, fits):
    site = Site(beds=np.array(beds), rooms=np.array([[n] for n in rooms]))
    assert Quickly(site, NEEDS).fits(rooms, number) == fits


def test_households_alike_are_given_rooms_as_one_after_another():
    """Of each need as many copies as there may be households of it, each of one household."""
    most = 4
    fitting = 0
    for seed in range(400):
        site, needs, _ = case_of(seed)
        dice = np.random.default_rng(seed)
        number = dice.integers(0, most + 1, len(needs)) * (dice.random(len(needs)) < 0.3)
        rooms = (site.rooms[:, 0] + dice.integers(0, 9, len(site.beds))).tolist()
        together = Quickly(site, needs).fits(rooms, number.tolist())
        copies = [need for need in needs for _ in range(most)]
        ones = [int(copy < n) for n in number.tolist() for copy in range(most)]
        assert Quickly(site, copies).fits(rooms, ones) == together
        fitting += together
    assert 50 < fitting < 350
