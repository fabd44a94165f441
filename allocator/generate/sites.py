"""Sites: one that is open now, and one that replaces it when it closes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from allocator.domain.base import SiteId, WijkCode
from allocator.domain.choices import Mobility, Need
from allocator.domain.household import Household
from allocator.domain.site import RoomGroup, Site
from allocator.generate import rooms
from allocator.generate.dice import Dice

SPARE = 1.08
SHORT = 0.7
MONTHS_LATER = (3, 6)
MOVES_IN = 0.6
"""Share of its persons that a new site takes in a month: two months fill it."""


@dataclass
class Location:
    """A site that is open now, and what is known of it while it is filled.

    ``closing_month`` counts from the month of the peildatum; ``staying`` are the residents
    whose rooms do not close then.
    """

    id: SiteId
    wijk: WijkCode
    weight: float
    care: bool
    women_only: bool
    residents: list[Household] = field(default_factory=list)
    closing_month: int | None = None
    staying: list[Household] = field(default_factory=list)

    @property
    def leaving(self) -> list[Household]:
        """Residents whose rooms close."""
        return [] if self.closing_month is None else self.residents[len(self.staying) :]


@dataclass(frozen=True)
class Offer:
    """A site and its rooms."""

    site: Site
    rooms: list[RoomGroup]


def open_now(location: Location, on: date, dice: Dice) -> Offer:
    """Make a site that is open now, with rooms for its residents and some to spare."""
    closes = last_day(on, location.closing_month) if location.closing_month is not None else None
    partly = bool(location.staying)
    stretch = closes + timedelta(days=30 * dice.between(3, 9)) if closes else None
    site = Site(
        id=location.id,
        name=f"Locatie {location.id}",
        wijk=location.wijk,
        closes_on=None if partly else closes,
        extend_until=stretch if dice.chance(0.5) and not partly else None,
        max_persons=int(persons_in(location.residents) * SPARE) + 2,
        step_free=_needs_step_free(location.residents),
        safe_place=location.women_only or _needs_safe_place(location.residents),
        women_only=location.women_only,
        care=location.care,
    )
    if not partly:
        there = rooms.scaled(rooms.rooms_for(location.residents), SPARE)
        return Offer(site, rooms.groups(site.id, there))
    stay = rooms.scaled(rooms.rooms_for(location.staying), SPARE)
    go = rooms.rooms_for(location.leaving)
    return Offer(site, [*rooms.groups(site.id, stay), *rooms.groups(site.id, go, closes_on=closes)])


def replacement(
    location: Location, code: SiteId, wijk: WijkCode, shelter: str, on: date, dice: Dice
) -> Offer:
    """Make the site that replaces one that closes, at the latest a month before it does."""
    enough = shelter == "enough"
    share = SPARE if enough else SHORT
    opens = (location.closing_month or 0) + (0 if enough else dice.between(*MONTHS_LATER))
    persons = int(persons_in(location.leaving) * share) + 1
    site = Site(
        id=code,
        name=f"Locatie {code}",
        wijk=wijk,
        opens_on=last_day(on, opens - 1) + timedelta(days=1),
        max_persons=persons,
        max_moves_in=max(20, int(persons * MOVES_IN)),
        step_free=_needs_step_free(location.leaving),
        safe_place=location.women_only or _needs_safe_place(location.leaving),
        women_only=location.women_only,
    )
    return Offer(site, rooms.groups(code, rooms.scaled(rooms.rooms_for(location.leaving), share)))


def last_day(on: date, month: int) -> date:
    """Give the last day of a month, counted from that of ``on``."""
    year, number = divmod(on.year * 12 + on.month + month, 12)
    return date(year, number + 1, 1) - timedelta(days=1)


def persons_in(households: Iterable[Household]) -> int:
    """Count the persons in households."""
    return sum(len(household.persons) for household in households)


def room_order(room: RoomGroup) -> tuple[str, int, bool, date, date]:
    """Give the key that rooms of an instance are sorted by."""
    return (
        room.site,
        room.beds,
        room.wheelchair,
        room.opens_on or date.min,
        room.closes_on or date.min,
    )


def _needs_step_free(households: Iterable[Household]) -> bool:
    """Say whether somebody cannot take stairs."""
    return any(p.mobility is not Mobility.NONE for h in households for p in h.persons)


def _needs_safe_place(households: Iterable[Household]) -> bool:
    """Say whether somebody needs a safe place."""
    return any(Need.SAFE_PLACE in household.needs for household in households)
