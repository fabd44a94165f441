"""Why a household is without a place in a month (rules.md 2.3), and in which it could be.

``no_site`` and ``closed`` look at no other household: which sites pass the pair rules, are not
refused, and have the rooms, whatever their dates or in the month itself.  What is spared a
first stay is not looked at for them.  ``priority``: the household could be in some site that
month, beside the plan; ``full``: it could not.

A household that could be in a site in one month may be there already in the next, so it need
not move in again; and one that could have gone on with its first stay is still spared what a
first stay is, as long as the reason is ``priority``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.explain.shelter.standing import Standing
from allocator.rules.shelter.rooms import RoomNeed
from allocator.shelter_plan import ShortageReason
from models.relocation import NONE
from models.rooming import MOST_ROOMS

Possible = frozenset[tuple[int, bool]]
"""Sites that a household could be in, each with whether that would be in its first stay."""


@dataclass(frozen=True)
class Without:
    """Months in a row in which a household has no place, for one reason.

    ``first`` and ``last`` are the months, both included; ``possible`` the sites it could be in,
    month by month (``priority`` only).
    """

    household: int
    first: int
    last: int
    reason: ShortageReason
    possible: tuple[Possible, ...]

    @property
    def months(self) -> range:
        """The months, in order."""
        return range(self.first, self.last + 1)


class Suiting:
    """Which sites suit a household, as if it were alone."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        rooms: dict[str, list[tuple[int, bool, int]]] = {}
        for group in standing.shelter.instance.rooms:
            rooms.setdefault(group.site, []).append((group.beds, group.wheelchair, group.count))
        self._rooms = [rooms.get(site.id, []) for site in standing.shelter.sites]

    def reason(self, h: int, t: int) -> ShortageReason | None:
        """Return ``no_site`` or ``closed``, ``None`` when it is neither."""
        suiting = self.sites(h, t)
        if not suiting:
            return "no_site"
        return None if any(alone_in(self._standing, h, s, t) for s in suiting) else "closed"

    def sites(self, h: int, t: int) -> list[int]:
        """Return the sites that pass the rules and have the rooms, whatever their dates."""
        standing = self._standing
        return [s for s in range(len(standing.shelter.sites)) if self.suits(h, s, t)]

    def suits(self, h: int, s: int, t: int) -> bool:
        """Whether a site passes the rules and has the rooms, whatever their dates."""
        standing = self._standing
        barred = standing.codes(h, s) or standing.is_refused(h, s, t)
        return not barred and self.has_rooms(h, s)

    def has_rooms(self, h: int, s: int) -> bool:
        """Whether the rooms of a site, whatever their dates, hold a household alone."""
        need = self._standing.need(h, s, first=False)
        beds = [
            beds
            for beds, wheelchair, count in self._rooms[s]
            if wheelchair or not need.wheelchair
            for _ in range(min(count, MOST_ROOMS))
        ]
        return covers(beds, need)


def alone_in(standing: Standing, h: int, s: int, t: int) -> bool:
    """Whether the rooms of a site in a month, within reach of all, hold a household alone."""
    need = standing.need(h, s, first=False)
    resident = s == int(standing.problem.start[h])
    beds = [
        kind.beds
        for kind in standing.rooms(s, t)
        if (resident or not kind.residents) and (kind.wheelchair or not need.wheelchair)
        for _ in range(min(kind.count[0], MOST_ROOMS))
    ]
    return covers(beds, need)


def covers(beds: list[int], need: RoomNeed) -> bool:
    """Whether some of these rooms, as many as a household may have, hold it."""
    most = 1 if need.persons == 1 else MOST_ROOMS
    return sum(sorted(beds, reverse=True)[:most]) >= need.persons


def without_place(standing: Standing, suiting: Suiting) -> list[Without]:
    """Return all months without a place, by household and month."""
    found = []
    for h in np.flatnonzero((standing.plan == NONE).any(axis=1)).tolist():
        for spell in _spells(np.flatnonzero(standing.plan[h] == NONE).tolist()):
            found += _rows(standing, suiting, h, spell)
    return found


def _spells(months: list[int]) -> list[range]:
    """Return months as runs."""
    starts = [t for t in months if t - 1 not in months]
    ends = [t for t in months if t + 1 not in months]
    return [range(a, b + 1) for a, b in zip(starts, ends, strict=True)]


def _rows(standing: Standing, suiting: Suiting, h: int, spell: range) -> list[Without]:
    """Return the months of one spell, a row for each run with the same reason."""
    rows: list[Without] = []
    could: Possible = frozenset()
    for t in spell:
        if rows and rows[-1].reason != "priority":
            could = frozenset()
        could = _could_be(standing, h, t, could, begins=t == spell.start)
        reason: ShortageReason | None = suiting.reason(h, t)
        if reason is None:
            reason = "priority" if could else "full"
        if rows and rows[-1].reason == reason:
            before = rows.pop()
            rows.append(Without(h, before.first, t, reason, (*before.possible, could)))
        else:
            rows.append(Without(h, t, t, reason, (could,)))
    return rows


def _could_be(standing: Standing, h: int, t: int, before: Possible, *, begins: bool) -> Possible:
    """Return the sites that a household could be in, from those of the month before."""
    found = set()
    for s in range(len(standing.shelter.sites)):
        stays = standing.starts_first(h, s, t) if begins else (s, True) in before
        if stays and fits_in(standing, h, s, t, first=True, enters=False):
            found.add((s, True))
        there = {(s, True), (s, False)} & before or int(standing.before[h, t]) == s
        if fits_in(standing, h, s, t, first=False, enters=not there):
            found.add((s, False))
    return frozenset(found)


def fits_in(standing: Standing, h: int, s: int, t: int, *, first: bool, enters: bool) -> bool:
    """Whether a household could be in a site in a month, beside the plan."""
    return (
        not standing.barriers(h, s, t, first=first)
        and not standing.limits(h, s, t, first=first, enters=enters)
        and standing.has_rooms(h, s, t, first=first)
    )
