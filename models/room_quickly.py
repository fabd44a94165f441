"""Whether households fit in the rooms of a site, by giving these out one by one.

Who fits so does fit (S2).  Who does not may, in another order: that is for :mod:`models.rooming`
to say, which takes a hundred times as long.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.relocation import Need, Site
from models.rooming import MOST_ROOMS


class Quickly:
    """The rooms of a site, given out in an order that mostly leaves the fewest beds empty.

    Needs that few kinds will do for come first, of these the largest households, and those who
    share last.
    """

    def __init__(self, site: Site, needs: Sequence[Need]) -> None:
        self._beds: list[int] = site.beds.tolist()
        # Of rooms with as many beds, first those that fewest could use.
        users = [sum(need.kinds[r] for need in needs) for r in range(len(self._beds))]
        every = sorted(range(len(self._beds)), key=lambda r: (self._beds[r], users[r]))
        self._kinds = [[r for r in every if need.kinds[r]] for need in needs]
        self._needs = tuple(needs)
        order = range(len(needs))
        self._order = sorted(
            order, key=lambda c: (needs[c].shared >= 0, sum(needs[c].kinds), -needs[c].persons)
        )

    def fits(self, rooms: Sequence[int], number: Sequence[int]) -> bool:
        """Whether so many households of each need were given rooms, of so many of each kind."""
        free = list(rooms)
        beds: dict[int, list[tuple[int, int]]] = {}
        for c in self._order:
            if not number[c]:
                continue
            need = self._needs[c]
            if need.shared >= 0:
                given = self._shared(free, c, number[c], beds.setdefault(need.shared, []))
            else:
                given = self._own(free, c, number[c])
            if not given:
                return False
        return True

    def _own(self, free: list[int], c: int, households: int) -> bool:
        """Give households their rooms, from those that are free; say whether there were enough."""
        left, persons = households, self._needs[c].persons
        for r in self._kinds[c]:  # one room each while there are any, the smallest first
            if free[r] and self._beds[r] >= persons:
                taken = min(left, free[r])
                free[r] -= taken
                left -= taken
        return all(self._more_than_one(free, c) for _ in range(left))

    def _more_than_one(self, free: list[int], c: int) -> bool:
        """Give a household its rooms where no room holds it; say whether there were enough."""
        left = self._needs[c].persons
        for _ in range(MOST_ROOMS):
            r = self._one(free, c, left)
            if r is None:
                return False
            free[r] -= 1
            left -= self._beds[r]
            if left <= 0:
                return True
        return False

    def _one(self, free: Sequence[int], c: int, persons: int) -> int | None:
        """Return the smallest free room for so many, or else the largest.

        So none is one that the household could do without: each but the last is the largest where
        none holds all.
        """
        largest = None
        for r in self._kinds[c]:
            if free[r]:
                largest = r
                if self._beds[r] >= persons:
                    break
        return largest

    def _shared(self, free: list[int], c: int, singles: int, beds: list[tuple[int, int]]) -> bool:
        """Give singles of a group beds: those left in its rooms, as kind and number, first."""
        left = singles
        kinds = self._kinds[c]
        for i, (r, empty) in enumerate(beds):
            if r in kinds:
                taken = min(left, empty)
                beds[i] = r, empty - taken
                left -= taken
        while left > 0:
            r_new = self._one(free, c, left)
            if r_new is None:
                return False
            free[r_new] -= 1
            taken = min(left, self._beds[r_new])
            beds.append((r_new, self._beds[r_new] - taken))
            left -= taken
        return True
