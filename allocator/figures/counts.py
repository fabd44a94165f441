"""How many households a plan places and leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Counted(Protocol):
    """What is counted of a household."""

    @property
    def persons(self) -> int:
        """Persons of the household today."""


@dataclass(frozen=True)
class Count:
    """Households and their persons."""

    households: int = 0
    persons: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of some households: those placed and those left out."""

    placed: Count = Count()
    left_out: Count = Count()

    @property
    def households(self) -> int:
        """All households, placed or not."""
        return self.placed.households + self.left_out.households

    @property
    def persons(self) -> int:
        """All persons, placed or not."""
        return self.placed.persons + self.left_out.persons

    @property
    def share(self) -> float | None:
        """Placed households as a fraction of all, ``None`` when there are none."""
        return self.placed.households / self.households if self.households else None


def count(rows: Iterable[Counted]) -> Count:
    """Return how many households and persons some rows hold."""
    persons = [row.persons for row in rows]
    return Count(len(persons), sum(persons))


def outcome(placed: Iterable[Counted], left_out: Iterable[Counted]) -> Outcome:
    """Return what became of the households of some rows."""
    return Outcome(count(placed), count(left_out))
