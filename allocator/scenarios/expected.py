"""How many households and homes of a kind are to come: counted over samples of the coming weeks.

Never said of one household: only of homes, how many are expected that need one like it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules.needs import need_of, needs
from allocator.scenarios.coming import Coming


@dataclass(frozen=True)
class Expected:
    """Of a home: the need that it meets, and how many households and homes of that are to come."""

    need: str
    households: int
    homes: int


def expected(instance: Instance, samples: Sequence[Coming]) -> Mapping[str, Expected]:
    """Return for each home what is to come, on average over the samples, rounded."""
    found: dict[str, Expected] = {}
    known: dict[str, tuple[int, int]] = {}
    for home in instance.homes:
        need = need_of(home)
        if need not in known:
            known[need] = (
                _mean(sum(_needing(week, home) for week in one.households) for one in samples),
                _mean(sum(_alike(week, need) for week in one.homes) for one in samples),
            )
        found[str(home.id)] = Expected(need, *known[need])
    return found


def _needing(households: Iterable[Household], home: Home) -> int:
    """Count those that need such a home on the day they are linked."""
    return sum(needs(h, home, h.koppeldatum) for h in households if h.koppeldatum is not None)


def _alike(homes: Iterable[Home], need: str) -> int:
    return sum(need_of(home) == need for home in homes)


def _mean(counts: Iterable[int]) -> int:
    every = list(counts)
    return round(sum(every) / len(every)) if every else 0
