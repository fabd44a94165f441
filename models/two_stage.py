"""What a place is worth now when more comes later: a linear model of two stages.

Now some households are given places; later, in each of K samples of what may come, the others
are, in the places that are left.  The same choice is made now whatever comes, as nobody knows it.

Sets        E pairs of now;  k ∈ K samples, with later pairs E[k];  L[k] limits of a sample;
            N limits of now alone
Data        g[e], g[k,e]  what a pair brings;  H[k], P[k] households and places of a sample
            u[k,p]        units;  w[l,e], b[l]  what a pair uses of a limit, its capacity
Variables   x[e] ≥ 0    for e ∈ E: how much of the pair is chosen now
            y[k,e] ≥ 0  for k ∈ K, e ∈ E[k]: how much later, when sample k comes
Objective   maximise  Σ_e K·g[e]·x[e] + Σ_k Σ_(e ∈ E[k]) g[k,e]·y[k,e]
Subject to  (A1 one_place)  Σ_(e ∋ h) x[e] + Σ_(e ∋ h) y[k,e] ≤ 1               ∀ k, h ∈ H[k]
            (A2 units)      Σ_(e ∋ p) x[e] + Σ_(e ∋ p) y[k,e] ≤ u[k,p]          ∀ k, p ∈ P[k]
            (A3 limit)      Σ_e w[l,e]·x[e] + Σ_e w[l,e]·y[k,e] ≤ b[l]          ∀ k, l ∈ L[k]
            (A4 now)        Σ_e w[l,e]·x[e] ≤ b[l]                              ∀ l ∈ N

A two-stage stochastic program by sample average (Shapiro, Dentcheva & Ruszczyński, *Lectures on
Stochastic Programming*, 2009, chapter 5), relaxed.  Its duals, averaged over the samples, say what
it costs later to use something now: a household (it cannot be placed later), a unit of a place, a
limit.  With them no pair of now brings more than it costs, and those of the best choice as much.

There often are many duals that do: those of an interior point method lie in the middle of them,
and so set the pairs that are not chosen apart from those that are as far as can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from models.arrays import FloatArray, IntArray
from models.assignment import Assignment, Limit
from models.budget import Budget
from models.highs import Backend
from models.linear import LinearModel, Rows, row_names, stack


@dataclass(frozen=True)
class Now:
    """The pairs of now.

    Parameters
    ----------
    household, place
        Of each pair, shape ``(E,)``.
    gain
        What each brings, shape ``(E,)``.
    limits
        Limits on the pairs of now alone (A4).
    """

    household: IntArray
    place: IntArray
    gain: FloatArray
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class Later:
    """One sample.

    Parameters
    ----------
    problem
        Its later pairs, with their households, places and limits; kinds are not looked at.
    gain
        What each later pair brings, shape ``(E[k],)``.
    household, place
        Where the sample has the households and places of now, shape ``(H,)`` and ``(P,)``.
    shared
        What pairs of now use of the sample's limits: by position of the limit, the positions of
        the pairs and the weight of each.
    """

    problem: Assignment
    gain: FloatArray
    household: IntArray
    place: IntArray
    shared: Mapping[int, tuple[IntArray, IntArray]]


@dataclass(frozen=True)
class Worth:
    """What it costs later to use something now, on average over the samples.

    ``household`` has shape ``(H,)``, ``place`` ``(P,)``; ``limits`` one value for each limit of a
    sample, by its name, per unit of weight.
    """

    household: FloatArray
    place: FloatArray
    limits: Mapping[str, float]


def worth(now: Now, samples: Sequence[Later], backend: Backend, budget: Budget) -> Worth | None:
    """Return what things are worth, or ``None`` when the budget ended first."""
    if budget.exhausted:
        return None
    model, blocks = formulate(now, samples)
    lp = backend.open_lp(model)
    lp.use(interior=True, vertex=False)
    found = lp.solve(budget)
    if found is None:
        return None
    starts = np.cumsum([0, *(block.lower.size for block in blocks)])
    duals = [found.duals[a:b] for a, b in pairwise(starts)]
    many = len(samples)
    household = np.zeros(samples[0].household.size)
    place = np.zeros(samples[0].place.size)
    limits: dict[str, float] = {}
    for k, sample in enumerate(samples):
        of_households, of_places, of_limits = duals[3 * k : 3 * k + 3]
        household += of_households[sample.household] / many
        place += of_places[sample.place] / many
        for limit, dual in zip(sample.problem.limits, of_limits.tolist(), strict=True):
            limits[limit.name] = limits.get(limit.name, 0.0) + dual / many
    return Worth(household, place, limits)


def formulate(now: Now, samples: Sequence[Later]) -> tuple[LinearModel, list[Rows]]:
    """Return the model, and its rows: A1, A2 and A3 of each sample in turn, then A4."""
    starts = np.cumsum([now.gain.size, *(sample.gain.size for sample in samples)])
    blocks: list[Rows] = []
    for k, (sample, first) in enumerate(zip(samples, starts[:-1].tolist(), strict=True)):
        blocks += [one_place(now, sample, k, first), units(now, sample, k, first)]
        blocks.append(limit(sample, k, first))
    blocks.append(of_now(now))
    n = int(starts[-1])
    matrix, row_lower, row_upper = stack(blocks, n)
    cost = np.concatenate([len(samples) * now.gain, *(sample.gain for sample in samples)])
    names = [f"x(e{e})" for e in range(now.gain.size)]
    for k, sample in enumerate(samples):
        names += [f"y(k{k},e{e})" for e in range(sample.gain.size)]
    model = LinearModel(
        sense="max",
        offset=0,
        cost=cost,
        lower=np.zeros(n),
        upper=np.full(n, np.inf),  # A1 does it, so that all that something is worth is its dual
        integer=np.zeros(n, dtype=np.bool_),
        matrix=matrix,
        row_lower=row_lower,
        row_upper=row_upper,
        columns=names,
        rows=row_names(blocks),
    )
    return model, blocks


def one_place(now: Now, sample: Later, k: int, first: int) -> Rows:
    """A1: a household has one place at most, now or later."""
    problem = sample.problem
    own, later = sample.household[now.household], problem.household
    capacity = np.ones(problem.households, dtype=np.int64)
    return _both("A1_one_place", f"k{k},h", own, later, first, capacity)


def units(now: Now, sample: Later, k: int, first: int) -> Rows:
    """A2: a place has so many units, now and later together."""
    problem = sample.problem
    own, later = sample.place[now.place], problem.place
    return _both("A2_units", f"k{k},p", own, later, first, problem.units)


def limit(sample: Later, k: int, first: int) -> Rows:
    """A3: what is used of a limit, now and later, stays within its capacity."""
    rows, columns, weights = [_NONE], [_NONE], [_NONE]
    for at, bound in enumerate(sample.problem.limits):
        pairs, weight = sample.shared.get(at, (_NONE, _NONE))
        rows.append(np.full(pairs.size + bound.members.size, at, dtype=np.int64))
        columns += [pairs, first + bound.members]
        weights += [weight, bound.weight]
    return _at_most(
        "A3_limit",
        [f"k{k},l{at}" for at in range(len(sample.problem.limits))],
        (np.concatenate(rows), np.concatenate(columns), np.concatenate(weights)),
        np.array([bound.capacity for bound in sample.problem.limits], dtype=np.int64),
    )


def of_now(now: Now) -> Rows:
    """A4: what is used now of a limit of now stays within its capacity."""
    sizes = [bound.members.size for bound in now.limits]
    return _at_most(
        "A4_now",
        [f"l{at}" for at in range(len(sizes))],
        (
            np.repeat(np.arange(len(sizes)), sizes).astype(np.int64),
            np.concatenate([_NONE, *(bound.members for bound in now.limits)]),
            np.concatenate([_NONE, *(bound.weight for bound in now.limits)]),
        ),
        np.array([bound.capacity for bound in now.limits], dtype=np.int64),
    )


_NONE = np.zeros(0, dtype=np.int64)


def _both(
    label: str, prefix: str, own: IntArray, later: IntArray, first: int, capacity: IntArray
) -> Rows:
    """Rows over pairs of now and later ones, each with its row; one for each capacity."""
    return _at_most(
        label,
        [f"{prefix}{at}" for at in range(capacity.size)],
        (
            np.concatenate([own, later]),
            np.concatenate([np.arange(own.size), first + np.arange(later.size)]),
            np.ones(own.size + later.size, dtype=np.int64),
        ),
        capacity,
    )


def _at_most(
    label: str,
    index: Sequence[str],
    entries: tuple[IntArray, IntArray, IntArray],
    capacity: IntArray,
) -> Rows:
    row, column, coefficient = entries
    return Rows(
        label=label,
        index=index,
        row=row,
        column=column,
        coefficient=coefficient,
        lower=np.full(capacity.size, -np.inf),
        upper=capacity.astype(np.float64),
    )
