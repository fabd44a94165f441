"""What came of the weeks, in figures: how long people wait, who is housed, what it asks of wijken.

Waiting is counted in weeks from the koppeldatum.  Of who was housed it is the whole time; who
still waits at the end is not among those, so ``person_weeks`` counts everybody: the weeks within
the period that somebody was without a home, per person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median

import numpy as np

from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.figures.groups import TRAITS
from allocator.scenarios.happened import Ending, Happened
from allocator.scenarios.rates import DAYS
from allocator.scenarios.sheltering import Month

ALL = "all"


@dataclass(frozen=True)
class Figure:
    """A value of a measure, for a group (``all`` for everybody); ``None`` where there is none."""

    measure: str
    group: str
    value: float | None


@dataclass(frozen=True)
class Outcome:
    """One household: in which week it was housed, if it was, and the weeks it waited till then.

    Who is not housed waited until the end.
    """

    household: str
    persons: int
    week: int | None
    waited: int


def outcomes(happened: Happened) -> tuple[Outcome, ...]:
    """Return the outcome of each household, but not of those that move on; in order of id."""
    housed = [
        Outcome(str(p.household.id), len(p.household.persons), p.week, p.waited)
        for p in happened.placements
        if not p.again
    ]
    others = [Outcome(str(h.id), len(h.persons), None, waited) for h, waited in _left(happened)]
    return tuple(sorted((*housed, *others), key=lambda one: one.household))


def figures(instance: Instance, happened: Happened) -> tuple[Figure, ...]:
    """Return all figures of one run."""
    return (
        *_waiting(instance, happened),
        *_task(instance, happened),
        *_moves(happened),
        *_homes(happened),
        *_loads(instance, happened),
        Figure("proven_weeks", ALL, fmean(week.proven for week in happened.weeks)),
    )


def _left(happened: Happened) -> list[tuple[Household, int]]:
    return happened.still_waiting


def _waiting(instance: Instance, happened: Happened) -> Iterator[Figure]:
    """Yield how long people wait, for all and for each group."""
    term, weeks = instance.policy.term_weeks, len(happened.weeks)
    housed = [(p.household, p.waited, p.week) for p in happened.placements if not p.again]
    waited: dict[str, list[int]] = defaultdict(list)
    lost: dict[str, int] = defaultdict(int)
    met: dict[str, int] = defaultdict(int)
    for household, total, week in housed:
        for group in groups(household, instance.peildatum):
            waited[group].append(total)
            lost[group] += len(household.persons) * min(total, week)
            met[group] += 1
    for household, total in _left(happened):
        for group in groups(household, instance.peildatum):
            lost[group] += len(household.persons) * min(total, weeks)
            met[group] += 1
    for group in sorted(met, key=lambda name: (name != ALL, name)):
        found = waited[group]
        yield Figure("households", group, met[group])
        yield Figure("housed", group, len(found))
        yield Figure("person_weeks", group, lost[group])
        yield Figure("waited_mean", group, fmean(found) if found else None)
        yield Figure("waited_median", group, median(found) if found else None)
        yield Figure("waited_p90", group, float(np.percentile(found, 90)) if found else None)
        yield Figure("over_term_share", group, fmean(w > term for w in found) if found else None)
    yield Figure("waiting_persons_end", ALL, sum(len(h.persons) for h, _ in _left(happened)))


def groups(household: Household, day: date) -> list[str]:
    """Return the groups that a household is in: ``all``, ``size=3``, ``support=light``, ….

    Groups by age are those of a day.
    """
    return [ALL, *(f"{trait.name}={trait.of(household, day)}" for trait in TRAITS)]


def _task(instance: Instance, happened: Happened) -> Iterator[Figure]:
    """Yield what was housed in each half-year, and what is left of its task."""
    for task in sorted(instance.taakstelling, key=lambda task: task.from_on):
        persons = sum(
            p.new_persons
            for p in happened.placements
            if task.from_on <= instance.peildatum + timedelta(days=DAYS * p.week) <= task.until
        )
        left = task.persons + task.backlog_persons - task.realised_persons - persons
        yield Figure("housed_persons", task.until.isoformat(), persons)
        yield Figure("task_left", task.until.isoformat(), left)
    yield Figure("housed_persons", ALL, sum(p.new_persons for p in happened.placements))


def _moves(happened: Happened) -> Iterator[Figure]:
    """Yield how many move a second time."""
    again = [p for p in happened.placements if p.again]
    yield Figure("second_moves", ALL, len(again))
    yield Figure("second_moves_persons", ALL, sum(len(p.household.persons) for p in again))


def _homes(happened: Happened) -> Iterator[Figure]:
    """Yield how long homes stand empty, and how many are let to others."""
    days = [(unit.empty_until - unit.empty_from).days for unit in happened.units]
    yield Figure("units", ALL, len(happened.units))
    yield Figure("empty_days", ALL, sum(days))
    yield Figure("empty_days_mean", ALL, fmean(days) if days else None)
    yield Figure("lapsed", ALL, _ended(happened, Ending.LAPSED))
    yield Figure("refused", ALL, sum(week.refused for week in happened.weeks))


def _ended(happened: Happened, ending: Ending) -> int:
    return sum(unit.ending is ending for unit in happened.units)


def _loads(instance: Instance, happened: Happened) -> Iterator[Figure]:
    """Yield the load of each limited wijk at the end of each year, as a share of draagkracht."""
    last = {week.day.year: week.week for week in happened.weeks}
    for wijk in sorted(instance.wijken, key=lambda wijk: wijk.code):
        for year, week in last.items():
            placed = happened.loads.get((week, str(wijk.code)), 0)
            group = f"{wijk.code} {year}"
            yield Figure("wijk_persons", group, placed)
            if wijk.draagkracht_persons:
                yield Figure("wijk_load", group, placed / wijk.draagkracht_persons)


def shelter_figures(months: Sequence[Month]) -> tuple[Figure, ...]:
    """Return the figures of the shelter: person-months, but for the persons that moved."""
    return (
        Figure("shelter_present", ALL, sum(month.present for month in months)),
        Figure("shelter_without", ALL, sum(month.without for month in months)),
        Figure("shelter_moved", ALL, sum(month.moved for month in months)),
        Figure("shelter_extended", ALL, sum(month.extended for month in months)),
        Figure("shelter_most_without", ALL, max(month.without for month in months)),
        Figure("shelter_proven_months", ALL, fmean(month.proven for month in months)),
    )
