"""Areas: what few households tie together, solved area by area with a price on each of those.

A region is several municipalities.  Most of its households can only go to one of them; the few that
can go to more tie all of them into one part (:mod:`models.parts`), whose search tree has to go
through what is open in one municipality for all that is open in the others.

Sets        m ∈ M areas: places that a limit or an excess has in common, with what is nearly theirs;
            J ⊆ H households with pairs in more than one area
Data        π[t,j]  the price of j in tier t, an integer, ≥ 0 where j may be without a place

Every plan is a plan of each area in which no j is in two of them.  With f[t,m] the value of an area
in tier t (as a maximum), and x[j] the number of areas that have j in their plan,

    Σ_m f[t,m] = Σ_m (f[t,m] − Σ_(j in m) π[t,j]) + Σ_j π[t,j] − Σ_j π[t,j]·(1 − x[j])

so what the areas come to with prices, each by itself, plus all prices, is a bound on the tier
(Lagrange), at the best prices that of Dantzig and Wolfe: as strong as the integer hulls of all
areas together.

A tier after others.  Let U be that bound for tier t, and w what the tier is held at.  A plan worth
w loses U − w at most, in the areas and in the prices of those nobody has.  So no area is worth
less than its own best less U − w, and every j with π[t,j] > U − w has a place.  Mostly U = w: then
each area is at its own best, and each j with a price has a place.  The next tier is solved over the
plans that are left of each area, with prices of its own, which may be negative where j must have
a place.  So no area makes up in an earlier tier for what another lacks, as fractions of plans do
where all areas are relaxed as one: that is what leaves the bounds of later tiers weak there.

Source: Geoffrion, "Lagrangean relaxation for integer programming", Mathematical Programming Study
2, 1974; Briant et al., "Comparison of bundle and classical column generation", Mathematical
Programming 113, 2008, for prices that move within a box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from models.arrays import IntArray
from models.assignment import Assignment
from models.parts import Part, part_of_pairs
from models.tiers import Tier

# Areas are one where more than this part of the households of the smaller can go to the other.
SHARED = 0.5
# More households than this part of all in several areas are too many to have prices.
MOST_LINKING = 0.05
# An area with more than this part of the pairs is as hard as the whole.
MOST_PAIRS = 0.8


@dataclass(frozen=True)
class Area:
    """An area as a problem of its own.

    ``linking`` is the number of the linking household of each of its pairs, -1 for the others,
    shape ``(N,)``.
    """

    part: Part
    linking: IntArray

    @cached_property
    def linked(self) -> IntArray:
        """Linking households that have pairs in it, in order."""
        linked: IntArray = np.unique(self.linking[self.linking >= 0])
        return linked


def areas(problem: Assignment, tiers: Sequence[Tier]) -> list[Area]:
    """Return the areas; none where dividing the problem would not make it easier.

    Nor where a tier may end worse than its best, as it is not known in which area.
    """
    if any(tier.tolerance or tier.slack for tier in tiers[:-1]):
        return []
    place = _area_of_places(problem, tiers)
    area = np.unique(place[problem.place], return_inverse=True)[1].astype(np.int64)
    size = np.bincount(area)
    linking = _linking(problem, area)
    number = np.count_nonzero(linking >= 0)
    many = number > MOST_LINKING * problem.households
    if number == 0 or many or size.max() > MOST_PAIRS * problem.pairs:
        return []
    found = []
    for m in range(size.size):
        limits = tuple(one for one in problem.limits if _inside(area, one.members, m))
        own = [
            replace(
                tier,
                constant=0,
                excesses=tuple(one for one in tier.excesses if _inside(area, one.members, m)),
            )
            for tier in tiers
        ]
        pairs = np.flatnonzero(area == m)
        part = part_of_pairs(replace(problem, limits=limits), own, pairs)
        found.append(Area(part, linking[problem.household[pairs]]))
    return found


def _inside(area: IntArray, members: IntArray, m: int) -> bool:
    return bool(members.size) and int(area[members[0]]) == m


def _linking(problem: Assignment, area: IntArray) -> IntArray:
    """Return the number of each household with pairs in several areas, else -1, shape ``(H,)``."""
    pairs = np.unique(np.stack([problem.household, area]), axis=1)
    several = np.bincount(pairs[0], minlength=problem.households) > 1
    return np.where(several, np.cumsum(several) - 1, -1).astype(np.int64)


def _area_of_places(problem: Assignment, tiers: Sequence[Tier]) -> IntArray:
    """Return the area of each place, shape ``(P,)``, by first place."""
    groups = [one.members for one in problem.limits]
    groups += [one.members for tier in tiers for one in tier.excesses]
    places = problem.units.size
    node = np.repeat(places + np.arange(len(groups)), [members.size for members in groups])
    member = np.concatenate([np.zeros(0, dtype=np.int64), *groups])
    size = places + len(groups)
    together = sparse.coo_array(
        (np.ones(node.size), (problem.place[member], node)), shape=(size, size)
    )
    area = connected_components(together, directed=False)[1][:places].astype(np.int64)
    while True:
        area = np.unique(area, return_inverse=True)[1]
        joined = _joined(problem, area)
        if joined is None:
            return area
        area = joined[area]


def _joined(problem: Assignment, area: IntArray) -> IntArray | None:
    """Join each area with at most one other, those that share most first; None where none do."""
    number = int(area.max()) + 1
    has = sparse.csr_array(
        (np.ones(problem.pairs), (area[problem.place], problem.household)),
        shape=(number, problem.households),
    )
    has.data[:] = 1.0
    common = sparse.triu(has @ has.T, k=1).tocoo()
    own = np.diff(has.indptr)
    share = common.data / np.minimum(own[common.row], own[common.col])
    order = np.lexsort((common.col, common.row, -share))
    order = order[share[order] > SHARED]
    joined = np.arange(number)
    free = np.ones(number, dtype=np.bool_)
    for i, j in zip(common.row[order].tolist(), common.col[order].tolist(), strict=True):
        if free[i] and free[j]:
            joined[j] = i
            free[i] = free[j] = False
    return joined if order.size else None
