"""The smallest change that gives a household a place in months without one, computed.

A change is about one site: more rooms of the kind that the household needs, a higher limit on
persons (of the site, on moving in, of a wijk), the site open earlier or longer, or less notice.
It does it when the household can then be in that site in all the months of the row, beside
everybody else in the plan.  Rooms and limits do not touch each other, so the least of each is the
least of all: rooms are tried with :class:`~allocator.explain.shelter.fitting.Fitting`, fewest
rooms and then fewest beds first, no room larger than the largest there is.

Smaller is a site that is open all those months, then fewer changes (each room, limit and date is
one), then fewer beds, then fewer persons of limits, then fewer months open, then the order of
sites.  Looked at are the sites that suit the household, by rules and rooms; where none does, all
that no rule or decision forbids.  It is for this household alone: made for one, the next
household may need another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allocator.domain.site import Site
from allocator.explain.shelter.fitting import added, extra_rooms, with_rooms
from allocator.explain.shelter.standing import Limit, Standing, in_month
from allocator.explain.shelter.without import Suiting, Without
from allocator.rules.shelter.months import use_of_site


@dataclass(frozen=True)
class MoreRooms:
    """Extra rooms, by their beds, in the months ``first`` to ``last``, both included."""

    beds: tuple[int, ...]
    wheelchair: bool
    first: int
    last: int


@dataclass(frozen=True)
class Change:
    """What would give a household a place in a site.

    Parameters
    ----------
    site
        Number of the site.
    stays
        Whether the household goes on with its first stay there.
    rooms
        Extra rooms, ``None`` for none.
    limits
        Limits that must be ``over`` persons higher.
    opens, closes
        The date on which the site must open or close instead; ``None`` for no change.
    months_open
        Months in which the site must be open and is not.
    first_move_month
        The month from which people may be moved instead; ``None`` for no change.
    """

    site: int
    stays: bool
    rooms: MoreRooms | None = None
    limits: tuple[Limit, ...] = ()
    opens: date | None = None
    closes: date | None = None
    months_open: int = 0
    first_move_month: int | None = None

    @property
    def size(self) -> tuple[bool, int, int, int, int, int]:
        """What changes are compared by; the smallest is the best."""
        beds = self.rooms.beds if self.rooms else ()
        others = (self.opens, self.closes, self.first_move_month)
        changes = len(beds) + len(self.limits) + sum(other is not None for other in others)
        persons = sum(limit.over for limit in self.limits)
        opened = self.months_open > 0
        return opened, changes, sum(beds), persons, self.months_open, self.site


def smallest_change(standing: Standing, suiting: Suiting, row: Without) -> Change | None:
    """Return the smallest change for a household, ``None`` when rules forbid it every site."""
    found = [
        change_in(standing, row.household, s, row.months, stays=stays)
        for s, stays in candidates(standing, suiting, row.household, row.months)
    ]
    return min(found, key=lambda change: change.size, default=None)


def candidates(
    standing: Standing, suiting: Suiting, h: int, months: range
) -> list[tuple[int, bool]]:
    """Return the sites that could do, each with whether a first stay goes on there."""
    found = []
    for s in range(len(standing.shelter.sites)):
        stays = standing.starts_first(h, s, months[0])
        refused = standing.is_refused(h, s, months[-1])
        if not refused and (stays or not standing.codes(h, s)):
            found.append((s, stays))
    with_rooms = [(s, stays) for s, stays in found if stays or suiting.has_rooms(h, s)]
    return with_rooms or found


def change_in(standing: Standing, h: int, s: int, months: range, *, stays: bool) -> Change:
    """Return the smallest change for a household in one site."""
    site = standing.shelter.sites[s]
    closed = [
        t
        for t in months
        if not (standing.usable(h, s, t) if stays else standing.shelter.usable[s, t])
    ]
    changed = opened(standing, site, closed)
    early = [t for t in months if standing.has_notice(h, s, t)]
    return Change(
        site=s,
        stays=stays,
        rooms=_more_rooms(standing, h, s, months, changed, stays=stays),
        limits=_higher_limits(standing, h, s, months, stays=stays),
        opens=None if changed.opens_on == site.opens_on else changed.opens_on,
        closes=None if changed.closes_on == site.closes_on else changed.closes_on,
        months_open=len(closed),
        first_move_month=early[0] if early else None,
    )


def opened(standing: Standing, site: Site, closed: Sequence[int]) -> Site:
    """Return a site that is open in months in which it is not, by its dates."""
    months, dates = standing.shelter.months, dict[str, date]()
    use = use_of_site(site.model_copy(update={"closes_on": None}), months)
    before = [t for t in closed if not use.open[t]]
    if before:
        dates["opens_on"] = months.first[before[0]]
    if site.closes_on is not None:
        last = site.closes_on + months.grace
        after = [t for t in closed if months.last[t] > last]
        if after:
            dates["closes_on"] = months.last[after[-1]]
    return site.model_copy(update=dates)


def _more_rooms(
    standing: Standing, h: int, s: int, months: range, site: Site, *, stays: bool
) -> MoreRooms | None:
    """Return the fewest extra rooms that a household needs, ``None`` when it needs none."""
    need = standing.need(h, s, first=stays)
    kinds = standing.kinds_with(s, site)
    lacking = [
        (in_month(kinds, t), added(standing.demand(s, t), need), t)
        for t in months
        if not standing.fitting.holds(in_month(kinds, t), added(standing.demand(s, t), need))
    ]
    if not lacking:
        return None
    largest = max((group.beds for group in standing.shelter.instance.rooms), default=1)
    cases = dict.fromkeys((rooms, demand) for rooms, demand, _ in lacking)
    beds = next(
        extra
        for extra in extra_rooms(need.persons, largest)
        if all(
            standing.fitting.holds(with_rooms(rooms, extra, wheelchair=need.wheelchair), demand)
            for rooms, demand in cases
        )
    )
    return MoreRooms(beds, need.wheelchair, lacking[0][2], lacking[-1][2])


def _higher_limits(
    standing: Standing, h: int, s: int, months: range, *, stays: bool
) -> tuple[Limit, ...]:
    """Return each limit in the way, in the month in which it is broken by the most persons."""
    most: dict[tuple[str, int], Limit] = {}
    for t in months:
        enters = t == months[0] and int(standing.before[h, t]) != s
        for limit in standing.limits(h, s, t, first=stays, enters=enters):
            key = limit.kind, limit.subject
            if key not in most or limit.over > most[key].over:
                most[key] = limit
    return tuple(most.values())
