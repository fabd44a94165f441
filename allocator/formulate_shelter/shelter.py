"""The shelter side of an instance, laid out over households, sites and months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator.domain.instance import Instance
from allocator.domain.site import Site
from allocator.domain.wijk import Wijk
from allocator.rules.arrays import BoolArray, IntArray
from allocator.rules.shelter.months import Months, Use, use_of_site
from allocator.rules.shelter.residents import Resident, residents
from allocator.rules.shelter.rooms import RoomKind, room_kinds
from allocator.rules.shelter.site_rules import Places, places_of


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
        return self.flags(lambda use, t: use.usable(t))

    @cached_property
    def usable_at_home(self) -> BoolArray:
        """Whether a household's current site is there for it in a month, shape ``(H, T)``."""
        return self.at_home(self.flags(lambda use, t: use.usable_by(t, resident=True)))

    @cached_property
    def extended(self) -> BoolArray:
        """Whether a site is extended in a month, shape ``(S, T)``."""
        return self.flags(lambda use, t: use.extended[t])

    def at_home(self, of_site: BoolArray) -> BoolArray:
        """Return what holds of the site that each household lives in; nothing without one.

        ``of_site`` has shape ``(S, …)``, and the result ``(H, …)``.
        """
        found = np.zeros((self.start.size, *of_site.shape[1:]), dtype=np.bool_)
        lives = self.start >= 0
        found[lives] = of_site[self.start[lives]]
        return found

    def flags(self, of: Callable[[Use, int], bool]) -> BoolArray:
        """Return what holds of each site in each month, shape ``(S, T)``."""
        months = range(len(self.months))
        flags = [[of(use, t) for t in months] for use in self.use]
        return np.array(flags, dtype=np.bool_).reshape(len(self.use), len(self.months))

    @cached_property
    def limited(self) -> tuple[tuple[int, Wijk, BoolArray, int], ...]:
        """Each wijk with sites and a limit on persons sheltered: its number, the wijk, both."""
        return tuple(
            (w, wijk, sites, wijk.shelter_persons_max)
            for w, wijk in enumerate(self.instance.wijken)
            if wijk.shelter_persons_max is not None and (sites := self.within(wijk.code)).any()
        )

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
