"""Places that are alike in everything become one place with their units added up.

Two places are alike when the same households are possible in them, with the same gain in
every tier, the same locks, and the same part in every limit and group.  This is exact: a
plan over merged places is undone by handing out the merged units in order of place, then
household, and no constraint or tier can tell the difference.  Places for one kind only are
never merged, since each of them chooses a kind of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.arrays import BoolArray, IntArray
from models.assignment import Assignment
from models.tiers import Tier


def merge_places(
    problem: Assignment, tiers: Sequence[Tier]
) -> tuple[Assignment, tuple[Tier, ...], IntArray]:
    """Merge places that are alike.

    Returns
    -------
    tuple
        The merged problem and tiers, and the merged place of each place, shape ``(P,)``.
        A merged place has the index of the first of its places, so that no other index
        changes; the others have no pairs left.
    """
    leader = _leaders(problem, tiers)
    kept = np.flatnonzero(leader[problem.place] == problem.place)
    units = np.zeros_like(problem.units)
    np.add.at(units, leader, problem.units)
    position = np.full(problem.pairs, -1, dtype=np.int64)
    position[kept] = np.arange(kept.size)
    merged = replace(problem.restrict(kept), units=units)
    return merged, tuple(tier.restrict(kept, position) for tier in tiers), leader


def split_places(problem: Assignment, leader: IntArray, chosen: BoolArray) -> BoolArray:
    """Undo the merge: return the chosen pairs of the original problem, shape ``(E,)``.

    ``chosen`` is over the merged pairs, which are the original pairs whose place leads.
    """
    kept = np.flatnonzero(leader[problem.place] == problem.place)
    free: dict[int, list[int]] = {}
    for place in np.repeat(np.arange(leader.size), problem.units)[::-1].tolist():
        free.setdefault(int(leader[place]), []).append(place)
    pairs = kept[chosen]
    places = np.array([free[p].pop() for p in problem.place[pairs].tolist()], dtype=np.int64)
    key = problem.household * leader.size + problem.place
    result = np.zeros(problem.pairs, dtype=np.bool_)
    result[np.searchsorted(key, problem.household[pairs] * leader.size + places)] = True
    return result


def _leaders(problem: Assignment, tiers: Sequence[Tier]) -> IntArray:
    """Return for each place the first place that is alike."""
    size = problem.units.size
    order = np.argsort(problem.place, kind="stable")
    gains = [tier.gain[order] for tier in tiers]
    pairs = np.stack([problem.household[order], problem.forced[order].astype(np.int64), *gains], 1)
    starts = np.searchsorted(problem.place[order], np.arange(size + 1))
    parts, part_starts = _parts(problem, tiers)
    leader = np.arange(size)
    seen: dict[tuple[bytes, bytes], int] = {}
    for place in range(size):
        if problem.one_kind[place] or starts[place] == starts[place + 1]:
            continue
        key = (
            pairs[starts[place] : starts[place + 1]].tobytes(),
            parts[part_starts[place] : part_starts[place + 1]].tobytes(),
        )
        leader[place] = seen.setdefault(key, place)
    return leader


def _parts(problem: Assignment, tiers: Sequence[Tier]) -> tuple[IntArray, IntArray]:
    """Return what the pairs of each place add to every limit and group.

    Rows of (household, part, weight), shape ``(N, 3)``, sorted by place and household, and
    where each place starts in them, shape ``(P + 1,)``.
    """
    parts = [(limit.members, limit.weight) for limit in problem.limits]
    parts += [(e.members, e.weight) for tier in tiers for e in tier.excesses]
    empty = np.zeros(0, dtype=np.int64)
    member = np.concatenate([empty, *(members for members, _ in parts)])
    weight = np.concatenate([empty, *(weights for _, weights in parts)])
    part = np.repeat(np.arange(len(parts)), [members.size for members, _ in parts])
    household, place = problem.household[member], problem.place[member]
    order = np.lexsort((part, household, place))
    rows = np.stack([household, part, weight], axis=1)[order]
    starts = np.searchsorted(place[order], np.arange(problem.units.size + 1))
    return np.ascontiguousarray(rows), starts
