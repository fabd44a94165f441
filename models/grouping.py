"""Households that are alike in an integer model of a stage, as counts.

Two households are alike when the same places are possible for both, and a place of one does to
every row and to the objective what it does for the other: but for what a tier gives a household
wherever it is, as waiting does.  Which of those that are alike goes where cannot matter then, only
which of them have a place:

Variables   y[h] ∈ {0, 1}        h has a place
            n[g,p] ≥ 0, integer  households of group g in place p, at most as many as may be
Data        a[t,h] + b[t,g,p]    what h in p adds to tier t
Subject to  (G1 placed)  Σ_p n[g,p] = Σ_(h ∈ g) y[h]     ∀ g
            all other rows, with Σ_h a[t,h]·y[h] + Σ_p b[t,g,p]·n[g,p] in those of tiers (C8)

instead of x and C1.  It is exact: a solution is undone by giving those of a group that have a place
the places of the group, in order.  Without groups a search tree tries every way to do that (Margot,
*Symmetry in integer linear programming*, 2010).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from models.arrays import BoolArray, FloatArray, IntArray
from models.assignment import Assignment
from models.budget import Budget
from models.highs import Backend
from models.linear import LinearModel
from models.outcome import Solution

# Groups are of no use when they are as many as this part of the households.
WORTHWHILE = 0.9


@dataclass(frozen=True)
class Grouped:
    """The model over groups.

    Parameters
    ----------
    model
        Its columns: n by cell, those of the first model that are not pairs, y by household.
    cell
        Cell of each pair, a group and a place, shape ``(E,)``.
    first
        Where the pairs of each household begin, shape ``(H + 1,)``.
    """

    model: LinearModel
    cell: IntArray
    first: IntArray

    def spread(self, values: FloatArray) -> FloatArray:
        """Return a solution of the first model from one of this."""
        households = self.first.size - 1
        cells = int(self.cell.max()) + 1
        left = np.rint(values[:cells]).astype(np.int64)
        placed = values[values.size - households :] > 0.5
        pairs = np.zeros(self.cell.size)
        for h in np.flatnonzero(placed).tolist():
            own = np.arange(self.first[h], self.first[h + 1])
            pair = own[np.argmax(left[self.cell[own]] > 0)]
            left[self.cell[pair]] -= 1
            pairs[pair] = 1.0
        return np.concatenate([pairs, values[cells : values.size - households]])


def solve_grouped(
    backend: Backend,
    problem: Assignment,
    model: LinearModel,
    budget: Budget,
    *,
    feasible: bool = False,
) -> Solution:
    """Solve the integer model of a stage over groups, where there are any."""
    grouped = group(problem, model)
    if grouped is None:
        return backend.solve_mip(model, budget, feasible=feasible)
    solution = backend.solve_mip(grouped.model, budget, feasible=feasible)
    if solution.values is None:
        return solution
    return replace(solution, values=grouped.spread(solution.values))


def group(problem: Assignment, model: LinearModel) -> Grouped | None:
    """Return the model over groups; ``None`` where it has hardly fewer.

    The first columns of ``model`` are the pairs of the problem, which are sorted by household.
    """
    matrix, pairs = model.matrix.tocsc(), problem.pairs
    alone = np.array([row.startswith("C1_") for row in model.rows], dtype=np.bool_)
    shifted = np.array([row.startswith("C8_") for row in model.rows], dtype=np.bool_)
    tiers = np.vstack([model.cost[:pairs], matrix[shifted][:, :pairs].toarray()])
    first = np.searchsorted(problem.household, np.arange(problem.households + 1))
    of = _groups(problem, model, matrix[~alone & ~shifted][:, :pairs].tocsc(), tiers, first)
    present = of >= 0
    number = int(of.max(initial=-1)) + 1
    if number >= WORTHWHILE * present.sum():
        return None
    _, example, cell = np.unique(
        of[problem.household] * problem.units.size + problem.place,
        return_index=True,
        return_inverse=True,
    )
    cell = cell.astype(np.int64)
    begin = np.where(present, first[:-1], 0)
    wherever = tiers[:, begin] * present
    in_place = tiers[:, example] - wherever[:, problem.household[example]]
    of_cell = of[problem.household[example]]
    lower, upper = _bounds(problem, model, cell, alone)
    plain, others = ~alone & ~shifted, matrix[:, pairs:]
    members = np.flatnonzero(present)
    blocks: list[Any] = [
        [matrix[plain][:, example], others[plain], None],
        [sparse.csr_array(in_place[1:]), others[shifted], sparse.csr_array(wherever[1:])],
        [_ones(of_cell), None, -_ones(of[members], members, problem.households)],
    ]
    small = LinearModel(
        sense=model.sense,
        offset=model.offset,
        cost=np.concatenate([in_place[0], model.cost[pairs:], wherever[0]]),
        lower=lower,
        upper=upper,
        integer=np.concatenate(
            [
                np.ones(example.size, dtype=np.bool_),
                model.integer[pairs:],
                np.ones(problem.households, dtype=np.bool_),
            ]
        ),
        matrix=sparse.csr_array(sparse.block_array(blocks)),
        row_lower=np.concatenate(
            [model.row_lower[plain], model.row_lower[shifted], np.zeros(number)]
        ),
        row_upper=np.concatenate(
            [model.row_upper[plain], model.row_upper[shifted], np.zeros(number)]
        ),
        columns=[
            *(f"n(g{g},p{p})" for g, p in zip(of_cell, problem.place[example], strict=True)),
            *model.columns[pairs:],
            *(f"y(h{h})" for h in range(problem.households)),
        ],
        rows=[
            *(model.rows[i] for i in np.flatnonzero(plain).tolist()),
            *(model.rows[i] for i in np.flatnonzero(shifted).tolist()),
            *(f"G1_placed(g{g})" for g in range(number)),
        ],
    )
    return Grouped(small, cell, first)


def _groups(
    problem: Assignment,
    model: LinearModel,
    matrix: sparse.csc_array,
    tiers: FloatArray,
    first: IntArray,
) -> IntArray:
    """Return the group of each household, -1 without pairs, shape ``(H,)``.

    Who has a place already, in the model, is alike to nobody.
    """
    number: dict[tuple[object, ...], int] = {}
    of = np.full(problem.households, -1, dtype=np.int64)
    fixed = model.lower[: problem.pairs] > 0
    for h in range(problem.households):
        own = slice(int(first[h]), int(first[h + 1]))
        if own.start == own.stop:
            continue
        entries = slice(int(matrix.indptr[own.start]), int(matrix.indptr[own.stop]))
        key = (
            problem.place[own].tobytes(),
            np.diff(matrix.indptr[own.start : own.stop + 1]).tobytes(),
            matrix.indices[entries].tobytes(),
            matrix.data[entries].tobytes(),
            (tiers[:, own] - tiers[:, own.start, None]).tobytes(),
            h if fixed[own].any() else -1,
        )
        of[h] = number.setdefault(key, len(number))
    return of


def _bounds(
    problem: Assignment, model: LinearModel, cell: IntArray, alone: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Return the bounds of the columns over groups: sums over pairs, and those of C1."""
    pairs = problem.pairs
    households = np.unique(problem.household)  # the rows of C1 are in this order
    bounds = []
    for column, row, most in (
        (model.lower, model.row_lower, 0.0),
        (model.upper, model.row_upper, 1.0),
    ):
        of_household = np.zeros(problem.households)
        of_household[households] = np.maximum(row[alone], 0.0) if most == 0.0 else row[alone]
        sums = np.bincount(cell, weights=column[:pairs])
        bounds.append(np.concatenate([sums, column[pairs:], np.minimum(of_household, 1.0)]))
    return bounds[0], bounds[1]


def _ones(
    row: IntArray, column: IntArray | None = None, columns: int | None = None
) -> sparse.csr_array:
    """Return a matrix with a one in each column, or in each of some."""
    column = np.arange(row.size) if column is None else column
    shape = int(row.max(initial=-1)) + 1, row.size if columns is None else columns
    return sparse.csr_array((np.ones(row.size), (row, column)), shape=shape)
