"""Limits on the persons in a site or wijk and on who moves in (rules.md 2.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.places import Places
from allocator.check.verdict import Violation


def limit_faults(case: ShelterCase, places: Places) -> Iterator[Violation]:
    """Find sites and wijken with more persons than the limits allow."""
    for id_, site in case.sites.items():
        for t in range(case.months.count):
            if site.max_persons is not None:
                load, allowed = _load(case, places, (id_,), t, site.max_persons)
                if load > allowed:
                    yield _fault(case, "max_persons", load, site.max_persons, t, site=id_)
            if site.max_moves_in is not None:
                load = _moving_in(case, places, id_, t)
                if load > site.max_moves_in:
                    yield _fault(case, "max_moves_in", load, site.max_moves_in, t, site=id_)
    for wijk in case.instance.wijken:
        limit = wijk.shelter_persons_max
        if limit is None:
            continue
        inside = sites_within(case, wijk.code)
        for t in range(case.months.count):
            load, allowed = _load(case, places, inside, t, limit)
            if load > allowed:
                yield _fault(case, "shelter_persons_max", load, limit, t, wijk=wijk.code)


def sites_within(case: ShelterCase, wijk: str) -> tuple[str, ...]:
    """Return the sites in a wijk and within it."""
    return tuple(id_ for id_, areas in case.areas.items() if wijk in areas)


def _load(
    case: ShelterCase, places: Places, sites: Sequence[str], t: int, limit: int
) -> tuple[int, int]:
    """Return the persons in the sites, and how many there may be.

    Where those whose first stay still lasts are more than the limit, they alone may be there.
    """
    load = first_stays = 0
    for site in sites:
        for household, _ in places.in_site.get((site, t), ()):
            persons = case.households[household].persons
            load += persons
            first_stays += persons if places.in_first_stay(household, t) else 0
    return load, max(limit, first_stays)


def _moving_in(case: ShelterCase, places: Places, site: str, t: int) -> int:
    """Return the persons in a site that were not there the month before."""
    return sum(
        case.households[household].persons
        for household, _ in places.in_site.get((site, t), ())
        if places.site(household, t - 1) != site
    )


MESSAGES = {
    "max_persons": "check.shelter.max_persons",
    "max_moves_in": "check.shelter.max_moves_in",
    "shelter_persons_max": "check.shelter.shelter_persons_max",
}


def _fault(
    case: ShelterCase, rule: str, load: int, limit: int, t: int, *, site: str = "", wijk: str = ""
) -> Violation:
    """Return a fault on a limit of a site or a wijk."""
    values = (("load", load), ("limit", limit))
    month = case.months.labels[t]
    return Violation(rule, MESSAGES[rule], values, site=site, wijk=wijk, month=month)
