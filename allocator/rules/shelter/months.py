"""The months of the plan, and when households, sites and rooms are there (rules.md 2)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.domain.site import RoomGroup, Site


@dataclass(frozen=True)
class Months:
    """Months 0 … T − 1; ``first`` and ``last`` are the first and last day of each.

    Month 0 begins on the peildatum.
    """

    first: tuple[date, ...]
    last: tuple[date, ...]
    grace: timedelta

    @classmethod
    def of(cls, instance: Instance) -> Months:
        """Return the months of an instance."""
        day, grace = instance.peildatum, timedelta(days=instance.policy.grace_days)
        starts = [_first_day(day, t) for t in range(instance.horizon_months)]
        first = (day, *starts[1:])[: len(starts)]
        return cls(first, tuple(_last_day(start) for start in starts), grace)

    def __len__(self) -> int:
        return len(self.first)

    def name(self, t: int) -> str:
        """Return a month as it is written: ``2025-04``."""
        return f"{self.last[t]:%Y-%m}"

    def number_of(self, day: date) -> int:
        """Return the month of a day, below 0 before the peildatum's."""
        begin = self.last[0]
        return (day.year - begin.year) * 12 + day.month - begin.month

    def last_of(self, t: int) -> date:
        """Return the last day of a month, also of one after the plan."""
        return _last_day(_first_day(self.last[0], t))

    def present(self, household: Household) -> range:
        """Return the months in which a household is present."""
        arrives, leaves = household.arrives_on, household.leaves_on
        there = [
            t
            for t in range(len(self))
            if (arrives is None or arrives <= self.last[t])
            and (leaves is None or leaves >= self.first[t])
        ]
        return range(there[0], there[-1] + 1) if there else range(0)


@dataclass(frozen=True)
class Use:
    """When a site or a group of rooms is there: ``open``, ``extended``, and for residents."""

    open: tuple[bool, ...]
    extended: tuple[bool, ...]
    residents: tuple[bool, ...]

    def usable(self, t: int) -> bool:
        """Whether it can be used in a month by anybody."""
        return self.open[t] or self.extended[t]

    def usable_by(self, t: int, *, resident: bool) -> bool:
        """Whether it can be used in a month, by who lives in the site or another."""
        return self.usable(t) or (resident and self.residents[t])


def use_of_site(site: Site, months: Months) -> Use:
    """Return when a site is open, extended, and open for those who live there."""
    every = range(len(months))
    begun = [_begun(site.opens_on, t, months) for t in every]
    ended = [_ended(site.closes_on, t, months) for t in every]
    stretched = [
        site.extend_until is not None and not _ended(site.extend_until, t, months) for t in every
    ]
    return Use(
        open=tuple(begun[t] and not ended[t] for t in every),
        extended=tuple(begun[t] and ended[t] and stretched[t] for t in every),
        residents=tuple(begun[t] and _closes_in(site.closes_on, t, months) for t in every),
    )


def use_of_rooms(rooms: RoomGroup, site: Site, months: Months) -> Use:
    """Return when a group of rooms is there: its dates narrow those of its site."""
    own = use_of_site(site, months)
    every = range(len(months))
    begun = [_begun(rooms.opens_on, t, months) for t in every]
    there = [begun[t] and not _ended(rooms.closes_on, t, months) for t in every]
    closing = [begun[t] and (there[t] or _closes_in(rooms.closes_on, t, months)) for t in every]
    return Use(
        open=tuple(own.open[t] and there[t] for t in every),
        extended=tuple(own.extended[t] and there[t] for t in every),
        residents=tuple(own.usable_by(t, resident=True) and closing[t] for t in every),
    )


def _begun(opens_on: date | None, t: int, months: Months) -> bool:
    return opens_on is None or opens_on <= months.first[t] + months.grace


def _ended(closes_on: date | None, t: int, months: Months) -> bool:
    return closes_on is not None and closes_on < months.last[t] - months.grace


def _closes_in(closes_on: date | None, t: int, months: Months) -> bool:
    """Whether something that closes in month 0 is still there for those who live in it."""
    return t == 0 and closes_on is not None and closes_on >= months.first[0]


def _first_day(day: date, t: int) -> date:
    """Return the first day of the month t months after that of a day."""
    months = day.year * 12 + day.month - 1 + t
    return date(months // 12, months % 12 + 1, 1)


def _last_day(start: date) -> date:
    return start.replace(day=monthrange(start.year, start.month)[1])
