"""Who is where in a plan, and what stands in the way of one household more.

A household is looked at by itself, beside everybody else in the plan of the month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from allocator.domain.site import Site
from allocator.explain.shelter.fitting import Demand, Fitting, Rooms, added, in_order
from allocator.formulate_shelter import Shelter, lifted_notice
from allocator.rules.arrays import BoolArray, IntArray
from allocator.rules.shelter.rooms import RoomKind, RoomNeed, room_kinds, room_need
from allocator.rules.shelter.site_rules import blocking_codes, locked, refused
from models.lexicographic import Backend
from models.relocation import Need, Relocation, first_months
from models.relocation import Site as SiteRooms
from models.rooming import holds

LimitKind = Literal["max_persons", "max_moves_in", "shelter_persons_max"]


@dataclass(frozen=True)
class Limit:
    """A limit that one household more would break.

    ``subject`` is the number of the site, or of the wijk in the instance; ``there`` are the
    persons that count now, ``most`` may, and ``over`` says by how many persons it would be
    broken.
    """

    kind: LimitKind
    subject: int
    there: int
    most: int
    over: int


class Standing:
    """A plan of a shelter instance, laid out to ask what else could be.

    Parameters
    ----------
    plan
        Site, ``NONE`` or ``AWAY`` of each household in each month, shape ``(H, T)``.
    """

    def __init__(
        self, shelter: Shelter, problem: Relocation, plan: IntArray, backend: Backend
    ) -> None:
        self.shelter, self.problem, self.plan = shelter, problem, plan
        self.fitting, self._backend = Fitting(backend), backend
        self.before: IntArray = np.column_stack([problem.start, plan[:, :-1]])
        rows = [first_months(int(s), row) for s, row in zip(problem.start, plan, strict=True)]
        self.first: BoolArray = np.array(rows, dtype=np.bool_).reshape(plan.shape)
        self._demand: dict[tuple[int, int], Demand] = {}
        self._beside: dict[tuple[int, int, RoomNeed], bool] = {}
        self._rooms: dict[tuple[int, int], Rooms] = {}
        self._codes: dict[tuple[int, int], tuple[str, ...]] = {}
        self._loads: dict[tuple[bytes, int], tuple[int, int]] = {}
        self._needs: dict[tuple[int, int, bool], RoomNeed] = {}

    @cached_property
    def refused_from(self) -> dict[tuple[int, int], int]:
        """The month from which a site is refused, by household and site."""
        found = refused(self.shelter.instance, self.shelter.months)
        return {
            (self._household[h], self._site[s]): t
            for (h, s), t in found.items()
            if h in self._household
        }

    @cached_property
    def locked_from(self) -> dict[int, tuple[int, int]]:
        """The site that a household is locked in, and the month from which, by household."""
        found = locked(self.shelter.instance, self.shelter.months)
        return {
            self._household[h]: (self._site[s], t)
            for h, (s, t) in found.items()
            if h in self._household
        }

    @cached_property
    def lifted(self) -> tuple[bool, ...]:
        """Which sites cannot hold those present in month 0 who live there (Notice)."""
        problem = self.problem

        def hold(site: SiteRooms, needs: tuple[Need, ...], demand: list[int]) -> bool:
            return holds(site, needs, demand, 0, self._backend)

        found = lifted_notice(self.shelter, problem.sites, problem.needs, problem.first_need, hold)
        return tuple(found)

    def starts_first(self, h: int, s: int, t: int) -> bool:
        """Whether being in a site in a month goes on with a first stay there."""
        return s == int(self.problem.start[h]) and (t == 0 or bool(self.first[h, t - 1]))

    def need(self, h: int, s: int, *, first: bool) -> RoomNeed:
        """Return what a household needs of the rooms of a site."""
        key = h, s, first
        if key not in self._needs:
            resident, site = self.shelter.residents[h], self.shelter.sites[s]
            self._needs[key] = room_need(resident, site, first_stay=first)
        return self._needs[key]

    def codes(self, h: int, s: int) -> tuple[str, ...]:
        """Return the pair rules that forbid a household a site in any month."""
        if (h, s) not in self._codes:
            resident, site = self.shelter.residents[h], self.shelter.sites[s]
            self._codes[h, s] = blocking_codes(resident, site, self.shelter.places)
        return self._codes[h, s]

    def is_refused(self, h: int, s: int, t: int) -> bool:
        """Whether a decision refuses a household a site in a month."""
        return t >= self.refused_from.get((h, s), self.problem.months)

    def usable(self, h: int, s: int, t: int) -> bool:
        """Whether a site is there for a household in a month, as a resident in its own."""
        if s == int(self.problem.start[h]):
            return bool(self.shelter.usable_at_home[h, t])
        return bool(self.shelter.usable[s, t])

    def barriers(self, h: int, s: int, t: int, *, first: bool) -> tuple[str, ...]:
        """Return what keeps a household out of a site in a month, whoever else is there.

        ``closed``, the codes of site rules, ``DECIDED`` (refused), ``lock`` (it must be in
        another) and ``notice``; ``first`` when it would be there in its first stay.
        """
        found: list[str] = []
        if not (self.usable(h, s, t) if first else self.shelter.usable[s, t]):
            found.append("closed")
        if not first:
            found += self.codes(h, s)
        if self.is_refused(h, s, t):
            found.append("DECIDED")
        if self._locked_elsewhere(h, s, t):
            found.append("lock")
        if self.has_notice(h, s, t):
            found.append("notice")
        return tuple(found)

    def has_notice(self, h: int, s: int, t: int) -> bool:
        """Whether it is too early for a household to be moved to a site (Notice)."""
        own = int(self.problem.start[h])
        early = t < self.shelter.instance.policy.first_move_month
        bound = early and own not in (-1, s) and bool(self.shelter.usable_at_home[h, t])
        return bound and not self.lifted[own]

    def _locked_elsewhere(self, h: int, s: int, t: int) -> bool:
        if h not in self.locked_from:
            return False
        to, begin = self.locked_from[h]
        return to != s and t >= begin and self.usable(h, to, t)

    def has_rooms(self, h: int, s: int, t: int, *, first: bool) -> bool:
        """Whether the rooms of a site hold a household beside all who are there."""
        need = self.need(h, s, first=first)
        if int(self.plan[h, t]) == s:
            return True  # the plan does it
        key = s, t, need
        if key not in self._beside:
            demand = added(self.demand(s, t), need)
            self._beside[key] = self.fitting.holds(self.rooms(s, t), demand)
        return self._beside[key]

    def limits(self, h: int, s: int, t: int, *, first: bool, enters: bool) -> tuple[Limit, ...]:
        """Return the limits that a household more in a site would break.

        ``enters`` when it was not there the month before.
        """
        persons, site = int(self.problem.persons[h]), self.shelter.sites[s]
        found = []
        if site.max_persons is not None:
            only = np.arange(len(self.shelter.sites)) == s
            there, over = self._over(h, only, t, site.max_persons, first=first)
            found += [Limit("max_persons", s, there, site.max_persons, over)]
        if enters and site.max_moves_in is not None:
            came = self.came(s, t, without=h)
            over = came + persons - site.max_moves_in
            found += [Limit("max_moves_in", s, came, site.max_moves_in, over)]
        for w, _, sites, most in self.shelter.limited:
            if sites[s]:
                there, over = self._over(h, sites, t, most, first=first)
                found += [Limit("shelter_persons_max", w, there, most, over)]
        return tuple(limit for limit in found if limit.over > 0)

    def _over(self, h: int, sites: BoolArray, t: int, most: int, *, first: bool) -> tuple[int, int]:
        """Return the other persons in sites, and by how many a household breaks their limit."""
        key = sites.tobytes(), t
        if key not in self._loads:
            column = self.plan[:, t]
            there = (column >= 0) & sites[np.maximum(column, 0)]
            persons = self.problem.persons
            later = there & ~self.first[:, t]
            self._loads[key] = int(persons[there].sum()), int(persons[later].sum())
        load, not_first = self._loads[key]
        own, at = int(self.problem.persons[h]), int(self.plan[h, t])
        if at >= 0 and sites[at]:
            load -= own
            not_first -= 0 if self.first[h, t] else own
        spared = first and not_first == 0
        return load, 0 if spared else load + own - most

    def came(self, s: int, t: int, *, without: int | None = None) -> int:
        """Return the persons who move into a site in a month, those of one household left out."""
        came = (self.plan[:, t] == s) & (self.before[:, t] != s)
        if without is not None:
            came[without] = False
        return int(self.problem.persons[came].sum())

    def persons_in(self, sites: Sequence[int], t: int) -> int:
        """Return the persons in some sites in a month."""
        return int(self.problem.persons[np.isin(self.plan[:, t], sites)].sum())

    def rooms(self, s: int, t: int) -> Rooms:
        """Return the rooms of a site in a month."""
        if (s, t) not in self._rooms:
            self._rooms[s, t] = in_month(self.shelter.kinds[s], t)
        return self._rooms[s, t]

    def kinds_with(self, s: int, site: Site) -> tuple[RoomKind, ...]:
        """Return the kinds of room that a site has, or would have with other dates."""
        if site == self.shelter.sites[s]:
            return self.shelter.kinds[s]
        return room_kinds(self.shelter.instance, site, self.shelter.months)

    def demand(self, s: int, t: int) -> Demand:
        """Return what those who are in a site in a month need."""
        if (s, t) not in self._demand:
            there = np.flatnonzero(self.plan[:, t] == s).tolist()
            counts = Counter(self.need(h, s, first=bool(self.first[h, t])) for h in there)
            self._demand[s, t] = in_order(counts)
        return self._demand[s, t]

    @cached_property
    def _household(self) -> dict[str, int]:
        return {r.id: h for h, r in enumerate(self.shelter.residents)}

    @cached_property
    def _site(self) -> dict[str, int]:
        return {str(site.id): s for s, site in enumerate(self.shelter.sites)}


def in_month(kinds: tuple[RoomKind, ...], t: int) -> Rooms:
    """Return the rooms of some kinds in a month, without those that are not there."""
    return tuple(replace(kind, count=(kind.count[t],)) for kind in kinds if kind.count[t])
