"""A plan for every household from the number of each type in each state.

See :mod:`models.relocation_flow`.  Nobody leaves a state that could keep it; of those that are
alike the ones leave whose last move is longest ago, and go within the same sites where an aim
counts leaving them.  Everything else is in order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from models.arrays import BoolArray, IntArray
from models.path_types import Types
from models.relocation import AWAY, NONE, Aim, Relocation
from models.relocation_flow import FIRST, NOWHERE, State


def plan_of(
    problem: Relocation, types: Types, aims: Sequence[Aim], counts: Mapping[State, int]
) -> IntArray:
    """Return a plan, shape ``(H, T)``, with so many households of each type in each state."""
    plan = np.full((problem.households, problem.months), AWAY, dtype=np.int64)
    by_type: dict[int, dict[int, dict[int, int]]] = {}
    for (k, s, t), number in counts.items():
        by_type.setdefault(k, {}).setdefault(t, {})[s] = number
    leave = {
        int(types.of[h]): [sites for who, sites, _ in aim.leave if who == h]
        for aim in aims
        for h, _, _ in aim.leave
    }
    for k, by_month in by_type.items():
        one = _OfType(problem, types.members(k).tolist(), leave.get(k, []))
        for t in sorted(by_month):
            one.go(by_month[t], t)
            for h, s in one.at.items():
                start = int(problem.start[h])
                plan[h, t] = start if s == FIRST else NONE if s == NOWHERE else s
    return plan


class _OfType:
    """Where the households of one type are, month after month."""

    def __init__(
        self, problem: Relocation, members: Sequence[int], areas: Sequence[BoolArray]
    ) -> None:
        self._start, self._areas = int(problem.start[members[0]]), areas
        begin = FIRST if self._start >= 0 else NOWHERE
        self.at = dict.fromkeys(members, begin)
        self._moved = dict.fromkeys(members, -1)

    def go(self, target: Mapping[int, int], t: int) -> None:
        """Bring as many to each state as asked for."""
        if FIRST not in target and FIRST in self.at.values() and self._start >= 0:
            self._join()
        left = dict(target)
        going = []
        for h in sorted(self.at, key=lambda h: (-self._moved[h], h)):
            if left.get(self.at[h], 0) > 0:
                left[self.at[h]] -= 1
            else:
                going.append(h)
        stayed = [h for h in self.at if h not in going]
        # Who ends its first stay cannot come back at once, so it chooses before the others.
        going.sort(key=lambda h: self.at[h] != FIRST)
        for h in [h for h in going if self._within(h, left)] + going:
            if h in going:
                going.remove(h)
                to = self._to(h, left)
                left[to] -= 1
                if self.at[h] == FIRST and to == self._start:
                    to = self._changed_places(stayed, t)
                self._move(h, to, t)

    def _move(self, h: int, to: int, t: int) -> None:
        if self.at[h] != NOWHERE:
            self._moved[h] = t
        self.at[h] = to

    def _changed_places(self, stayed: list[int], t: int) -> int:
        """Send one that would have stayed elsewhere home instead; return the place that it leaves.

        Flows count those who are where, so they let one come home in the month in which another
        that is alike leaves it for good, though these cannot be one and the same.
        """
        h = next((h for h in stayed if self.at[h] not in (FIRST, self._start)), None)
        if h is None:
            return self._start
        stayed.remove(h)
        place = self.at[h]
        self._move(h, self._start, t)
        return place

    def _join(self) -> None:
        """Let the first stay be a stay like any other from here on."""
        self.at = {h: self._start if s == FIRST else s for h, s in self.at.items()}

    def _site(self, h: int) -> int:
        return self._start if self.at[h] == FIRST else self.at[h]

    def _within(self, h: int, left: Mapping[int, int]) -> list[int]:
        """Return the sites it can go to without leaving what an aim wants it not to leave."""
        at = self._site(h)
        if at < 0:
            return []
        near = [s for s, n in left.items() if n > 0 and s >= 0 and s != self._start]
        return sorted(s for s in near if any(area[at] and area[s] for area in self._areas))

    def _to(self, h: int, left: Mapping[int, int]) -> int:
        within = self._within(h, left)
        if within:
            return within[0]
        every = sorted(s for s, n in left.items() if n > 0)
        other = [s for s in every if s != self._site(h)]  # who leaves home does not come back
        return (other or every)[0]
