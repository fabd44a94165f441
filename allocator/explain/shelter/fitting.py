"""Whether households fit in rooms: what counting decides, and what only the model does.

The same question comes back for many households and months, so every answer is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations_with_replacement

import numpy as np

from allocator.rules.shelter.rooms import RoomKind, RoomNeed
from models.lexicographic import Backend
from models.relocation import Need, Site
from models.rooming import MOST_ROOMS, choices, holds

Rooms = tuple[RoomKind, ...]
"""The rooms of one site in one month: each kind with one count."""
Demand = tuple[tuple[RoomNeed, int], ...]
"""How many households have each need."""
_choices = lru_cache(maxsize=4096)(choices)


class Fitting:
    """Answers whether households fit in rooms, exactly (S2 in :mod:`models.relocation`)."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._known: dict[tuple[Rooms, Demand], bool] = {}
        self.solved = 0

    def holds(self, rooms: Rooms, demand: Demand) -> bool:
        """Whether households with these needs fit in these rooms."""
        case = rooms, demand
        if case not in self._known:
            self._known[case] = self._holds(rooms, demand)
        return self._known[case]

    def _holds(self, rooms: Rooms, demand: Demand) -> bool:
        if _too_many(rooms, demand):
            return False
        if _packs(rooms, demand):
            return True
        self.solved += 1
        site = Site(
            beds=np.array([kind.beds for kind in rooms], dtype=np.int64),
            rooms=np.array([kind.count for kind in rooms], dtype=np.int64),
        )
        needs = [
            Need(need.persons, need.sharing, tuple(need.fits(kind) for kind in rooms))
            for need, _ in demand
        ]
        numbers = [c for c, (_, n) in enumerate(demand) for _ in range(n)]
        return holds(site, needs, numbers, 0, self._backend)


def extra_rooms(persons: int, largest: int) -> Iterator[tuple[int, ...]]:
    """Yield the sets of extra rooms worth trying: fewest rooms, then fewest beds first.

    ``largest`` is the size in beds of the largest room there may be; the last set is one that
    holds the persons by itself.
    """
    most = max(largest, -(-persons // MOST_ROOMS))
    for number in range(1, MOST_ROOMS + 1):
        sets = list(combinations_with_replacement(range(1, most + 1), number))
        for beds in sorted(sets, key=lambda rooms: (sum(rooms), rooms)):
            yield beds
            if sum(beds) >= persons:
                return


def with_rooms(rooms: Rooms, beds: Sequence[int], *, wheelchair: bool) -> Rooms:
    """Return rooms with some of these sizes added."""
    added = Counter(beds)
    counts = {(kind.beds, kind.wheelchair, kind.residents): kind.count[0] for kind in rooms}
    for size, number in added.items():
        key = size, wheelchair, False
        counts[key] = counts.get(key, 0) + number
    return tuple(RoomKind(*key, (count,)) for key, count in sorted(counts.items()))


def added(demand: Demand, need: RoomNeed) -> Demand:
    """Return a demand with one household more."""
    counts = dict(demand)
    counts[need] = counts.get(need, 0) + 1
    return in_order(counts)


def in_order(counts: dict[RoomNeed, int]) -> Demand:
    """Return a demand in an order that is always the same."""
    return tuple(sorted(counts.items(), key=lambda item: _order(item[0])))


def _order(need: RoomNeed) -> tuple[bool, bool, bool, int, int]:
    """Who has the least choice first, and the largest; who shares last."""
    return not need.wheelchair, need.first_stay, need.sharing >= 0, -need.persons, need.sharing


def _too_many(rooms: Rooms, demand: Demand) -> bool:
    """Whether there are too few beds or rooms, of those that will do for some of the needs."""
    for narrow in {(need.wheelchair, need.first_stay) for need, _ in demand}:
        limited = [
            (need, n)
            for need, n in demand
            if need.wheelchair >= narrow[0] and need.first_stay <= narrow[1]
        ]
        fit = [kind for kind in rooms if any(need.fits(kind) for need, _ in limited)]
        persons = sum(need.persons * n for need, n in limited)
        groups = {need.sharing for need, _ in limited if need.sharing >= 0}
        alone = sum(n for need, n in limited if need.sharing < 0)
        if persons > sum(kind.beds * kind.count[0] for kind in fit):
            return True
        if alone + len(groups) > sum(kind.count[0] for kind in fit):
            return True
    return False


def _packs(rooms: Rooms, demand: Demand) -> bool:
    """Whether everybody finds rooms one after another, without taking anything back."""
    left = {kind: kind.count[0] for kind in rooms}
    for need, number in demand:
        if need.sharing < 0:
            if not all(_takes_rooms(left, need) for _ in range(number)):
                return False
        elif not _share_rooms(left, need, number):
            return False
    return True


def _takes_rooms(left: dict[RoomKind, int], need: RoomNeed) -> bool:
    """Give one household the rooms with the fewest beds over; whether there were any."""
    counts = Counter[int]()
    for kind, number in left.items():
        if number and need.fits(kind):
            counts[kind.beds] += number
    sets = _choices(need.persons, tuple(sorted(counts)))
    for beds in sorted(sets, key=lambda sizes: (sum(sizes), len(sizes))):
        if all(counts[size] >= n for size, n in Counter(beds).items()):
            for size in beds:
                _take(left, need, size)
            return True
    return False


def _share_rooms(left: dict[RoomKind, int], need: RoomNeed, number: int) -> bool:
    """Give singles rooms to share: the largest, and at last the smallest that will do."""
    while number > 0:
        sizes = sorted({kind.beds for kind, n in left.items() if n and need.fits(kind)})
        if not sizes:
            return False
        size = next((size for size in sizes if size >= number), sizes[-1])
        _take(left, need, size)
        number -= size
    return True


def _take(left: dict[RoomKind, int], need: RoomNeed, beds: int) -> None:
    """Take one room of a size, of a kind that will do for the fewest others."""
    kinds = [kind for kind, n in left.items() if n and kind.beds == beds and need.fits(kind)]
    left[min(kinds, key=lambda kind: (not kind.residents, kind.wheelchair))] -= 1
