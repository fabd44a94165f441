"""Households to places, each household at most once, within limits, tier by tier.

Sets        h ∈ H households;  p ∈ P places;  E ⊆ H × P the possible pairs;
            S ⊆ P places for one kind only;  k ∈ K kinds;  L limits;  A groups with a base
Data        u[p]    units of p, int, shape (P,)
            k[h]    kind of h, int, shape (H,)
            P[l], w[l,h], b[l]   places of a limit, what h uses of it, its capacity, int
            F ⊆ E   pairs that are locked
            P[a], w[a,h], b[a]   places of a group, what h adds to it, its base, int
Variables   x[h,p] ∈ {0, 1}  for (h,p) ∈ E: 1 when h is proposed for p
            y[p,k] ∈ {0, 1}  for p ∈ S: 1 when p is for kind k
            z[a]   ≥ 0       for a ∈ A: what the group carries above its base
Objective   one tier: optimise  constant + Σ_(h,p) gain[h,p]·x[h,p] + Σ_a z[a]
Subject to  (C1 one_place)   Σ_p x[h,p] ≤ 1                            ∀ h ∈ H
            (C2 units)       Σ_h x[h,p] ≤ u[p]                         ∀ p ∈ P
            (C3 one_kind)    Σ_(h: k[h]=k) x[h,p] ≤ u[p]·y[p,k]        ∀ p ∈ S, k ∈ K
            (C4 which_kind)  Σ_k y[p,k] ≤ 1                            ∀ p ∈ S
            (C5 limit)       Σ_(h,p: p ∈ P[l]) w[l,h]·x[h,p] ≤ b[l]    ∀ l ∈ L
            (C6 lock)        x[h,p] = 1                                ∀ (h,p) ∈ F
            (C7 excess)      Σ_(h,p: p ∈ P[a]) w[a,h]·x[h,p] − z[a] ≤ b[a]   ∀ a ∈ A
            (C8 tier)        the value of each tier before is no worse than allowed

An assignment problem with side constraints.  Without C5 and C8 and with S empty the matrix
is totally unimodular (bipartite), so the relaxation is integral; C5 counts persons, which
makes each limit a knapsack (generalised assignment: Martello & Toth, *Knapsack Problems*,
1990, chapter 7).  In an optimum z[a] = max(0, load − base), an integer, so z need not be
declared integer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import BoolArray, FloatArray, IntArray
from models.linear import LinearModel, Rows, row_names, stack
from models.tiers import Excess, Fixed, Tier, positions

# Tier values are integers, so a row that holds a tier may be this much looser without
# letting a worse plan in; solvers lose feasible plans at rows that are tight to the last
# digit (HiGHS 1.16.0 does).
TIER_MARGIN = 0.4


@dataclass(frozen=True)
class Limit:
    """A capacity over some pairs: ``Σ weight·x ≤ capacity`` (C5).

    ``members`` are positions of pairs and ``weight`` what each uses, shape ``(N,)``.
    """

    name: str
    members: IntArray
    weight: IntArray
    capacity: int


@dataclass(frozen=True)
class Assignment:
    """The data of the formulation; pairs are sorted by household, then place.

    Parameters
    ----------
    household, place
        The possible pairs as indices, shape ``(E,)``.
    households
        Number of households H.
    units
        Units of each place, shape ``(P,)``.
    kind
        Kind of each household, from 0, shape ``(H,)``.
    one_kind
        Places that take households of one kind only, shape ``(P,)``.
    limits
        Capacities over pairs.
    forced
        Pairs that are locked, shape ``(E,)``.
    """

    household: IntArray
    place: IntArray
    households: int
    units: IntArray
    kind: IntArray
    one_kind: BoolArray
    limits: tuple[Limit, ...]
    forced: BoolArray

    @property
    def pairs(self) -> int:
        """Number of possible pairs."""
        return int(self.household.size)

    def restrict(self, kept: IntArray) -> Assignment:
        """Return the problem over the pairs at positions ``kept`` only."""
        position = positions(kept, self.pairs)
        limits = []
        for limit in self.limits:
            still = position[limit.members] >= 0
            limits.append(
                replace(limit, members=position[limit.members[still]], weight=limit.weight[still])
            )
        return replace(
            self,
            household=self.household[kept],
            place=self.place[kept],
            limits=tuple(limits),
            forced=self.forced[kept],
        )


def formulate(problem: Assignment, objective: Tier, fixed: Sequence[Fixed] = ()) -> LinearModel:
    """Return the linear model that optimises one tier with the tiers before it held.

    Columns are the pairs, then ``y``, then ``z`` of the tiers in the order of ``fixed``,
    the objective last.
    """
    tiers = [*(held.tier for held in fixed), objective]
    kinds = _kind_columns(problem)
    first_z = problem.pairs + kinds.shape[0]
    excesses = [excess for tier in tiers for excess in tier.excesses]
    n = first_z + len(excesses)
    blocks = [
        one_place(problem),
        units(problem),
        one_kind(problem, kinds),
        which_kind(problem, kinds),
        limit(problem),
        excess_rows(excesses, first_z),
        tier_rows(fixed, first_z),
    ]
    matrix, row_lower, row_upper = stack(blocks, n)
    cost = np.zeros(n)
    cost[: problem.pairs] = objective.gain
    cost[n - len(objective.excesses) :] = 1.0
    lower = np.zeros(n)
    lower[: problem.pairs][problem.forced] = 1.0
    upper = np.ones(n)
    upper[first_z:] = np.inf
    integer = np.ones(n, dtype=np.bool_)
    integer[first_z:] = False
    return LinearModel(
        sense=objective.sense,
        offset=objective.constant,
        cost=cost,
        lower=lower,
        upper=upper,
        integer=integer,
        matrix=matrix,
        row_lower=row_lower,
        row_upper=row_upper,
        columns=_column_names(problem, kinds, len(excesses)),
        rows=row_names(blocks),
    )


def one_place(problem: Assignment) -> Rows:
    """C1: a household gets at most one place."""
    return _at_most(
        "C1_one_place", "h", problem.household, np.ones(problem.households, dtype=np.int64)
    )


def one_place_name(household: int) -> str:
    """Return the name of the row C1 of a household."""
    return f"C1_one_place(h{household})"


def units(problem: Assignment) -> Rows:
    """C2: a place takes at most as many households as it has units."""
    return _at_most("C2_units", "p", problem.place, problem.units)


def one_kind(problem: Assignment, kinds: IntArray) -> Rows:
    """C3: households of a kind are in a one-kind place only when it is for that kind."""
    key = problem.place * (int(problem.kind.max(initial=0)) + 1)
    key = key + problem.kind[problem.household]
    wanted = kinds[:, 0] * (int(problem.kind.max(initial=0)) + 1) + kinds[:, 1]
    member = np.flatnonzero(problem.one_kind[problem.place])
    rows = np.searchsorted(wanted, key[member])
    m = kinds.shape[0]
    return Rows(
        label="C3_one_kind",
        index=[f"p{p},k{k}" for p, k in kinds.tolist()],
        row=np.concatenate([rows, np.arange(m)]),
        column=np.concatenate([member, problem.pairs + np.arange(m)]),
        coefficient=np.concatenate(
            [np.ones(member.size, dtype=np.int64), -problem.units[kinds[:, 0]]]
        ),
        lower=np.full(m, -np.inf),
        upper=np.zeros(m),
    )


def which_kind(problem: Assignment, kinds: IntArray) -> Rows:
    """C4: a one-kind place is for at most one kind."""
    places, row = np.unique(kinds[:, 0], return_inverse=True)
    m = places.size
    return Rows(
        label="C4_which_kind",
        index=[f"p{p}" for p in places.tolist()],
        row=row.astype(np.int64),
        column=problem.pairs + np.arange(kinds.shape[0]),
        coefficient=np.ones(kinds.shape[0], dtype=np.int64),
        lower=np.full(m, -np.inf),
        upper=np.ones(m),
    )


def limit(problem: Assignment) -> Rows:
    """C5: what is used of a limit stays within its capacity."""
    sizes = [bound.members.size for bound in problem.limits]
    return Rows(
        label="C5_limit",
        index=[f"l{i}" for i in range(len(sizes))],
        row=np.repeat(np.arange(len(sizes)), sizes),
        column=_join([bound.members for bound in problem.limits]),
        coefficient=_join([bound.weight for bound in problem.limits]),
        lower=np.full(len(sizes), -np.inf),
        upper=np.array([bound.capacity for bound in problem.limits], dtype=np.float64),
    )


def excess_rows(excesses: Sequence[Excess], first_z: int) -> Rows:
    """C7: z is at least what the group carries above its base."""
    sizes = [excess.members.size for excess in excesses]
    m = len(sizes)
    return Rows(
        label="C7_excess",
        index=[f"a{i}" for i in range(m)],
        row=np.concatenate([np.repeat(np.arange(m), sizes), np.arange(m)]),
        column=np.concatenate([_join([e.members for e in excesses]), first_z + np.arange(m)]),
        coefficient=np.concatenate(
            [_join([e.weight for e in excesses]), np.full(m, -1, dtype=np.int64)]
        ),
        lower=np.full(m, -np.inf),
        upper=np.array([e.base for e in excesses], dtype=np.float64),
    )


def tier_rows(fixed: Sequence[Fixed], first_z: int) -> Rows:
    """C8: the value of each tier before is no worse than allowed."""
    rows, columns, coefficients, lower, upper = [], [], [], [], []
    z = first_z
    for i, held in enumerate(fixed):
        pairs = np.flatnonzero(held.tier.gain)
        own = z + np.arange(len(held.tier.excesses))
        z += own.size
        rows.append(np.full(pairs.size + own.size, i, dtype=np.int64))
        columns.append(np.concatenate([pairs, own]))
        coefficients.append(
            np.concatenate([held.tier.gain[pairs], np.ones(own.size, dtype=np.int64)])
        )
        worst = held.worst - held.tier.constant
        maximised = held.tier.sense == "max"
        lower.append(worst - TIER_MARGIN if maximised else -np.inf)
        upper.append(np.inf if maximised else worst + TIER_MARGIN)
    return Rows(
        label="C8_tier",
        index=[held.tier.name for held in fixed],
        row=_join(rows),
        column=_join(columns),
        coefficient=_join(coefficients),
        lower=np.array(lower, dtype=np.float64),
        upper=np.array(upper, dtype=np.float64),
    )


def chosen_pairs(problem: Assignment, values: FloatArray) -> BoolArray:
    """Return which pairs a solution of the linear model chooses, shape ``(E,)``."""
    chosen: BoolArray = values[: problem.pairs] > 0.5
    return chosen


def is_feasible(problem: Assignment, chosen: BoolArray) -> bool:
    """Whether the chosen pairs keep C1 to C6, in exact arithmetic."""
    household, place = problem.household[chosen], problem.place[chosen]
    if np.bincount(household, minlength=1).max() > 1:
        return False
    if (np.bincount(place, minlength=problem.units.size) > problem.units).any():
        return False
    if (problem.forced & ~chosen).any():
        return False
    shared = problem.one_kind[place]
    taken = np.unique(np.stack([place[shared], problem.kind[household[shared]]]), axis=1)
    if np.unique(taken[0]).size < taken.shape[1]:
        return False
    return all(
        int(bound.weight[chosen[bound.members]].sum()) <= bound.capacity for bound in problem.limits
    )


def _kind_columns(problem: Assignment) -> IntArray:
    """Return the (place, kind) combinations that need a column y, sorted, shape ``(M, 2)``."""
    member = problem.one_kind[problem.place]
    combinations = np.stack(
        [problem.place[member], problem.kind[problem.household[member]]], axis=1
    )
    unique: IntArray = np.unique(combinations, axis=0)
    return unique


def _at_most(label: str, letter: str, group: IntArray, capacity: IntArray) -> Rows:
    """Rows that let at most ``capacity`` of the pairs in each group be chosen."""
    present, row = np.unique(group, return_inverse=True)
    return Rows(
        label=label,
        index=[f"{letter}{g}" for g in present.tolist()],
        row=row.astype(np.int64),
        column=np.arange(group.size),
        coefficient=np.ones(group.size, dtype=np.int64),
        lower=np.full(present.size, -np.inf),
        upper=capacity[present].astype(np.float64),
    )


def _join(parts: Sequence[IntArray]) -> IntArray:
    """Concatenate arrays that may be none at all."""
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def _column_names(problem: Assignment, kinds: IntArray, excesses: int) -> list[str]:
    """Return the names of the columns: x, then y, then z."""
    pairs = zip(problem.household.tolist(), problem.place.tolist(), strict=True)
    names = [f"x(h{h},p{p})" for h, p in pairs]
    names += [f"y(p{p},k{k})" for p, k in kinds.tolist()]
    names += [f"z(a{a})" for a in range(excesses)]
    return names
