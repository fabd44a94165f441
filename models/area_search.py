"""The search for the prices of a stage with the best bound, and for a plan that is worth it.

Where such prices leave a household partly in an area, two searches can take the place of one: in
the first it shall not be there, in the second nowhere else.  What it shall not is said by a
surcharge, which is no part of the bound, as plans that keep to it do not pay it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from models.area_stages import Answer, AreaStages, rounded, sign
from models.arrays import BoolArray, FloatArray, IntArray
from models.budget import Budget
from models.choosing import Choice
from models.highs import Backend
from models.lexicographic import Stage

# The first box is this part of the most that a linking household can add to the tier.
FIRST_BOX = 1 / 32
# The box is so many times as large after prices whose bound is as good as was expected, and so many
# times as small after those that are no better than others before.
STEP = 4
# Prices whose bound is expected to be better by less than this are not asked at.
LEAST = 1e-3
# A surcharge is so many times that most: then no plan is better for a household that pays it.
SURCHARGE = 10
# A household is divided when more than this part of it is in an area, and more is not.
DIVIDED = 1e-6


@dataclass(frozen=True)
class Asked:
    """What the areas answer at some prices, and the bound that gives, as a maximum."""

    prices: IntArray
    answers: list[Answer]
    bound: int


@dataclass
class Search:
    """A search for prices.

    Parameters
    ----------
    areas
        As they came out of the stage before.
    must
        Linking households that have a place in every plan, shape ``(J,)``.
    surcharge
        What linking households pay more in each area, shape ``(M, J)``.
    plan
        The best plan so far, then that or a better one.
    """

    stage: Stage
    areas: Sequence[AreaStages]
    must: BoolArray
    surcharge: IntArray
    plan: BoolArray
    backend: Backend
    _best: Asked | None = None
    _asked: set[bytes] = field(default_factory=set)
    _shares: FloatArray | None = None
    _expected: float = np.inf

    def __post_init__(self) -> None:
        linked = [one.area.part.pairs[one.area.linking >= 0] for one in self.areas]
        most = int(np.abs(self.stage.tier.gain[np.concatenate(linked)]).max(initial=1))
        self._box = max(self.stage.tier.step, int(most * FIRST_BOX))
        self._much = SURCHARGE * most

    @property
    def lost(self) -> int:
        """How much better than the plan the bound is; below 0 where there is no plan as good."""
        tier = self.stage.tier
        worth = sign(tier) * (tier.value(self.plan) - tier.constant)
        return self.bound - worth

    @property
    def best(self) -> Asked:
        """The prices with the best bound."""
        if self._best is None:
            raise ValueError("no prices were asked at")
        return self._best

    @property
    def bound(self) -> int:
        """The bound, as a maximum, without the constant of the tier."""
        return self.best.bound

    def run(self, prices: IntArray | None, budget: Budget) -> None:
        """Search from some prices on, until the bound is the plan's or can not be better."""
        while prices is not None:
            new = self._ask(prices, budget)
            self._choose(budget)
            if new and self.lost >= self.stage.tier.step and not budget.exhausted:
                self._follow(budget)
                self._choose(budget)
            prices = None if budget.exhausted else self._next(budget)

    def divide(self) -> list[Search]:
        """Return two searches in which a household is not in an area, or only there.

        None where no household is divided.
        """
        if self._shares is None:
            return []
        uneven = np.abs(self._shares - 0.5)
        area, household = np.unravel_index(np.argmin(uneven), uneven.shape)
        if uneven[area, household] > 0.5 - DIVIDED:
            return []
        there = np.zeros(self.surcharge.shape, dtype=np.bool_)
        there[area, household] = True
        elsewhere = ~there
        elsewhere[:, np.arange(self.must.size) != household] = False
        more = self._much + max(0, self.lost)
        return [
            Search(
                self.stage,
                self.areas,
                self.must,
                self.surcharge + more * shall_not,
                self.plan,
                self.backend,
            )
            for shall_not in (there, elsewhere)
        ]

    def held(self, budget: Budget) -> tuple[list[AreaStages], BoolArray]:
        """Return the areas with the tier held, and who must have a place then."""
        number, best, lost = len(self.stage.fixed), self.best, self.lost
        areas = [
            one.held_at(number, answer, lost, budget)
            for one, answer in zip(self.areas, best.answers, strict=True)
        ]
        return areas, self.must | (best.prices > lost)

    def paid(self, area: int, prices: IntArray) -> IntArray:
        """Return what linking households pay in an area, shape ``(J,)``."""
        paid: IntArray = prices + self.surcharge[area]
        return paid

    def _ask(self, prices: IntArray, budget: Budget) -> bool:
        """Ask all areas, and return whether the bound is better.

        Around better prices the box grows, around others it shrinks.
        """
        number = len(self.stage.fixed)
        answers = [
            one.ask(number, self.paid(m, prices), budget) for m, one in enumerate(self.areas)
        ]
        bound = sum(one.bound for one in answers) + int(prices.sum())
        self._asked.add(prices.tobytes())
        better = self._best is None or bound < self._best.bound
        if not better:
            self._shrink()
        elif self._best is not None:
            as_expected = bound - self._expected < self.stage.tier.step
            self._box = min(self._much, self._box * (STEP if as_expected else STEP // 2))
        if better:
            self._best = Asked(prices, answers, bound)
        return better

    def _follow(self, budget: Budget) -> None:
        """Ask smaller areas at the best prices for plans that go with those of the larger.

        Of plans that are equal at these prices areas do not answer with those that go together.
        Whoever has a place in a larger area shall not have one in a smaller; whoever must have a
        place, and has none in all others, shall have one in the last.
        """
        number, prices = len(self.stage.fixed), self.best.prices
        order = sorted(range(len(self.areas)), key=lambda m: -self.areas[m].area.linking.size)
        last = {j: m for m in order for j in self.areas[m].area.linked.tolist()}
        placed = np.zeros(self.must.size, dtype=np.bool_)
        wanted = self.must | (prices > 0)
        for m in order:
            mine = np.array([last.get(j) == m for j in range(self.must.size)])
            own = self.paid(m, prices) + self._much * (placed - 1 * (mine & wanted & ~placed))
            answer = self.areas[m].ask(number, own, budget)
            placed[list(answer.offer.linking)] = True

    def _choose(self, budget: Budget) -> None:
        """Take the best offers that go together, if they are better than the plan so far."""
        chosen = self._choice().best(self.backend, budget)
        if chosen is None:
            return
        plan = np.zeros_like(self.plan)
        for one, offer in zip(self.areas, chosen, strict=True):
            plan[one.area.part.pairs] = offer.plan
        tier = self.stage.tier
        if tier.better(tier.value(plan), tier.value(self.plan)):
            self.plan = plan

    def _next(self, budget: Budget) -> IntArray | None:
        """Return the prices to ask at next; ``None`` when there is no more to win."""
        tier, best = self.stage.tier, self.best
        if self.lost < tier.step:
            return None
        while True:
            step = self._choice().prices(best.prices, self._box, self.backend, budget)
            if step is None:
                return None
            self._shares, self._expected = step.shares, step.expected
            prices = rounded(step.prices, tier)
            if step.expected > best.bound - LEAST:
                return None
            if prices.tobytes() not in self._asked:
                return prices
            if self._box == tier.step:
                return None
            self._shrink()

    def _shrink(self) -> None:
        self._box = max(self.stage.tier.step, self._box // STEP)

    def _choice(self) -> Choice:
        """Return what is offered, without plans in which somebody is who shall not be there."""
        held = [sign(one.tier) * (one.worst - one.tier.constant) for one in self.stage.fixed]
        offers = [
            [one for one in area.offers if one.paid(self.surcharge[m]) == 0]
            for m, area in enumerate(self.areas)
        ]
        return Choice(offers, len(held), held, self.must)
