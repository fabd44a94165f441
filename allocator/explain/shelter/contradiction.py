"""Locks that leave no relocation plan: a set that cannot be made smaller, and what it breaks.

Locks that a rule forbids by themselves are named first.  Otherwise a set of locks is tried by
letting everybody else be without a place.  One lock after another is
left out, as long as those that remain still leave no plan (deletion filtering: Chinneck,
*Feasibility and Infeasibility in Optimization*, 2008, section 6.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from allocator.errors import LocksContradict
from allocator.formulate_shelter import Shelter
from allocator.rules.shelter.site_rules import blocking_codes, locked, refused
from models.budget import Budget
from models.highs import Backend
from models.relocation import Relocation, Site
from models.relocation_start import Start, start
from models.rooming import MOST_ROOMS


def contradiction(
    shelter: Shelter, problem: Relocation, budget: Budget, backend: Backend
) -> LocksContradict:
    """Return a smallest set of locks that leaves no plan, and the rules or limits it breaks.

    It is called when all locks together leave none.
    """
    position = {r.id: h for h, r in enumerate(shelter.residents)}
    locks = {
        position[h]: site
        for h, (site, _) in locked(shelter.instance, shelter.months).items()
        if h in position
    }

    def begin(which: Sequence[int], data: Relocation) -> Start:
        unplaced = np.ones_like(data.unplaced)
        unplaced[list(which)] = data.unplaced[list(which)]
        return start(replace(data, unplaced=unplaced), budget, backend)

    for h in sorted(locks):
        if found := tuple(_rules(shelter, problem, h, locks[h])):
            return LocksContradict(((shelter.residents[h].id, locks[h]),), found)
    left = sorted(locks)
    alone = next((h for h in left if begin([h], problem).none_exists), None)
    if alone is not None:
        left = [alone]
    for h in list(left) if len(left) > 1 else ():
        fewer = [other for other in left if other != h]
        if begin(fewer, problem).none_exists:
            left = fewer
    names = tuple((shelter.residents[h].id, locks[h]) for h in left)
    broken = [
        limit
        for limit, other in _without_limits(shelter, problem)
        if begin(left, other).plan is not None
    ]
    return LocksContradict(names, tuple(broken))


def _rules(shelter: Shelter, problem: Relocation, h: int, name: str) -> Iterator[str]:
    """Yield what forbids a household a site whoever else is there: rules, notice, its rooms."""
    s = next(i for i, site in enumerate(shelter.sites) if site.id == name)
    resident, site = shelter.residents[h], shelter.sites[s]
    months = ~problem.unplaced[h] & shelter.present[h]
    there = problem.allowed[h, s] | (problem.staying[h] & (problem.start[h] == s))
    if (months & ~there).any():
        codes = list(blocking_codes(resident, site, shelter.places))
        if (resident.id, str(site.id)) in refused(shelter.instance, shelter.months):
            codes.append("DECIDED")
        yield from codes or ["NOTICE"]
    elif months.any() and problem.start[h] != s:
        need = problem.needs[s][problem.need[h, s]]
        beds = problem.sites[s].beds
        fit = [int(b) for b, fits in zip(beds, need.kinds, strict=True) if fits]
        if beds.size and not fit:
            yield "MOBILITY"
        elif MOST_ROOMS * max(fit, default=0) < need.persons:
            yield f"rooms:{name}"


def _without_limits(shelter: Shelter, problem: Relocation) -> Iterator[tuple[str, Relocation]]:
    """Yield each kind of limit with the problem as it would be without."""
    for s, site in enumerate(shelter.sites):
        own = problem.sites[s]
        if own.most is not None:
            yield f"max_persons:{site.id}", _with_site(problem, s, replace(own, most=None))
        if own.most_in is not None:
            yield f"max_moves_in:{site.id}", _with_site(problem, s, replace(own, most_in=None))
        plenty = own.rooms + int(problem.households)
        yield f"rooms:{site.id}", _with_site(problem, s, replace(own, rooms=plenty))
    for a, (_, wijk, _, _) in enumerate(shelter.limited):
        areas = tuple(area for i, area in enumerate(problem.areas) if i != a)
        yield f"shelter_persons_max:{wijk.code}", replace(problem, areas=areas)


def _with_site(problem: Relocation, s: int, site: Site) -> Relocation:
    sites = list(problem.sites)
    sites[s] = site
    return replace(problem, sites=tuple(sites))
