"""What would house a household that was left out: the smallest change, computed.

A change has parts of some kinds, each an amount: more homes like one in the list, more
persons or households within a limit.  Smaller is fewer kinds, then fewer units (homes,
persons, placements), then the order of ``KINDS``.  A change makes room for this household and
no more: one home, or within a limit at most its own persons, or one placement.  Looked at are
all changes of one kind, and those of two kinds about one possible home of the household: one
more of it, and more within its limits.  (With more room than that others come in as well, and
sooner or later this household: that is a question for planners, not an explanation.)

A change does it when every best plan of the changed week places the household.  Three tests,
from quick to exact, tell which changes do not:

1. prices: with the household placed, the first tier is at most what the plain relaxation and
   its prices of more capacity allow; when that is worse than the plan, no best plan has it;
2. the relaxation with the change and the known inequalities, likewise.  With less of the same
   kinds it is no better, so the largest amounts are tried first.  What the plan is at least with
   the change, when those who fit now simply come in, is enough to go by;
3. the week solved again with the change, exactly: the first tier, then all of them, with the
   household and without it.

When no such change does it, others go first, and another priority does it: a decision that
places it in the possible
home where that costs the plan least.  A household without any possible home needs rules set
aside as well: the fewest.

A change is computed for one household alone: made for two, it may house neither.  Where tiers
have a tolerance, "every best plan" is judged by the best values at their stages only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from allocator.errors import NoPlan
from allocator.explain.alternatives import losses
from allocator.explain.change import KINDS, Kind, Part, beyond_limits, changed
from allocator.explain.known import KnownPlan
from allocator.formulate import lay_out
from allocator.rules.measures import counted_persons
from allocator.rules.pair_rules import blocking_codes
from models.budget import Budget
from models.capacity import Capacity, Prices
from models.outcome import Outcome

# Limits that count persons; the others count households.
IN_PERSONS = ("draagkracht", "complex")
# What a sum of prices, which are floats, may be off by; values are integers.
ROUNDING = 0.01


@dataclass(frozen=True)
class Help:
    """What would house a household.

    ``parts`` is empty when nothing that was looked at does; ``complete`` is false when the
    time was up before the answer was known.
    """

    household: int
    parts: tuple[Part, ...]
    complete: bool = True


@dataclass(frozen=True)
class _Lever:
    """Something of which there can be more: units of a home, or room in a limit.

    ``index`` is that of the home or the limit, ``homes`` are those that it is about, and
    ``beyond`` is how much a limit needs before there is any room at all.
    """

    kind: Kind
    subject: str
    index: int
    homes: frozenset[int]
    beyond: int = 0


Change = tuple[tuple[_Lever, int], ...]


class Helper:
    """Finds what would house the households that a plan leaves out."""

    def __init__(self, plan: KnownPlan) -> None:
        self._plan = plan
        self._levers = _levers(plan)
        self._lows: dict[Change, int] = {}
        self._firsts: dict[Change, int] = {}
        self._solved: dict[Change, Outcome] = {}

    def help(self, household: int, budget: Budget, *, which_home: bool = True) -> Help:
        """Return what would house a household, given by position.

        Without ``which_home`` another priority names no home, which saves the time to compare
        them.
        """
        plan = self._plan
        if not plan.case.possible.possible_homes[household]:
            return _without_home(plan, household)
        if plan.tiers:
            for change, most in self._changes(household, budget):
                if self._houses(household, change, most, budget):
                    return Help(household, tuple(sorted(_part(*step) for step in change)))
        if budget.exhausted:
            return Help(household, (), complete=False)
        if not which_home and any(
            plan.known.allows(at) for at in plan.pairs_of(household=household).tolist()
        ):
            return Help(household, (Part("priority", ""),))
        return _by_priority(plan, household, budget)

    def _changes(self, household: int, budget: Budget) -> Iterator[tuple[Change, float]]:
        """Yield the changes that could do it, from the smallest on.

        With each what the first tier is at most with the household placed.
        """
        case = self._plan.case
        homes = set(case.possible.homes_of(household).tolist())
        prices = self._plan.known.prices(household)
        persons = int(counted_persons(case.households.one(household), case.context)[0])
        single = [(lever,) for lever in self._levers]
        double = [
            pair for pair in combinations(self._levers, 2) if homes & pair[0].homes & pair[1].homes
        ]
        for levers in (single, double):
            found = [
                (change, most)
                for some in levers
                if (most := self._most(household, _largest(some, persons), prices, budget))
                >= self._value()
                for change in _amounts(some, persons)
                if prices.most(_capacity(change)) + ROUNDING >= self._at_least(change)
            ]
            yield from sorted(found, key=lambda one: _size(one[0]))

    def _value(self) -> int:
        """Return the plan's value in the first tier, more being better."""
        value = self._plan.values[0]
        return value if self._plan.tiers[0].sense == "max" else -value

    def _most(self, household: int, change: Change, prices: Prices, budget: Budget) -> float:
        """Return what the first tier is at most with a change and the household placed."""
        more = _capacity(change)
        if budget.exhausted or prices.most(more) + ROUNDING < self._value():
            return -math.inf
        return self._plan.known.most_with(household, more, budget)

    def _at_least(self, change: Change) -> int:
        """Return what the first tier is at least with a change, whoever is placed."""
        if change not in self._lows:
            self._lows[change] = self._plan.known.first_at_least(_capacity(change))
        return self._lows[change]

    def _houses(self, household: int, change: Change, most: float, budget: Budget) -> bool:
        """Whether every best plan with a change places the household.

        ``most`` is what the first tier is at most when it does.
        """
        known, more = self._plan.known, _capacity(change)
        if most < self._at_least(change):
            return False
        first = self._first(change, budget)
        if first is None or most < first or known.most_with(household, more, budget) < first:
            return False
        best = self._best(change, budget)
        if best is None or household not in self._plan.households_of(best.chosen):
            return False
        other = known.with_capacity(more, budget, without=household)
        if other is None:
            return True
        return other.optimal and [s.best for s in other.stages] != [s.best for s in best.stages]

    def _first(self, change: Change, budget: Budget) -> int | None:
        """Return the best value of the first tier with a change; ``None`` when time is up."""
        if change not in self._firsts and not budget.exhausted:
            first = self._plan.known.first_with(_capacity(change), budget)
            if first is not None:
                self._firsts[change] = first
        return self._firsts.get(change)

    def _best(self, change: Change, budget: Budget) -> Outcome | None:
        """Return the best plan with a change; ``None`` when time is up."""
        if change not in self._solved and not budget.exhausted:
            outcome = self._plan.known.with_capacity(_capacity(change), budget)
            if outcome is not None and outcome.optimal:
                self._solved[change] = outcome
        return self._solved.get(change)


def _levers(plan: KnownPlan) -> list[_Lever]:
    """Return everything of which there can be more; of homes that are alike only the first."""
    case = plan.case
    alike = plan.known.alike
    found = [
        _Lever("units", str(case.homes.id[p]), p, frozenset(np.flatnonzero(alike == p).tolist()))
        for p in np.unique(alike[case.pairs.home]).tolist()
    ]
    most = beyond_limits(case.instance)
    for i, limit in enumerate(case.limits):
        found.append(
            _Lever(
                limit.kind,
                limit.subject,
                i,
                frozenset(limit.homes.tolist()),
                beyond=most[limit.name],
            )
        )
    return found


def _most(lever: _Lever, persons: int) -> int:
    """Return what makes room for one household of so many counted persons."""
    return persons if lever.kind in IN_PERSONS else 1


def _amounts(levers: tuple[_Lever, ...], persons: int) -> Iterator[Change]:
    """Yield all changes with these levers."""
    ranges = [range(1, _most(lever, persons) + 1) for lever in levers]
    for amounts in product(*ranges):
        yield tuple(zip(levers, amounts, strict=True))


def _largest(levers: tuple[_Lever, ...], persons: int) -> Change:
    """Return the change with the most of these levers."""
    return tuple((lever, _most(lever, persons)) for lever in levers)


def _capacity(change: Change) -> Capacity:
    """Return a change as capacity over indices."""
    return Capacity(
        units={lever.index: n for lever, n in change if lever.kind == "units"},
        limits={lever.index: n for lever, n in change if lever.kind != "units"},
    )


def _part(lever: _Lever, amount: int) -> Part:
    return Part(lever.kind, lever.subject, lever.beyond + amount)


def _size(change: Change) -> tuple[object, ...]:
    """Return what orders changes of as many kinds: units, then kinds and subjects."""
    parts = [_part(*step) for step in change]
    named = [(KINDS.index(part.kind), part.subject, part.amount) for part in parts]
    return sum(part.amount for part in parts), sorted(named)


def _by_priority(plan: KnownPlan, household: int, budget: Budget) -> Help:
    """Return the decision that houses a household at the least cost to the plan."""
    least = plan.known.least_losses()
    places = [(int(least[at]), at) for at in plan.pairs_of(household=household).tolist()]
    best: tuple[list[int], int] | None = None
    for bound, at in sorted(places):
        if best and best[0] and bound > best[0][0]:
            break
        outcome = plan.known.with_pair(at, budget)
        if outcome is None:
            continue
        if not outcome.optimal:
            return Help(household, (), complete=False)
        cost = losses(plan, outcome.values)
        if best is None or cost < best[0]:
            best = cost, at
    if best is None:
        return Help(household, ())
    home = str(plan.case.homes.id[plan.case.pairs.home[best[1]]])
    return Help(household, (Part("priority", home),))


def _without_home(plan: KnownPlan, household: int) -> Help:
    """Return the fewest rules to set aside, by a decision, for who has no possible home."""
    case = plan.case
    blocked = [
        (blocking_codes(case.households, case.homes, case.context, household=household, home=p), p)
        for p in range(len(case.homes))
    ]
    name = str(case.households.id[household])
    for codes, p in sorted(blocked, key=lambda found: len(found[0])):
        home = Part("priority", str(case.homes.id[p]))
        parts = (*(Part("rule", code) for code in codes), home)
        try:
            lay_out(changed(case.instance, name, parts))
        except NoPlan:
            continue
        return Help(household, parts)
    return Help(household, ())
