"""The limits that count persons, seen as knapsacks; limits inside others are part of theirs.

A limit l (C5) makes a knapsack of the households in its places.  Households that use the
same of it are alike to it, so what matters are the counts

    n[p,s] = Σ_(h: w[l,h]=s) x[h,p]        households of size s in place p

A limit m lies inside l when its places are among those of l and every household uses of both
the same, as a wijk in its stadsdeel.  With M[l] such limits, and l itself, of which no two
overlap unless one lies inside the other, the counts are integer points of

    (K1)  Σ_s n[p,s] ≤ u[p]               ∀ p ∈ P[l]
    (K2)  Σ_(p ∈ P[m]) Σ_s s·n[p,s] ≤ b[m]   ∀ m ∈ M[l]

a multiple-choice knapsack (each unit takes one size or none) with knapsacks nested inside it
(Dudziński & Walukiewicz, *European Journal of Operational Research* 28, 1987).  For prices per
count the best point is found by dynamic programming: what m is worth at most when it uses at
most c, from its own places unit by unit, then from each limit inside it as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import BoolArray, FloatArray, IntArray
from models.assignment import Assignment, Limit


@dataclass(frozen=True)
class Knapsack:
    """An outermost limit and the limits inside it.

    ``members`` are positions of pairs and ``cell`` the (place, size) combination of each,
    shape ``(N,)``; ``size`` has one entry per combination, shape ``(C,)``, and ``places[i]``
    has the combinations ``starts[i]`` to ``starts[i + 1]`` and ``units[i]`` units.

    The limits come with those inside a limit before it, the outermost last: ``limits`` are
    their indices in the problem, ``capacities`` what they hold and ``parents`` the position of
    the limit around each, -1 for the last, shape ``(M,)``.  ``owner[i]`` is the position of the
    innermost limit around place i.
    """

    members: IntArray
    cell: IntArray
    size: IntArray
    places: IntArray
    starts: IntArray
    units: IntArray
    limits: IntArray
    capacities: IntArray
    parents: IntArray
    owner: IntArray

    @property
    def limit(self) -> int:
        """The index of the outermost limit in its problem."""
        return int(self.limits[-1])

    @property
    def place(self) -> IntArray:
        """The position of the place of each combination, shape ``(C,)``."""
        return np.repeat(np.arange(self.places.size), np.diff(self.starts))

    def inside(self, m: int) -> BoolArray:
        """Return which places are inside the limit at position m, shape ``(P,)``."""
        around = self.owner
        found: BoolArray = around == m
        while (around >= 0).any():
            around = np.where(around >= 0, self.parents[around], -1)
            found |= around == m
        return found

    def restrict(self, column: IntArray) -> Knapsack:
        """Return the knapsack over the columns of pairs, -1 for none, same combinations.

        Pairs that have a column together are of one combination.
        """
        members, example = columns_of_pairs(self.members, column)
        return replace(self, members=members, cell=self.cell[example])

    def pattern(self, chosen: BoolArray) -> IntArray:
        """Return the pattern of a plan, shape ``(C,)``."""
        cells = self.cell[chosen[self.members]]
        return np.bincount(cells, minlength=self.size.size).astype(np.int64)

    def best_pattern(self, price: FloatArray | IntArray) -> tuple[float, IntArray]:
        """Return the pattern of greatest worth, shape ``(C,)``, and its worth.

        ``price`` is what one household of the combination is worth, shape ``(C,)``, ≥ 0.
        """
        tables: list[_Table] = []
        for m, capacity in enumerate(self.capacities.tolist()):
            table = _Table(np.zeros_like(price, shape=capacity + 1))
            for i in np.flatnonzero(self.owner == m).tolist():
                cells = np.arange(self.starts[i], self.starts[i + 1])
                cells = cells[(price[cells] > 0) & (self.size[cells] <= capacity)]
                for _ in range(int(self.units[i]) if cells.size else 0):
                    if not table.add_unit(cells, self.size, price):
                        break
            for inner in np.flatnonzero(self.parents == m).tolist():
                table.add_limit(inner, tables[inner].worth)
            tables.append(table)
        return float(tables[-1].worth[-1]), self._traced(tables)

    def _traced(self, tables: list[_Table]) -> IntArray:
        """Return the pattern that the tables found best."""
        pattern = np.zeros(self.size.size, dtype=np.int64)
        used = np.zeros_like(self.capacities)
        used[-1] = self.capacities[-1]
        for m in reversed(range(len(tables))):  # a limit comes after the one around it
            left = int(used[m])
            for inner, choice in reversed(tables[m].steps):
                taken = int(choice[left])
                if inner is not None:
                    used[inner] = taken
                    left -= taken
                elif taken >= 0:
                    pattern[taken] += 1
                    left -= int(self.size[taken])
        return pattern


def columns_of_pairs(pairs: IntArray, column: IntArray) -> tuple[IntArray, IntArray]:
    """Return the columns of some pairs, each once, and the position of a pair that has it.

    ``column`` is the column of every pair, -1 for none.
    """
    columns, example = np.unique(column[pairs], return_index=True)
    there = columns >= 0
    return columns[there], example[there]


class _Table:
    """What a limit is worth at most, by what it may use.

    ``worth[c]`` is for a use of at most c.  Each step tells what was chosen for each c: the
    combination that a unit took, -1 for none, or how much a limit inside may use.
    """

    def __init__(self, worth: FloatArray | IntArray) -> None:
        self.worth = worth
        self.steps: list[tuple[int | None, IntArray]] = []

    def add_unit(self, cells: IntArray, size: IntArray, price: FloatArray | IntArray) -> bool:
        """Let one more unit take one of the combinations; say whether it gains anything."""
        best, choice = self.worth.copy(), np.full(self.worth.size, -1, dtype=np.int64)
        for cell in cells.tolist():
            self._try(best, choice, int(size[cell]), price[cell], cell)
        return self._keep(None, best, choice, gained=choice >= 0)

    def add_limit(self, inner: int, worth: FloatArray | IntArray) -> None:
        """Let a limit inside this one use a part of it."""
        best, choice = self.worth.copy(), np.zeros(self.worth.size, dtype=np.int64)
        more = np.flatnonzero(np.diff(worth[: self.worth.size])) + 1
        for use in more.tolist():
            self._try(best, choice, use, worth[use], use)
        self._keep(inner, best, choice, gained=choice > 0)

    def _try(
        self, best: FloatArray | IntArray, choice: IntArray, use: int, worth: float, what: int
    ) -> None:
        """Note where something that uses so much, and is worth so much, is better."""
        candidate = self.worth[: self.worth.size - use] + worth
        better = candidate > best[use:]
        best[use:][better] = candidate[better]
        choice[use:][better] = what

    def _keep(
        self, inner: int | None, best: FloatArray | IntArray, choice: IntArray, gained: BoolArray
    ) -> bool:
        """Keep a step that gained something for some use; say whether it did."""
        if not gained.any():
            return False
        self.steps.append((inner, choice))
        self.worth = best
        return True


def knapsacks(problem: Assignment) -> list[Knapsack]:
    """Return the outermost limits whose hull says more than the limits themselves."""
    binding = {
        i: _Use.of(problem, limit)
        for i, limit in enumerate(problem.limits)
        if _can_bind(problem, limit)
    }
    around = _nested(binding)
    return [
        _knapsack(problem, binding, around, i)
        for i, use in binding.items()
        if i not in around and use.weight.max() > 1
    ]


@dataclass(frozen=True)
class _Use:
    """What the pairs of a limit use of it, those that use nothing left out."""

    members: IntArray
    weight: IntArray
    place: IntArray
    places: frozenset[int]
    capacity: int

    @classmethod
    def of(cls, problem: Assignment, limit: Limit) -> _Use:
        used = limit.weight > 0
        place = problem.place[limit.members[used]]
        return cls(
            members=limit.members[used],
            weight=limit.weight[used],
            place=place,
            places=frozenset(place.tolist()),
            capacity=limit.capacity,
        )

    def inside(self, other: _Use) -> bool:
        """Whether this limit lies inside another."""
        if not self.places <= other.places:
            return False
        there = np.isin(other.place, np.array(sorted(self.places)))
        return np.array_equal(self.members, other.members[there]) and np.array_equal(
            self.weight, other.weight[there]
        )


def _can_bind(problem: Assignment, limit: Limit) -> bool:
    """Whether the places could hold more than the capacity."""
    most: dict[int, int] = {}
    for place, weight in zip(
        problem.place[limit.members].tolist(), limit.weight.tolist(), strict=True
    ):
        most[place] = max(most.get(place, 0), weight)
    return sum(int(problem.units[p]) * w for p, w in most.items()) > limit.capacity


def _nested(uses: dict[int, _Use]) -> dict[int, int]:
    """Return the smallest limit around each limit, by index, of those that lie inside one."""
    order = sorted(uses, key=lambda i: (len(uses[i].places), uses[i].capacity, i))
    having: dict[int, list[int]] = {}  # per place, the limits that count it, in order
    for i in order:
        for place in uses[i].places:
            having.setdefault(place, []).append(i)
    around = {}
    for i in order:
        there = having[min(uses[i].places)]
        for larger in there[there.index(i) + 1 :]:
            if uses[i].inside(uses[larger]):
                around[i] = larger
                break
    return around


def _knapsack(
    problem: Assignment, uses: dict[int, _Use], around: dict[int, int], outermost: int
) -> Knapsack:
    """Return the knapsack of an outermost limit."""
    use = uses[outermost]
    cells, cell = np.unique(np.stack([use.place, use.weight]), axis=1, return_inverse=True)
    places, starts = np.unique(cells[0], return_index=True)
    limits = list(_inner_first(around, outermost))
    owner = np.zeros(places.size, dtype=np.int64)
    for m, i in reversed(list(enumerate(limits))):
        owner[np.isin(places, np.array(sorted(uses[i].places)))] = m
    return Knapsack(
        members=use.members,
        cell=cell.astype(np.int64).ravel(),
        size=cells[1],
        places=places,
        starts=np.append(starts, cells.shape[1]).astype(np.int64),
        units=problem.units[places],
        limits=np.array(limits, dtype=np.int64),
        capacities=np.array([uses[i].capacity for i in limits], dtype=np.int64),
        parents=np.array(
            [limits.index(around[i]) if i in around else -1 for i in limits], dtype=np.int64
        ),
        owner=owner,
    )


def _inner_first(around: dict[int, int], outermost: int) -> Iterator[int]:
    """Yield the limits inside a limit, those inside another before it, and the limit last."""
    for inner in sorted(i for i, outer in around.items() if outer == outermost):
        yield from _inner_first(around, inner)
    yield outermost
