"""From where households are each month back to stays in rooms, moves and shortages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from allocator.domain.announcement import Announcement
from allocator.domain.site import RoomGroup
from allocator.explain.shelter import ExplainedMove, ExplainedShortage
from allocator.formulate_shelter import Shelter
from allocator.rules.arrays import IntArray
from allocator.rules.shelter.months import Use, use_of_rooms
from allocator.rules.shelter.rooms import room_need
from allocator.rules.shelter.site_rules import blocking_codes
from allocator.shelter_plan import Announced, Move, Occupancy, Shortage, Stay
from models.budget import Budget
from models.relocation import Aim, again, first_months, moves_of
from models.room_plan import Guest, Room, plan_rooms


@dataclass(frozen=True)
class Visit:
    """An unbroken stay of a household in a site, both by position; ``last`` is part of it."""

    household: int
    site: int
    first: int
    last: int
    resident: bool


@dataclass(frozen=True)
class RoomsGiven:
    """The stays in rooms, in order of household and month, and the changes of room.

    ``bound`` is the proven least number of changes, ``None`` where a site has none.
    ``deviations`` counts the households whose first stay a rule would forbid now.
    """

    stays: tuple[Stay, ...]
    changes: int
    bound: int | None
    deviations: int


def visits(shelter: Shelter, plan: IntArray) -> list[Visit]:
    """Return the stays of a plan, shape ``(H, T)``, in order of household and month."""
    found = []
    for h, row in enumerate(plan):
        first = first_months(int(shelter.start[h]), row)
        cuts = np.flatnonzero(np.diff(row, prepend=row[0] - 1))
        for begin, end in zip(cuts, np.append(cuts[1:], row.size), strict=True):
            if row[begin] >= 0:
                visit = Visit(h, int(row[begin]), int(begin), int(end) - 1, bool(first[begin]))
                found.append(visit)
    return found


def give_rooms(shelter: Shelter, plan: IntArray, budget: Budget) -> RoomsGiven:
    """Give every household rooms in the sites where it is, with the fewest changes of room.

    Raises
    ------
    SolverFailed
        When the rooms of a site do not hold those who are there.
    """
    rows: list[tuple[Visit, list[Stay]]] = []
    deviating: set[int] = set()
    changes, bounds = 0, []
    every = visits(shelter, plan)
    for s in range(len(shelter.sites)):
        here = [visit for visit in every if visit.site == s]
        if not here:
            continue
        rooms = list(_rooms(shelter, s))
        guests = [_guest(shelter, visit, rooms) for visit in here]
        given = plan_rooms([_usable(shelter, room) for room in rooms], guests, budget)
        changes += given.changes
        bounds.append(given.bound)
        for visit, own in zip(here, given.rooms, strict=True):
            rows.append((visit, list(_stays(shelter, visit, own, rooms))))
            used = [rooms[r] for r in sorted(frozenset().union(*own))]
            if visit.resident and _deviates(shelter, visit, used):
                deviating.add(visit.household)
    rows.sort(key=lambda row: (row[0].household, row[0].first))
    return RoomsGiven(
        stays=tuple(stay for _, own in rows for stay in own),
        changes=changes,
        bound=None if None in bounds else sum(b for b in bounds if b is not None),
        deviations=len(deviating),
    )


def moves(
    shelter: Shelter, plan: IntArray, explained: Sequence[ExplainedMove], repeat: Aim
) -> tuple[Move, ...]:
    """Return the moves and entries with their reasons; ``repeat`` is the aim of that name."""
    soon: dict[int, set[int]] = {}
    for h in {one.went.household for one in explained}:
        moved = repeat.moved[h] if repeat.moved else None
        months = moves_of(int(shelter.start[h]), plan[h])
        soon[h] = set(again(months, repeat.within, moved).tolist())
    rows = []
    for one in explained:
        went = one.went
        rows.append(
            Move(
                household=shelter.residents[went.household].id,
                persons=shelter.residents[went.household].persons,
                month=shelter.months.name(went.month),
                kind="entry" if went.before < 0 else "move",
                from_site=_name(shelter, went.before),
                to_site=_name(shelter, went.to),
                reason=went.reason,
                repeat=went.before >= 0 and went.month in soon[went.household],
                why=one.why,
            )
        )
    return tuple(rows)


def shortages(shelter: Shelter, explained: Sequence[ExplainedShortage]) -> tuple[Shortage, ...]:
    """Return the months without a place with their reasons."""
    return tuple(
        Shortage(
            household=shelter.residents[one.row.household].id,
            from_month=shelter.months.name(one.row.first),
            to_month=shelter.months.name(one.row.last),
            persons=shelter.residents[one.row.household].persons,
            reason=one.row.reason,
            why=one.why,
        )
        for one in explained
    )


def _name(shelter: Shelter, s: int) -> str | None:
    return None if s < 0 else str(shelter.sites[s].id)


def occupancy(shelter: Shelter, plan: IntArray) -> tuple[Occupancy, ...]:
    """Return how full each site is in each month in which anybody may use it."""
    rows = []
    for s, site in enumerate(shelter.sites):
        use = shelter.use[s]
        for t in range(len(shelter.months)):
            if not use.usable_by(t, resident=True):
                continue
            # A kind for residents only is there in month 0 beside the others.
            beds = sum(kind.beds * kind.count[t] for kind in shelter.kinds[s])
            rows.append(
                Occupancy(
                    site=str(site.id),
                    month=shelter.months.name(t),
                    persons=int(shelter.persons[plan[:, t] == s].sum()),
                    beds=beds,
                    extended=use.extended[t],
                )
            )
    return tuple(rows)


def compared(
    shelter: Shelter, plan: IntArray, announcement: Announcement | None
) -> tuple[Announced, ...] | None:
    """Return where households are beside where they were announced to be.

    ``plan`` has shape ``(H, T)``.  Of months in which a household is not present, or of which
    nothing was said, there is no row.
    """
    if announcement is None:
        return None
    rows: list[Announced] = []
    for h, r in enumerate(shelter.residents):
        said, row = announcement.places.get(r.id, {}), None
        for t in np.flatnonzero(shelter.present[h]).tolist():
            month, s = shelter.months.name(t), int(plan[h, t])
            if month not in said:
                row = None
                continue
            places = said[month], str(shelter.sites[s].id) if s >= 0 else None
            if row is not None and places == (row.announced_site, row.site):
                rows[-1] = row = replace(row, to_month=month)
            else:
                row = Announced(r.id, r.persons, month, month, *places)
                rows.append(row)
    return tuple(rows)


@dataclass(frozen=True)
class _Named:
    """A room with its id, and when it is there."""

    id: str
    group: RoomGroup
    use: Use


def _rooms(shelter: Shelter, s: int) -> Iterator[_Named]:
    """Yield the rooms of a site; numbers run over all of one size and kind."""
    site, numbers = shelter.sites[s], Counter[str]()
    for group in shelter.instance.rooms:
        if group.site != site.id:
            continue
        kind = f"{site.id}/{group.beds}{'w' if group.wheelchair else ''}"
        use = use_of_rooms(group, site, shelter.months)
        for _ in range(group.count):
            numbers[kind] += 1
            yield _Named(f"{kind}-{numbers[kind]:02d}", group, use)


def _usable(shelter: Shelter, room: _Named) -> Room:
    months = range(len(shelter.months))
    own = [room.use.usable_by(t, resident=True) for t in months]
    return Room(
        beds=room.group.beds,
        usable=np.array([room.use.usable(t) for t in months], dtype=np.bool_),
        usable_by_residents=np.array(own, dtype=np.bool_),
    )


def _guest(shelter: Shelter, visit: Visit, rooms: Sequence[_Named]) -> Guest:
    resident, site = shelter.residents[visit.household], shelter.sites[visit.site]
    need = room_need(resident, site, first_stay=visit.resident)
    will_do = [room.group.wheelchair or not need.wheelchair for room in rooms]
    return Guest(
        persons=need.persons,
        first=visit.first,
        last=visit.last,
        resident=visit.resident,
        rooms=np.array(will_do, dtype=np.bool_),
        group=need.sharing,
    )


def _deviates(shelter: Shelter, visit: Visit, used: Sequence[_Named]) -> bool:
    """Whether a rule would forbid a household its first stay, or one of its rooms."""
    resident, site = shelter.residents[visit.household], shelter.sites[visit.site]
    need = room_need(resident, site, first_stay=False)
    unfit = need.wheelchair and not all(room.group.wheelchair for room in used)
    return unfit or bool(blocking_codes(resident, site, shelter.places))


def _stays(
    shelter: Shelter, visit: Visit, own: Sequence[frozenset[int]], rooms: Sequence[_Named]
) -> Iterator[Stay]:
    """Yield the rows of a stay: one for every unbroken run in the same rooms."""
    begin = 0
    for i in range(1, len(own) + 1):
        if i == len(own) or own[i] != own[begin]:
            yield Stay(
                household=shelter.residents[visit.household].id,
                site=str(shelter.sites[visit.site].id),
                rooms=tuple(rooms[r].id for r in sorted(own[begin])),
                from_month=shelter.months.name(visit.first + begin),
                to_month=shelter.months.name(visit.first + i - 1),
            )
            begin = i
