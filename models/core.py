"""A stage through its core: the pairs that can still matter, by reduced cost.

1. Relax the stage over the hulls of its knapsacks (:mod:`models.relaxation`); its bound z
   is proven, and going against the reduced cost r of a pair, or a unit away from a row's limit
   with dual value d, costs at least |r| or |d| of it.
2. The core holds the plans in which nothing by itself costs more than θ: a column is at most
   θ / |r| away from where the relaxation has it, and no more than θ / |d| is left of a row.
   Solve it as an integer model with the cuts H3.
   Small cores are solved whole at once; of large ones first a part, with a smaller θ.  Of very
   large ones a plan and a closer bound are looked for first (:mod:`models.searching`), so that what
   is left, if anything, is to prove that there is nothing better.
   With a plan of value v found, no plan outside the core beats v when θ ≥ |z − v|, so the
   core's optimum is the stage's.  Otherwise θ becomes |z − v|, and the core is asked for plans
   better than v alone.
   (All values differ by a multiple of the tier's step, so less than |z − v| will do.)
3. For the stages to come every plan has at least the worst value allowed; what none of those
   can have leaves the problem (:mod:`models.left`).
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Protocol, cast

import numpy as np

from models.arrays import BoolArray, FloatArray, IntArray
from models.assignment import Assignment
from models.budget import Budget
from models.grouping import Columns, Pairs, columns_of
from models.guided import Guided, MipSolver
from models.highs import Backend
from models.knapsack import Knapsack, knapsacks
from models.left import Left, Part
from models.lexicographic import Stage, StageResult, accept, nearest, whole_bound
from models.linear import LinearModel
from models.outcome import Status
from models.relaxation import Pool, tighten
from models.searching import Open, Roots, search
from models.tight import Tight

# The first core keeps pairs within this part of the bound, or within the known gap if smaller.
FIRST_CORE = 0.002
# With a plan within this part of the bound there is no first core.
NEAR = 0.01
# A first core with so much of the columns of the whole is not worth its while.
MOST = 0.9
# A core with at most so many pairs is small enough to be solved whole at once.
SMALL_CORE = 1500
# Pairs are kept that bring a plan within so much of the next better value.
MARGIN = 0.25


class Relax(Protocol):
    """Relaxes the model of a stage over the pairs that are left."""

    def __call__(
        self, model: LinearModel, column: IntArray, stage: Stage, budget: Budget
    ) -> Tight | None:
        """Return the relaxation.

        ``model`` is that of the stage over the pairs left; ``column`` is where it has each
        pair of the whole problem, -1 for those that are not left.
        """


@dataclass(frozen=True)
class ByPatterns:
    """Relaxes over the hulls of the knapsacks, which are ``sacks`` over all pairs."""

    sacks: list[Knapsack]
    pool: Pool
    backend: Backend

    @classmethod
    def of(cls, problem: Assignment, backend: Backend) -> ByPatterns:
        """Begin with the empty pattern of every knapsack."""
        sacks = knapsacks(problem)
        return cls(sacks, Pool([np.zeros_like(sack.size) for sack in sacks]), backend)

    def __call__(
        self, model: LinearModel, column: IntArray, stage: Stage, budget: Budget
    ) -> Tight | None:
        """Return the relaxation over the hulls.

        The patterns of the best plan so far are added, so that the tiers held before, which
        it keeps, leave the relaxation a solution.
        """
        for i, sack in enumerate(self.sacks):
            self.pool.add(i, sack.pattern(stage.plan))
        left = [sack.restrict(column) for sack in self.sacks]
        value = stage.tier.value(stage.plan)
        return tighten(model, left, self.pool, self.backend, budget, value)


@dataclass(frozen=True)
class Proof(Open):
    """A stage with what there is to do of it, in this process or another."""

    def solve(self, budget: Budget) -> StageResult:
        """Return the best plan, another where that is better, and a bound."""
        if self.over:
            return StageResult(self.stage.plan, self.bound)
        stage, columns, tight = self.stage, self.columns, self.tight
        result = _solve_core(stage, columns, tight, self.solver, budget, searched=self.searched)
        return replace(result, bound=nearest(stage.tier, result.bound, self.bound))


@dataclass(frozen=True)
class Begun:
    """A stage that was relaxed, and the part of it that is left.

    ``tight`` counts for all plans of the part; that of the proof may count for good ones alone.
    """

    stage: Stage
    part: Part
    tight: Tight
    proof: Proof

    def whole(self, plan: BoolArray) -> BoolArray:
        """Return a plan of the part over all pairs of the stage."""
        whole = np.zeros_like(self.stage.plan)
        whole[self.part.kept] = plan
        return whole


class CoreSolver:
    """Solves the stages of one run, with fewer pairs at each.

    Parameters
    ----------
    relax
        How a stage is relaxed; over the hulls of its knapsacks when not given.
    left
        What is left to begin with; everything when not given.
    guide
        A plan to stay near among plans that are equal in the tier of a stage, shape ``(E,)``.
    """

    def __init__(
        self,
        backend: Backend,
        relax: Relax | None = None,
        left: Left | None = None,
        guide: BoolArray | None = None,
    ) -> None:
        self._backend = backend
        self._relax = relax
        self._left = left
        self._guide = guide
        self._roots = Roots()

    def __call__(self, stage: Stage, budget: Budget) -> StageResult:
        """Optimise the tier of a stage over the pairs that are left, then fix what can be."""
        begun = self.begin(stage, budget)
        if isinstance(begun, StageResult):
            return begun
        return self.end(begun, begun.proof.solve(budget))

    @property
    def left(self) -> Left | None:
        """What is left; ``None`` when no stage was begun."""
        return self._left

    def apart(self) -> CoreSolver:
        """Return a solver that goes on from here, and leaves this one as it is."""
        other = CoreSolver(self._backend, self._relax, deepcopy(self._left), self._guide)
        other._roots = replace(self._roots)
        return other

    def begin(self, stage: Stage, budget: Budget) -> Begun | StageResult:
        """Relax a stage, and look for a plan; the result itself where nothing is left of it."""
        begun = self.relax(stage, budget)
        if isinstance(begun, StageResult):
            return begun
        return replace(begun, proof=search(begun.proof, self._roots, budget))

    def relax(self, stage: Stage, budget: Budget) -> Begun | StageResult:
        """Relax a stage; the result itself where nothing is left to do."""
        if self._left is None:
            self._left = Left.all_of(stage.problem)
        if self._relax is None:
            self._relax = ByPatterns.of(stage.problem, self._backend)
        part = self._left.part(stage)
        if part is None:
            return StageResult(stage.plan, stage.tier.value(stage.plan))
        if budget.exhausted:
            return StageResult(stage.plan, None)
        columns, solver = self._columns(part)
        column = np.where(part.position < 0, -1, columns.column[part.position])
        tight = self._relax(columns.model, column, stage, budget)
        if tight is None:
            return StageResult(stage.plan, None)
        if budget.progress is not None:
            budget.progress(stage.tier.value(stage.plan), tight.bound)
        bound = whole_bound(stage.tier, tight.bound)
        return Begun(stage, part, tight, Proof(part.stage, columns, tight, solver, bound))

    def end(self, begun: Begun, result: StageResult) -> StageResult:
        """Fix what can be, given the best plan of the part; return the result for all pairs."""
        plan = begun.whole(result.plan)
        tier = begun.stage.tier
        self.narrow(begun, tier.worst_allowed(tier.value(plan)))
        return StageResult(plan, result.bound)

    def narrow(self, begun: Begun, worst: int) -> None:
        """Fix what no plan to come can have: in the tier they are worth ``worst``, or better."""
        proof, tier = begun.proof, begun.stage.tier
        known = proof.tight.worst
        tight = begun.tight if known is not None and tier.better(known, worst) else proof.tight
        within = proof.columns.within(tight, tight.gap_to(worst))
        cast(Left, self._left).narrow(begun.part.kept, within)  # begun with

    def _columns(self, part: Part) -> tuple[Columns, MipSolver]:
        """Return the model of a stage, and who solves it: a guide is about pairs."""
        problem = part.stage.problem
        if self._guide is None:
            return columns_of(problem, part.model), self._backend
        return Pairs(problem, part.model), Guided(self._backend, self._guide[part.kept])


def _solve_core(
    stage: Stage,
    columns: Columns,
    tight: Tight,
    solver: MipSolver,
    budget: Budget,
    *,
    searched: bool = False,
) -> StageResult:
    """Solve a core, and one that is proven to hold the stage's optimum where it may not.

    There is no first core where a good plan was ``searched`` for already.
    """
    result = StageResult(stage.plan, whole_bound(stage.tier, tight.bound))
    for first in (False,) if searched else (True, False):
        value = stage.tier.value(result.plan)
        if budget.exhausted or value == result.bound:
            break
        stage = replace(stage, plan=result.plan)
        enough = tight.gap_to(value) - stage.tier.step + MARGIN
        costs = np.abs(tight.reduced_costs[: columns.own])
        small = np.count_nonzero(costs <= enough) <= SMALL_CORE
        search = first and enough > NEAR * abs(tight.bound)
        within = _first_within(tight, costs, enough) if search and not small else enough
        core = tight.core(within, columns.values(stage.plan))
        if search or small:
            solution = solver.solve_mip(core, budget, feasible=True)
        else:
            solution = solver.solve_better(core, value, budget, heuristics=first)
        plan = None if solution.values is None else columns.plan(solution.values)
        bound = _stage_bound(stage, tight, within, solution.bound)
        result = accept(stage, replace(solution, bound=bound), plan)
        if solution.status is not Status.OPTIMAL or within == enough:
            break
    return result


def _first_within(tight: Tight, costs: FloatArray, enough: float) -> float:
    """Return the θ of a first core; ``enough`` where that would leave hardly a column out."""
    theta = max(1.0, FIRST_CORE * abs(tight.bound))
    most = np.count_nonzero(costs <= enough)
    return theta if np.count_nonzero(costs <= theta) < MOST * most else enough


def _stage_bound(stage: Stage, tight: Tight, theta: float, core: float | None) -> float:
    """Return the bound on the stage that the core's bound gives.

    A plan in the core is no better than the core's bound, a plan outside it is at least θ
    worse than the relaxation, and none is better than the relaxation.
    """
    if core is None:
        return tight.bound
    if stage.tier.sense == "max":
        return min(tight.bound, max(core, tight.bound - theta + tight.safety))
    return max(tight.bound, min(core, tight.bound + theta - tight.safety))
