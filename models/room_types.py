"""What a room plan is made from, and what it is: plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.arrays import BoolArray

Rooms = frozenset[int]
"""The rooms of a guest in a month, by number."""
Plan = tuple[tuple[Rooms, ...], ...]
"""Per guest and month, from its first to its last, its rooms."""


@dataclass(frozen=True)
class Room:
    """A room of the site.

    Parameters
    ----------
    beds
        Beds in it.
    usable
        In which months anybody may be in it, shape ``(T,)``.
    usable_by_residents
        In which months those in their first stay may be in it, shape ``(T,)``; no month less.
    """

    beds: int
    usable: BoolArray
    usable_by_residents: BoolArray


@dataclass(frozen=True)
class Guest:
    """One unbroken stay of one household in the site.

    Parameters
    ----------
    persons
        Persons of the household.
    first, last
        First and last month there.
    resident
        Whether it is the household's first stay: ``usable_by_residents`` counts for it.
    rooms
        Which rooms will do, shape ``(R,)``.
    group
        Singles of the same group, at least 0, may share a room; -1 shares with nobody.
    """

    persons: int
    first: int
    last: int
    resident: bool
    rooms: BoolArray
    group: int


@dataclass(frozen=True)
class RoomPlan:
    """Who has which rooms when.

    Parameters
    ----------
    rooms
        Per guest and month, ``first`` to ``last``, its rooms.
    changes
        Room changes: persons × months with another set of rooms than the month before.
    bound
        Proven least number of room changes of any plan, ``None`` without one.
    """

    rooms: Plan
    changes: int
    bound: int | None


def room_changes(guests: Sequence[Guest], rooms: Sequence[Sequence[Rooms]]) -> int:
    """Return the room changes of a plan, persons × months."""
    return sum(guest.persons * len(changed(own)) for guest, own in zip(guests, rooms, strict=True))


def changed(own: Sequence[Rooms]) -> list[int]:
    """Return in which of its months, counted from its first, a guest has other rooms."""
    return [i for i in range(1, len(own)) if own[i] != own[i - 1]]
