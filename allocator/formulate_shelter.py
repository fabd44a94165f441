"""From an instance and its rules to the arrays of the relocation plan.

The only place where residents and sites become indices: household i and site j of
``models.relocation`` are the i-th of ``residents`` and the j-th of the instance's sites.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt

from allocator.domain.instance import Instance
from allocator.domain.site import Site
from allocator.rules.shelter.months import Months, Use, use_of_site
from allocator.rules.shelter.residents import Resident, residents
from allocator.rules.shelter.rooms import RoomKind, RoomNeed, room_kinds, room_need
from allocator.rules.shelter.site_rules import (
    Places,
    blocking_codes,
    locked,
    places_of,
    refused,
)
from models.relocation import Aim, Area, Need, Relocation
from models.relocation import Site as Rooms

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Shelter:
    """The relocation plan of an instance, laid out.

    ``use`` says per site when it is there, and ``kinds`` what rooms it has.
    """

    instance: Instance
    months: Months
    residents: tuple[Resident, ...]
    sites: tuple[Site, ...]
    places: Places
    use: tuple[Use, ...]
    kinds: tuple[tuple[RoomKind, ...], ...]

    @cached_property
    def start(self) -> IntArray:
        """Site that each household lives in, -1 for none, shape ``(H,)``."""
        at = {site.id: s for s, site in enumerate(self.sites)}
        return np.array(
            [
                -1 if r.household.current_site is None else at[r.household.current_site]
                for r in self.residents
            ],
            dtype=np.int64,
        )

    @cached_property
    def persons(self) -> IntArray:
        """Persons of each household, shape ``(H,)``."""
        return np.array([r.persons for r in self.residents], dtype=np.int64)

    @cached_property
    def present(self) -> BoolArray:
        """Whether a household is present in a month, shape ``(H, T)``."""
        there = np.zeros((len(self.residents), len(self.months)), dtype=np.bool_)
        for h, r in enumerate(self.residents):
            there[h, self.months.present(r.household)] = True
        return there

    @cached_property
    def usable(self) -> BoolArray:
        """Whether a site is there for anybody in a month, shape ``(S, T)``."""
        return self._flags(lambda use, t: use.usable(t))

    @cached_property
    def usable_at_home(self) -> BoolArray:
        """Whether a household's current site is there for it in a month, shape ``(H, T)``."""
        own = self._flags(lambda use, t: use.usable_by(t, resident=True))
        there: BoolArray = own[self.start] & (self.start >= 0)[:, None]
        return there

    @cached_property
    def extended(self) -> BoolArray:
        """Whether a site is extended in a month, shape ``(S, T)``."""
        return self._flags(lambda use, t: use.extended[t])

    def _flags(self, of: Callable[[Use, int], bool]) -> BoolArray:
        months = range(len(self.months))
        flags = [[of(use, t) for t in months] for use in self.use]
        return np.array(flags, dtype=np.bool_).reshape(len(self.use), len(self.months))

    def within(self, area: str) -> BoolArray:
        """Return which sites are in an area or within it, shape ``(S,)``."""
        return np.array([area in self.places.around[site.wijk] for site in self.sites], dtype=bool)


def lay_out_shelter(instance: Instance) -> Shelter:
    """Lay the shelter side of an instance out; who is never present takes no part."""
    months = Months.of(instance)
    return Shelter(
        instance=instance,
        months=months,
        residents=tuple(r for r in residents(instance) if months.present(r.household)),
        sites=instance.sites,
        places=places_of(instance),
        use=tuple(use_of_site(site, months) for site in instance.sites),
        kinds=tuple(room_kinds(instance, site, months) for site in instance.sites),
    )


def relocation(
    shelter: Shelter, holds: Callable[[Rooms, tuple[Need, ...], list[int]], bool]
) -> Relocation:
    """Return the formulation's data.

    ``holds(site, needs, demand)`` says whether households, by the number of their need, fit in
    the rooms of month 0.
    """
    needs = _Needs(shelter)
    sites = tuple(_rooms(shelter, s) for s in range(len(shelter.sites)))
    allowed = _pairs(shelter)[:, :, None] & shelter.usable[None]
    staying = shelter.usable_at_home.copy()
    for h, s, t in _refusals(shelter):
        allowed[h, s, t:] = False
        if shelter.start[h] == s:
            staying[h, t:] = False
    lifted = _lifted(shelter, sites, needs, holds)
    early = np.arange(len(shelter.months)) < shelter.instance.policy.first_move_month
    for h, s in enumerate(shelter.start.tolist()):
        if s >= 0 and not lifted[s]:
            bound = early & shelter.usable_at_home[h]
            others = np.arange(len(sites)) != s
            allowed[np.ix_([h], others, bound)] = False
    unplaced = np.ones_like(staying)
    for h, s, t in _locks(shelter):
        there = shelter.usable[s] | (shelter.usable_at_home[h] & (shelter.start[h] == s))
        there &= np.arange(len(shelter.months)) >= t
        allowed[np.ix_([h], np.arange(len(sites)) != s, there)] = False
        unplaced[h, there] = False
        if shelter.start[h] != s:
            staying[h, there] = False
    present = shelter.present
    return Relocation(
        persons=shelter.persons,
        first=present.argmax(axis=1).astype(np.int64),
        last=(len(shelter.months) - 1 - present[:, ::-1].argmax(axis=1)).astype(np.int64),
        start=shelter.start,
        allowed=allowed & present[:, None, :],
        staying=staying & present,
        unplaced=unplaced,
        need=needs.of,
        first_need=needs.first,
        needs=tuple(tuple(own) for own in needs.every),
        sites=sites,
        areas=tuple(
            Area(shelter.within(wijk.code), wijk.shelter_persons_max)
            for wijk in shelter.instance.wijken
            if wijk.shelter_persons_max is not None and shelter.within(wijk.code).any()
        ),
    )


class _Needs:
    """The needs of each site, and which of them each household has."""

    def __init__(self, shelter: Shelter) -> None:
        self.every: list[list[Need]] = [[] for _ in shelter.sites]
        shape = len(shelter.residents), len(shelter.sites)
        self.of = np.zeros(shape, dtype=np.int64)
        self.first = np.zeros(shape[0], dtype=np.int64)
        self._shelter = shelter
        self._known: list[dict[RoomNeed, int]] = [{} for _ in shelter.sites]
        for h, r in enumerate(shelter.residents):
            for s, site in enumerate(shelter.sites):
                self.of[h, s] = self._number(s, room_need(r, site, first_stay=False))
            s = int(shelter.start[h])
            if s >= 0:
                need = room_need(r, shelter.sites[s], first_stay=True)
                self.first[h] = self._number(s, need)

    def _number(self, s: int, need: RoomNeed) -> int:
        known = self._known[s]
        if need not in known:
            known[need] = len(known)
            kinds = tuple(need.fits(kind) for kind in self._shelter.kinds[s])
            self.every[s].append(Need(need.persons, need.sharing, kinds))
        return known[need]


def _rooms(shelter: Shelter, s: int) -> Rooms:
    """Return the rooms and limits of a site."""
    kinds, site = shelter.kinds[s], shelter.sites[s]
    count = [kind.count for kind in kinds]
    return Rooms(
        beds=np.array([kind.beds for kind in kinds], dtype=np.int64),
        rooms=np.array(count, dtype=np.int64).reshape(len(kinds), len(shelter.months)),
        most=site.max_persons,
        most_in=site.max_moves_in,
    )


def _pairs(shelter: Shelter) -> BoolArray:
    """Return which sites no rule forbids a household in any month, shape ``(H, S)``."""
    return np.array(
        [
            [not blocking_codes(r, site, shelter.places) for site in shelter.sites]
            for r in shelter.residents
        ],
        dtype=np.bool_,
    ).reshape(len(shelter.residents), len(shelter.sites))


def _refusals(shelter: Shelter) -> Iterator[tuple[int, int, int]]:
    """Yield household, site and first month of each refusal."""
    household, site = _positions(shelter)
    for (h, s), t in sorted(refused(shelter.instance, shelter.months).items()):
        if h in household:
            yield household[h], site[s], t


def _locks(shelter: Shelter) -> Iterator[tuple[int, int, int]]:
    """Yield household, site and first month of each lock."""
    household, site = _positions(shelter)
    for h, (s, t) in sorted(locked(shelter.instance, shelter.months).items()):
        if h in household:
            yield household[h], site[s], t


def _positions(shelter: Shelter) -> tuple[dict[str, int], dict[str, int]]:
    household = {r.id: h for h, r in enumerate(shelter.residents)}
    return household, {str(site.id): s for s, site in enumerate(shelter.sites)}


def _lifted(
    shelter: Shelter,
    sites: tuple[Rooms, ...],
    needs: _Needs,
    holds: Callable[[Rooms, tuple[Need, ...], list[int]], bool],
) -> list[bool]:
    """Return which sites cannot hold those who live there in month 0."""
    lifted = []
    for s, site in enumerate(sites):
        own = (shelter.start == s) & shelter.present[:, 0]
        persons = int(shelter.persons[own].sum())
        full = site.most is not None and persons > site.most
        demand = needs.first[own].tolist()
        lifted.append(full or not holds(site, tuple(needs.every[s]), demand))
    return lifted


def aims(shelter: Shelter, names: tuple[str, ...]) -> tuple[Aim, ...]:
    """Return tiers by name, with the tolerance and slack of the policy."""
    policy = shelter.instance.policy
    return tuple(
        replace(
            _AIMS[name](shelter),
            name=name,
            tolerance=policy.tolerance.get(name, Decimal(0)),
            slack=policy.slack.get(name, 0),
        )
        for name in names
    )


def _without_place(which: Callable[[Shelter], BoolArray]) -> Callable[[Shelter], Aim]:
    """Return the aim that counts person-months without a place."""

    def aim(shelter: Shelter) -> Aim:
        counted = np.broadcast_to(which(shelter), shelter.present.shape)
        return Aim(unplaced=shelter.persons[:, None] * counted)

    return aim


def _household(flag: Callable[[Resident], bool]) -> Callable[[Shelter], BoolArray]:
    """Return whether a flag holds of each household, shape ``(H, 1)``."""
    return lambda shelter: np.array([flag(r) for r in shelter.residents], dtype=np.bool_)[:, None]


def _elsewhere(
    flag: Callable[[Resident], bool], good: Callable[[Site], bool]
) -> Callable[[Shelter], Aim]:
    """Return the aim that counts person-months elsewhere than in some sites."""

    def aim(shelter: Shelter) -> Aim:
        persons = shelter.persons * _household(flag)(shelter)[:, 0]
        bad = np.array([not good(site) for site in shelter.sites], dtype=np.bool_)
        months = len(shelter.months)
        at_home = persons * bad[shelter.start] if bad.size else persons
        return Aim(
            place=np.repeat((persons[:, None] * bad)[:, :, None], months, axis=2),
            staying=np.repeat(at_home[:, None], months, axis=1),
            unplaced=np.repeat(persons[:, None], months, axis=1),
        )

    return aim


def _moves(shelter: Shelter) -> Aim:
    """Persons times moves, and one to come for who must leave soon after the last month."""
    last = len(shelter.months) - 1
    after = shelter.months.last_of(last + shelter.instance.policy.after_months)
    ends = np.array(
        [
            use.extended[last] or (site.closes_on is not None and site.closes_on <= after)
            for site, use in zip(shelter.sites, shelter.use, strict=True)
        ],
        dtype=np.bool_,
    )
    place = np.zeros((*shelter.start.shape, ends.size, last + 1), dtype=np.int64)
    place[:, :, last] = shelter.persons[:, None] * ends
    staying = np.zeros(shelter.present.shape, dtype=np.int64)
    if ends.size:
        staying[:, last] = shelter.persons * ends[shelter.start]
    return Aim(move=shelter.persons, place=place, staying=staying)


def _repeat(shelter: Shelter) -> Aim:
    """Persons times moves soon after another; the last move before today counts as one."""
    moved = []
    for r in shelter.residents:
        day = r.household.moved_in_on if r.household.earlier_moves > 0 else None
        moved.append(None if day is None else min(0, shelter.months.number_of(day)))
    return Aim(
        again=shelter.persons,
        within=shelter.instance.policy.repeat_months,
        moved=tuple(moved),
    )


def _extension(shelter: Shelter) -> Aim:
    """Person-months in extended sites."""
    at_home = np.array(
        [
            [use.extended[t] and not use.residents[t] for t in range(len(shelter.months))]
            for use in shelter.use
        ],
        dtype=np.bool_,
    ).reshape(shelter.extended.shape)
    persons = shelter.persons[:, None]
    return Aim(
        place=persons[:, :, None] * shelter.extended[None],
        staying=persons * (at_home[shelter.start] if len(shelter.sites) else at_home[:0]),
    )


def _school(shelter: Shelter) -> Aim:
    """Children times moves away from the wijk of their school."""
    leave = []
    for h, r in enumerate(shelter.residents):
        for wijk, children in r.pupils.items():
            inside = shelter.within(wijk)
            if inside.any():
                leave.append((h, inside, children))
    return Aim(leave=tuple(leave))


def _together(shelter: Shelter) -> Aim:
    """Households that want the same site; one alone is always together."""
    groups: dict[str, list[int]] = {}
    for h, r in enumerate(shelter.residents):
        if r.household.keep_with:
            groups.setdefault(r.household.keep_with, []).append(h)
    several = [np.array(members) for _, members in sorted(groups.items()) if len(members) > 1]
    return Aim(groups=tuple(several))


def _spread(shelter: Shelter) -> Aim:
    """Persons above the fair share of each wijk."""
    shares = [
        Area(shelter.within(wijk.code), wijk.shelter_fair_share_persons)
        for wijk in shelter.instance.wijken
        if wijk.shelter_fair_share_persons is not None and shelter.within(wijk.code).any()
    ]
    return Aim(shares=tuple(shares))


_AIMS: dict[str, Callable[[Shelter], Aim]] = {
    "evictions": _without_place(lambda shelter: shelter.usable_at_home),
    "vulnerable": _without_place(_household(lambda r: r.vulnerable)),
    "unsheltered": _without_place(_household(lambda r: True)),
    "displaced": _without_place(lambda shelter: (shelter.start >= 0)[:, None]),
    "care": _elsewhere(lambda r: r.intensive, lambda site: site.care),
    "safe": _elsewhere(lambda r: r.safe_place, lambda site: site.safe_place),
    "moves": _moves,
    "repeat": _repeat,
    "extension": _extension,
    "school": _school,
    "together": _together,
    "shelter_spread": _spread,
}
