"""How many places are missing, month by month: for all who are without one at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from allocator.explain.shelter.change import candidates
from allocator.explain.shelter.extra_rooms import Housed, Option, fewest_rooms
from allocator.explain.shelter.standing import Standing
from allocator.explain.shelter.without import Suiting, Without
from allocator.shelter_plan import Missing
from models.lexicographic import Backend

NOTHING = Housed((), proven=True, inside=())


def missing_places(
    standing: Standing, suiting: Suiting, rows: Sequence[Without], backend: Backend
) -> tuple[Missing, ...]:
    """Return the places that are missing in each month in which somebody has none.

    Each month is looked at by itself: the rooms of two months need not be the same, and are not
    added up.  Notice is not looked at either.
    """
    everybody: dict[int, list[int]] = {}
    full: dict[int, list[int]] = {}
    for row in rows:
        for t in row.months:
            everybody.setdefault(t, []).append(row.household)
            if row.reason == "full":
                full.setdefault(t, []).append(row.household)
    found = []
    for t, households in sorted(everybody.items()):
        there = full.get(t, [])
        options = Counter(_options(standing, suiting, h, t) for h in there)
        housed = fewest_rooms(standing, options, t, backend) if there else NOTHING
        found.append(
            Missing(
                month=standing.shelter.months.name(t),
                households=len(households),
                persons=_persons(standing, households),
                full=_persons(standing, there),
                rooms=housed.rooms,
                over_limits=_over_limits(standing, housed, t),
                proven=housed.proven,
            )
        )
    return tuple(found)


def _over_limits(standing: Standing, housed: Housed, t: int) -> int:
    """Return the persons above limits; those that first stays already exceed are not counted."""
    sites = range(len(standing.shelter.sites))
    came, moved = [0] * len(sites), [0] * len(sites)
    for option, number in housed.inside:
        came[option.site] += option.need.persons * number
        moved[option.site] += option.need.persons * number * option.enters
    over = 0
    for s, site in enumerate(standing.shelter.sites):
        if site.max_persons is not None:
            left = site.max_persons - standing.persons_in([s], t)
            over += max(0, came[s] - max(0, left))
        if site.max_moves_in is not None:
            over += max(0, moved[s] - (site.max_moves_in - standing.came(s, t)))
    for _, _, inside, most in standing.shelter.limited:
        numbers = np.flatnonzero(inside).tolist()
        left = most - standing.persons_in(numbers, t)
        over += max(0, sum(came[s] for s in numbers) - max(0, left))
    return over


def _options(standing: Standing, suiting: Suiting, h: int, t: int) -> tuple[Option, ...]:
    """Return the sites that a household could be in with enough rooms, and what it needs."""
    return tuple(
        Option(
            site=s,
            need=standing.need(h, s, first=stays),
            enters=int(standing.before[h, t]) != s,
        )
        for s, stays in candidates(standing, suiting, h, range(t, t + 1))
        if set(standing.barriers(h, s, t, first=stays)) <= {"notice"}
    )


def _persons(standing: Standing, households: Iterable[int]) -> int:
    """Return the persons of some households."""
    return int(sum(standing.problem.persons[h] for h in households))
