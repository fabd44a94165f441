"""More capacity: units of places and room within limits, and what it is worth at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from models.arrays import FloatArray
from models.assignment import Assignment


@dataclass(frozen=True)
class Capacity:
    """More capacity: units by place, and capacity by limit, both by index."""

    units: Mapping[int, int] = field(default_factory=dict)
    limits: Mapping[int, int] = field(default_factory=dict)

    def added_to(self, problem: Assignment) -> Assignment:
        """Return the problem with this capacity added."""
        units = problem.units.copy()
        for place, more in self.units.items():
            units[place] += more
        limits = tuple(
            replace(limit, capacity=limit.capacity + self.limits.get(i, 0))
            for i, limit in enumerate(problem.limits)
        )
        return replace(problem, units=units, limits=limits)


@dataclass(frozen=True)
class Prices:
    """What more capacity is worth at most: ``bound + Σ price·more``, more being better.

    ``units`` has shape ``(P,)`` and ``limits`` one entry per limit.
    """

    bound: float
    units: FloatArray
    limits: FloatArray

    def most(self, more: Capacity) -> float:
        """Return the bound with more capacity."""
        return (
            self.bound
            + sum(float(self.units[p]) * n for p, n in more.units.items())
            + sum(float(self.limits[i]) * n for i, n in more.limits.items())
        )
