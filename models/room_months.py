"""A room plan stretch by stretch of months, each with the fewest changes at its beginning.

A stretch in which nobody changes is looked for over all months, and where none is found over
half as many, and so on down to a month: there any plan will do at last, so one is found if there
is one.  Rooms that differ only in other months are of one class in a stretch, so its model is
small.  A stretch of more than a month counts in the share of the budget, a month does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.budget import Budget
from models.cpsat import Backend
from models.lexicographic import SolverFailed
from models.outcome import Solution
from models.room_classes import House
from models.room_model import Choice
from models.room_share import Share
from models.room_stretch import Shared, Stretch
from models.room_types import Guest, Plan, Room, Rooms

# Multisets of rooms that a guest may choose from, as long as that will do.
FEW_OPTIONS = 40
# A model of more columns than this takes longer to make than it is worth, unless for a month.
MOST_COLUMNS = 8_000
# Most work for the fewest changes of a month; then any plan for it will do.
MONTH_WORK = 500


def month_by_month(rooms: Sequence[Room], guests: Sequence[Guest], share: Share, work: int) -> Plan:
    """Return a plan, whatever the share; ``work`` is the most of a stretch.

    Raises
    ------
    SolverFailed
        When those who are there in a month do not fit in the rooms.
    """
    plan: list[list[Rooms]] = [[] for _ in guests]
    months = max((guest.last + 1 for guest in guests), default=0)
    t, length = 0, months
    while t < months:
        length = 1 if share.exhausted else min(length, months - t)
        part = _Part(rooms, guests, t, t + length - 1, plan)
        found = part.solve(share, work) if length > 1 else part.solve_month()
        if found is not None:
            for g, own in found.items():
                last = min(t + length - 1, guests[g].last)
                plan[g] += [own] * (last + 1 - max(t, guests[g].first))
            t, length = t + length, 2 * length
        elif length > 1:
            length //= 2
        else:
            raise SolverFailed(f"those who are there in month {t} do not fit in the rooms")
    return tuple(tuple(own) for own in plan)


class _Part:
    """The months first to last as a site of its own, after a plan for those before."""

    def __init__(
        self,
        rooms: Sequence[Room],
        guests: Sequence[Guest],
        first: int,
        last: int,
        plan: Sequence[Sequence[Rooms]],
    ) -> None:
        self._rooms, self._guests, self._first = rooms, guests, first
        self._there = [g for g, one in enumerate(guests) if one.first <= last and one.last >= first]
        self._house = House(
            [
                replace(
                    room,
                    usable=room.usable[first : last + 1],
                    usable_by_residents=room.usable_by_residents[first : last + 1],
                )
                for room in rooms
            ],
            [
                replace(
                    guests[g],
                    first=max(guests[g].first, first) - first,
                    last=min(guests[g].last, last) - first,
                )
                for g in self._there
            ],
        )
        self._had = {i: plan[g][-1] for i, g in enumerate(self._there) if plan[g]}
        k_of = {r: k for k, one in enumerate(self._house.classes) for r in one.members}
        self._before: dict[int, Choice] = {}
        for i, own in self._had.items():
            one = self._house.classes[k_of[min(own)]]
            shared = guests[self._there[i]].group >= 0 and one.beds > 1
            classes = tuple(sorted(k_of[r] for r in own))
            self._before[i] = (*classes, -1 - min(own)) if shared else classes

    def solve(self, share: Share, work: int) -> dict[int, Rooms] | None:
        """Return the rooms of each guest, ``None`` when none were found."""
        stretch = Stretch(self._house, self._before, FEW_OPTIONS)
        if stretch.columns > MOST_COLUMNS:
            return None
        return self._given(stretch, share.solve(Backend(), stretch.model(), work))

    def solve_month(self) -> dict[int, Rooms] | None:
        """Return the rooms of each guest, ``None`` when there is no plan."""
        stretch = Stretch(self._house, self._before, FEW_OPTIONS)
        found = self._given(stretch, Backend().solve_mip(stretch.model(), Budget(work=MONTH_WORK)))
        if found is None:
            stretch = Stretch(self._house, {}, None)
            found = self._given(stretch, Backend().solve_mip(stretch.model(), Budget()))
        return found

    def _given(self, stretch: Stretch, solution: Solution) -> dict[int, Rooms] | None:
        """Return the rooms of each guest in a solution.

        Rooms and beds go to those who come in the order in which they do: at each time no more
        are asked for than there are, so one is free.
        """
        if solution.values is None:
            return None
        choices, shared = stretch.chosen(solution.values.tolist())
        taken = [0] * len(self._rooms)  # the month from which a room is free
        given: dict[int, Rooms] = {}
        beds: list[tuple[Shared, int, list[int]]] = []  # rooms to share, who is in until when
        for one in shared:
            if one.room is not None:
                beds.append((one, -1 - one.room[1], []))
                taken[beds[-1][1]] = self._house.months
        for i, choice in choices.items():
            if choice == self._before.get(i):
                given[i] = self._had[i]
                if choice[-1] >= 0:
                    for r in given[i]:
                        taken[r] = self._house.guests[i].last + 1
        coming: list[tuple[int, int, Shared | None]] = [
            (self._house.guests[i].first, i, None)
            for i, choice in choices.items()
            if i not in given and not stretch.shares(self._house.guests[i].group, choice)
        ]
        coming += [(one.start, -1, one) for one in shared if one.room is None]
        for start, i, new in sorted(coming, key=lambda row: row[:2]):
            if new is not None:
                beds.append((new, self._free(taken, new.k, start, None), []))
                taken[beds[-1][1]] = self._house.months
                continue
            own = set()
            for k in choices[i]:
                own.add(r := self._free(taken, k, start, i))
                taken[r] = self._house.guests[i].last + 1
            given[i] = frozenset(own)
        self._give_beds(choices, beds, given)
        return {g: given[i] for i, g in enumerate(self._there)}

    def _free(self, taken: Sequence[int], k: int, start: int, i: int | None) -> int:
        """Return a free room of a class: one had before, or that lasts, or that goes first."""
        had = self._had.get(i, frozenset()) if i is not None else frozenset()
        last = self._rooms[0].usable.size - 1 if i is None else self._guests[self._there[i]].last

        def rank(r: int) -> tuple[bool, int, int]:
            usable = self._rooms[r].usable[self._first + start :]
            needed = usable[: last + 1 - self._first - start]
            return r not in had, -int(needed.sum()), int(usable.sum())

        free = [r for r in self._house.classes[k].members if taken[r] <= start]
        return min(free, key=rank)

    def _give_beds(
        self,
        choices: dict[int, Choice],
        beds: Sequence[tuple[Shared, int, list[int]]],
        given: dict[int, Rooms],
    ) -> None:
        """Give those who share beds in rooms of their group, in the order in which they come."""
        guests = self._house.guests
        by_room = {r: until for _, r, until in beds}
        for i, choice in choices.items():
            if i in given and choice[-1] < 0:
                by_room[min(given[i])].append(guests[i].last)
        to_come = sorted((guests[i].first, i) for i in choices if i not in given)
        for start, i in to_come:
            k, group = choices[i][0], guests[i].group
            of_beds = self._house.classes[k].beds
            r, until = next(
                (r, until)
                for one, r, until in beds
                if (one.k, one.group) == (k, group)
                and one.start <= start
                and sum(last >= start for last in until) < of_beds
            )
            until.append(guests[i].last)
            given[i] = frozenset([r])
