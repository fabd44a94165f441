"""Moves and entries of a plan (rules.md 2.2)."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.check.shelter.case import ShelterCase
from allocator.check.shelter.places import Places
from allocator.check.shelter.sites import Status


@dataclass(frozen=True)
class Move:
    """A move out of a site, or an entry into one (``from_site`` empty).

    ``to_site`` is empty when the household loses its place; ``repeat``: it moved in one of
    the ``repeat_months`` before.
    """

    household: str
    month: int
    from_site: str
    to_site: str
    repeat: bool = False

    @property
    def kind(self) -> str:
        """Whether it is a ``move`` or an ``entry``."""
        return "move" if self.from_site else "entry"


def moves_of(case: ShelterCase, places: Places, household: str) -> tuple[Move, ...]:
    """Return the moves and entries of a household, in order of months."""
    facts = case.households[household]
    earlier = [] if facts.moved_in is None else [facts.moved_in]
    found = []
    for t in range(case.months.count):
        before, now = places.site(household, t - 1), places.site(household, t)
        if not facts.present[t] or before == now:
            continue
        repeat = before is not None and any(
            t - case.policy.repeat_months <= month < t for month in earlier
        )
        if before is not None:
            earlier.append(t)
        found.append(Move(household, t, before or "", now or "", repeat))
    return tuple(found)


def to_come(case: ShelterCase, places: Places, household: str) -> bool:
    """Return whether the household ends in a site that it will have to leave.

    The site is extended in the last month, or closes within ``after_months`` after it,
    whatever may still stretch it.
    """
    last = case.months.count - 1
    site = places.site(household, last)
    if site is None:
        return False
    resident = case.households[household].current_site == site
    if case.status(site, last, resident=resident) == Status.EXTENDED:
        return True
    closes_on = case.sites[site].closes_on
    return closes_on is not None and case.months.index(closes_on) <= last + case.policy.after_months
