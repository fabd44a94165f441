"""How many come in a week where a scenario does not say so: by the taakstelling.

The taakstelling is the law's own level: so many persons are to be housed in a half-year, so on
average so many are linked, and a city that meets it is offered homes for as many households.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from allocator.domain.choices import Group
from allocator.domain.future import Future
from allocator.domain.household import Household
from allocator.domain.instance import Instance

DAYS = 7
HISTORY_WEEKS = 26
"""Weeks looked back for the inflow where no taakstelling is known."""


def waiting(instance: Instance) -> list[Household]:
    """Return the households that wait for a home, in order of id."""
    some = [h for h in instance.households if h.group is Group.STATUSHOUDER]
    return sorted(some, key=lambda household: household.id)


def task_persons_per_week(instance: Instance, day: date) -> Fraction:
    """Return the taakstelling of the half-year of a day, in persons per week.

    Of a day for which none is known, that of the last one before it, else of the first.  Without
    any, the persons of the households that were linked in the last 26 weeks and still wait.
    """
    tasks = sorted(instance.taakstelling, key=lambda task: task.from_on)
    if not tasks:
        return _linked(waiting(instance), instance.peildatum)
    begun = [task for task in tasks if task.from_on <= day]
    task = begun[-1] if begun else tasks[0]
    days = (task.until - task.from_on).days + 1
    return Fraction(task.persons * DAYS, days)


def _linked(households: Sequence[Household], day: date) -> Fraction:
    """Return the persons linked per week over the last weeks before a day."""
    days = HISTORY_WEEKS * DAYS
    recent = [
        h for h in households if h.koppeldatum is not None and (day - h.koppeldatum).days < days
    ]
    return Fraction(sum(len(h.persons) for h in recent), HISTORY_WEEKS)


def usual_persons(instance: Instance) -> Fraction:
    """Return the persons of a household on average; 1 where nobody waits."""
    households = waiting(instance)
    if not households:
        return Fraction(1)
    return Fraction(sum(len(h.persons) for h in households), len(households))


def households_per_week(instance: Instance, future: Future, day: date) -> Fraction:
    """Return how many households are linked in the week of a day, where no types are given."""
    given = future.inflow.persons_per_week
    persons = task_persons_per_week(instance, day) if given is None else Fraction(given)
    return Fraction(future.inflow.factor) * persons / usual_persons(instance)


def units_per_week(instance: Instance, future: Future, day: date) -> Fraction:
    """Return how many units come free in the week of a day, where no types are given."""
    given = future.vacancies.units_per_week
    units = (
        task_persons_per_week(instance, day) / usual_persons(instance)
        if given is None
        else Fraction(given)
    )
    return Fraction(future.vacancies.factor) * units


def months_of(day: date, weeks: int) -> int:
    """Return how many calendar months some weeks from a day touch."""
    last = day + timedelta(days=DAYS * weeks - 1)
    return 12 * (last.year - day.year) + last.month - day.month + 1
