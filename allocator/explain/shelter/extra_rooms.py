"""The fewest extra rooms in one month that house many households at once.

Sets        k ∈ K kinds of household, alike in the sites they could be in and what they need
            there;  s ∈ S sites;  r ∈ R kinds of extra room, of 1 … largest beds, as wheelchair
            room where somebody needs one
Data        m[k] households of a kind
Variables   x[k,s] households of a kind in a site, integer;  y[s,r] extra rooms, integer
Minimise    Σ y first, then Σ beds[r]·y, then the wheelchair rooms
Subject to  (M1 housed)  Σ_s x[k,s] = m[k]                                       ∀ k
            (M2 rooms)   who is in s in the plan, and x, fit in its rooms and y  ∀ s

M2 are R1 to R3 of :mod:`models.rooming`.  The search for fewer rooms ends soon; what
was found by then does house everybody, and is only not proven to be the fewest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from allocator.explain.shelter.standing import Standing
from allocator.rules.shelter.rooms import RoomKind, RoomNeed
from allocator.shelter_plan import ExtraRooms
from models.budget import Budget
from models.building import Building
from models.lexicographic import Backend, SolverFailed
from models.outcome import Status
from models.relocation import Need, Site
from models.rooming import MOST_ROOMS, add_rooms, room_rows

# A search ends at the root of its tree: about a second for a hundred households.
WORK = 100


@dataclass(frozen=True)
class Option:
    """A site that a household could be in, what it needs there, and whether it moves in."""

    site: int
    need: RoomNeed
    enters: bool


@dataclass(frozen=True)
class Housed:
    """Extra rooms with which everybody is housed.

    ``proven`` says whether they are the fewest; ``inside`` are how many go where.
    """

    rooms: tuple[ExtraRooms, ...]
    proven: bool
    inside: tuple[tuple[Option, int], ...]


def fewest_rooms(
    standing: Standing, households: Mapping[tuple[Option, ...], int], t: int, backend: Backend
) -> Housed:
    """Return the extra rooms that house everybody, beside the plan of a month.

    Parameters
    ----------
    households
        How many households have the same sites to be in.

    Raises
    ------
    SolverFailed
        When the backend finds nothing at all: new rooms for everybody always do.
    """
    return _Month(standing, households, t).solve(backend)


class _Month:
    """The model of one month."""

    def __init__(
        self, standing: Standing, households: Mapping[tuple[Option, ...], int], t: int
    ) -> None:
        self._standing, self._t, self._model = standing, t, Building()
        self._number = sum(households.values())
        self._spare: dict[int, RoomKind] = {}  # columns of rooms that are not needed
        self._inside: list[tuple[Option, int]] = []
        for k, (options, number) in enumerate(households.items()):
            columns = [
                self._model.column(f"x(k{k},s{o.site})", upper=float(number)) for o in options
            ]
            entries = [(column, 1) for column in columns]
            self._model.add_row(f"M1_housed(k{k})", entries, lower=number, upper=number)
            self._inside += zip(options, columns, strict=True)
        for s in sorted({option.site for option, _ in self._inside}):
            self._add_rooms(s, [(o, column) for o, column in self._inside if o.site == s])

    def solve(self, backend: Backend) -> Housed:
        """Return the best that is found."""
        largest = max((kind.beds for kind in self._spare.values()), default=1)
        most = 1 + self._number * MOST_ROOMS * largest
        # every room that is not needed is worth itself, its beds, and being for a wheelchair
        worth = [
            (column, float(2 * (most + kind.beds) + kind.wheelchair))
            for column, kind in self._spare.items()
        ]
        solution = backend.solve_mip(
            self._model.model("max", worth), Budget(work=WORK), feasible=True
        )
        if solution.values is None:
            raise SolverFailed("no rooms that house everybody")
        numbers = np.rint(solution.values).astype(np.int64).tolist()
        counts: Counter[tuple[int, bool]] = Counter()
        for column, kind in self._spare.items():
            counts[kind.beds, kind.wheelchair] += kind.count[0] - numbers[column]
        return Housed(
            rooms=tuple(ExtraRooms(*key, n) for key, n in sorted(counts.items()) if n),
            proven=solution.status is Status.OPTIMAL,
            inside=tuple((option, numbers[c]) for option, c in self._inside if numbers[c]),
        )

    def _add_rooms(self, s: int, there: list[tuple[Option, int]]) -> None:
        """Add M2 of a site."""
        demand = self._standing.demand(s, self._t)
        needs = dict.fromkeys([*(need for need, _ in demand), *(o.need for o, _ in there)])
        own = self._standing.rooms(s, self._t)
        extra = self._extra([option.need for option, _ in there])
        kinds = (*own, *extra)
        site = Site(
            beds=np.array([kind.beds for kind in kinds], dtype=np.int64),
            rooms=np.array([kind.count for kind in kinds], dtype=np.int64),
        )
        classes = [
            Need(need.persons, need.sharing, tuple(need.fits(kind) for kind in kinds))
            for need in needs
        ]
        rows = room_rows(site, classes)
        first = add_rooms(self._model, rows, site, s, 0)
        for r, kind in enumerate(kinds[len(own) :], start=len(own)):
            if rows.supply[r] >= 0:
                name = f"spare(s{s},b{kind.beds},w{int(kind.wheelchair)})"
                column = self._model.column(name, upper=float(kind.count[0]))
                self._model.entry(first + int(rows.supply[r]), column, 1)
                self._spare[column] = kind
        number = {need: c for c, need in enumerate(needs)}
        for need, n in demand:
            fixed = self._model.column(
                f"there(s{s},c{number[need]})", lower=float(n), upper=float(n)
            )
            self._ask(first, rows.of_need[number[need]], fixed)
        for option, column in there:
            self._ask(first, rows.of_need[number[option.need]], column)

    def _ask(self, first: int, rows: tuple[int, ...], column: int) -> None:
        for row in rows:
            self._model.entry(first + row, column, 1)

    def _extra(self, needs: list[RoomNeed]) -> list[RoomKind]:
        """Return the kinds of extra room, as many of each as could be of use."""
        groups = self._standing.shelter.instance.rooms
        largest = max((group.beds for group in groups), default=1)
        most = max(need.persons for need in needs)
        sizes = range(1, max(largest, -(-most // MOST_ROOMS)) + 1)
        wheelchair = [False, True] if any(need.wheelchair for need in needs) else [False]
        count = (self._number * MOST_ROOMS,)
        return [
            RoomKind(beds, w, residents=False, count=count) for beds in sizes for w in wheelchair
        ]
