"""What one more of something is worth, in person-weeks of waiting over a period that is known.

For a draw of what comes, the best that the whole period can do is found
(:mod:`allocator.scenarios.horizon`) with and without one more home, ten persons more of
draagkracht, one placement more in each round, or a complex that opens a month earlier or later.
The difference of the two is what it is worth, exactly, when both are proven; the duals of the
first say beforehand about how much.  Over a number of draws that gives a mean and an interval.
What a month is worth for a shelter site is asked of relocation plans
(:mod:`allocator.scenarios.worth.sites`).

Waiting is counted in person-weeks here, not in urgency: each person who has a home a week sooner
is one.  What is found is what it is worth to a city that places as well as can be; one that takes
each week by itself may gain less of it, or more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from allocator.domain.future import Future
from allocator.domain.home import Home
from allocator.domain.instance import Instance
from allocator.rules.arrays import IntArray
from allocator.scenarios.ahead import known_in
from allocator.scenarios.chances import Chances
from allocator.scenarios.coming import coming
from allocator.scenarios.horizon import Horizon, Known, lay_out_weeks
from allocator.scenarios.worth.things import Item, Thing, Value
from allocator.slipping import later
from models.assignment import Assignment, formulate
from models.budget import Budget
from models.by_parts import solve_by_parts
from models.highs import Backend
from models.tiers import Tier


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
