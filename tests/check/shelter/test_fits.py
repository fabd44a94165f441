"""Whether rooms hold everybody, beside trying all ways to give them out."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from allocator.check.shelter import fits as fits_module
from allocator.check.shelter.fits import fits


def by_trying(rooms, families, alone, sharing) -> bool:
    """Give each room to somebody or nobody, in all ways."""
    wanted = [(n, 4) for n in families] + [(1, 1)] * alone + [(n, 9) for n in sharing]
    for given in product(range(len(wanted) + 1), repeat=len(rooms)):
        mine = [
            sorted((beds for beds, who in zip(rooms, given, strict=True) if who == i), reverse=True)
            for i in range(len(wanted))
        ]
        if all(sum(beds[:most]) >= n for beds, (n, most) in zip(mine, wanted, strict=True)):
            return True
    return False


def test_as_by_trying():
    random = Random(4)
    answers = []
    while len(answers) < 300:
        rooms = [random.choice([1, 2, 3, 4, 6]) for _ in range(random.randint(1, 6))]
        families = [random.randint(2, 8) for _ in range(random.randint(0, 2))]
        sharing = [random.randint(1, 4) for _ in range(random.randint(0, 2))]
        given = (rooms, families, random.randint(0, 1), sharing)
        answer = fits(rooms=rooms, families=families, alone=given[2], sharing=sharing)
        assert answer is by_trying(*given), given
        answers.append(answer)
    assert 100 < sum(answers) < 250


@pytest.mark.parametrize(
    ("rooms", "families", "alone", "sharing", "held"),
    [
        ([], [], 0, [], True),
        ([], [], 1, [], False),
        ([1, 1, 1, 1, 1], [5], 0, [], False),  # at most four rooms
        ([2, 1, 1, 1], [5], 0, [], True),
        ([1, 1, 1, 1, 1], [], 0, [5], True),  # singles take as many as they like
        ([4], [2, 2], 0, [], False),
        ([2, 4], [4], 1, [], True),  # the single takes the room of two
        ([4, 4], [], 0, [3, 3], True),
        ([4, 2], [], 0, [3, 3], False),
        ([3, 4], [3, 4], 0, [], True),
        # enough beds, and more than one way to fail
        ([1, 2, 2, 2, 5], [3, 3, 3], 0, [1], False),
        ([1, 2, 2, 4, 5, 6], [5, 5, 5], 0, [5], False),
        ([1, 1, 1, 3, 3, 6, 6], [7, 7, 5], 0, [2], False),
    ],
)
def test_by_hand(rooms, families, alone, sharing, held):
    assert fits(rooms=rooms, families=families, alone=alone, sharing=sharing) is held


@pytest.mark.parametrize(("more", "held"), [(0, True), (9, False)])
def test_a_large_site_is_not_gone_through_way_by_way(more, held):
    """250 beds for 207 persons, 164 of them in families; for 252 there are too few.

    To try every way would not end.
    """
    rooms = [1] * 8 + [2] * 60 + [4] * 23 + [6] * 5
    families = [2] * 40 + [3] * 20 + [6] * 4
    answer = fits(rooms=rooms, families=families, alone=4, sharing=[22, 14 + more * 5, 3])
    assert answer is held


@pytest.mark.parametrize("tries", [2, 8])
def test_it_can_give_up(monkeypatch, tries):
    monkeypatch.setattr(fits_module, "MOST_TRIES", tries)
    hopeless = {"rooms": [1, 2, 2, 2, 5], "families": [3, 3, 3], "alone": 0, "sharing": [1]}
    assert fits(**hopeless) is None


def test_it_can_give_up_what_is_possible(monkeypatch):
    monkeypatch.setattr(fits_module, "MOST_TRIES", 2)
    given = {"rooms": [1, 2, 3, 4, 5], "families": [4, 3, 3], "alone": 0, "sharing": [5]}
    assert fits(**given) is None
