"""Solve again near a plan that is known: with pairs forced, or with more capacity.

The tiers of the known plan are relaxed once, each over the hulls of its knapsacks with the
tiers before it held (:mod:`models.relaxation`).  That gives

1. a bound for every pair at once.  With z the relaxation's bound on the first tier and r the
   reduced cost of a pair, no plan with the pair is better than z − |r| (for a maximum), nor
   than z − |r| − |r'| with r' that of a pair of the same household that z counts on; so
   choosing it costs at least the plan's value minus that, rounded to a value that can be;
2. the cuts H3 of all tiers.  They hold for every objective, so that a later solve begins with
   them and needs no column generation of its own;
3. with a plan that has the pair (:mod:`models.repair`), the pairs that can still matter: |r|
   within the distance from z to the worst value that its value allows.

The exact cost of a pair is that of a solve of all tiers with it forced.  It keeps near the
known plan (:mod:`models.guided`), so that most tiers begin with a plan that the relaxation
proves at once.  With more units or a larger limit, the right hand sides of the cuts that are
concerned are computed anew; the known plan is then a plan to begin with.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from models.arrays import BoolArray, IntArray
from models.assignment import Assignment, formulate, is_feasible, one_place_name
from models.budget import Budget
from models.capacity import Capacity, Prices
from models.core import ByPatterns, CoreSolver
from models.cuts import ByCuts, Cut
from models.grouping import Pairs, Within
from models.highs import Backend
from models.hull import whole_prices
from models.knapsack import Knapsack
from models.left import Left
from models.lexicographic import Stage, merge_plan, solve_merged, whole_bound
from models.linear import LinearModel
from models.merge import merge_places, split_places
from models.outcome import Outcome
from models.repair import fill, repair
from models.tiers import Fixed, Tier
from models.tight import Tight


class Known:
    """A plan that is known, relaxed once, to be solved again near it.

    Parameters
    ----------
    problem, tiers
        As they were solved.
    plan
        The plan, shape ``(E,)``.
    best
        The best value of each tier at its stage.
    budget
        For the relaxations; without the later ones solving again is only slower.
    """

    def __init__(
        self,
        problem: Assignment,
        tiers: Sequence[Tier],
        plan: BoolArray,
        best: Sequence[int],
        backend: Backend,
        budget: Budget,
    ) -> None:
        self._original = problem
        self._problem, self._tiers, self._leader = merge_places(problem, tiers)
        self._merged_pair = _merged_pairs(problem, self._leader)
        self._plan = merge_plan(problem, self._leader, plan)
        self._backend = backend
        self._found: dict[tuple[int, bytes], Cut] = {}
        self._relaxations = self._relax(best, budget)
        self._first = next(self._relaxations, None)

    @property
    def alike(self) -> IntArray:
        """The first of the places that are alike to each place, shape ``(P,)``."""
        return self._leader

    def least_losses(self) -> IntArray:
        """Return what choosing each pair costs at least in the first tier, shape ``(E,)``.

        0 where the plan has the pair, and never less than 0: only a plan that is not proven
        could be improved on.
        """
        loss = np.zeros(self._problem.pairs, dtype=np.int64)
        if self._first is not None:
            tier, tight = self._tiers[0], self._first
            value, sign = tier.value(self._plan), 1 if tier.sense == "max" else -1
            held = tight.at[: loss.size] > 0.5
            against = np.maximum(0.0, np.abs(tight.reduced_costs[: loss.size]) - tight.safety)
            # Who is in one place is in no other, so a pair also goes against those held.
            leaving = np.zeros(self._problem.households)
            np.add.at(leaving, self._problem.household[held], against[held])
            cost = np.where(held, 0.0, against + leaving[self._problem.household])
            for c in np.unique(cost).tolist():
                bound = whole_bound(tier, tight.bound - sign * c)
                loss[cost == c] = 0 if bound is None else max(0, sign * (value - bound))
        loss[self._plan] = 0
        of_pair: IntArray = loss[self._merged_pair]
        return of_pair

    def allows(self, pair: int) -> bool:
        """Whether any plan has a pair, given by position, with what is forced already."""
        original = _with_forced(self._original, pair)
        return is_feasible(original, original.forced)

    def with_pair(self, pair: int, budget: Budget) -> Outcome | None:
        """Solve again with a pair forced, given by position; ``None`` when no plan has it."""
        if not self.allows(pair):
            return None
        original = _with_forced(self._original, pair)
        problem = _with_forced(self._problem, int(self._merged_pair[pair]))
        start = repair(problem, self._gain(), self._plan)
        assert start is not None  # noqa: S101 - what is forced is feasible before the merge
        left = Left.all_of(problem)
        if self._first is not None:
            worst = self._tiers[0].worst_allowed(self._tiers[0].value(start))
            left.narrow(np.arange(problem.pairs), _within(problem, self._first, worst))
        outcome = self._solve(problem, start, left, budget)
        return self._split(outcome, original, pair)

    def with_capacity(
        self, more: Capacity, budget: Budget, without: int | None = None
    ) -> Outcome | None:
        """Solve again with more capacity, if asked without placing one household.

        ``None`` when that household is forced somewhere, so that no plan is without it.
        """
        problem, left, start = self._enlarged(more), Left.all_of(self._problem), self._plan
        if without is not None:
            its = problem.household == without
            if problem.forced[its].any():
                return None
            left.active[its] = False
            start = start & ~its
        return self._split(self._solve(problem, start, left, budget), more.added_to(self._original))

    def first_at_least(self, more: Capacity) -> int:
        """Return what the first tier comes to at least with more capacity: who fits comes in.

        Oriented so that more is better.
        """
        problem, plan = self._enlarged(more), self._plan.copy()
        fill(problem, self._gain(), plan)
        return max(self._value_of(self._plan), self._value_of(plan))

    def _value_of(self, plan: BoolArray) -> int:
        """Return the value of a plan in the first tier, more being better."""
        tier = self._tiers[0]
        return tier.value(plan) if tier.sense == "max" else -tier.value(plan)

    def first_with(self, more: Capacity, budget: Budget) -> int | None:
        """Return the best value of the first tier with more capacity; ``None`` when cut off.

        Oriented so that more is better.
        """
        problem = self._enlarged(more)
        left = Left.all_of(problem)
        stage = self._solve(problem, self._plan, left, budget, first=True).stages[0]
        sign = 1 if self._tiers[0].sense == "max" else -1
        return sign * stage.best if stage.optimal else None

    def prices(self, household: int) -> Prices:
        """Return what more capacity is worth at most when a household must be placed.

        From the plain relaxation of the first tier.  ``bound`` is infinite when the household
        can be placed nowhere.
        """
        units = np.zeros(self._problem.units.size)
        limits = np.zeros(len(self._problem.limits))
        model = _placing(self._problem, self._tiers[0], household)
        sign = 1.0 if model.sense == "max" else -1.0
        relaxation = self._backend.open_lp(model).solve(Budget())
        if relaxation is None:
            return Prices(math.inf, units, limits)
        for name, dual in zip(model.rows, relaxation.duals.tolist(), strict=True):
            label, _, index = name.rstrip(")").partition("(")
            if label == "C2_units":
                units[int(index[1:])] = max(0.0, sign * dual)
            elif label == "C5_limit":
                limits[int(index[1:])] = max(0.0, sign * dual)
        units[self._problem.one_kind] = math.inf  # their units stand in C3 too
        return Prices(sign * relaxation.objective, units[self._leader], limits)

    def most_with(self, household: int, more: Capacity, budget: Budget) -> float:
        """Return a bound on the first tier with a household placed and more capacity.

        Oriented so that more is better; infinite when nothing is known.
        """
        problem, tier = self._enlarged(more), self._tiers[0]
        model = _placing(problem, tier, household)
        relax = ByCuts.of(problem, self._cuts, self._backend)
        stage = Stage(problem, tier, (), self._plan)
        tight = relax(model, np.arange(problem.pairs), stage, budget)
        if tight is None:
            return math.inf
        bound = whole_bound(tier, tight.bound)
        assert bound is not None  # noqa: S101 - the bound of a relaxation is finite
        return bound if tier.sense == "max" else -bound

    def _enlarged(self, more: Capacity) -> Assignment:
        """Return the merged problem with more capacity."""
        units: dict[int, int] = {}
        for place, added in more.units.items():
            leader = int(self._leader[place])
            units[leader] = units.get(leader, 0) + added
        return replace(more, units=units).added_to(self._problem)

    def prepare(self) -> None:
        """Relax the tiers after the first: once, and at the latest for the first solve."""
        for _ in self._relaxations:
            pass

    @property
    def _cuts(self) -> list[Cut]:
        """The cuts of all tiers."""
        self.prepare()
        return list(self._found.values())

    def _relax(self, best: Sequence[int], budget: Budget) -> Iterator[Tight]:
        """Relax one tier after the other, those before it held, and keep their cuts."""
        problem, left = self._problem, Left.all_of(self._problem)
        fixed: tuple[Fixed, ...] = ()
        relax: ByPatterns | None = None
        for tier, value in zip(self._tiers, best, strict=True):
            stage = Stage(problem, tier, fixed, self._plan)
            part = left.part(stage)
            if part is None or budget.exhausted:
                return
            relax = relax or ByPatterns.of(problem, self._backend)
            tight = relax(part.model, part.position, stage, budget)
            if tight is None:
                return
            self._keep_cuts(relax.sacks, tight)
            yield tight
            worst = tier.worst_allowed(value)
            fixed = (*fixed, Fixed(tier, worst))
            left.narrow(part.kept, _within(part.stage.problem, tight, worst))

    def _keep_cuts(self, sacks: Sequence[Knapsack], tight: Tight) -> None:
        """Keep the inequalities H3 of a relaxation, each once."""
        for sack, price in zip(sacks, tight.prices, strict=True):
            coefficient = whole_prices(price)
            if coefficient is not None:
                key = sack.limit, coefficient.tobytes()
                self._found[key] = Cut(sack.limit, coefficient)

    def _solve(
        self,
        problem: Assignment,
        start: BoolArray,
        left: Left,
        budget: Budget,
        *,
        first: bool = False,
    ) -> Outcome:
        """Solve all tiers of a changed problem, or the first, near the known plan."""
        relax = ByCuts.of(problem, self._cuts, self._backend)
        solver = CoreSolver(self._backend, relax, left, guide=self._plan)
        tiers = self._tiers[:1] if first else self._tiers
        return solve_merged(problem, tiers, start, solver, budget)

    def _gain(self) -> IntArray:
        """Return what each merged pair adds to the first tier, more being better."""
        if not self._tiers:
            return np.zeros(self._problem.pairs, dtype=np.int64)
        tier = self._tiers[0]
        return tier.gain if tier.sense == "max" else -tier.gain

    def _split(self, outcome: Outcome, problem: Assignment, pair: int | None = None) -> Outcome:
        """Return the outcome over the pairs before the merge, with ``pair`` where it is forced."""
        chosen = split_places(problem, self._leader, outcome.chosen)
        if pair is not None and not chosen[pair]:
            _seat(problem, chosen, pair)
        return replace(outcome, chosen=chosen)


def _seat(problem: Assignment, chosen: BoolArray, pair: int) -> None:
    """Let a household have a place that is alike to the one it was given in the split."""
    household, place = problem.household[pair], problem.place[pair]
    given = int(np.flatnonzero(chosen & (problem.household == household))[0])
    there = np.flatnonzero(chosen & (problem.place == place))
    if there.size == problem.units[place]:  # full: its last household changes places
        moved = problem.household == problem.household[there[-1]]
        chosen[there[-1]] = False
        chosen[moved & (problem.place == problem.place[given])] = True
    chosen[given], chosen[pair] = False, True


def _placing(problem: Assignment, tier: Tier, household: int) -> LinearModel:
    """Return the model of a tier with one household placed somewhere."""
    model = formulate(problem, tier)
    lower = model.row_lower.copy()
    lower[model.rows.index(one_place_name(household))] = 1.0
    return replace(model, row_lower=lower)


def _within(problem: Assignment, tight: Tight, worst: int) -> Within:
    """Return what plans at least as good as a value can have, by a relaxation over pairs."""
    return Pairs(problem, tight.cuts).within(tight, tight.gap_to(worst))


def _merged_pairs(problem: Assignment, leader: IntArray) -> IntArray:
    """Return the merged pair of each pair, shape ``(E,)``."""
    kept = np.flatnonzero(leader[problem.place] == problem.place)
    key = problem.household * leader.size + problem.place
    wanted = problem.household * leader.size + leader[problem.place]
    return np.searchsorted(key[kept], wanted).astype(np.int64)


def _with_forced(problem: Assignment, pair: int) -> Assignment:
    """Return the problem with one more pair forced."""
    forced = problem.forced.copy()
    forced[pair] = True
    return replace(problem, forced=forced)
