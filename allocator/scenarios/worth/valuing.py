"""What one more of something is worth, in person-weeks of waiting over a period that is known.

For a draw of what comes, the best that the whole period can do is found
(:mod:`allocator.scenarios.horizon`) with and without one more home, ten persons more of
draagkracht, one placement more in each round, or a complex that opens a month earlier or later.
The difference of the two is what it is worth, exactly, when both are proven; the duals of the
first say beforehand about how much.  Over a number of draws that gives a mean and an interval.

Waiting is counted in person-weeks here, not in urgency: each person who has a home a week sooner
is one.  What is found is what it is worth to a city that places as well as can be; one that takes
each week by itself may gain less of it, or more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from allocator.domain.future import Future
from allocator.domain.home import Home
from allocator.domain.instance import Instance
from allocator.rules.arrays import IntArray
from allocator.scenarios.ahead import known_in
from allocator.scenarios.chances import Chances
from allocator.scenarios.coming import coming
from allocator.scenarios.horizon import Horizon, Known, lay_out_weeks
from allocator.scenarios.intervals import Interval, interval
from allocator.slipping import later
from models.assignment import Assignment, formulate
from models.budget import Budget
from models.by_parts import solve_by_parts
from models.highs import Backend
from models.tiers import Tier

PERSONS = 10
"""Persons of draagkracht that are tried."""


class Thing(StrEnum):
    """What there may be more of."""

    HOME = "home"
    DRAAGKRACHT = "draagkracht"
    CORPORATIE = "corporatie"
    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True)
class Item:
    """One more of something: ``amount`` units, persons, placements per round, or months."""

    thing: Thing
    id: str
    amount: int


@dataclass(frozen=True)
class Value:
    """What an item is worth in one draw, in person-weeks.

    ``estimate`` is by the duals, ``None`` where they say nothing of it; ``value`` the difference
    of two solves, exact when ``proven``.
    """

    item: Item
    estimate: float | None
    value: int
    proven: bool


@dataclass(frozen=True)
class ItemWorth:
    """What an item is worth over all draws: the mean, and its interval."""

    item: Item
    estimate: float | None
    value: Interval
    proven: bool


def items(instance: Instance) -> list[Item]:
    """Return all that there may be more of, in a fixed order.

    A home of each type: the first by id stands for those that are alike in all that rules look at
    but the wijk, the area and the rent.
    """
    found = [Item(Thing.HOME, str(home.id), 1) for home in first_of_each_type(instance)]
    found += [
        Item(Thing.DRAAGKRACHT, str(wijk.code), PERSONS)
        for wijk in instance.wijken
        if wijk.draagkracht_persons is not None
    ]
    found += [
        Item(Thing.CORPORATIE, str(one.id), 1)
        for one in instance.corporaties
        if one.max_placements is not None
    ]
    for one in instance.complexes:
        homes = [home for home in instance.homes if home.complex == one.id]
        if any(home.available_from > instance.peildatum for home in homes):
            found.append(Item(Thing.EARLIER, str(one.id), 1))
            found.append(Item(Thing.LATER, str(one.id), 1))
    return found


def first_of_each_type(instance: Instance) -> list[Home]:
    """Return one home of each type, the first by id."""
    seen: dict[tuple[object, ...], Home] = {}
    for home in sorted(instance.homes, key=lambda home: home.id):
        seen.setdefault(type_of(home), home)
    return list(seen.values())


def type_of(home: Home) -> tuple[object, ...]:
    """Return what makes homes alike."""
    return (
        *(home.kind, home.bedrooms, home.min_persons, home.max_persons, home.sharing),
        *(home.step_free, home.wheelchair, home.safe_place, home.support, home.target_group),
        home.available_until is None,
    )


def values_of(
    instance: Instance,
    future: Future,
    seed: int,
    replication: int,
    wanted: Sequence[Item],
    budget: Budget,
) -> tuple[Value, ...]:
    """Return what each item is worth in one draw.

    Raises
    ------
    BadCall
        When something is expected of which the instance has nothing alike.
    """
    comes = coming(instance, future, Chances(future, seed, replication))
    known = known_in(instance, future, comes)
    period = _period(known)
    base = _solve(period, None, budget)
    duals = _duals(period, budget)
    found = []
    for item in wanted:
        changed = _changed(known, period, item)
        more = _solve(changed, base if changed.same_pairs(period) else None, budget)
        found.append(
            Value(
                item=item,
                estimate=None if duals is None else duals(item),
                value=more.value - base.value,
                proven=base.proven and more.proven,
            )
        )
    return tuple(found)


def worth_over(draws: Sequence[Sequence[Value]]) -> tuple[ItemWorth, ...]:
    """Return what each item is worth over all draws; each draw has the same items, in order."""
    found = []
    for values in zip(*draws, strict=True):
        estimates = [v.estimate for v in values if v.estimate is not None]
        found.append(
            ItemWorth(
                item=values[0].item,
                estimate=float(np.mean(estimates)) if estimates else None,
                value=interval([float(v.value) for v in values]),
                proven=all(v.proven for v in values),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class _Period:
    """A period with what each pair spares, in person-weeks."""

    horizon: Horizon
    problem: Assignment
    gain: IntArray
    weeks: int

    def same_pairs(self, other: _Period) -> bool:
        """Whether it has the same pairs as another, so that a plan of that is one here."""
        return self.horizon is other.horizon


@dataclass(frozen=True)
class _Solved:
    value: int
    proven: bool
    chosen: np.ndarray


def _period(known: Known) -> _Period:
    horizon = lay_out_weeks(known)
    persons = {str(h.id): len(h.persons) for h, _ in known.households}
    size = np.array([persons[name] for name in horizon.household], dtype=np.int64)
    gain: IntArray = size[horizon.pair_household] * (known.weeks - horizon.week)
    return _Period(horizon, horizon.problem, gain, known.weeks)


def _solve(period: _Period, start: _Solved | None, budget: Budget) -> _Solved:
    plan = np.zeros(period.gain.size, dtype=np.bool_) if start is None else start.chosen
    tier = Tier("waiting", "max", period.gain)
    outcome = solve_by_parts(period.problem, [tier], plan, "highs", budget, threads=1)
    stage = outcome.stages[0]
    return _Solved(stage.best, stage.optimal, outcome.chosen)


def _duals(period: _Period, budget: Budget) -> Callable[[Item], float | None] | None:
    """Return what the duals of the relaxation say of an item."""
    model = formulate(period.problem, Tier("waiting", "max", period.gain))
    found = Backend().open_lp(model).solve(budget)
    if found is None:
        return None
    dual = dict(zip(model.rows, found.duals.tolist(), strict=True))

    def estimate(item: Item) -> float | None:
        if item.thing in (Thing.EARLIER, Thing.LATER):
            return None
        rows = _rows(period, item)
        return float(item.amount * sum(dual.get(row, 0.0) * times for row, times in rows))

    return estimate


def _rows(period: _Period, item: Item) -> Iterator[tuple[str, int]]:
    """Yield the rows of an item in the model, and how often its amount counts there."""
    horizon = period.horizon
    if item.thing is Thing.HOME:
        years = _years(horizon)
        first = horizon.home.index(item.id) * years
        yield from ((f"C2_units(p{place})", 1) for place in range(first, first + years))
    for at, limit in enumerate(period.problem.limits):
        if _is_of(limit.name, item):
            yield f"C5_limit(l{at})", _times(period, item)


def _years(horizon: Horizon) -> int:
    return len(horizon.problem.units) // max(1, len(horizon.home))


def _is_of(name: str, item: Item) -> bool:
    """Whether a limit is that of an item, in any year."""
    kind = "units" if item.thing is Thing.HOME else item.thing.value
    return name.partition(" ")[0] == f"{kind}:{item.id}"


def _times(period: _Period, item: Item) -> int:
    """Return in how many rounds an amount counts: a placement more is one in each."""
    return period.weeks if item.thing is Thing.CORPORATIE else 1


def _changed(known: Known, period: _Period, item: Item) -> _Period:
    """Return the period with an item more."""
    if item.thing in (Thing.EARLIER, Thing.LATER):
        months = item.amount if item.thing is Thing.LATER else -item.amount
        return _period(_shifted(known, item.id, months))
    problem, horizon = period.problem, period.horizon
    units = problem.units
    if item.thing is Thing.HOME:
        years = _years(horizon)
        first = horizon.home.index(item.id) * years
        units = units.copy()
        units[first : first + years] += item.amount
    limits = tuple(
        replace(limit, capacity=limit.capacity + item.amount * _times(period, item))
        if _is_of(limit.name, item)
        else limit
        for limit in problem.limits
    )
    return replace(period, problem=replace(problem, units=units, limits=limits))


def _shifted(known: Known, complex_: str, months: int) -> Known:
    """Return what is known with the homes of a complex available some months later, or earlier."""

    def moved(day: date | None) -> date | None:
        return None if day is None else later(day, months)

    def shifted(home: Home) -> Home:
        if home.complex != complex_ or home.available_from <= known.instance.peildatum:
            return home
        return home.model_copy(
            update={
                "available_from": moved(home.available_from),
                "available_until": moved(home.available_until),
            }
        )

    return replace(known, homes=[(shifted(p), a, b) for p, a, b in known.homes])
