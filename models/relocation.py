"""Households over shelter sites, month by month, tier by tier.

Sets        h ∈ H households;  s ∈ S sites;  t ∈ T months, 0 … T − 1;
            r ∈ R[s] room kinds of a site;  c ∈ C classes of room needs;
            A areas with a limit;  B areas with a base;  G groups that keep together
Data        n[h]        persons of h, int, shape (H,)
            a[h], d[h]  first and last month in which h is present, int, shape (H,)
            s⁰[h]       site that h lives in before month 0, -1 for none, shape (H,)
            X[h,s,t]    whether h may be in s in t, bool, shape (H, S, T)
            F[h,t]      whether h may still be in s⁰[h] in its first stay, bool, shape (H, T);
                        X[h,s⁰[h],t] implies it
            O[h,t]      whether h may be without a place, bool, shape (H, T)
            c[h,s], c⁰[h]   class of rooms that h needs in s, and in its first stay
            k[r,t]      rooms of a kind, int, shape (R, T)
            u[s], v[s]  most persons in a site, and moving in per month
            b[A], b[B]  most persons in the sites of an area, and its base
Plan        p[h,t] ∈ S ∪ {none} for a[h] ≤ t ≤ d[h]
Derived     first stay  p[h,τ] = s⁰[h] for all τ ≤ t, in month t
            move        in t when h is present in t and p[h,t-1] is a site other than p[h,t],
                        with p[h,-1] = s⁰[h]
Subject to  (S1 allowed)   in t: p[h,t] = s only with X[h,s,t], or F[h,t] in the first stay;
                           none only with O[h,t]
            (S2 rooms)     the classes in s in t fit in its rooms (:mod:`models.rooming`)
            (S3 site)      Σ_(h in s in t) n[h] ≤ u[s], or all of them are in their first stay
            (S4 moves_in)  Σ_(h in s in t, not in t - 1) n[h] ≤ v[s]
            (S5 area)      Σ_(h in A in t) n[h] ≤ b[A], or all are in a first stay in A
Objective   one aim: minimise the sum over households of
              state[h,p[h,t],t] for every month, with another cost in the first stay,
              move[h] and leave[h,w] for every move (the latter when it leaves the sites w),
              again[h] for a move within M months of another,
            and, for together, per group and month the number of sites it is in and of its
            households without a place, less one; for spread, per area B and month the persons
            above its base.

A multi-commodity flow over time with packing side constraints.  Three formulations are made of
it: :mod:`models.relocation_plain`, a row at a time as above, as the measure of the others;
:mod:`models.relocation_master`, over whole paths; and :mod:`models.relocation_flow`, which counts
like households in each state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property

import numpy as np

from models.arrays import BoolArray, IntArray

NONE = -1
"""The place of a household that is present and has none."""
AWAY = -2
"""The place of a household that is not present."""


@dataclass(frozen=True)
class Need:
    """A class of room needs.

    Parameters
    ----------
    persons
        Persons of a household of the class.
    shared
        Number of the group of singles that share rooms with each other, -1 for a household
        that has its rooms to itself.
    kinds
        Which room kinds of the site will do, shape ``(R,)``.
    """

    persons: int
    shared: int
    kinds: tuple[bool, ...]


@dataclass(frozen=True)
class Site:
    """Rooms and limits of a site.

    Parameters
    ----------
    beds
        Beds of a room of each kind, shape ``(R,)``.
    rooms
        Rooms of each kind in each month, shape ``(R, T)``.
    most, most_in
        Most persons, and most persons moving in per month; ``None`` for no limit.
    """

    beds: IntArray
    rooms: IntArray
    most: int | None = None
    most_in: int | None = None


@dataclass(frozen=True)
class Area:
    """Sites with a limit (or a base) together, in persons: ``sites`` has shape ``(S,)``."""

    sites: BoolArray
    most: int


@dataclass(frozen=True)
class Relocation:
    """The data of the formulation, as above; ``needs`` are the classes of each site."""

    persons: IntArray
    first: IntArray
    last: IntArray
    start: IntArray
    allowed: BoolArray
    staying: BoolArray
    unplaced: BoolArray
    need: IntArray
    first_need: IntArray
    needs: tuple[tuple[Need, ...], ...]
    sites: tuple[Site, ...]
    areas: tuple[Area, ...] = ()

    @property
    def households(self) -> int:
        """Number of households H."""
        return int(self.persons.size)

    @property
    def months(self) -> int:
        """Number of months T."""
        return int(self.allowed.shape[2])

    @property
    def cells(self) -> int:
        """Size of the problem: months that households may be in sites."""
        return int(self.allowed.sum())

    def present(self, household: int) -> range:
        """Return the months in which a household is present."""
        return range(int(self.first[household]), int(self.last[household]) + 1)


@dataclass(frozen=True)
class Aim:
    """One objective, to be minimised; no cost is negative.

    Parameters
    ----------
    place, staying, unplaced
        Cost of a month in a site, shape ``(H, S, T)``, in the first stay and without a place,
        shape ``(H, T)``.
    move
        Cost of a move, shape ``(H,)``.
    again
        Cost of a move within ``within`` months of another, shape ``(H,)``; ``moved`` is the
        month of a move before month 0, at most 0, ``None`` without one, per household.
    leave
        Cost of a move that leaves some sites, as ``(household, sites, cost)``.
    groups
        Households that keep together.
    shares
        Areas with a base, which ``most`` is.
    """

    name: str = ""
    place: IntArray | None = None
    staying: IntArray | None = None
    unplaced: IntArray | None = None
    move: IntArray | None = None
    again: IntArray | None = None
    within: int = 0
    moved: tuple[int | None, ...] = ()
    leave: tuple[tuple[int, BoolArray, int], ...] = ()
    groups: tuple[IntArray, ...] = ()
    shares: tuple[Area, ...] = ()
    tolerance: Decimal = field(default=Decimal(0))
    slack: int = 0

    def worst_allowed(self, best: int) -> int:
        """Return the worst value that later aims may bring this one to."""
        part = (best * self.tolerance / 100).to_integral_value(rounding=ROUND_FLOOR)
        return best + int(part) + self.slack

    def of_household(self, problem: Relocation, h: int, path: IntArray) -> int:
        """Return what the months and moves of one household come to.

        ``path`` is where it is in each month, shape ``(T,)``.
        """
        return int(self.of_walks(Walks(problem, np.array([h]), path[None, :]))[0])

    def of_walks(self, walks: Walks) -> IntArray:
        """Return what the months and moves of each household come to, shape ``(N,)``."""
        who = walks.who
        total = np.zeros(who.size, dtype=np.int64)
        if self.place is not None:
            row, t = walks.settled
            places = np.zeros(walks.paths.shape, dtype=np.int64)
            places[row, t] = self.place[who[row], walks.paths[row, t], t]
            total += places.sum(axis=1)
        if self.staying is not None:
            total += (self.staying[who] * walks.stay).sum(axis=1)
        if self.unplaced is not None:
            total += (self.unplaced[who] * (walks.paths == NONE)).sum(axis=1)
        if self.move is not None:
            total += self.move[who] * walks.moves.sum(axis=1)
        if self.again is not None:
            for n in np.flatnonzero(walks.moves.any(axis=1) & (self.again[who] != 0)).tolist():
                moved = self.moved[who[n]] if self.moved else None
                months = again(np.flatnonzero(walks.moves[n]), self.within, moved)
                total[n] += self.again[who[n]] * months.size
        for h, sites, cost in self.leave:
            for n in walks.rows.get(h, ()):
                before, to = walks.before[n, walks.moves[n]], walks.paths[n, walks.moves[n]]
                total[n] += cost * int((sites[before] & ~((to >= 0) & sites[to])).sum())
        return total

    def value(self, problem: Relocation, plan: IntArray) -> int:
        """Return the exact value of a plan, shape ``(H, T)`` with ``NONE`` and ``AWAY``."""
        walks = Walks(problem, np.arange(problem.households), plan)
        total = int(self.of_walks(walks).sum())
        for group in self.groups:
            total += scattered(plan[group])
        for share in self.shares:
            total += int(np.maximum(0, persons_in(problem, plan, share.sites) - share.most).sum())
        return total


class Walks:
    """Where some households are in each month, and what all aims ask of it: worked out once.

    Parameters
    ----------
    who
        The households, shape ``(N,)``; one may be there more than once.
    paths
        Where each is in each month, shape ``(N, T)``.
    """

    def __init__(self, problem: Relocation, who: IntArray, paths: IntArray) -> None:
        self.who, self.paths = who, paths
        start = problem.start[who][:, None]
        self.stay = first_months(start, paths)
        self.before: IntArray = np.concatenate([start, paths[:, :-1]], axis=1)
        self.moves: BoolArray = (self.before >= 0) & (paths != AWAY) & (paths != self.before)

    @cached_property
    def settled(self) -> tuple[IntArray, IntArray]:
        """Rows and months in which they are in a site, but not in their first stay."""
        row, month = np.nonzero((self.paths >= 0) & ~self.stay)
        return row, month

    @cached_property
    def rows(self) -> dict[int, list[int]]:
        """The rows of each household."""
        rows: dict[int, list[int]] = {}
        for n, h in enumerate(self.who.tolist()):
            rows.setdefault(h, []).append(n)
        return rows


@dataclass(frozen=True)
class Held:
    """An aim that was optimised, with the worst value that it may have from now on."""

    aim: Aim
    worst: int


def keeps(problem: Relocation, plan: IntArray) -> bool:
    """Whether a plan keeps S1 and S3 to S5, in exact arithmetic; rooms are not looked at."""
    first = first_months(problem.start[:, None], plan)
    h, t = np.nonzero((plan >= 0) & ~first)
    if not (problem.allowed[h, plan[h, t], t].all() and problem.staying[first].all()):
        return False
    if not problem.unplaced[plan == NONE].all():
        return False
    before = np.column_stack([problem.start, plan[:, :-1]])
    every = np.arange(len(problem.sites))
    for s, site in enumerate(problem.sites):
        came = problem.persons @ ((plan == s) & (before != s))
        if site.most_in is not None and (came > site.most_in).any():
            return False
        if site.most is not None and not _within(problem, plan, first, every == s, site.most):
            return False
    return all(_within(problem, plan, first, area.sites, area.most) for area in problem.areas)


def _within(
    problem: Relocation, plan: IntArray, first: BoolArray, sites: BoolArray, most: int
) -> bool:
    """Whether the persons in some sites are no more than a limit, or all in a first stay."""
    others = (plan >= 0) & sites[np.maximum(plan, 0)] & ~first
    fits = (persons_in(problem, plan, sites) <= most) | ~others.any(axis=0)
    return bool(fits.all())


def first_months(start: int | IntArray, path: IntArray) -> BoolArray:
    """Return in which months of a path the first stay lasts, shape ``(T,)``.

    Of more of them, ``(N, T)``, with starts of shape ``(N, 1)``.
    """
    stay: BoolArray = np.logical_and.accumulate((path == start) & (start >= 0), axis=-1)
    return stay


def moves_of(start: int, path: IntArray) -> IntArray:
    """Return the months in which a path moves, shape ``(N,)``."""
    before = np.append(start, path[:-1])
    return np.flatnonzero((before >= 0) & (path != AWAY) & (path != before))


def again(months: IntArray, within: int, moved: int | None) -> IntArray:
    """Return which of the months of moves come within so many months of another move."""
    before = np.append([] if moved is None else [moved], months)
    gap = months[:, None] - before[None, :]
    repeated: IntArray = months[((gap > 0) & (gap <= within)).any(axis=1)]
    return repeated


def persons_in(problem: Relocation, plan: IntArray, sites: BoolArray) -> IntArray:
    """Return the persons in some sites in each month, shape ``(T,)``."""
    there = (plan >= 0) & sites[np.maximum(plan, 0)]
    persons: IntArray = (problem.persons[:, None] * there).sum(axis=0)
    return persons


def scattered(rows: IntArray) -> int:
    """By how much more than one place a group is in, over all months."""
    total = 0
    for column in rows.T:
        sites = np.unique(column[column >= 0]).size
        total += max(0, int(sites) + int((column == NONE).sum()) - 1)
    return total
