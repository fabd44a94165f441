"""Which households fit in the rooms of one site in one month (S2).

Sets        c ∈ C needs, each with persons n[c] and the room kinds that will do;
            b ∈ B sizes of room, in beds;  ℓ ∈ L levels: the sets of kinds that will do lie one
            within the other, and a kind is of the level of the smallest that holds it
Data        k[b,ℓ]  rooms of a size and level;  m[c] level of a need
Variables   u[c,q]  ≥ 0, integer: households of a need that ask for the rooms q, a multiset of
                    sizes
            v[g,ℓ,b] ≥ 0, integer: rooms of b beds that singles of group g ask for
            f[b,ℓ], e[b,ℓ] ≥ 0: rooms given to who asks for the next smaller size, or for the
                    next wider level
Subject to  (R1 housed)  Σ_q u[c,q] = households of c            ∀ c that does not share
            (R2 beds)    Σ_(ℓ' ≤ ℓ) Σ_b b·v[g,ℓ',b] ≥ singles of g of the levels ≤ ℓ   ∀ g, ℓ
            (R3 rooms)   asked for of [b,ℓ] + f[b,ℓ] + e[b,ℓ]
                         ≤ k[b,ℓ] + f[next larger,ℓ] + e[b,ℓ-1]                ∀ b, ℓ

A household has one to four rooms, none of which it could do without.  Who has more beds than
asked for may leave a room, so it is enough to ask for the multisets that are not more than
another in every room.  For given u and v, R3 is a flow in a grid, so f and e are integral by
themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from models.arrays import FloatArray, IntArray
from models.budget import Budget
from models.building import Building
from models.lexicographic import Backend, SolverFailed
from models.relocation import Need, Site

MOST_ROOMS = 4
"""Most rooms of one household."""


@dataclass(frozen=True)
class RoomRows:
    """R1 to R3 of a site, for any month: rows over own columns, and over households.

    Parameters
    ----------
    columns
        Names of the own columns; ``integer`` says which must be integers.
    row, column, coefficient
        Own entries, as triplets.
    rows
        Names of the rows.
    lower, upper
        Limits of the rows without rooms and households; ``supply[r]`` is the row that rooms
        of a kind are added to the upper limit of, -1 for a kind that nobody can use.
    of_need
        Per need the rows that one household of it adds 1 to.
    """

    columns: tuple[str, ...]
    integer: tuple[bool, ...]
    row: IntArray
    column: IntArray
    coefficient: IntArray
    rows: tuple[str, ...]
    lower: FloatArray
    upper: FloatArray
    supply: IntArray
    of_need: tuple[tuple[int, ...], ...]

    def upper_in(self, site: Site, month: int) -> FloatArray:
        """Return the upper limits of the rows in a month."""
        upper = self.upper.copy()
        used = self.supply >= 0
        np.add.at(upper, self.supply[used], site.rooms[used, month])
        return upper


def room_rows(site: Site, needs: Sequence[Need]) -> RoomRows:
    """Return R1 to R3 of a site."""
    return _Builder(site, needs).made()


def add_rooms(
    building: Building, own: RoomRows, site: Site, s: int, t: int, *, whole: bool = True
) -> int:
    """Add R1 to R3 of a site and month; return the number of the first row.

    Without ``whole`` the columns need not be integers.
    """
    most = int(site.rooms[:, t].sum())  # every column stands for rooms
    columns = [
        building.column(f"{name[:-1]},s{s},t{t})", upper=most, integer=whole and integer)
        for name, integer in zip(own.columns, own.integer, strict=True)
    ]
    first = building.rows
    for name, low, high in zip(own.rows, own.lower, own.upper_in(site, t), strict=True):
        building.add_row(f"{name[:-1]},s{s},t{t})", (), lower=low, upper=high)
    for row, column, value in zip(
        own.row.tolist(), own.column.tolist(), own.coefficient.tolist(), strict=True
    ):
        building.entry(first + row, columns[column], value)
    return first


def choices(persons: int, sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the multisets of rooms that persons may ask for, each in ascending order."""
    every = [
        rooms
        for number in range(1, MOST_ROOMS + 1)
        for rooms in combinations_with_replacement(sorted(sizes), number)
        if sum(rooms) >= persons > sum(rooms) - rooms[0]
    ]
    return [rooms for rooms in every if not any(_less(other, rooms) for other in every)]


def _less(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether one multiset asks for less in every room, or as much with less in some."""
    return (
        len(one) == len(other)
        and one != other
        and all(a <= b for a, b in zip(one, other, strict=True))
    )


class _Builder:
    """Puts the rows of a site together."""

    def __init__(self, site: Site, needs: Sequence[Need]) -> None:
        self._site, self._needs = site, needs
        self._levels = sorted({need.kinds for need in needs}, key=sum)
        for inner, outer in zip(self._levels, self._levels[1:], strict=False):
            if any(a and not b for a, b in zip(inner, outer, strict=True)):
                raise ValueError("the room kinds that will do for needs do not lie in one another")
        self._columns: list[tuple[str, bool]] = []
        self._entries: list[tuple[int, int, int]] = []
        self._rows: list[tuple[str, float, float]] = []
        self._of_need: list[tuple[int, ...]] = [() for _ in needs]
        self._room: dict[tuple[int, int], int] = {}

    def made(self) -> RoomRows:
        """Return the rows."""
        supply = self._supply()
        self._give_away()
        for c, need in enumerate(self._needs):
            if need.shared < 0:
                self._of_need[c] = (self._housed(c, need),)
        for group in sorted({need.shared for need in self._needs if need.shared >= 0}):
            self._beds(group)
        triplets = np.array(self._entries, dtype=np.int64).reshape(-1, 3)
        return RoomRows(
            columns=tuple(name for name, _ in self._columns),
            integer=tuple(whole for _, whole in self._columns),
            row=triplets[:, 0],
            column=triplets[:, 1],
            coefficient=triplets[:, 2],
            rows=tuple(name for name, _, _ in self._rows),
            lower=np.array([low for _, low, _ in self._rows]),
            upper=np.array([high for _, _, high in self._rows]),
            supply=supply,
            of_need=tuple(self._of_need),
        )

    def _supply(self) -> IntArray:
        """Add R3 without anything asked for; return the row of each kind."""
        supply = np.full(self._site.beds.size, -1, dtype=np.int64)
        for r, beds in enumerate(self._site.beds.tolist()):
            level = next((i for i, kinds in enumerate(self._levels) if kinds[r]), None)
            if level is not None:
                supply[r] = self._room_row(beds, level)
        for beds in sorted({b for b, _ in self._room}):
            for level in range(min(i for b, i in self._room if b == beds), len(self._levels)):
                self._room_row(beds, level)
        return supply

    def _room_row(self, beds: int, level: int) -> int:
        if (beds, level) not in self._room:
            self._room[beds, level] = self._add_row(f"R3_rooms(b{beds},l{level})", -np.inf, 0.0)
        return self._room[beds, level]

    def _give_away(self) -> None:
        """Add the columns f and e."""
        for (beds, level), row in sorted(self._room.items()):
            smaller = max((b for b, i in self._room if i == level and b < beds), default=None)
            if smaller is not None:
                to = self._room[smaller, level]
                self._add_column(f"f(b{beds},l{level})", [(row, 1), (to, -1)], whole=False)
            if (beds, level + 1) in self._room:
                to = self._room[beds, level + 1]
                self._add_column(f"e(b{beds},l{level})", [(row, 1), (to, -1)], whole=False)

    def _housed(self, c: int, need: Need) -> int:
        """Add R1 of a need with its columns u; return its row."""
        level = self._levels.index(need.kinds)
        row = self._add_row(f"R1_housed(c{c})", 0.0, 0.0)
        for rooms in choices(need.persons, self._sizes(level)):
            asked = [(row, -1)] + [
                (self._room[b, level], rooms.count(b)) for b in sorted(set(rooms))
            ]
            self._add_column(f"u(c{c},{'+'.join(map(str, rooms))})", asked)
        return row

    def _beds(self, group: int) -> None:
        """Add R2 of a group with its columns v."""
        own = [
            (self._levels.index(n.kinds), c) for c, n in enumerate(self._needs) if n.shared == group
        ]
        rows: dict[int, int] = {}
        for level in sorted({level for level, _ in own}):
            rows[level] = self._add_row(f"R2_beds(g{group},l{level})", -np.inf, 0.0)
        for level in rows:
            wider = [row for other, row in rows.items() if other >= level]
            for beds in self._sizes(level):
                asked = [(self._room[beds, level], 1), *((row, -beds) for row in wider)]
                self._add_column(f"v(g{group},l{level},b{beds})", asked)
        for level, c in own:
            self._of_need[c] = tuple(row for other, row in rows.items() if other >= level)

    def _sizes(self, level: int) -> list[int]:
        """Return the sizes of room that there are at a level or a narrower one."""
        return sorted({b for b, i in self._room if i == level})

    def _add_row(self, name: str, lower: float, upper: float) -> int:
        self._rows.append((name, lower, upper))
        return len(self._rows) - 1

    def _add_column(self, name: str, entries: list[tuple[int, int]], *, whole: bool = True) -> None:
        self._entries += [(row, len(self._columns), value) for row, value in entries]
        self._columns.append((name, whole))


def holds(
    site: Site, needs: Sequence[Need], demand: Sequence[int], t: int, backend: Backend
) -> bool:
    """Whether households, by the number of their need, fit in the rooms of month t."""
    return not demand or int(fitting(site, needs, demand, t, backend).sum()) == len(demand)


def fitting(
    site: Site, needs: Sequence[Need], demand: Sequence[int], t: int, backend: Backend
) -> IntArray:
    """Return how many households of each need fit at best in the rooms of month t, ``(C,)``."""
    own, building = room_rows(site, needs), Building()
    first = add_rooms(building, own, site, 0, t)
    number = np.bincount(np.array(demand, dtype=np.int64), minlength=len(needs))
    there = [building.column(f"there(c{c})", upper=n) for c, n in enumerate(number.tolist())]
    for c, column in enumerate(there):
        for row in own.of_need[c]:
            building.entry(first + row, column, 1)
    model = building.model("max", [(column, 1.0) for column in there])
    solution = backend.solve_mip(model, Budget(), feasible=True)
    if solution.values is None:
        raise SolverFailed("no answer to whether households fit in rooms")
    return np.rint(solution.values[there]).astype(np.int64)
