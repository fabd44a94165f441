"""A whole period as one problem: who gets which home, when all that comes is known.

A household that has a home from week t on is spared the urgency it would have had in the weeks
t … T − 1 (``waiting``, the first tier of each round, is that of one week).  Over a period the best
that can be done is to spare as much as possible; taking each week by itself spares less.

Sets        h ∈ H households, those that come too;  p ∈ P homes, those that come too;
            y ∈ Y calendar years;  E ⊆ H × P × Y: in some week of year y the pair is possible
Data        t[h,p,y]   the first such week, in weeks from the start
            u[h,s]     urgency of h in week s, in person-weeks
            g[h,p,y] = Σ_(s ≥ t[h,p,y]) u[h,s]
Variables   x[h,p,y] ∈ {0, 1}
Objective   maximise Σ g·x
Subject to  each household at most once, each home as often as it has units, the limits of wijken
            of each year, and those of complexes over all years

These are the constraints of :mod:`models.assignment`, with a place for each home and year.  A pair
is possible in the week in which it passes the pair rules; the first is the best, as u ≥ 0 and the
limits do not look at the week.  Limits per round (corporaties, guidance) are taken over all rounds
together, and nobody refuses, nobody moves on, no relatives come: what is found is at least as good
as what weekly rounds can do without these.  With one place for all weeks this is the hindsight
optimum of online assignment (Ahani et al., *Dynamic placement in refugee resettlement*, EC 2021).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

import numpy as np

from allocator.domain.home import Home
from allocator.domain.household import Household
from allocator.domain.instance import Instance
from allocator.rules.arrays import BoolArray, IntArray
from allocator.rules.columns import Context, HomeColumns, HouseholdColumns, columns
from allocator.rules.eligibility import find
from allocator.rules.limits import Limit, limits
from allocator.rules.measures import urgency
from allocator.scenarios.rates import DAYS
from models.assignment import Assignment
from models.assignment import Limit as Capacity

PER_ROUND = ("corporatie", "guidance")


@dataclass(frozen=True)
class Known:
    """All that comes in a period: households with their first week, homes with first and last.

    ``until`` is the week before which a home must be taken, ``weeks`` for one that stays.
    """

    instance: Instance
    households: Sequence[tuple[Household, int]]
    homes: Sequence[tuple[Home, int, int]]
    weeks: int


@dataclass(frozen=True)
class Horizon:
    """The problem of a period.

    Parameters
    ----------
    household, home
        Ids by position, shape ``(H,)`` and ``(P,)``.
    pair_household, pair_home, week
        Positions of each pair and the week it is for, shape ``(E,)``.
    gain
        Urgency that the pair spares, shape ``(E,)``.
    limits
        The limits, in the order of those of ``problem``, with the number of their year; -1 for
        all years.
    """

    household: Sequence[str]
    home: Sequence[str]
    pair_household: IntArray
    pair_home: IntArray
    week: IntArray
    gain: IntArray
    problem: Assignment
    limits: Sequence[tuple[Limit, int]]
    spared: IntArray


def lay_out_weeks(known: Known, looks: Sequence[int] | None = None) -> Horizon:
    """Lay a period out.

    Parameters
    ----------
    looks
        The weeks in which the pair rules are looked at, from 0 on; all when not given.  With
        fewer a pair may be taken to be possible some weeks late.
    """
    whole = known.instance.model_copy(
        update={
            "households": tuple(sorted((h for h, _ in known.households), key=lambda h: h.id)),
            "homes": tuple(sorted((p for p, *_ in known.homes), key=lambda p: p.id)),
            "decisions": (),
        }
    )
    since = {str(h.id): week for h, week in known.households}
    offered = {str(p.id): (first, until) for p, first, until in known.homes}
    h, p, c = columns(whole)
    from_week = np.array([since[i] for i in h.id.tolist()], dtype=np.int64)
    home_from = np.array([offered[i][0] for i in p.id.tolist()], dtype=np.int64)
    home_until = np.array([offered[i][1] for i in p.id.tolist()], dtype=np.int64)
    spared = _spared(h, c, known.weeks)
    days = [whole.peildatum + timedelta(days=DAYS * week) for week in range(known.weeks)]
    years = [day.year - days[0].year for day in days]
    first: dict[int, IntArray] = {}
    for year in sorted(set(years)):
        first[year] = np.full((len(h), len(p)), known.weeks, dtype=np.int64)
    weeks = [w for w in looks or range(known.weeks) if w < known.weeks]
    for week, after in pairwise([*weeks, known.weeks]):
        then = columns(whole.model_copy(update={"peildatum": days[week]}))
        pairs = find(*then)
        a, b = pairs.household.astype(np.int64), pairs.home.astype(np.int64)
        at = np.maximum(week, np.maximum(from_week[a], home_from[b]))
        # Between two looks a pair is as it was at the first of them.
        inside = (at < after) & (at < home_until[b])
        table = first[years[week]]
        a, b, at = a[inside], b[inside], at[inside]
        table[a, b] = np.minimum(table[a, b], at)
    return _horizon(whole, (h, p), first, spared, known.weeks, limits(whole, h, p, c))


def _spared(h: HouseholdColumns, c: Context, weeks: int) -> IntArray:
    """Return the urgency of each household in all weeks from one on, shape ``(H, T + 1)``.

    A household is a week longer without a home each week; before it comes it has no urgency.
    """
    total = np.zeros((len(h), weeks + 1), dtype=np.int64)
    for week in reversed(range(weeks)):
        then = replace(h, weeks=h.weeks + week)
        total[:, week] = total[:, week + 1] + np.maximum(0, urgency(then, c))
    return total


def _horizon(
    instance: Instance,
    sides: tuple[HouseholdColumns, HomeColumns],
    first: dict[int, IntArray],
    spared: IntArray,
    weeks: int,
    bounds: Iterable[Limit],
) -> Horizon:
    h, p = sides
    pieces = []
    for year, table in first.items():
        a, b = np.nonzero(table < weeks)
        pieces.append(np.stack([a, b, np.full(a.size, year), table[a, b]], axis=1))
    rows = np.concatenate(pieces)
    rows = rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]
    household, home, year, week = rows.T.astype(np.int64)
    many = len(first)
    place = home * many + year
    caps, named = [], []
    for bound in bounds:
        inside = np.zeros(len(p), dtype=np.bool_)
        inside[bound.homes] = True
        for which, capacity in _capacities(instance, bound, first, weeks):
            member: BoolArray = inside[home] & (bound.weight[household] > 0)
            if which >= 0:
                member &= year == which
            at = np.flatnonzero(member)
            name = bound.name if which < 0 else f"{bound.name} {which}"
            caps.append(Capacity(name, at, bound.weight[household[at]], capacity))
            named.append((bound, which))
    if many > 1:  # a home has its units once, not once a year
        for position in range(len(p)):
            at = np.flatnonzero(home == position)
            ones = np.ones(at.size, dtype=np.int64)
            caps.append(Capacity(f"units:{p.id[position]}", at, ones, int(p.units[position])))
    problem = Assignment(
        household=household,
        place=place,
        households=len(h),
        units=np.repeat(p.units, many),
        kind=h.gender,
        one_kind=np.repeat(p.one_gender, many),
        limits=tuple(caps),
        forced=np.zeros(household.size, dtype=np.bool_),
    )
    gain: IntArray = spared[household, week]
    return Horizon(
        h.id.tolist(), p.id.tolist(), household, home, week, gain, problem, named, spared
    )


def _capacities(
    instance: Instance, bound: Limit, years: Iterable[int], weeks: int
) -> list[tuple[int, int]]:
    """Return the year (-1: all) and the capacity of the rows of a limit."""
    if bound.kind == "draagkracht":
        whole = {str(w.code): w.draagkracht_persons or 0 for w in instance.wijken}[bound.subject]
        return [(year, whole if year else bound.capacity) for year in years]
    return [(-1, bound.capacity * weeks if bound.kind in PER_ROUND else bound.capacity)]
