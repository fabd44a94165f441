"""Shelter of ontheemden: places, occupancy, and what opens and closes ahead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from allocator.domain.choices import Group
from allocator.rounds.announced import newest_announcement
from allocator.rounds.dashboard.ahead import Ahead, ahead
from allocator.rounds.dashboard.people import People
from allocator.rounds.dashboard.sight import Number, Sight
from allocator.rounds.dashboard.sites import Use, places_of, site_names, use_of
from allocator.rounds.since import Since
from allocator.store import models


@dataclass(frozen=True)
class SiteFigure:
    """A site today: its ``places``, and the persons in it; ``share`` is how full it is."""

    id: str
    name: str
    use: Use
    places: int
    persons: Number

    @property
    def share(self) -> float | None:
        """Persons as a fraction of the places, ``None`` where that cannot be said."""
        return _share(self.persons, self.places)


def _share(persons: Number, places: int) -> float | None:
    return persons / places if isinstance(persons, int) and places else None


@dataclass(frozen=True)
class Plan:
    """The relocation plan that was announced last."""

    number: int
    peildatum: date
    object_by: date


@dataclass(frozen=True)
class Shelter:
    """Shelter today.

    ``without`` are persons who are here and have no place, ``expected`` those who come later.
    """

    sites: tuple[SiteFigure, ...]
    places: int
    persons: Number
    without: Number
    expected: Number
    ahead: tuple[Ahead, ...]
    plan: Plan | None

    @property
    def share(self) -> float | None:
        """Persons as a fraction of all places."""
        return _share(self.persons, self.places)


def shelter(signed: Since, there: People, day: date, sight: Sight) -> Shelter:
    """Return shelter as of a day."""
    sites = list(models.Site.objects.filter(gone_n=None).order_by("key"))
    rooms = list(models.RoomGroup.objects.filter(gone_n=None).order_by("key"))
    persons, expected = _persons(signed, there, day)
    names = site_names(sites)
    figures = tuple(
        SiteFigure(
            site.ref, names[site.ref], use_of(site, day), places_of(site, rooms, day),
            sight.number(persons[site.ref]),
        )
        for site in sites
    )  # fmt: skip
    shown = tuple(f for f in figures if f.use in ("open", "extended") or f.persons != 0)
    newest = newest_announcement()
    return Shelter(
        sites=shown,
        places=sum(figure.places for figure in shown),
        persons=sight.total(persons[figure.id] for figure in shown),
        without=sight.number(persons[None]),
        expected=sight.number(expected),
        ahead=ahead(sites, rooms, persons, newest, day, sight),
        plan=None if newest is None else Plan(newest.number, newest.peildatum, newest.object_by),
    )


def _persons(signed: Since, there: People, day: date) -> tuple[Counter[str | None], int]:
    """Return the persons in each site (``None`` for no place), and those who are expected."""
    rows = models.Household.objects.filter(group=Group.ONTHEEMDE, gone_n=None).values_list(
        "ref", "subject_id", "current_site", "arrives_on", "leaves_on", "since", named=True
    )
    found: Counter[str | None] = Counter()
    expected = 0
    for row in rows:
        left = row.leaves_on is not None and row.leaves_on < day
        if left or signed.is_out(row) or row.ref not in there:
            continue
        persons = len(there[row.ref])
        if row.arrives_on is not None and row.arrives_on > day:
            expected += persons
        else:
            found[row.current_site] += persons
    return found, expected
