"""Where the rooms of a plan's sites do not hold those who are there (S2)."""

from __future__ import annotations

import numpy as np

from models.arrays import IntArray
from models.lexicographic import Backend, SolverFailed
from models.relocation import Relocation, first_months
from models.room_quickly import Quickly
from models.rooming import holds


class RoomCheck:
    """Checks plans of a problem, and remembers where rooms must be asked for in whole numbers."""

    def __init__(self, problem: Relocation, backend: Backend) -> None:
        self._problem, self._backend = problem, backend
        self._quickly = [Quickly(s, n) for s, n in zip(problem.sites, problem.needs, strict=True)]
        self._holds: dict[tuple[int, bytes, bytes], bool] = {}
        self.whole: set[tuple[int, int]] = set()

    def too_full(self, plan: IntArray) -> set[tuple[int, int]]:
        """Return the sites and months that do not hold a plan; they are whole from now on.

        Raises
        ------
        SolverFailed
            When one of them was asked for in whole numbers already.
        """
        found = self._full(plan)
        if found & self.whole:
            raise SolverFailed("the solver's plan does not fit in the rooms")
        self.whole |= found
        return found

    def fits(self, plan: IntArray) -> bool:
        """Whether the rooms of all sites hold a plan in all months."""
        return not self._full(plan)

    def _full(self, plan: IntArray) -> set[tuple[int, int]]:
        problem = self._problem
        first = first_months(problem.start[:, None], plan)
        found = set()
        for s in range(len(problem.sites)):
            for t in range(problem.months):
                there = np.flatnonzero(plan[:, t] == s)
                need = np.where(first[there, t], problem.first_need[there], problem.need[there, s])
                if not self._fits(s, t, need):
                    found.add((s, t))
        return found

    def _fits(self, s: int, t: int, need: IntArray) -> bool:
        site, needs = self._problem.sites[s], self._problem.needs[s]
        number = np.bincount(need, minlength=len(needs))
        case = s, site.rooms[:, t].tobytes(), number.tobytes()
        if case not in self._holds:
            self._holds[case] = self._quickly[s].fits(
                site.rooms[:, t].tolist(), number.tolist()
            ) or holds(site, needs, need.tolist(), t, self._backend)
        return self._holds[case]
