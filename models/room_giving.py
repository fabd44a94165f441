"""From classes of rooms to the rooms themselves.

Who keeps what it asked for keeps its rooms; the intervals of months are given rooms of their
class in the order in which they begin, each the first that is free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.room_classes import House
from models.room_model import Choice, Part
from models.room_types import Plan


@dataclass
class _Run:
    """Months in which rooms of a class are taken, and the guests' months in them."""

    k: int
    first: int
    last: int
    guests: list[Part] = field(default_factory=list)


def give(house: House, parts: Sequence[Part], choices: Sequence[Choice]) -> Plan:
    """Return the rooms of each guest in each of its months.

    Parameters
    ----------
    parts, choices
        Parts of all guests, in the order of guests and of time, and what each asks for.
    """
    runs = _own(parts, choices) + _shared(house, parts, choices)
    runs.sort(key=lambda run: (run.first, run.k, run.guests[0].guest))
    free_from = [[0] * len(one.members) for one in house.classes]
    rooms: list[list[set[int]]] = [
        [set() for _ in range(guest.first, guest.last + 1)] for guest in house.guests
    ]
    for run in runs:
        i = next(i for i, month in enumerate(free_from[run.k]) if month <= run.first)
        free_from[run.k][i] = run.last + 1
        for part in run.guests:
            start = house.guests[part.guest].first
            for t in range(part.first, part.last + 1):
                rooms[part.guest][t - start].add(house.classes[run.k].members[i])
    return tuple(tuple(frozenset(month) for month in own) for own in rooms)


def _own(parts: Sequence[Part], choices: Sequence[Choice]) -> list[_Run]:
    """Return the runs of rooms that one guest has to itself, parts without a change as one."""
    runs: list[_Run] = []
    joined: list[tuple[Part, Choice]] = []
    for part, choice in zip(parts, choices, strict=True):
        if joined and joined[-1][0].guest == part.guest and joined[-1][1] == choice:
            joined[-1] = (Part(part.guest, joined[-1][0].first, part.last), choice)
        else:
            joined.append((part, choice))
    for part, choice in joined:
        if choice[-1] >= 0:
            runs += [_Run(k, part.first, part.last, [part]) for k in choice]
    return runs


def _shared(house: House, parts: Sequence[Part], choices: Sequence[Choice]) -> list[_Run]:
    """Return the runs of rooms that singles share."""
    inside: dict[tuple[int, int, int], list[Part]] = {}
    for part, choice in zip(parts, choices, strict=True):
        if choice[-1] < 0:
            group = house.guests[part.guest].group
            inside.setdefault((choice[0], group, choice[1]), []).append(part)
    runs: list[_Run] = []
    for (k, _, _), there in sorted(inside.items()):
        run: _Run | None = None
        for part in sorted(there, key=lambda part: (part.first, part.guest)):
            if run is None or part.first > run.last + 1:
                run = _Run(k, part.first, part.last)
                runs.append(run)
            run.guests.append(part)
            run.last = max(run.last, part.last)
    return runs
