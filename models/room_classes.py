"""Rooms that are alike, and what guests may ask for of them.

Rooms with the same beds and dates that will do for the same guests are of one class, and it
does not matter which of them a guest has: intervals of months of which no more than the number
of rooms overlap can be given rooms one after the other (an interval graph is perfect).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.arrays import BoolArray
from models.room_types import Guest, Room
from models.rooming import MOST_ROOMS

Option = tuple[int, ...]
"""Rooms that a guest may have at once, by class, in ascending order."""


@dataclass(frozen=True)
class RoomClass:
    """Rooms that are alike: ``members`` are their numbers, ``guests`` whom they will do for."""

    beds: int
    members: tuple[int, ...]
    usable: BoolArray
    usable_by_residents: BoolArray
    guests: BoolArray


class House:
    """The rooms by class, and the guests."""

    def __init__(self, rooms: Sequence[Room], guests: Sequence[Guest]) -> None:
        self.guests = tuple(guests)
        self.months = max((guest.last + 1 for guest in guests), default=0)
        self.classes = _classes(rooms, guests)
        self._found: dict[tuple[Option, int], list[Option]] = {}

    def present(self, month: int) -> list[int]:
        """Return the guests that are there in a month."""
        return [g for g, guest in enumerate(self.guests) if guest.first <= month <= guest.last]

    @cached_property
    def most_at_once(self) -> dict[int, int]:
        """Per group the most guests that are there in one month."""
        most: dict[int, int] = {}
        for group in sorted({guest.group for guest in self.guests if guest.group >= 0}):
            own = [guest for guest in self.guests if guest.group == group]
            starts = {guest.first for guest in own}
            most[group] = max(sum(g.first <= t <= g.last for g in own) for t in starts)
        return most

    def may_have(self, g: int, k: int, first: int, last: int) -> bool:
        """Whether a guest may have rooms of a class in all months from first to last."""
        one, guest = self.classes[k], self.guests[g]
        usable = one.usable_by_residents if guest.resident else one.usable
        return bool(one.guests[g] and usable[first : last + 1].all())

    def options(self, g: int, first: int, last: int) -> list[Option]:
        """Return what a guest may have in all months from first to last."""
        able = tuple(k for k in range(len(self.classes)) if self.may_have(g, k, first, last))
        guest = self.guests[g]
        if guest.group >= 0:
            return [(k,) for k in able]
        return self._options(able, guest.persons)

    def _options(self, able: Option, persons: int) -> list[Option]:
        """Return the multisets of some classes, each found once."""
        if (able, persons) not in self._found:
            self._found[able, persons] = [
                option
                for option in _multisets(able, persons, [one.beds for one in self.classes])
                if all(option.count(k) <= len(self.classes[k].members) for k in set(option))
            ]
        return self._found[able, persons]


def _multisets(able: Sequence[int], persons: int, beds: Sequence[int]) -> list[Option]:
    """Return the rooms that hold so many persons and none of which could be done without."""
    found: list[Option] = []
    falling = sorted(able, key=lambda k: -beds[k])

    def add(chosen: Option, start: int, left: int) -> None:
        """Add to the larger rooms a smaller one, without which they do not hold all."""
        for i in range(start, len(falling)):
            k = falling[i]
            if beds[k] >= left:
                found.append(tuple(sorted((*chosen, k))))
            elif len(chosen) + 1 < MOST_ROOMS:
                add((*chosen, k), i, left - beds[k])

    add((), 0, persons)
    return sorted(found, key=lambda option: (len(option), option))


def _classes(rooms: Sequence[Room], guests: Sequence[Guest]) -> tuple[RoomClass, ...]:
    """Return the classes in the order of their first room."""
    will_do = np.array([guest.rooms for guest in guests], dtype=np.bool_)
    will_do = will_do.reshape(len(guests), len(rooms))
    alike: dict[tuple[int, bytes, bytes, bytes], list[int]] = {}
    for r, room in enumerate(rooms):
        key = (
            room.beds,
            np.asarray(room.usable, dtype=np.bool_).tobytes(),
            np.asarray(room.usable_by_residents, dtype=np.bool_).tobytes(),
            will_do[:, r].tobytes(),
        )
        alike.setdefault(key, []).append(r)
    return tuple(
        RoomClass(
            beds=rooms[members[0]].beds,
            members=tuple(members),
            usable=np.asarray(rooms[members[0]].usable, dtype=np.bool_),
            usable_by_residents=np.asarray(rooms[members[0]].usable_by_residents, dtype=np.bool_),
            guests=will_do[:, members[0]],
        )
        for members in alike.values()
    )
