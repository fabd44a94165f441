"""How much of a figure somebody may see.

The team sees households, so it sees every number.  Who may see none, a planner or an auditor,
is not told a number of people from 1 to 4: categories are merged until no number is small, as
:mod:`allocator.figures.merging` says and shows to hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from allocator.figures.counts import Count, Outcome
from allocator.figures.merging import SMALL, Block, Category, Row, merged
from allocator.rounds.use import Actor


class Hidden(Enum):
    """What stands where a number is not told: a few, or all but a few."""

    FEW = "<5"
    ALL_BUT_FEW = "all but <5"


@dataclass(frozen=True)
class AtLeast:
    """What stands where a sum would tell a number that is hidden."""

    n: int


Number = int | Hidden | AtLeast


@dataclass(frozen=True)
class Sight:
    """What somebody may see: ``exact`` numbers, or none from 1 to 4."""

    exact: bool

    @classmethod
    def of(cls, actor: Actor) -> Sight:
        """Return what an actor may see."""
        return cls(actor.role in ("team", "system"))

    def number(self, n: int, of: int | None = None) -> Number:
        """Return a number, or that it is small; with ``of`` the others may not be few either."""
        if self.exact:
            return n
        if 0 < n < SMALL:
            return Hidden.FEW
        if of is not None and 0 < of - n < SMALL:
            return Hidden.ALL_BUT_FEW
        return n

    def total(self, numbers: Iterable[int]) -> Number:
        """Return a sum, or what it is at least when one of the numbers may not be told."""
        every = list(numbers)
        few = [n for n in every if isinstance(self.number(n), Hidden)]
        return AtLeast(sum(every) - sum(few) + len(few)) if few else sum(every)

    def over_time(self, numbers: Iterable[int]) -> tuple[Number, ...]:
        """Return a number that changes; a change of 1 to 4 is told once it has grown to 5."""
        found: list[Number] = []
        last: int | None = None
        for n in numbers:
            told = self.number(n)
            if not isinstance(told, int):
                last = None
            elif self.exact or last is None or n == 0 or not 0 < abs(n - last) < SMALL:
                last = n
            found.append(told if last is None else last)
        return tuple(found)

    def blocks(self, categories: Sequence[Category]) -> tuple[Block, ...]:
        """Return categories that somebody may see apart; those to be merged first come first.

        None when all of them together are too few.
        """
        filled = [c for c in categories if c.outcome.households]
        if self.exact:
            rows = (Row((c.name,), c.outcome.households) for c in filled)
            return tuple(Block((r,), c.outcome) for r, c in zip(rows, filled, strict=True))
        found = merged(categories)
        return () if sum(block.outcome.households for block in found) < SMALL else found

    def counts(self, numbers: Sequence[tuple[str, int]]) -> tuple[tuple[tuple[str, ...], int], ...]:
        """Return names with their number, merged where somebody may not see them apart."""
        blocks = self.blocks([Category(name, Outcome(Count(n, n))) for name, n in numbers])
        return tuple((block.categories, block.outcome.households) for block in blocks)
