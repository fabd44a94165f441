"""Why a household was left out of a plan: the reason and its detail (rules.md 1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from allocator.formulate import Case, IntArray
from allocator.rules.blocked_counts import blocked_counts
from allocator.rules.pair_rules import PAIR_RULES
from allocator.rules.remaining import Remaining


@dataclass(frozen=True)
class LeftOut:
    """A household left out: the reason, and what it rests on.

    ``blocked`` counts, for ``no_home``, the home rows that each rule blocks; ``limits`` names,
    for ``limit``, the limits in the way at the possible homes with a free unit; ``homes`` are
    the positions of possible homes: those that stand open for ``choice``, those with a free
    unit for ``limit``, all of them for ``priority``.
    """

    household: int
    reason: Literal["no_home", "limit", "choice", "priority"]
    blocked: tuple[tuple[str, int], ...] = ()
    limits: tuple[str, ...] = ()
    homes: tuple[int, ...] = ()

    def detail(self, names: list[str]) -> str:
        """Return the column ``detail``; ``names`` are the ids of the homes."""
        if self.reason == "no_home":
            return "|".join(f"{code}:{n}" for code, n in self.blocked)
        if self.reason == "limit":
            return "|".join(self.limits)
        return "|".join(names[p] for p in self.homes) if self.reason == "choice" else ""


def left_out(case: Case, household: IntArray, home: IntArray) -> tuple[LeftOut, ...]:
    """Return the reason of each household that a plan leaves out, in order.

    Parameters
    ----------
    household, home
        Positions of the placed pairs, shape ``(N,)``.
    """
    left = Remaining(case.households, case.homes, case.limits)
    for h, p in zip(household.tolist(), home.tolist(), strict=True):
        left.place(h, p)
    outside = np.setdiff1d(np.arange(len(case.households)), household)
    without = outside[case.possible.possible_homes[outside] == 0]
    counts = blocked_counts(case.households, case.homes, case.context, without)
    blocked = dict(zip(without.tolist(), counts.tolist(), strict=True))
    return tuple(
        _no_home(h, blocked[h]) if h in blocked else _with_homes(case, left, h)
        for h in outside.tolist()
    )


def _no_home(household: int, counts: list[int]) -> LeftOut:
    """No home passes the pair rules: per rule how many homes it blocks."""
    codes = [rule.code for rule in PAIR_RULES]
    blocked = tuple((code, n) for code, n in zip(codes, counts, strict=True) if n)
    return LeftOut(household, "no_home", blocked=blocked)


def _with_homes(case: Case, left: Remaining, household: int) -> LeftOut:
    """Say whether a possible home is free, and whether a limit would be broken there."""
    homes = case.possible.homes_of(household).astype(np.int64)
    free = homes[left.free(household, homes)]
    if free.size == 0:
        return LeftOut(household, "priority", homes=tuple(homes.tolist()))
    within = free[left.within_limits(household, free)]
    if within.size:
        return LeftOut(household, "choice", homes=tuple(within.tolist()))
    names = sorted({name for p in free.tolist() for name in left.limits_broken(household, p)})
    return LeftOut(household, "limit", limits=tuple(names), homes=tuple(free.tolist()))
