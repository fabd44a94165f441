"""Looking ahead in a weekly round: what it costs later to use something now.

A round that takes the week by itself gives a home to who waits longest now, also where somebody is
to come who can live nowhere else.  Here a few samples of the coming weeks are drawn, the best is
made of now and later together (:mod:`models.two_stage`), and the duals of that are the prices of
the tier ``scarcity``: of a household, as it then cannot be placed later; of a unit of a home; of
room in a wijk and in a complex.  A household is also credited with what a home now spares it, the
urgency of all weeks to come, and with 1 more, so that the price of a good pair is below 0.

What comes later is less sure than what is there now, so what it brings counts for ``TRUST`` of
that: later must be better by so much to be waited for.  A home is never left empty for a price:
where a home could still be filled beside the plan, its price is lowered until somebody takes it
(:func:`match_ahead`), and the checker finds a home that is left empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from allocator.domain.future import Future
from allocator.domain.instance import Instance
from allocator.domain.prices import Price, Priced, Prices
from allocator.formulate import Case, lay_out
from allocator.matching import Settings, match
from allocator.plan import MatchingPlan
from allocator.rules.arrays import BoolArray, IntArray
from allocator.rules.prices import PRICED_LIMITS, scarcity
from allocator.scenarios.chances import Chances
from allocator.scenarios.coming import Coming, coming
from allocator.scenarios.expected import Expected, expected
from allocator.scenarios.horizon import Horizon, Known, lay_out_weeks
from allocator.scenarios.rates import waiting
from models.arrays import FloatArray
from models.assignment import Limit as Capacity
from models.budget import Budget
from models.highs import Backend
from models.two_stage import Later, Now, Worth, worth

TRUST = 0.95
SAMPLES = 5
LOOKS = (*(0, 1, 2, 3, 4, 6, 8, 10, 13, 17, 21, 26), *range(34, 520, 8))
"""The weeks in which the pair rules are looked at: what changes soon matters most."""
MOST_HOMES, MOST_HOUSEHOLDS = 8, 30
"""Later pairs that are looked at, at least, of each household and of each home."""


@dataclass(frozen=True)
class LookAhead:
    """How far to look, and how: ``samples`` of ``future``, drawn by ``seed``.

    ``future.weeks`` is the number of weeks looked at, this one included.  ``name`` tells samples
    of one seed apart, as those of the weeks of a simulation.  Who and what comes is like those of
    ``like``, and of the round itself when that is not given.
    """

    future: Future
    samples: int = SAMPLES
    seed: int = 1
    trust: float = TRUST
    name: str = "ahead"
    like: Instance | None = None


def match_ahead(
    instance: Instance,
    settings: Settings,
    look: LookAhead,
    solve: Callable[[Instance, Settings], MatchingPlan] = match,
) -> MatchingPlan:
    """Return the plan of a round that looks ahead.

    Raises
    ------
    BadCall
        When something is expected of which the instance has nothing alike.
    NoPlan
        When locks and limits contradict each other.
    """
    prices = price(instance, look, settings.budget)
    if prices is None:
        return replace(solve(instance, settings), asked_ahead=True)
    case = lay_out(instance)
    before: set[str] = set()
    while True:
        plan = solve(instance, replace(settings, prices=prices))
        asked = _asked(case, prices, plan)
        if not asked:
            return plan
        # Who would be the first to take it may not in the end: the second time it is for all.
        lower = {home: max(by) if home in before else min(by) for home, by in asked.items()}
        before |= lower.keys()
        prices = _lowered(prices, lower)


def price(instance: Instance, look: LookAhead, budget: Budget) -> Prices | None:
    """Return the prices of a round, ``None`` when there is nothing to give or the budget ends.

    Raises
    ------
    BadCall
        When something is expected of which the instance has nothing alike.
    NoPlan
        When locks and limits contradict each other.
    """
    case = lay_out(instance)
    if not len(case.pairs):
        return None
    drawn = [_sample(instance, look, k) for k in range(look.samples)]
    horizons = [lay_out_weeks(known_in(instance, look.future, one), LOOKS) for one in drawn]
    spared = _spared(case, horizons[0])
    now = _now(case, spared)
    samples = [_later(case, one, look.trust) for one in horizons]
    found = worth(now, samples, Backend(), budget)
    if found is None:
        return None
    return _prices(case, found, spared, look, expected(instance, drawn))


def _sample(instance: Instance, look: LookAhead, number: int) -> Coming:
    """Return a sample of what comes."""
    chances = Chances(look.future, look.seed, number, even=True, name=look.name)
    return coming(instance, look.future, chances, look.like)


def known_in(instance: Instance, future: Future, comes: Coming) -> Known:
    """Return all that is there in the weeks of a future, when this comes."""
    weeks, offered = future.weeks, future.vacancies.offered_weeks
    return Known(
        instance=instance,
        households=[
            *((h, 0) for h in waiting(instance)),
            *((h, week) for week, some in enumerate(comes.households) for h in some),
        ],
        homes=[
            *((p, 0, weeks if p.complex else min(weeks, offered)) for p in instance.homes),
            *(
                (p, week, min(weeks, week + offered))
                for week, some in enumerate(comes.homes)
                for p in some
            ),
        ],
        weeks=weeks,
    )


def _spared(case: Case, horizon: Horizon) -> IntArray:
    """Return the urgency that each household is spared by a home now, shape ``(H,)``."""
    at = {name: i for i, name in enumerate(horizon.household)}
    rows = np.array([at[name] for name in case.households.id.tolist()], dtype=np.int64)
    found: IntArray = horizon.spared[rows, 0]
    return found


def _now(case: Case, spared: IntArray) -> Now:
    """Return the pairs of this round."""
    household = case.pairs.household.astype(np.int64)
    home = case.pairs.home.astype(np.int64)
    own = []
    for limit in case.limits:
        if limit.kind in PRICED_LIMITS:
            continue
        at = np.flatnonzero(np.isin(home, limit.homes) & (limit.weight[household] > 0))
        own.append(Capacity(limit.name, at, limit.weight[household[at]], limit.capacity))
    return Now(household, home, spared[household].astype(np.float64), tuple(own))


def _later(case: Case, horizon: Horizon, trust: float) -> Later:
    """Return a sample: its pairs in the weeks after this one, and what this round uses of it."""
    names = {name: i for i, name in enumerate(horizon.household)}
    homes = {name: i for i, name in enumerate(horizon.home)}
    years = len(horizon.problem.units) // max(1, len(horizon.home))
    week = np.maximum(1, horizon.week)
    gain = (trust * horizon.spared[horizon.pair_household, week]).astype(np.float64)
    kept = _worth_a_look(horizon, gain)
    household, home = case.pairs.household.astype(np.int64), case.pairs.home.astype(np.int64)
    now = {limit.name: limit for limit in case.limits if limit.kind in PRICED_LIMITS}
    shared = {}
    for at, (limit, year) in enumerate(horizon.limits):
        mine = now.get(limit.name)
        if mine is not None and year <= 0:
            pairs = np.flatnonzero(np.isin(home, mine.homes) & (mine.weight[household] > 0))
            shared[at] = pairs, mine.weight[household[pairs]]
    return Later(
        problem=horizon.problem.restrict(kept),
        gain=gain[kept],
        household=np.array([names[n] for n in case.households.id.tolist()], dtype=np.int64),
        place=np.array([homes[n] * years for n in case.homes.id.tolist()], dtype=np.int64),
        shared=shared,
    )


def _worth_a_look(horizon: Horizon, gain: FloatArray) -> IntArray:
    """Return the later pairs that may matter, in order: the best of each household and home.

    Who is spared little, in a home that many are waiting for, does not get it in the best case
    either.  Without the others a city's week takes seconds instead of minutes.
    """
    of_household = _best_of(horizon.pair_household, gain, MOST_HOMES)
    of_home = _best_of(horizon.problem.place, gain, MOST_HOUSEHOLDS)
    found: IntArray = np.flatnonzero(of_household | of_home)
    return found


def _best_of(group: IntArray, gain: FloatArray, most: int) -> BoolArray:
    """Return which are among the ``most`` of highest gain of their group, shape ``(E,)``."""
    order = np.lexsort((-gain, group))
    starts = np.searchsorted(group[order], group[order])
    found = np.zeros(group.size, dtype=np.bool_)
    found[order] = np.arange(group.size) - starts < most
    return found


def _prices(
    case: Case,
    found: Worth,
    spared: IntArray,
    look: LookAhead,
    scarce: Mapping[str, Expected],
) -> Prices:
    """Return the table of prices, in whole person-weeks; those of 0 are left out."""
    rows = []
    for name, value, own in zip(
        case.households.id.tolist(), found.household.tolist(), spared.tolist(), strict=True
    ):
        rows.append(Price(kind=Priced.HOUSEHOLD, id=name, price=round(value) - own - 1))
    for name, value in zip(case.homes.id.tolist(), found.place.tolist(), strict=True):
        need = scarce[name]
        rows.append(
            Price(
                kind=Priced.HOME,
                id=name,
                price=round(value),
                need=need.need,
                expected=need.households,
                offered=need.homes,
            )
        )
    for limit in case.limits:
        kind = PRICED_LIMITS.get(limit.kind)
        value = sum(v for n, v in found.limits.items() if n in (limit.name, f"{limit.name} 0"))
        if kind is not None:
            rows.append(Price(kind=kind, id=limit.subject, price=round(value)))
    kept = [row for row in rows if row.price or row.kind is Priced.HOME]
    return Prices(weeks=look.future.weeks, rows=tuple(kept))


def _asked(case: Case, prices: Prices, plan: MatchingPlan) -> dict[str, list[int]]:
    """Return the homes that are left empty for their price.

    For each by how much it must fall to be below 0, for everybody who could have it beside the
    plan.  Below 0 already, it is another tier that keeps it empty, or the plan is not proven.
    """
    at = {name: i for i, name in enumerate(case.households.id.tolist())}
    place = {name: i for i, name in enumerate(case.homes.id.tolist())}
    asked: dict[str, list[int]] = {}
    for row in plan.unplaced:
        if row.reason != "choice":
            continue
        for home in row.detail.split("|"):
            cost = scarcity(
                case.households,
                case.homes,
                household=np.array([at[row.household]]),
                home=np.array([place[home]]),
                limits=case.limits,
                prices=prices,
            )
            if cost[0] >= 0:
                asked.setdefault(home, []).append(int(cost[0]) + 1)
    return asked


def _lowered(prices: Prices, lower: Mapping[str, int]) -> Prices:
    rows = tuple(
        row.model_copy(update={"price": row.price - lower[row.id]})
        if row.kind is Priced.HOME and row.id in lower
        else row
        for row in prices.rows
    )
    return Prices(weeks=prices.weeks, rows=rows)
