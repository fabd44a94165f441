"""What the city can trade: waiting against another tier of the matching round, exactly.

Each point is a plan that no other plan beats in both.  Among the plans of a point the other tiers
decide, in the order of the city, so a point is what the round would propose if the city gave up
so much waiting and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np

from allocator.check import check_matching
from allocator.check.claims import wrong_key
from allocator.domain.instance import Instance
from allocator.errors import PlanRejected
from allocator.formulate import Case, assignment, lay_out, tiers, tiers_of
from allocator.interpret import named
from allocator.matching import plain_comparison
from allocator.plan import Sense
from models.backends import BackendName
from models.budget import Budget
from models.frontier import Point, frontier
from models.tiers import Tier

FIRST = "waiting"
OTHERS = ("relocations", "spread", "fit", "occupancy")
"""The tiers that waiting can be traded for."""


@dataclass(frozen=True)
class TradingSettings:
    """How to look for a frontier.

    ``points`` is how many points are enough, all when ``None``; ``on_point`` is called with the
    number of points that are known.
    """

    points: int | None = None
    backend: BackendName = "highs"
    budget: Budget = field(default_factory=Budget)
    on_point: Callable[[int], None] = lambda found: None


@dataclass(frozen=True)
class TradePoint:
    """A plan that no plan beats in both tiers, when ``proven``.

    Parameters
    ----------
    values
        What the plan is worth in every tier of the round, by the checker.
    households, persons
        How many get a home.
    pairs
        Household and home of each, in order of household.
    """

    values: Mapping[str, int]
    households: int
    persons: int
    proven: bool
    pairs: tuple[tuple[str, str], ...]

    @property
    def waiting(self) -> int:
        """The value of the tier ``waiting``."""
        return self.values[FIRST]


@dataclass(frozen=True)
class TradeOff:
    """The points between waiting and a tier, most waiting first.

    ``whole`` when it is proven that there are no others.
    """

    tier: str
    sense: Sense
    points: tuple[TradePoint, ...]
    whole: bool


def trade_off(instance: Instance, tier: str, settings: TradingSettings) -> TradeOff:
    """Return what can be had of a tier for how much waiting.

    Parameters
    ----------
    tier
        One of ``OTHERS``.

    Raises
    ------
    NoPlan
        When locks and limits contradict each other.
    PlanRejected
        When the independent checker finds a plan unsound, or worth something else.
    """
    case = lay_out(instance)
    first, other, *rest = order = _order(case, tier)
    found = frontier(
        assignment(case),
        order,
        case.chosen(*plain_comparison(case)),
        settings.backend,
        settings.budget,
        settings.points,
        settings.on_point,
    )
    points = tuple(_checked(case, point, (first, other, *rest)) for point in found.points)
    return TradeOff(tier, other.sense, points, found.whole)


def _order(case: Case, tier: str) -> list[Tier]:
    """Return waiting, the other tier, and those that the city optimises in their order."""
    optimised, _ = tiers_of(case)
    rest = [one for one in optimised if one.name not in (FIRST, tier)]
    every = [*tiers(case, (FIRST, tier)), *rest]
    # What a tier may give up for others is what is asked here.
    return [replace(one, tolerance=Decimal(0), slack=0) for one in every]


def _checked(case: Case, point: Point, order: Sequence[Tier]) -> TradePoint:
    """Return a point with its plan, judged by the independent checker."""
    household = case.pairs.household[point.chosen].astype(np.int64)
    pairs = named(case, household, case.pairs.home[point.chosen].astype(np.int64))
    verdict = check_matching(case.instance, pairs)
    claims = {tier.name: tier.value(point.chosen) for tier in order}
    wrong = [
        violation
        for name, value in claims.items()
        for violation in wrong_key(name, value, verdict.tier_values[name])
    ]
    if verdict.violations or wrong:
        raise PlanRejected((*verdict.violations, *wrong))
    return TradePoint(
        values=verdict.tier_values,
        households=len(pairs),
        persons=int(case.households.persons[household].sum()),
        proven=point.proven,
        pairs=pairs,
    )
