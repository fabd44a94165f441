"""The tiers of a large problem, one after the other, with the proofs beside.

The plan that is found near the relaxation of a large stage (:mod:`models.near`) is as a rule the
best there is, and what takes long is to prove that.  So the next tier is begun as if it were, and
the proof goes on in another process (:mod:`models.proving`).  One that finds a better plan takes
back all that came after, and ends what is searched: what was left and known then is kept for that.

So the answer is that of one thing after another, whichever is done first; only an answer that is
cut off by the clock may differ, as it may anyway.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from copy import deepcopy
from dataclasses import dataclass, field

from models.arrays import BoolArray
from models.assignment import Assignment
from models.budget import Budget
from models.core import Begun, CoreSolver
from models.lexicographic import (
    MOST_OF_SECONDS,
    Stage,
    StageResult,
    require_feasible,
    settle,
    stage_outcome,
)
from models.outcome import Outcome
from models.proving import Proven, Provers, Proving
from models.side_by_side import heeding
from models.tiers import Fixed, Tier

# How often is told how far a proof is, in seconds.
LOOK = 0.2


def solve_beside(
    problem: Assignment,
    tiers: Sequence[Tier],
    plan: BoolArray,
    solver: CoreSolver,
    provers: Provers,
    budget: Budget,
    on_stage: Callable[[Tier], None] = lambda tier: None,
) -> Outcome:
    """Optimise the tiers in order, of a problem whose places are taken as they are.

    Parameters
    ----------
    plan
        A plan to begin with, shape ``(E,)``: feasible, but not good.
    provers
        Who proves beside (:func:`models.proving.provers`), within the same budget.
    on_stage
        Called before each tier, and again before its proof is waited for.

    Raises
    ------
    SolverFailed
        When ``plan`` is not feasible, or a backend fails.
    """
    require_feasible(problem, plan)
    tried = _Tried(problem, tiers, plan, solver, provers, budget, on_stage)
    while not tried.ended:
        provers.take_turns(not tried.searched)
        if tried.searched:
            tried.wait()
        else:
            tried.search()
        tried.take_in()
        tried.give_way()
    return tried.outcome()


@dataclass(eq=False)
class _Open:
    """A tier that is being proven; ``before`` is the solver as it was when that began.

    ``until`` is when it has had its share of the seconds, once its turn has come.
    """

    tier: int
    begun: Begun
    before: CoreSolver
    proving: Proving
    until: float | None = None

    @property
    def surpassed(self) -> bool:
        """Whether a better plan was found than the one that the tier was ended with."""
        future = self.proving.future
        if not future.done() or future.exception() is not None:
            return False
        proven = future.result()
        tier, plan = self.begun.proof.stage.tier, self.begun.proof.stage.plan
        return tier.better(tier.value(proven.result.plan), tier.value(plan))


@dataclass(eq=False)
class _Tried:
    """The tiers so far: what was found for each, and what is still being proven."""

    problem: Assignment
    tiers: Sequence[Tier]
    start: BoolArray
    solver: CoreSolver
    provers: Provers
    budget: Budget
    on_stage: Callable[[Tier], None]
    found: list[Proven] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    shown: Tier | None = None

    @property
    def searched(self) -> bool:
        """Whether every tier has a plan."""
        return len(self.found) == len(self.tiers)

    @property
    def ended(self) -> bool:
        """Whether there is nothing left to do."""
        return self.searched and not self.open

    def search(self) -> None:
        """Find a plan for the next tier; prove it at once where no good one was looked for."""
        began = time.perf_counter()
        tier = self.tiers[len(self.found)]
        self._show(tier)
        with self.budget.part(1.0 if tier is self.tiers[-1] else MOST_OF_SECONDS) as share:
            own = Budget(seconds=share.seconds_left, progress=share.progress)
        with heeding(own, self._in_vain):
            stage = Stage(self.problem, tier, self._fixed(), self._plan)
            so_far = self.solver.begin(stage, own)
            if isinstance(so_far, Begun) and (so_far.proof.over or not so_far.proof.searched):
                so_far = self.solver.end(so_far, so_far.proof.solve(own))
        result = self._leave(so_far) if isinstance(so_far, Begun) else so_far
        self.found.append(Proven(result, own.used_work, time.perf_counter() - began))

    def _in_vain(self) -> bool:
        """Whether what is searched will be taken back, or somebody wishes to stop."""
        return self.budget.stopped or any(one.surpassed for one in self.open)

    def _leave(self, begun: Begun) -> StageResult:
        """End a tier with the plan that was found for it, and leave the proof to others."""
        proving = self.provers.prove(begun.proof)
        self.open.append(_Open(len(self.found), begun, deepcopy(self.solver), proving))
        return self.solver.end(begun, StageResult(begun.proof.stage.plan, None))

    @property
    def _plan(self) -> BoolArray:
        return self.found[-1].result.plan if self.found else self.start

    def _fixed(self) -> tuple[Fixed, ...]:
        """Return what the tiers so far are held at."""
        return tuple(
            Fixed(tier, tier.worst_allowed(tier.value(found.result.plan)))
            for tier, found in zip(self.tiers, self.found, strict=False)
        )

    def wait(self) -> None:
        """Wait for a proof, and tell how far the first is."""
        first = self.open[0]
        self._show(self.tiers[first.tier])
        wait([one.proving.future for one in self.open], LOOK, FIRST_COMPLETED)
        told = first.proving.told
        if told is not None and self.budget.progress is not None:
            self.budget.progress(*told)
        if self.budget.stopped:
            self._stop(self.open)

    def _show(self, tier: Tier) -> None:
        if tier is not self.shown:
            self.shown = tier
            self.on_stage(tier)

    def take_in(self) -> None:
        """Take in the proofs that ended; one with a better plan takes back what came after."""
        for one in [one for one in self.open if one.proving.future.done()]:
            if one not in self.open:  # taken back
                continue
            self.open.remove(one)
            proven, found = one.proving.future.result(), self.found[one.tier]
            plan = found.result.plan
            if one.surpassed:
                later = [other for other in self.open if other.tier > one.tier]
                self._stop(later)
                self.open = [other for other in self.open if other not in later]
                del self.found[one.tier + 1 :]
                self.solver = one.before
                plan = self.solver.end(one.begun, proven.result).plan
            self.found[one.tier] = Proven(
                StageResult(plan, proven.result.bound),
                found.work + proven.work,
                found.seconds + proven.seconds,
            )

    def give_way(self) -> None:
        """End proofs that have had most of the seconds that were left, when others wait."""
        left = self.budget.seconds_left
        if left is None:
            return
        now = time.monotonic()
        begun = [one for one in self.open if one.proving.begun]
        for one in begun:
            if one.until is None:
                one.until = now + MOST_OF_SECONDS * left
        if len(begun) < len(self.open):
            self._stop([one for one in begun if one.until is not None and one.until < now])

    def _stop(self, some: Sequence[_Open]) -> None:
        for one in some:
            one.proving.stop()

    def outcome(self) -> Outcome:
        """Return the outcome, with what tiers gave up for later ones taken back."""
        self.budget.spend(sum(found.work for found in self.found))
        stages = [
            stage_outcome(self.problem, tier, found.result, found.seconds)
            for tier, found in zip(self.tiers, self.found, strict=True)
        ]
        fixed = self._fixed()
        plan = settle(self.problem, fixed, stages, self._plan, self.solver, self.budget)
        values = tuple(tier.value(plan) for tier in self.tiers)
        return Outcome(plan, tuple(stages), values, self.budget.used_work)
