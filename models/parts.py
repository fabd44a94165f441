"""Parts of an assignment that have nothing to do with each other.

Two pairs belong together when they share a household or a place, or when both count in a limit
that can bind or in an excess that can begin or end.  A plan is then a plan of every part, and
the value of a tier the sum of its values there: so the parts can be solved by themselves, all
tiers of one and then of the next.  That does not hold when a tier may end worse than its best,
as it is not known where: then there is one part.

What cannot matter is taken out first, exactly:

(P1) a limit that all its pairs together do not reach;
(P2) an excess that its pairs do not reach is 0, and one whose base is none is the load above it,
     which is a sum over pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from models.arrays import IntArray
from models.assignment import Assignment, Limit
from models.tiers import Excess, Tier, positions

Group = TypeVar("Group", Limit, Excess)


@dataclass(frozen=True)
class Part:
    """A part as a problem of its own.

    Parameters
    ----------
    pairs
        Positions of its pairs in the whole, shape ``(N,)``, in order.
    problem
        Over those pairs, with households and places numbered from 0.
    tiers
        Without constants, which belong to the whole.
    """

    pairs: IntArray
    problem: Assignment
    tiers: tuple[Tier, ...]


def without_slack(problem: Assignment, tiers: Sequence[Tier]) -> tuple[Assignment, list[Tier]]:
    """Return the problem and tiers without what cannot matter (P1, P2); no value changes."""
    limits = [one for one in problem.limits if _most(problem, one) > one.capacity]
    return replace(problem, limits=tuple(limits)), [_without_slack(problem, t) for t in tiers]


def divide(problem: Assignment, tiers: Sequence[Tier]) -> list[Part]:
    """Return the parts, in the order of their first pairs."""
    if problem.pairs == 0:
        return []
    part = _part_of(problem, tiers)
    order = np.argsort(part, kind="stable")
    ends = np.cumsum(np.bincount(part))
    limits = _by_part(part, ends.size, problem.limits)
    excesses = [_by_part(part, ends.size, tier.excesses) for tier in tiers]
    return [
        part_of_pairs(
            replace(problem, limits=tuple(limits[i])),
            [
                replace(tier, constant=0, excesses=tuple(own[i]))
                for tier, own in zip(tiers, excesses, strict=True)
            ],
            pairs,
        )
        for i, pairs in enumerate(np.split(order, ends[:-1]))
    ]


def _by_part(part: IntArray, number: int, groups: Sequence[Group]) -> list[list[Group]]:
    """Return the groups of each part; those without pairs are in none."""
    found: list[list[Group]] = [[] for _ in range(number)]
    for group in groups:
        if group.members.size:
            found[part[group.members[0]]].append(group)
    return found


def _part_of(problem: Assignment, tiers: Sequence[Tier]) -> IntArray:
    """Return the number of the part of each pair, shape ``(E,)``, counted by first pair."""
    if any(tier.tolerance or tier.slack for tier in tiers[:-1]):
        return np.zeros(problem.pairs, dtype=np.int64)
    groups = [one.members for one in problem.limits]
    groups += [one.members for tier in tiers for one in tier.excesses]
    shared = [problem.household, problem.households + problem.place]
    first = problem.households + problem.units.size
    member = np.concatenate([np.tile(np.arange(problem.pairs), 2), *groups])
    node = np.concatenate(
        [*shared, np.repeat(first + np.arange(len(groups)), [g.size for g in groups])]
    )
    n = problem.pairs + first + len(groups)
    edges = sparse.coo_array((np.ones(node.size), (member, problem.pairs + node)), shape=(n, n))
    _, label = connected_components(edges, directed=False)
    _, first_pair, part = np.unique(label[: problem.pairs], return_index=True, return_inverse=True)
    rank: IntArray = np.argsort(np.argsort(first_pair))[part]
    return rank


def part_of_pairs(problem: Assignment, tiers: Sequence[Tier], pairs: IntArray) -> Part:
    """Return the part of some pairs; limits and excesses are its own alone."""
    position = positions(pairs, problem.pairs)
    own = problem.restrict(pairs)
    households, household = np.unique(own.household, return_inverse=True)
    places, place = np.unique(own.place, return_inverse=True)
    small = replace(
        own,
        household=household.astype(np.int64),
        place=place.astype(np.int64),
        households=int(households.size),
        units=own.units[places],
        kind=own.kind[households],
        one_kind=own.one_kind[places],
    )
    return Part(pairs, small, tuple(tier.restrict(pairs, position) for tier in tiers))


def _without_slack(problem: Assignment, tier: Tier) -> Tier:
    """Return a tier with what its excesses come to, where that is known (P2)."""
    gain, constant, excesses = tier.gain.copy(), tier.constant, []
    for one in tier.excesses:
        if one.base <= 0:
            np.add.at(gain, one.members, one.weight)
            constant -= one.base
        elif _most(problem, one) > one.base:
            excesses.append(one)
    return replace(tier, gain=gain, constant=constant, excesses=tuple(excesses))


def _most(problem: Assignment, group: Limit | Excess) -> int:
    """Return what the pairs of a group can come to at most: by households, and by units."""
    household, place = problem.household[group.members], problem.place[group.members]
    by_household = np.zeros(problem.households, dtype=np.int64)
    np.maximum.at(by_household, household, group.weight)
    by_place = np.zeros(problem.units.size, dtype=np.int64)
    np.maximum.at(by_place, place, group.weight)
    return min(int(by_household.sum()), int((by_place * problem.units).sum()))
