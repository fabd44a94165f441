"""How few room changes there must be, by stretches of months.

The changes from month a to month b are no fewer than those of the best plan for these months
alone, and stretches that share no more than the month where they meet can be added up.  So
the bound starts from pairs of months, and goes on to longer stretches where the plan has more
changes than are proven; the whole time is the whole problem.
"""

from __future__ import annotations

import math

from models.cpsat import Backend
from models.room_classes import House
from models.room_giving import give
from models.room_model import Part, RoomModel
from models.room_share import Share
from models.room_types import Plan, changed, room_changes

# A model that may have more columns than this is not tried: it would prove nothing in the time.
MOST_COLUMNS = 5_000
# What a solver's bound may be off by.
ROUNDING = 1e-4


class Bound:
    """Proves how few changes there must be; ``plan`` is the best so far."""

    def __init__(self, house: House, plan: Plan) -> None:
        self._house = house
        self.plan = plan
        self._least: dict[tuple[int, int], int] = {}

    @property
    def least(self) -> int:
        """The bound over all months."""
        return self._of(0, max(1, self._house.months - 1))

    def prove(self, share: Share, longest: int, work: int) -> None:
        """Prove over stretches of at most so many months, each with so much work."""
        last = max(1, self._house.months - 1)
        length = 1
        while length < 2 * longest and self.least < self.changes_in(0, last):
            length = min(length, last)
            for first in range(0, last, length):
                self._stretch(share, first, min(first + length, last), work)
            if length == last:
                return
            length *= 2

    def changes_in(self, first: int, last: int) -> int:
        """Return the changes of the plan after the first month until the last."""
        return sum(
            guest.persons * sum(first < guest.first + i <= last for i in changed(own))
            for guest, own in zip(self._house.guests, self.plan, strict=True)
        )

    def _of(self, first: int, last: int) -> int:
        """Return the most that is known for a stretch, put together from others (a path)."""
        best = [0] * (last - first + 1)
        for end in range(first + 1, last + 1):
            best[end - first] = max(
                best[start - first] + self._least.get((start, end), 0)
                for start in range(first, end)
            )
        return best[-1]

    def _stretch(self, share: Share, first: int, last: int, work: int) -> None:
        """Solve the months first to last alone, when that can prove more."""
        most = self.changes_in(first, last)
        if self._of(first, last) >= most or share.exhausted:
            return
        house = self._house
        parts = [
            Part(g, t, t)
            for g, guest in enumerate(house.guests)
            for t in range(max(first, guest.first), min(last, guest.last) + 1)
        ]
        if sum(map(self._columns, parts)) > MOST_COLUMNS:
            return
        model = RoomModel(house, parts)
        solution = share.solve(Backend(), model.model(most), work)
        if solution.bound is not None:
            self._least[first, last] = min(most, math.ceil(solution.bound - ROUNDING))
        if solution.values is not None and first == 0 and last >= house.months - 1:
            plan = give(house, parts, model.chosen(solution.values.tolist()))
            if room_changes(house.guests, plan) < room_changes(house.guests, self.plan):
                self.plan = plan

    def _columns(self, part: Part) -> int:
        """Return the most columns of a part: what it may ask for, and each room to share."""
        house, group = self._house, self._house.guests[part.guest].group
        options = house.options(part.guest, part.first, part.last)
        if group < 0:
            return len(options)
        most = house.most_at_once[group]
        return sum(min(len(house.classes[k].members), most) for (k,) in options)
