"""Whether households fit in rooms, by counting where that is enough."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from allocator.explain.shelter.fitting import (
    Fitting,
    _packs,
    _too_many,
    added,
    extra_rooms,
    in_order,
    with_rooms,
)
from allocator.rules.shelter.rooms import RoomKind, RoomNeed
from models.highs import Backend
from models.relocation import Need, Site
from models.rooming import holds

BACKEND = Backend()


def kind(beds, count, wheelchair=False, residents=False):
    return RoomKind(beds, wheelchair, residents, (count,))


def need(persons, sharing=-1, wheelchair=False, first_stay=False):
    return RoomNeed(persons, sharing, wheelchair, first_stay)


def exact(rooms, demand):
    """Return the answer of the model alone."""
    site = Site(
        np.array([k.beds for k in rooms], dtype=np.int64),
        np.array([k.count for k in rooms], dtype=np.int64),
    )
    needs = [Need(n.persons, n.sharing, tuple(n.fits(k) for k in rooms)) for n, _ in demand]
    numbers = [c for c, (_, count) in enumerate(demand) for _ in range(count)]
    return holds(site, needs, numbers, 0, BACKEND)


def case(seed):
    dice = Random(seed)
    rooms = {
        (dice.randint(1, 4), dice.random() < 0.4, dice.random() < 0.2): dice.randint(1, 2)
        for _ in range(dice.randint(1, 4))
    }
    kinds = tuple(RoomKind(*key, (count,)) for key, count in sorted(rooms.items()))
    needs = {}
    for _ in range(dice.randint(1, 5)):
        persons = dice.choice([1, 1, 1, 2, 3, 4, 5])
        first = dice.random() < 0.3
        one = need(
            persons,
            dice.choice([-1, 0, 1]) if persons == 1 else -1,
            wheelchair=not first and dice.random() < 0.3,
            first_stay=first,
        )
        needs[one] = needs.get(one, 0) + 1
    return kinds, in_order(needs)


@pytest.mark.parametrize("block", range(5))
def test_the_model_agrees(block):
    answers = []
    for seed in range(block * 60, block * 60 + 60):
        rooms, demand = case(seed)
        right = exact(rooms, demand)
        assert Fitting(BACKEND).holds(rooms, demand) is right
        assert not (right and _too_many(rooms, demand))
        assert right or not _packs(rooms, demand)
        answers.append(right)
    assert {True, False} == set(answers)


def test_no_solver_where_counting_is_enough():
    fitting = Fitting(BACKEND)
    rooms = (kind(2, 3), kind(4, 1))
    assert fitting.holds(rooms, ((need(4), 1), (need(2), 3)))
    assert not fitting.holds(rooms, ((need(4), 2), (need(2), 2)))
    assert not fitting.holds((), ((need(1), 1),))
    assert fitting.holds((), ())
    assert fitting.solved == 0


def test_who_needs_a_wheelchair_room_has_the_only_one():
    rooms = (kind(2, 1, wheelchair=True), kind(2, 1))
    both = in_order({need(2): 1, need(2, wheelchair=True): 1})
    assert Fitting(BACKEND).holds(rooms, both)
    assert not Fitting(BACKEND).holds(rooms, ((need(2, wheelchair=True), 2),))


def test_extra_rooms():
    assert list(extra_rooms(3, 4)) == [(1,), (2,), (3,)]
    assert list(extra_rooms(3, 2)) == [(1,), (2,), (1, 1), (1, 2)]
    assert list(extra_rooms(9, 2))[-1] == (3, 3, 3)
    assert with_rooms((kind(2, 1),), (2, 1), wheelchair=False) == (kind(1, 1), kind(2, 2))
    assert with_rooms((kind(2, 1),), (2,), wheelchair=True) == (kind(2, 1), kind(2, 1, True))
    assert added(((need(2), 1),), need(2)) == ((need(2), 2),)
