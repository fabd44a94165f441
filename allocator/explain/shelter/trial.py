"""What would become of the tiers when a household were put in a place that it could have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allocator.explain.shelter.standing import Standing
from allocator.explain.shelter.without import Without, fits_in
from allocator.rules.arrays import IntArray
from models.relocation import Aim, persons_in


@dataclass(frozen=True)
class Trial:
    """A household in a site in the months ``first`` to ``last``, both included.

    ``changes`` holds by how much each tier would be higher (worse) or lower, in the order of the
    tiers, without those that stay the same.
    """

    site: int
    first: int
    last: int
    changes: tuple[tuple[str, int], ...]

    @property
    def worse(self) -> tuple[str, int] | None:
        """The first tier that gets worse, and by how much."""
        return next(((name, n) for name, n in self.changes if n > 0), None)

    @property
    def explains(self) -> bool:
        """Whether a tier that gets worse goes before all that get better."""
        return bool(self.changes) and self.changes[0][1] > 0


def trial(standing: Standing, aims: Sequence[Aim], row: Without) -> Trial:
    """Return what the longest stay that the household could have would do to the tiers."""
    site, months = _longest(standing, row)
    plan = standing.plan.copy()
    plan[row.household, months.start : months.stop] = site
    found = [(aim.name, _by(standing, aim, row.household, plan)) for aim in aims]
    return Trial(site, months.start, months[-1], tuple((name, n) for name, n in found if n))


def _longest(standing: Standing, row: Without) -> tuple[int, range]:
    """Return the site and months of the longest stay, of equal ones the first."""
    before = (frozenset(), *row.possible)
    stays = [
        (s, _stay(standing, row, s, t, first=first))
        for t, could, known in zip(row.months, row.possible, before, strict=False)
        for s, first in sorted(could - known)
    ]
    return max(stays, key=lambda stay: (len(stay[1]), -stay[1].start, -stay[0]))


def _stay(standing: Standing, row: Without, s: int, begin: int, *, first: bool) -> range:
    """Return the months from one on in which the household could be in a site."""
    h, t = row.household, begin
    first = first and standing.starts_first(h, s, begin)
    while t <= row.last:
        enters = t == begin and int(standing.before[h, t]) != s
        if not fits_in(standing, h, s, t, first=first, enters=enters):
            break
        t += 1
    return range(begin, t)


def _by(standing: Standing, aim: Aim, h: int, plan: IntArray) -> int:
    """Return by how much an aim is higher when one household goes another way."""
    problem, before = standing.problem, standing.plan
    by = aim.of_household(problem, h, plan[h]) - aim.of_household(problem, h, before[h])
    groups = tuple(group for group in aim.groups if h in group)
    if groups:
        together = Aim(groups=groups)
        by += together.value(problem, plan) - together.value(problem, before)
    for share in aim.shares:
        now, then = (persons_in(problem, p, share.sites) for p in (plan, before))
        by += int((np.maximum(0, now - share.most) - np.maximum(0, then - share.most)).sum())
    return by
