"""The tiers of a problem in order, and how much worse than its best each may end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from allocator.domain.policy import Policy


@dataclass(frozen=True)
class Ranking:
    """The tiers that are optimised, in order, and those that are only reported.

    ``senses`` gives ``max`` or ``min`` by name.
    """

    senses: Mapping[str, str]
    optimised: tuple[str, ...]
    reported: tuple[str, ...]
    policy: Policy

    def allowance(self, tier: str, best: int) -> int:
        """Return how much worse than ``best`` a tier may end: floor(|best|·p/100) + slack."""
        percent = Fraction(self.policy.tolerance.get(tier, 0))
        return floor(abs(best) * percent / 100) + self.policy.slack.get(tier, 0)

    def better(self, tier: str, one: int, other: int) -> bool:
        """Return whether one value of a tier is strictly better than another."""
        return one > other if self.senses[tier] == "max" else one < other
