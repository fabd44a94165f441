"""From an instance and its rules to the arrays of the formulation, and back.

The only place where people and places become indices: household i and home j of
``models.assignment`` are the i-th and j-th of ``allocator.rules.columns``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt

from allocator.domain.instance import Instance
from allocator.domain.policy import MATCHING_TIERS, Policy
from allocator.domain.prices import Prices
from allocator.errors import NoPlan
from allocator.rules.columns import Context, HomeColumns, HouseholdColumns, columns
from allocator.rules.conflict import conflict
from allocator.rules.eligibility import Eligibility, find, with_pairs
from allocator.rules.fit import fit
from allocator.rules.limits import Limit, Share, limits, locks, previous, shares
from allocator.rules.measures import lottery, relocates, spare_persons, urgency
from allocator.rules.prices import scarcity
from models.assignment import Assignment
from models.assignment import Limit as Capacity
from models.tiers import Excess, Tier

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

# Pairs measured at one time: bounds the memory for their columns.
CHUNK = 200_000

SENSES = {
    "waiting": "max",
    "relocations": "min",
    "stability": "min",
    "fit": "max",
    "spread": "min",
    "occupancy": "min",
    "lottery": "max",
}
AHEAD = "scarcity"
"""The tier of a plan that looks ahead: what it costs later, to be minimised after ``waiting``."""


@dataclass(frozen=True)
class Case:
    """The matching round of an instance over columns.

    ``possible`` are the pairs that pass the pair rules; ``pairs`` also holds the locked ones.
    With ``prices`` it looks ahead.
    """

    instance: Instance
    households: HouseholdColumns
    homes: HomeColumns
    context: Context
    possible: Eligibility
    pairs: Eligibility
    limits: tuple[Limit, ...]
    shares: tuple[Share, ...]
    locks: tuple[IntArray, IntArray]
    prices: Prices | None = None

    @cached_property
    def key(self) -> IntArray:
        """Sorted key of each pair, shape ``(E,)``."""
        return self.key_of(self.pairs.household, self.pairs.home)

    def key_of(self, household: npt.ArrayLike, home: npt.ArrayLike) -> IntArray:
        """Return the keys of pairs of positions."""
        key: IntArray = np.asarray(household, dtype=np.int64) * len(self.homes) + np.asarray(home)
        return key

    def chosen(self, household: IntArray, home: IntArray) -> BoolArray:
        """Return pairs of positions as a choice among all pairs, shape ``(E,)``."""
        return np.isin(self.key, self.key_of(household, home))


def lay_out(instance: Instance, prices: Prices | None = None) -> Case:
    """Lay an instance out over columns, with its possible pairs and limits.

    Parameters
    ----------
    prices
        What things cost later, for a plan that looks ahead.

    Raises
    ------
    NoPlan
        When locks break limits together.
    """
    h, p, c = columns(instance)
    locked = locks(instance, h, p)
    bounds = limits(instance, h, p, c)
    contradiction = conflict(bounds, locked, h, p)
    if contradiction is not None:
        raise NoPlan(contradiction)
    possible = find(h, p, c)
    return Case(
        instance=instance,
        households=h,
        homes=p,
        context=c,
        possible=possible,
        pairs=with_pairs(possible, *locked),
        limits=bounds,
        shares=shares(instance, h, p, c),
        locks=locked,
        prices=prices,
    )


def assignment(case: Case) -> Assignment:
    """Return the formulation's data."""
    by_home = _PairsByHome(case)
    return Assignment(
        household=case.pairs.household.astype(np.int64),
        place=case.pairs.home.astype(np.int64),
        households=len(case.households),
        units=case.homes.units,
        kind=case.households.gender,
        one_kind=case.homes.one_gender,
        limits=tuple(
            Capacity(bound.name, *by_home.weighed(bound.homes, bound.weight), bound.capacity)
            for bound in case.limits
        ),
        forced=case.chosen(*case.locks),
    )


def tier_order(
    policy: Policy, *, has_previous: bool, ahead: bool = False
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the tiers to optimise, in order, and of those only reported.

    Looking ahead comes directly after ``waiting``, and first where that is not optimised.
    """
    known = [name for name in MATCHING_TIERS if has_previous or name != "stability"]
    optimised = [name for name in policy.tiers.matching if name in known]
    reported = tuple(name for name in known if name not in optimised)
    if ahead:
        optimised.insert(optimised.index("waiting") + 1 if "waiting" in optimised else 0, AHEAD)
    return tuple(optimised), reported


def tiers_of(case: Case) -> tuple[tuple[Tier, ...], tuple[Tier, ...]]:
    """Return the tiers of a case that are optimised, in order, and those only reported."""
    instance = case.instance
    optimised, reported = tier_order(
        instance.policy, has_previous=bool(instance.previous), ahead=case.prices is not None
    )
    return tiers(case, optimised), tiers(case, reported)


def tiers(case: Case, names: Sequence[str]) -> tuple[Tier, ...]:
    """Return tiers by name, with the tolerance and slack of the policy."""
    policy = case.instance.policy
    made = []
    for name in names:
        gain, constant, excesses = _GAINS[name](case)
        made.append(
            Tier(
                name=name,
                sense="max" if SENSES.get(name) == "max" else "min",
                gain=gain,
                constant=constant,
                excesses=excesses,
                tolerance=policy.tolerance.get(name, Decimal(0)),
                slack=policy.slack.get(name, 0),
            )
        )
    return tuple(made)


Measure = Callable[[HouseholdColumns, HomeColumns, Context], npt.NDArray[np.generic]]
Gain = tuple[IntArray, int, tuple[Excess, ...]]


def measure(case: Case, of_pair: Measure) -> IntArray:
    """Return a measure of every pair, shape ``(E,)``, a part of them at a time."""
    parts = [np.zeros(0, dtype=np.int64)]
    for at in range(0, len(case.pairs), CHUNK):
        some = slice(at, at + CHUNK)
        h = case.households.take(case.pairs.household[some].astype(np.int64))
        p = case.homes.take(case.pairs.home[some].astype(np.int64))
        parts.append(np.asarray(of_pair(h, p, case.context)).astype(np.int64))
    return np.concatenate(parts)


def _of_household(
    values: Callable[[HouseholdColumns, Context], IntArray],
) -> Callable[[Case], Gain]:
    """Return the gain of a measure of the household alone."""

    def gain(case: Case) -> Gain:
        return values(case.households, case.context)[case.pairs.household], 0, ()

    return gain


def _of_pair(of_pair: Measure) -> Callable[[Case], Gain]:
    """Return the gain of a measure of the pair."""
    return lambda case: (measure(case, of_pair), 0, ())


def _relocated_persons(h: HouseholdColumns, p: HomeColumns, c: Context) -> npt.NDArray[np.generic]:
    """Persons of pairs that lead to a move that could be avoided."""
    return np.where(relocates(h, p, c), h.persons, 0)


def _stability(case: Case) -> Gain:
    """Previous proposals that are still possible and not kept."""
    household, home = previous(case.instance, case.households, case.homes)
    possible = case.key_of(case.possible.household, case.possible.home)
    before = case.key_of(household, home)
    kept = np.isin(case.key, before[np.isin(before, possible)])
    return -kept.astype(np.int64), int(kept.sum()), ()


def _spread(case: Case) -> Gain:
    """Persons above the fair share of each wijk."""
    by_home = _PairsByHome(case)
    excesses = tuple(
        Excess(*by_home.weighed(share.homes, share.weight), share.base) for share in case.shares
    )
    return np.zeros(len(case.pairs), dtype=np.int64), 0, excesses


def _scarcity(case: Case) -> Gain:
    """Cost of the pairs later."""
    if case.prices is None:
        raise ValueError("without prices there is no tier scarcity")
    cost = scarcity(
        case.households,
        case.homes,
        household=case.pairs.household.astype(np.int64),
        home=case.pairs.home.astype(np.int64),
        limits=case.limits,
        prices=case.prices,
    )
    return cost, 0, ()


_GAINS: dict[str, Callable[[Case], Gain]] = {
    AHEAD: _scarcity,
    "waiting": _of_household(urgency),
    "relocations": _of_pair(_relocated_persons),
    "stability": _stability,
    "fit": _of_pair(fit),
    "spread": _spread,
    "occupancy": _of_pair(spare_persons),
    "lottery": _of_household(lottery),
}


class _PairsByHome:
    """Finds the pairs of some homes without looking at all pairs."""

    def __init__(self, case: Case) -> None:
        self._household = case.pairs.household
        self._order = np.argsort(case.pairs.home, kind="stable").astype(np.int64)
        homes = np.arange(len(case.homes) + 1)
        self._starts = np.searchsorted(case.pairs.home[self._order], homes)

    def weighed(self, homes: IntArray, weight: IntArray) -> tuple[IntArray, IntArray]:
        """Return the pairs of some homes whose household has a weight, and the weights."""
        parts = [self._order[self._starts[p] : self._starts[p + 1]] for p in homes.tolist()]
        members = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *parts]))
        weights = weight[self._household[members]]
        return members[weights > 0], weights[weights > 0]
