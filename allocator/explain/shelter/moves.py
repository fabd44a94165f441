"""Why a household moves in a month, or enters a site: the first reason that holds.

Every reason is true of the plan: ``need``, ``room`` and ``together`` compare the site that the
household goes to with the one it leaves, in the month of the move.  An entry has no site to
compare with: ``need`` and ``together`` are then compared with having no place, and ``room`` is
that no other site could have the household that month.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.explain.shelter.standing import Limit, Standing
from allocator.explain.shelter.without import Suiting, alone_in, fits_in
from allocator.shelter_plan import MoveReason
from models.relocation import AWAY


@dataclass(frozen=True)
class Went:
    """A household that goes elsewhere in a month.

    ``before`` is the number of the site it leaves, below 0 for none, and ``to`` of the site
    it goes to, below 0 when it loses its place; ``last`` is the last month of the stay there.
    """

    household: int
    month: int
    before: int
    to: int
    last: int
    reason: MoveReason


@dataclass(frozen=True)
class Elsewhere:
    """What other sites come to for a household in the month of a move.

    ``shorter`` are sites that could have it for so many months only, fewer than the plan.
    """

    full: tuple[int, ...] = ()
    limited: tuple[tuple[int, Limit], ...] = ()
    closed: tuple[int, ...] = ()
    unsuited: tuple[int, ...] = ()
    notice: tuple[int, ...] = ()
    shorter: tuple[tuple[int, int], ...] = ()
    possible: tuple[int, ...] = ()


def moves(standing: Standing) -> list[Went]:
    """Return all moves and entries, by household and month."""
    plan, before = standing.plan, standing.before
    rows = np.argwhere((plan != before) & (plan != AWAY) & ((plan >= 0) | (before >= 0)))
    found = []
    for h, t in rows.tolist():
        a, b, last = int(before[h, t]), int(plan[h, t]), t
        while last + 1 < plan.shape[1] and int(plan[h, last + 1]) == b:
            last += 1
        reason = _entry(standing, h, t, b) if a < 0 else _move(standing, h, t, a, b)
        found.append(Went(h, t, a, b, last, reason))
    return found


def _move(standing: Standing, h: int, t: int, a: int, b: int) -> MoveReason:
    """Return the reason of a move from one site to another, or to no place."""
    if not standing.usable(h, a, t):
        return "closes"
    if b >= 0 and better_met(standing, h, a, b, t):
        return "need"
    if no_longer_fits(standing, h, a, t):
        return "room"
    if b >= 0 and members(standing, h, b, t) > members(standing, h, a, t):
        return "together"
    return "other"


def _entry(standing: Standing, h: int, t: int, b: int) -> MoveReason:
    """Return the reason of an entry into a site."""
    if _cared_for(standing, h, b) or _safe_in(standing, h, b):
        return "need"
    others = [s for s in range(len(standing.shelter.sites)) if s != b]
    if not any(_could_enter(standing, h, s, t) for s in others):
        return "room"
    return "together" if members(standing, h, b, t) else "other"


def _could_enter(standing: Standing, h: int, s: int, t: int) -> bool:
    first = standing.starts_first(h, s, t)
    enters = int(standing.before[h, t]) != s
    return fits_in(standing, h, s, t, first=first, enters=enters)


def better_met(standing: Standing, h: int, a: int, b: int, t: int) -> bool:
    """Whether a rule, ``care`` or ``safe`` is met in site b and not in site a."""
    return (
        bool(broken_rules(standing, h, a, t))
        or (_cared_for(standing, h, b) and not _cared_for(standing, h, a))
        or (_safe_in(standing, h, b) and not _safe_in(standing, h, a))
    )


def broken_rules(standing: Standing, h: int, a: int, t: int) -> tuple[str, ...]:
    """Return the rules that a household breaks in a site: spared as long as its first stay lasts.

    MOBILITY only when no rooms of the site that month would do for it, whoever else is there.
    """
    codes = list(standing.codes(h, a))
    if standing.need(h, a, first=False).wheelchair and not alone_in(standing, h, a, t):
        codes.append("MOBILITY")
    if standing.is_refused(h, a, t):
        codes.append("DECIDED")
    return tuple(codes)


def no_longer_fits(standing: Standing, h: int, a: int, t: int) -> bool:
    """Whether a household that was in a site cannot stay, by its rooms or limits alone."""
    first = standing.starts_first(h, a, t)
    return not standing.has_rooms(h, a, t, first=first) or bool(
        standing.limits(h, a, t, first=first, enters=False)
    )


def members(standing: Standing, h: int, s: int, t: int) -> int:
    """Return how many other households in a site keep together with this one."""
    residents = standing.shelter.residents
    group = residents[h].household.keep_with
    if not group:
        return 0
    there = np.flatnonzero(standing.plan[:, t] == s).tolist()
    return sum(i != h and residents[i].household.keep_with == group for i in there)


def _cared_for(standing: Standing, h: int, s: int) -> bool:
    return standing.shelter.residents[h].intensive and standing.shelter.sites[s].care


def _safe_in(standing: Standing, h: int, s: int) -> bool:
    return standing.shelter.residents[h].safe_place and standing.shelter.sites[s].safe_place


def elsewhere(standing: Standing, suiting: Suiting, went: Went) -> Elsewhere:
    """Return what the sites come to that the household neither leaves nor goes to."""
    h, t = went.household, went.month
    lists: dict[str, list[int]] = {
        name: [] for name in ("full", "closed", "unsuited", "notice", "possible")
    }
    limited, shorter = [], []
    for s in range(len(standing.shelter.sites)):
        if s in (went.before, went.to):
            continue
        barriers = standing.barriers(h, s, t, first=False)
        if not suiting.suits(h, s, t):
            lists["unsuited"].append(s)
        elif "closed" in barriers:
            lists["closed"].append(s)
        elif "notice" in barriers:
            lists["notice"].append(s)
        elif "lock" in barriers:
            continue  # a decision says where the household is
        elif not standing.has_rooms(h, s, t, first=False):
            lists["full"].append(s)
        elif limits := standing.limits(h, s, t, first=False, enters=True):
            limited.append((s, limits[0]))
        elif (months := _months_in(standing, went, s)) <= went.last - t:
            shorter.append((s, months))
        else:
            lists["possible"].append(s)
    found = {name: tuple(sites) for name, sites in lists.items()}
    return Elsewhere(**found, limited=tuple(limited), shorter=tuple(shorter))


def _months_in(standing: Standing, went: Went, s: int) -> int:
    """Return for how many months of the stay the household could be in another site instead."""
    h = went.household
    for t in range(went.month, went.last + 1):
        if not fits_in(standing, h, s, t, first=False, enters=t == went.month):
            return t - went.month
    return went.last + 1 - went.month
