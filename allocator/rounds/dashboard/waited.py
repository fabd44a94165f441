"""Each household that waits, or was placed: how long, when that ended, in which categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allocator.domain.choices import Group
from allocator.figures.groups import AGE, SIZE, band_of, size_of
from allocator.rounds.dashboard.people import People, Someone, people_of
from allocator.rounds.dashboard.period import Period
from allocator.rounds.since import Since
from allocator.rules import facts
from allocator.store import models

# Both can be counted without anything that is sealed.
BY = (SIZE, AGE)


@dataclass(frozen=True)
class Waited:
    """A household: how many weeks it waited, when that ended, and its category by each trait."""

    weeks: int
    month: date
    categories: tuple[str | None, ...]


def still_waiting(signed: Since, there: People, day: date) -> list[Waited]:
    """Return the statushouders that wait for a home."""
    rows = models.Household.objects.filter(group=Group.STATUSHOUDER, gone_n=None)
    columns = ("ref", "subject_id", "koppeldatum", "since")
    return [
        _waited(row.koppeldatum, day, row.ref, there)
        for row in rows.values_list(*columns, named=True)
        if row.koppeldatum is not None and not signed.is_out(row)
    ]


def placed_in(signed: Since, period: Period) -> tuple[list[Waited], int]:
    """Return who was placed in a period, and of how many it is not known how long they waited."""
    leases = [p for p in signed.placed if p.undone_n is None and p.signed_on in period]
    subjects = {lease.candidate.subject_id for lease in leases}
    rows = models.Household.objects.filter(subject__in=subjects)
    linked = {
        subject: (ref, day)
        for subject, ref, day in rows.values_list("subject", "ref", "koppeldatum")
        if day is not None
    }
    known = people_of(subjects)
    found = [
        _waited(linked[subject][1], lease.signed_on, linked[subject][0], known)
        for lease in leases
        if (subject := lease.candidate.subject_id) in linked
    ]
    return found, len(leases) - len(found)


def _waited(since: date, day: date, ref: str, there: People) -> Waited:
    """Return how long a household waited; its categories are those of the day it ended."""
    persons = there.get(ref)
    categories = _categories(persons, day) if persons else (None, None)
    return Waited((day - since).days // 7, day.replace(day=1), categories)


def _categories(persons: Sequence[Someone], day: date) -> tuple[str, str]:
    """Return the categories of a household in the order of ``BY``."""
    born = facts.head_of(persons).birth_date
    return size_of(len(persons)), band_of(facts.age_of(born, day))
