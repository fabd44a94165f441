"""The data of the relocation plan: who may be where when, rooms and limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from allocator.formulate_shelter.shelter import Shelter
from allocator.rules.arrays import BoolArray, IntArray
from allocator.rules.shelter.rooms import RoomNeed, room_need
from allocator.rules.shelter.site_rules import blocking_codes, locked, refused
from models.relocation import Area, Need, Relocation
from models.relocation import Site as Rooms

Holds = Callable[[Rooms, tuple[Need, ...], list[int]], bool]
"""Whether households, by the number of their need, fit in the rooms of month 0."""


def relocation(shelter: Shelter, holds: Holds) -> Relocation:
    """Return the formulation's data."""
    needs = _Needs(shelter)
    sites = tuple(_rooms(shelter, s) for s in range(len(shelter.sites)))
    allowed = _pairs(shelter)[:, :, None] & shelter.usable[None]
    staying = shelter.usable_at_home.copy()
    for h, s, t in _refusals(shelter):
        allowed[h, s, t:] = False
        if shelter.start[h] == s:
            staying[h, t:] = False
    lifted = lifted_notice(shelter, sites, needs.classes, needs.first, holds)
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
        needs=needs.classes,
        sites=sites,
        areas=tuple(Area(sites, most) for _, _, sites, most in shelter.limited),
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

    @property
    def classes(self) -> tuple[tuple[Need, ...], ...]:
        """The classes of each site."""
        return tuple(tuple(own) for own in self.every)

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


def lifted_notice(
    shelter: Shelter,
    sites: Sequence[Rooms],
    needs: Sequence[tuple[Need, ...]],
    first_need: IntArray,
    holds: Holds,
) -> list[bool]:
    """Return which sites cannot hold those who live there in month 0 (Notice)."""
    lifted = []
    for s, site in enumerate(sites):
        own = (shelter.start == s) & shelter.present[:, 0]
        persons = int(shelter.persons[own].sum())
        full = site.most is not None and persons > site.most
        lifted.append(full or not holds(site, needs[s], first_need[own].tolist()))
    return lifted
