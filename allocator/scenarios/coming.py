"""Who comes and which homes come free, week by week, before anybody decides anything.

Those of week 0 are the instance; the others come in weeks 1 and on.  A new household is like one
that waits now, on the day that one was linked; a new home like one on offer now, in no complex:
what comes free in a complex is what a scenario says, and what people leave again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Generic, TypeVar

from allocator.domain.base import HomeId, HouseholdId, PersonId, WijkCode
from allocator.domain.future import Future, InflowType, VacancyType
from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.errors import BadCall
from allocator.generate.dice import Dice
from allocator.scenarios.chances import Chances
from allocator.scenarios.rates import DAYS, households_per_week, units_per_week, waiting

PARTS = 1000
"""In how many parts the time between two is divided, to say when the first comes."""

Like = TypeVar("Like", Household, Home)


@dataclass(frozen=True)
class Coming:
    """What comes in each week, in order of id; nothing in week 0, which is the instance."""

    households: tuple[tuple[Household, ...], ...]
    homes: tuple[tuple[Home, ...], ...]


@dataclass(frozen=True)
class _Stream(Generic[Like]):
    """Something that comes at a rate: how many in the week of a day, and what it is like."""

    name: str
    rate: tuple[Fraction, ...]
    like: Sequence[Like]
    weights: Sequence[int]
    wijken: Sequence[WijkCode] = ()


def coming(
    instance: Instance, future: Future, chances: Chances, like: Instance | None = None
) -> Coming:
    """Draw what comes after the peildatum of an instance.

    Parameters
    ----------
    like
        Whose households and homes those that come are like, when not those of ``instance`` itself:
        what is left after some weeks is not what comes.

    Raises
    ------
    BadCall
        When households or homes of a type are expected of which the instance has none to be like.
    """
    weeks = range(future.weeks)
    days = [instance.peildatum + timedelta(days=DAYS * week) for week in weeks]
    people: list[list[Household]] = [[] for _ in weeks]
    homes: list[list[Home]] = [[] for _ in weeks]
    prefix = _unused(instance)
    like = like or instance
    for inflow in _inflow(like, future, days):
        for week, household, dice in _drawn(inflow, chances):
            name = f"{prefix}{week:03}.{len(people[week]) + 1:02}"
            people[week].append(_household(name, household, days[week], dice))
    for vacancies in _vacancies(like, future, days):
        for week, home, dice in _drawn(vacancies, chances):
            name = f"{prefix}{week:03}.{len(homes[week]) + 1:02}"
            notice = 0 if dice is None else dice.between(0, instance.horizon_days)
            wijk = _wijk(vacancies.wijken, len(homes[week]) + week, dice) or home.wijk
            homes[week].append(_home(name, home, wijk, days[week] + timedelta(days=notice)))
    return Coming(tuple(map(tuple, people)), tuple(map(tuple, homes)))


def _unused(instance: Instance) -> str:
    """Return what no id of the instance begins with."""
    ids = [*(str(h.id) for h in instance.households), *(str(p.id) for p in instance.homes)]
    prefix = "N"
    while any(one.startswith(prefix) and one[len(prefix) :][:1].isdigit() for one in ids):
        prefix += "N"
    return prefix


def _inflow(
    instance: Instance, future: Future, days: Sequence[date]
) -> Iterator[_Stream[Household]]:
    """Yield what households come, by type."""
    now = waiting(instance)
    if not future.inflow.types:
        rate = [households_per_week(instance, future, day) for day in days]
        yield _stream("households", rate, now, [1] * len(now))
    for number, kind in enumerate(future.inflow.types, start=1):
        like = [h for h in now if _suits(kind, h)]
        rate = [Fraction(kind.per_week) * Fraction(future.inflow.factor)] * len(days)
        yield _stream(f"households {number}", rate, like, [1] * len(like))


def _vacancies(instance: Instance, future: Future, days: Sequence[date]) -> Iterator[_Stream[Home]]:
    """Yield what homes come free, by type."""
    every = sorted(instance.homes, key=lambda home: home.id)
    now = [home for home in every if home.complex is None] or every
    if not future.vacancies.types:
        rate = [units_per_week(instance, future, day) for day in days]
        weights = [home.units for home in now]
        yield _stream("homes", rate, now, weights, future.vacancies.wijken)
    for number, kind in enumerate(future.vacancies.types, start=1):
        like = [home for home in now if _is_of(kind, home)]
        like = like or [home for home in every if _is_of(kind, home)]
        rate = [Fraction(kind.per_week) * Fraction(future.vacancies.factor)] * len(days)
        yield _stream(f"homes {number}", rate, like, [home.units for home in like], kind.wijken)


def _stream(
    name: str,
    rate: Sequence[Fraction],
    like: Sequence[Like],
    weights: Sequence[int],
    wijken: Sequence[WijkCode] = (),
) -> _Stream[Like]:
    if any(rate) and not like:
        what, _, number = name.partition(" ")
        raise BadCall(f"scenario.nothing_like.{what}", number=number or "–")
    return _Stream(name, tuple(rate), like, weights, wijken)


def _suits(kind: InflowType, household: Household) -> bool:
    return kind.min_persons <= len(household.persons) <= kind.max_persons


def _is_of(kind: VacancyType, home: Home) -> bool:
    return (
        kind.kind in (None, home.kind)
        and kind.min_persons in (None, home.min_persons)
        and kind.max_persons in (None, home.max_persons)
        and kind.corporatie in (None, home.corporatie)
    )


def _drawn(stream: _Stream[Like], chances: Chances) -> Iterator[tuple[int, Like, Dice | None]]:
    """Yield the week of each that comes, what it is like, and the dice for the rest."""
    if not chances.any or chances.even:
        yield from _in_turn(stream, chances)
        return
    weights = dict(enumerate(map(float, stream.weights)))
    for week, rate in enumerate(stream.rate):
        if week == 0 or not rate:
            continue
        for number in range(chances.dice(stream.name, week).count(float(rate))):
            dice = chances.dice(stream.name, week, number)
            yield week, stream.like[dice.weighted(weights)], dice


def _in_turn(stream: _Stream[Like], chances: Chances) -> Iterator[tuple[int, Like, Dice | None]]:
    """Yield as many as make up the rate so far, each like the next one.

    Where something is left to chance the order is drawn, and how far the first is away.
    """
    units = [like for like, n in zip(stream.like, stream.weights, strict=True) for _ in range(n)]
    total, come = Fraction(0), 0
    if chances.any:
        dice = chances.dice(stream.name, "even")
        units = dice.sample(units, len(units))
        total = Fraction(dice.between(0, PARTS - 1), PARTS)
    for week, rate in enumerate(stream.rate):
        total += rate if week else 0
        while come + 1 <= total:
            own = chances.dice(stream.name, week, come) if chances.any else None
            yield week, units[come % len(units)], own
            come += 1


def _household(name: str, like: Household, day: date, dice: Dice | None) -> Household:
    """Return a household like one that waits, as that was when it was linked."""
    linked = day - timedelta(days=0 if dice is None else dice.between(0, DAYS - 1))
    since = linked - (like.koppeldatum or linked)
    persons = tuple(
        person.model_copy(
            update={
                "id": PersonId(f"{name}-{number}"),
                "household": HouseholdId(name),
                "birth_date": person.birth_date + since,
            }
        )
        for number, person in enumerate(like.persons, start=1)
    )
    return like.model_copy(
        update={
            "id": HouseholdId(name),
            "koppeldatum": linked,
            "nareis_on": like.nareis_on + since if like.nareis_on else None,
            "hold_until": None,
            "hold_reason": "",
            "persons": persons,
        }
    )


def _wijk(wijken: Sequence[WijkCode], turn: int, dice: Dice | None) -> WijkCode | None:
    """Return in which wijk a home comes free, ``None`` where nothing is said of that."""
    if not wijken:
        return None
    return wijken[turn % len(wijken)] if dice is None else dice.pick(wijken)


def _home(name: str, like: Home, wijk: WijkCode, starts: date) -> Home:
    """Return one unit of a home like another, in a wijk and in no complex."""
    lasts = like.available_until and like.available_until - like.available_from
    return like.model_copy(
        update={
            "id": HomeId(name),
            "wijk": wijk,
            "complex": None,
            "units": 1,
            "available_from": starts,
            "available_until": starts + lasts if lasts else None,
            "bag_id": None,
        }
    )
