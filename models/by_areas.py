"""Solves a stage area by area, with prices; :mod:`models.areas` has the mathematics.

1. Prices begin at the duals of the relaxation of all areas together (:func:`first_prices`).
2. Each area is solved at them (:mod:`models.area_stages`): its plan is offered, its bound is part
   of the bound on the stage.
3. The best offers that go together (:mod:`models.choosing`) are a plan of the stage.  The
   relaxation of that choice has the next prices, in a box around the best so far, larger after
   prices that were better, smaller after others.
4. It ends when the plan is worth the bound, or when the offers tell that no prices in the box are
   better: then none are, as the bound is convex in them.  What is open still is divided
   (:mod:`models.area_search`), as far as that goes.
5. The tier is held in every area, in each of the searches that may have plans as good as the best.
   What stays open is heeded by the tiers after.  Most areas are alike in these searches: each hears
   what areas said in those before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.area_search import Search
from models.area_stages import AreaStages, first_prices, sign
from models.areas import Area
from models.arrays import BoolArray, IntArray
from models.assignment import Assignment
from models.budget import Budget
from models.core import CoreSolver
from models.highs import Backend
from models.lexicographic import SolverFailed, Stage, StageResult, whole_bound

# Of more searches side by side in one stage the tree is not grown further.
MOST_SEARCHES = 32


@dataclass(frozen=True)
class _Branch:
    """The areas of the plans that can still be the best, or a part of those."""

    areas: list[AreaStages]
    must: BoolArray

    @property
    def known(self) -> bool:
        """Whether there is a plan of each area to go on from; not where its search was cut off."""
        return all(one.offers for one in self.areas)

    def offer(self, plan: BoolArray) -> None:
        """Offer a plan in the areas where it keeps the tiers before, shape ``(E,)``."""
        for one in self.areas:
            own = plan[one.area.part.pairs]
            if one.keeps(own):
                one.offer(own)

    def hear(self, other: _Branch) -> None:
        """Take over what the areas said in a search before."""
        for own, its in zip(self.areas, other.areas, strict=True):
            own.hear(its)


class AreaSolver:
    """Solves the stages of one run.

    Parameters
    ----------
    found
        The areas of the problem (:func:`models.areas.areas`).
    """

    def __init__(self, problem: Assignment, found: Sequence[Area], backend: Backend) -> None:
        number = 1 + max(int(one.linking.max(initial=-1)) for one in found)
        areas = [AreaStages(one, CoreSolver(backend)) for one in found]
        self._problem, self._backend = problem, backend
        self._branches = [_Branch(areas, np.zeros(number, dtype=np.bool_))]
        self._complete = True

    def __call__(self, stage: Stage, budget: Budget) -> StageResult:
        """Optimise the tier of a stage; the tiers before it were the stages before."""
        if budget.exhausted:
            return StageResult(stage.plan, None)
        searches: list[Search] = []
        plan = stage.plan
        for i, branch in enumerate(self._branches):
            branch.offer(plan)
            for other in self._branches[:i]:
                branch.hear(other)
            surcharge = np.zeros((len(branch.areas), branch.must.size), dtype=np.int64)
            search = Search(stage, branch.areas, branch.must, surcharge, plan, self._backend)
            prices = first_prices(stage, branch.areas, branch.must, self._backend, budget)
            plan = self._run(search, prices, plan, budget)
            searches.append(search)
        searches, plan = self._grown(searches, plan, budget)
        return self._held(stage, searches, plan, budget)

    def _run(self, search: Search, prices: IntArray, plan: BoolArray, budget: Budget) -> BoolArray:
        """Search from prices on, knowing of a plan; return that or a better one."""
        search.plan = plan
        with budget.within():  # the progress of an area is not that of the stage
            search.run(prices, budget)
        return search.plan

    def _grown(
        self, searches: list[Search], plan: BoolArray, budget: Budget
    ) -> tuple[list[Search], BoolArray]:
        """Divide the search with the best bound, as long as it is open; return what is left."""
        while True:
            for one in searches:
                one.plan = plan
            searches = [one for one in searches if one.lost >= 0]
            if not searches:
                raise SolverFailed("the bounds of all areas contradict a plan that exists")
            worst = max(searches, key=lambda one: one.lost)
            if budget.progress is not None:
                tier = worst.stage.tier
                budget.progress(sign(tier) * worst.bound + tier.constant, tier.value(plan))
            if worst.lost < worst.stage.tier.step or len(searches) >= MOST_SEARCHES:
                return searches, plan
            divided = worst.divide()
            for one in divided:
                plan = self._run(one, worst.best.prices, plan, budget)
            if not divided or budget.exhausted:  # one that was cut off is no better than none
                return searches, plan
            searches = [*(one for one in searches if one is not worst), *divided]

    def _held(
        self, stage: Stage, searches: Sequence[Search], plan: BoolArray, budget: Budget
    ) -> StageResult:
        """Hold the tier in every area of every search that is left."""
        bound = sign(stage.tier) * max(one.bound for one in searches) + stage.tier.constant
        result = StageResult(plan, whole_bound(stage.tier, bound) if self._complete else None)
        held = [_Branch(*one.held(budget)) for one in searches]
        self._branches = [one for one in held if one.known]
        self._complete &= len(self._branches) == len(held)
        return result
