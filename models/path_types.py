"""Households that are alike in everything, as one type with a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import IntArray
from models.relocation import Aim, Relocation


@dataclass(frozen=True)
class Types:
    """The types of a problem.

    Parameters
    ----------
    of
        Type of each household, shape ``(H,)``; numbered in order of their first household.
    example
        First household of each type, shape ``(K,)``.
    count
        Households of each type, shape ``(K,)``.
    """

    of: IntArray
    example: IntArray
    count: IntArray

    def __len__(self) -> int:
        return int(self.count.size)

    def members(self, k: int) -> IntArray:
        """Return the households of a type, in order."""
        return np.flatnonzero(self.of == k)


def types_of(problem: Relocation, aims: Sequence[Aim]) -> Types:
    """Group the households that no constraint and no aim tells apart.

    Members of a group that keeps together are types of their own.
    """
    number: dict[tuple[object, ...], int] = {}
    of = [
        number.setdefault((*_own(problem, h), *_aims(aims, h)), len(number))
        for h in range(problem.households)
    ]
    _, example, count = np.unique(
        np.array(of, dtype=np.int64), return_index=True, return_counts=True
    )
    return Types(np.array(of, dtype=np.int64), example.astype(np.int64), count.astype(np.int64))


def _own(problem: Relocation, h: int) -> Iterator[object]:
    """Yield what the constraints look at in a household."""
    for column in (problem.persons, problem.first, problem.last, problem.start):
        yield int(column[h])
    yield int(problem.first_need[h])
    for table in (problem.allowed, problem.staying, problem.unplaced, problem.need):
        yield table[h].tobytes()


def _aims(aims: Sequence[Aim], h: int) -> Iterator[object]:
    """Yield what the aims look at in a household."""
    for aim in aims:
        for table in (aim.place, aim.staying, aim.unplaced, aim.move, aim.again):
            yield None if table is None else table[h].tobytes()
        yield aim.moved[h] if aim.moved else None
        yield tuple((sites.tobytes(), cost) for who, sites, cost in aim.leave if who == h)
        yield h if any(h in group for group in aim.groups) else None
