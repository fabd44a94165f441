"""Who is where in which month, from the stays of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from allocator.check.shelter.case import ShelterCase
from allocator.check.verdict import Violation


@dataclass(frozen=True)
class Stay:
    """A run of months in the same rooms of a site; months as ``2025-04``, both included."""

    household: str
    site: str
    rooms: tuple[str, ...]
    from_month: str
    to_month: str


@dataclass(frozen=True)
class Place:
    """Where a household is in one month."""

    site: str
    rooms: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """The plan by household and month; ``None`` = absent, or without a place."""

    case: ShelterCase
    by_month: dict[str, list[Place | None]]

    def site(self, household: str, t: int) -> str | None:
        """Return the site of a household in month ``t``; the month before month 0 is -1."""
        if t < 0:
            return self.case.households[household].current_site
        place = self.by_month[household][t]
        return None if place is None else place.site

    def in_first_stay(self, household: str, t: int) -> bool:
        """Return whether the household has been in its current site without a break."""
        return t < self._first_stays[household]

    def without(self, household: str) -> tuple[int, ...]:
        """Return the months in which a household is present without a place."""
        present = self.case.households[household].present
        places = enumerate(self.by_month[household])
        return tuple(t for t, place in places if present[t] and place is None)

    @cached_property
    def in_site(self) -> dict[tuple[str, int], list[tuple[str, Place]]]:
        """For each site and month that is used, the households there with their places."""
        found: dict[tuple[str, int], list[tuple[str, Place]]] = {}
        for household, places in self.by_month.items():
            for t, place in enumerate(places):
                if place is not None:
                    found.setdefault((place.site, t), []).append((household, place))
        return found

    def persons(self, site: str, t: int) -> int:
        """Return the persons in a site in a month."""
        there = self.in_site.get((site, t), ())
        return sum(self.case.households[household].persons for household, _ in there)

    @cached_property
    def _first_stays(self) -> dict[str, int]:
        """For each household how many months its first stay lasts; 0 when there is none."""
        lasting = {}
        for household in self.by_month:
            current, t = self.case.households[household].current_site, 0
            while current and t < self.case.months.count and self.site(household, t) == current:
                t += 1
            lasting[household] = t
        return lasting


def places_of(case: ShelterCase, stays: Sequence[Stay]) -> tuple[Places, tuple[Violation, ...]]:
    """Lay out the stays by month, and find those that cannot be laid out.

    What does not exist is left out: other households and sites, months outside the plan or
    without the household, and a second place in one month.
    """
    places = Places(case, {household: [None] * case.months.count for household in case.households})
    faults: list[Violation] = []
    for stay in stays:
        wrong = list(_unknown(case, stay))
        faults += wrong or _lay_out(places, stay)
    return places, tuple(faults)


def _unknown(case: ShelterCase, stay: Stay) -> Iterator[Violation]:
    """Find a household or site that does not exist, or a household of the other group."""
    household, site, month = stay.household, stay.site, stay.from_month
    where = {"household": household, "site": site, "month": month}
    if household in case.others:
        yield Violation("group", "check.shelter.group", (), **where)
    elif household not in case.households:
        yield Violation("household", "check.shelter.household", (), **where)
    if site not in case.sites:
        yield Violation("site", "check.shelter.site", (), **where)


def _lay_out(places: Places, stay: Stay) -> Iterator[Violation]:
    """Put a stay in its months; find months in which it cannot be."""
    case, household, site = places.case, stay.household, stay.site
    try:
        span = case.months.span(stay.from_month, stay.to_month)
    except ValueError:
        values = (("from_month", stay.from_month), ("to_month", stay.to_month))
        yield Violation("present", "check.shelter.months", values, household=household, site=site)
        return
    facts, by_month = case.households[household], places.by_month[household]
    for t in span:
        where = {"household": household, "site": site, "month": case.months.labels[t]}
        if not facts.present[t]:
            yield Violation("present", "check.shelter.present", (), **where)
        elif by_month[t] is not None:
            yield Violation("one_site", "check.shelter.one_site", (), **where)
        else:
            by_month[t] = Place(site, stay.rooms)
