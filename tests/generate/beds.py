"""Whether rooms hold households, counted plainly: the largest family first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations_with_replacement

from allocator.domain.household import Household
from allocator.domain.site import RoomGroup

MOST_ROOMS = 4


def fit_in(households: Iterable[Household], rooms: Iterable[RoomGroup]) -> bool:
    """Give families the rooms with the fewest empty beds; singles share by gender."""
    left: Counter[int] = Counter()
    for room in rooms:
        left[room.beds] += room.count
    families = [h for h in households if len(h.persons) > 1]
    for family in sorted(families, key=lambda h: -len(h.persons)):
        taken = _cheapest(len(family.persons), left)
        if taken is None:
            return False
        left.subtract(taken)
    return _singles_fit([h for h in households if len(h.persons) == 1], left)


def _cheapest(persons: int, left: Counter[int]) -> Counter[int] | None:
    """Choose one to four rooms with enough beds, none of them needless."""
    beds = sorted(size for size, count in left.items() if count)
    choices = [
        rooms
        for number in range(1, MOST_ROOMS + 1)
        for rooms in combinations_with_replacement(beds, number)
        if sum(rooms) >= persons > sum(rooms) - min(rooms)
        and all(left[size] >= count for size, count in Counter(rooms).items())
    ]
    return Counter(min(choices, key=lambda rooms: (sum(rooms), len(rooms)))) if choices else None


def _singles_fit(singles: list[Household], left: Counter[int]) -> bool:
    """Give singles with a need a room alone, the others share the largest rooms."""
    alone = [h for h in singles if h.needs or h.persons[0].gender == "x"]
    rooms = sorted(left.elements())
    if len(alone) > len(rooms):
        return False
    rooms = rooms[len(alone) :]
    for gender in "fm":
        waiting = sum(h.persons[0].gender == gender for h in singles if h not in alone)
        while waiting > 0:
            if not rooms:
                return False
            waiting -= rooms.pop()
    return True
