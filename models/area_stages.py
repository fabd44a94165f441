"""An area from stage to stage: its tiers at prices, and its plans that may still be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.areas import Area
from models.arrays import BoolArray, FloatArray, IntArray
from models.assignment import Assignment, formulate, one_place_name
from models.budget import Budget
from models.choosing import Offer
from models.core import Begun, CoreSolver
from models.highs import Backend
from models.left import restrict_stage
from models.lexicographic import Stage, StageResult, trivial_bound
from models.tiers import Fixed, Tier, positions


@dataclass(frozen=True)
class Answer:
    """The best plan of an area at prices, and the bound on it after what is paid, as a maximum.

    ``begun`` is how it was found, where that is known, to fix what can be.
    """

    prices: IntArray
    offer: Offer
    bound: int
    begun: Begun | None


@dataclass
class AreaStages:
    """The stages of an area: the tiers held so far, with their prices, and what is left.

    ``offers`` are plans that keep those tiers; ``known`` are answers of the stage of now, by
    prices, and ``heard`` those of other searches of the same area that count here.
    """

    area: Area
    solver: CoreSolver
    held: list[Fixed] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    known: dict[bytes, Answer] = field(default_factory=dict)
    heard: list[Answer] = field(default_factory=list)

    def offer(self, plan: BoolArray) -> Offer:
        """Offer a plan, shape ``(N,)``; one that is worth the same to all is offered once."""
        worth = tuple(sign(tier) * tier.value(plan) for tier in self.area.part.tiers)
        linking = self.area.linking[plan]
        new = Offer(plan, worth, tuple(sorted(linking[linking >= 0].tolist())))
        for one in self.offers:
            if one.worth == worth and one.linking == new.linking:
                return one
        self.offers.append(new)
        return new

    def keeps(self, plan: BoolArray) -> bool:
        """Whether a plan, shape ``(N,)``, keeps the tiers before."""
        return all(not one.tier.better(one.worst, one.tier.value(plan)) for one in self.held)

    def hear(self, other: AreaStages) -> None:
        """Take over what the same area said in another search of the stage.

        Its plans where they keep the tiers before, its bounds where it has all plans of this one.
        """
        for one in other.offers:
            if self.keeps(one.plan):
                self.offer(one.plan)
        if self.within(other):
            self.heard += other.known.values()

    def within(self, other: AreaStages) -> bool:
        """Whether every plan that keeps the tiers before keeps those of another search too.

        What a tier is worth there may be less by what its households pay more.
        """
        household = self.area.part.problem.household
        for own, its in zip(self.held, other.held, strict=True):
            less = np.zeros(self.area.part.problem.households, dtype=np.int64)
            np.minimum.at(less, household, sign(own.tier) * (its.tier.gain - own.tier.gain))
            if sign(own.tier) * (own.worst - its.worst) + int(less.sum()) < 0:
                return False
        return True

    def ask(self, number: int, prices: IntArray, budget: Budget) -> Answer:
        """Solve a tier at prices, and offer the plan; not where answers before say enough."""
        key = prices[self.area.linked].tobytes()
        if key not in self.known:
            told = self._told(number, prices)
            self.known[key] = self._solve(number, prices, budget) if told is None else told
        return self.known[key]

    def held_at(self, number: int, answer: Answer, lost: int, budget: Budget) -> AreaStages:
        """Return the area with a tier held at no more than ``lost`` below its bound.

        What that decides is fixed.
        """
        prices, least = answer.prices, answer.bound - lost
        tier, solver = self._at(number, prices), self.solver.apart()
        begun = answer.begun or solver.relax(self._stage(number, prices), budget)
        if isinstance(begun, Begun):
            solver.narrow(begun, sign(tier) * least)
        return AreaStages(
            self.area,
            solver,
            [*self.held, Fixed(tier, sign(tier) * least)],
            [one for one in self.offers if one.after(number, prices) >= least],
        )

    def _told(self, number: int, prices: IntArray) -> Answer | None:
        """Return the answer where those before tell it: an offer is worth the bound they give.

        Nobody is worth more than before by more than what a price fell.
        """
        answers = [*self.heard, *self.known.values()]
        if not answers:
            return None
        step = self._at(number, prices).step
        offer = max(self.offers, key=lambda one: one.after(number, prices))
        own = self.area.linked
        bound = min(
            one.bound + int(np.maximum(0, one.prices[own] - prices[own]).sum()) for one in answers
        )
        worth = offer.after(number, prices)
        return Answer(prices, offer, worth, None) if bound - worth < step else None

    def _solve(self, number: int, prices: IntArray, budget: Budget) -> Answer:
        begun = self.solver.begin(self._stage(number, prices), budget)
        if isinstance(begun, StageResult):
            return self._answer(number, prices, begun, None)
        result = begun.proof.solve(budget)
        found = StageResult(begun.whole(result.plan), result.bound)
        return self._answer(number, prices, found, begun)

    def _stage(self, number: int, prices: IntArray) -> Stage:
        """Return a tier at prices as a stage, from the best offer on."""
        plan = max(self.offers, key=lambda one: one.after(number, prices)).plan
        tier = self._at(number, prices)
        return Stage(self.area.part.problem, tier, tuple(self.held), plan)

    def _at(self, number: int, prices: IntArray) -> Tier:
        """Return a tier in which linking households pay their price."""
        tier, linking = self.area.part.tiers[number], self.area.linking
        paid = np.where(linking >= 0, prices[linking], 0)
        return replace(tier, gain=tier.gain - sign(tier) * paid)

    def _answer(
        self, number: int, prices: IntArray, result: StageResult, begun: Begun | None
    ) -> Answer:
        tier, bound = self._at(number, prices), result.bound
        if bound is None:
            bound = trivial_bound(self.area.part.problem, tier)
        return Answer(prices, self.offer(result.plan), sign(tier) * bound, begun)


def sign(tier: Tier) -> int:
    """Return what a tier is multiplied with to be a maximum."""
    return 1 if tier.sense == "max" else -1


def rounded(prices: FloatArray, tier: Tier) -> IntArray:
    """Return prices that values of a tier can differ by."""
    return np.rint(prices / tier.step).astype(np.int64) * tier.step


def first_prices(
    stage: Stage,
    areas: Sequence[AreaStages],
    must: BoolArray,
    backend: Backend,
    budget: Budget,
) -> IntArray:
    """Return prices to begin a tier with: duals of the relaxation of all areas together.

    It is over what is left of each, with the tiers of each held, as no plan of one area makes up
    for another's.  Without it, where it is cut off, prices are 0.

    Parameters
    ----------
    must
        Linking households that have a place in every plan, shape ``(J,)``.
    """
    problem = stage.problem
    forced = problem.forced.copy()
    kept, fixed = [], list[Fixed]()
    household = np.zeros(must.size, dtype=np.int64)
    for one in areas:
        pairs, linking = one.area.part.pairs, one.area.linking
        household[linking[linking >= 0]] = problem.household[pairs[linking >= 0]]
        left = one.solver.left
        if left is not None:
            forced[pairs] = left.forced
        kept.append(pairs if left is None else pairs[left.active])
        for held in one.held:
            fixed.append(replace(held, tier=_of_whole(held.tier, pairs, problem)))
    own = np.sort(np.concatenate(kept))
    whole = replace(stage, fixed=tuple(fixed))
    small = restrict_stage(whole, own, positions(own, problem.pairs), forced)
    model = formulate(small.problem, small.tier, small.fixed)
    row = {name: i for i, name in enumerate(model.rows)}
    rows = np.array([row.get(one_place_name(h), -1) for h in household.tolist()], dtype=np.int64)
    lower = model.row_lower.copy()
    lower[rows[must & (rows >= 0)]] = 1.0
    relaxed = backend.open_lp(replace(model, row_lower=lower)).solve(budget)
    if relaxed is None:
        return np.zeros(must.size, dtype=np.int64)
    duals = np.where(rows >= 0, sign(stage.tier) * relaxed.duals[rows], 0.0)
    return rounded(np.where(must, duals, np.maximum(0.0, duals)), stage.tier)


def _of_whole(tier: Tier, pairs: IntArray, problem: Assignment) -> Tier:
    """Return a tier of an area over all pairs."""
    gain = np.zeros(problem.pairs, dtype=np.int64)
    gain[pairs] = tier.gain
    excesses = tuple(replace(one, members=pairs[one.members]) for one in tier.excesses)
    return replace(tier, gain=gain, excesses=excesses)
