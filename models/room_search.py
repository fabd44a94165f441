"""A better room plan, by solving a few rooms of it again at a time.

A neighbourhood is a few rooms and the months of guests that are in these rooms alone; what else
is in them stays, and closes them to others meanwhile.  It is a small site of its own, solved by
the same formulation (:mod:`models.room_model`), mostly with changes only where there are some
now: what is left then is whether they can be done without.  (Large neighbourhood search: P. Shaw,
CP 1998.)  A plan that is no worse takes the place of the one before, so that the search wanders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np

from models.arrays import BoolArray
from models.cpsat import Backend
from models.outcome import Status
from models.room_classes import House
from models.room_giving import give
from models.room_model import Part, RoomModel
from models.room_share import Share
from models.room_types import Guest, Plan, Room, changed, room_changes

# Rooms of a neighbourhood: one more after so many steps that were solved without success, one
# less after so many that were not solved.
FEWEST, MOST = 4, 14
PATIENCE = 3
# Every so many steps changes may come in other months too.
ANYWHEN = 4


class Search:
    """Looks for a better plan, one neighbourhood after another; ``plan`` is the best so far."""

    def __init__(self, rooms: Sequence[Room], guests: Sequence[Guest], plan: Plan) -> None:
        self._rooms, self._guests = rooms, guests
        self.plan = plan
        self.changes = room_changes(guests, plan)
        self._dice = Random(0)  # noqa: S311 (the same plan every time)
        self._size, self._steps = FEWEST, 0

    def run(self, share: Share, least: int, most_failed: int, work: int) -> None:
        """Search until a bound is reached, or the share, or so many steps in a row failed.

        ``work`` is the most of a step.
        """
        failed = solved = cut_off = 0
        while self.changes > least and failed < most_failed and not share.exhausted:
            before = self.changes
            proven = self._step(share, work)
            failed += 1
            solved, cut_off = solved + proven, cut_off + (not proven)
            if self.changes < before:
                failed = solved = cut_off = 0
            elif solved == PATIENCE:
                self._size = self._size + 1 if self._size < MOST else FEWEST
                solved = cut_off = 0
            elif cut_off == PATIENCE:
                self._size = max(FEWEST, self._size - 1)
                solved = cut_off = 0

    def _step(self, share: Share, work: int) -> bool:
        """Solve one neighbourhood again; return whether to the end."""
        self._steps += 1
        chosen = self._choose()
        stretches, open_in = self._inside(set(chosen))
        rooms = [
            replace(
                self._rooms[r],
                usable=self._rooms[r].usable & open_in[r],
                usable_by_residents=self._rooms[r].usable_by_residents & open_in[r],
            )
            for r in chosen
        ]
        guests = [
            replace(
                self._guests[s.guest],
                first=s.first,
                last=s.last,
                rooms=np.asarray(self._guests[s.guest].rooms)[chosen],
            )
            for s in stretches
        ]
        house, parts = House(rooms, guests), self._parts(stretches)
        model = RoomModel(house, parts)
        solution = share.solve(Backend(), model.model(), work)
        if solution.values is None:
            return False
        found = give(house, parts, model.chosen(solution.values.tolist()))
        plan = [list(own) for own in self.plan]
        for s, own in zip(stretches, found, strict=True):
            start = s.first - self._guests[s.guest].first
            for i, month in enumerate(own, start=start):
                plan[s.guest][i] = frozenset(chosen[r] for r in month)
        changes = room_changes(self._guests, plan)
        if changes <= self.changes:
            self.plan, self.changes = tuple(tuple(own) for own in plan), changes
        return solution.status is Status.OPTIMAL

    def _choose(self) -> list[int]:
        """Return the rooms of somebody who changes rooms, and others, preferably for it too."""
        changing = [g for g, own in enumerate(self.plan) if changed(own)]
        g = self._dice.choice(changing)
        chosen = set[int]().union(*self.plan[g])
        others = [r for r in range(len(self._rooms)) if r not in chosen]
        self._dice.shuffle(others)
        if self._dice.random() < 0.75:
            others.sort(key=lambda r: not self._guests[g].rooms[r])
        return sorted(chosen | set(others[: max(1, self._size - len(chosen))]))

    def _inside(self, chosen: set[int]) -> tuple[list[Part], dict[int, BoolArray]]:
        """Return the months of guests in these rooms alone, and in which months each is free."""
        stretches: list[Part] = []
        free = {r: np.ones(self._rooms[r].usable.size, dtype=np.bool_) for r in chosen}
        for g, (guest, own) in enumerate(zip(self._guests, self.plan, strict=True)):
            for t, month in enumerate(own, start=guest.first):
                if not month <= chosen:
                    for r in month & chosen:
                        free[r][t] = False
                elif stretches and stretches[-1].guest == g and stretches[-1].last == t - 1:
                    stretches[-1] = replace(stretches[-1], last=t)
                else:
                    stretches.append(Part(g, t, t))
        return stretches, free

    def _parts(self, stretches: Sequence[Part]) -> list[Part]:
        """Cut stretches where rooms change now; sometimes in every month."""
        parts: list[Part] = []
        anywhen = self._steps % ANYWHEN == 0
        for i, s in enumerate(stretches):
            start = self._guests[s.guest].first
            cuts = [start + j for j in changed(self.plan[s.guest])]
            cuts = [t for t in cuts if s.first < t <= s.last]
            if anywhen and (cuts or self._dice.random() < 0.1):
                cuts = list(range(s.first + 1, s.last + 1))
            edges = [s.first, *cuts, s.last + 1]
            parts += [Part(i, a, b - 1) for a, b in pairwise(edges)]
        return parts
