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

from models.arrays import FloatArray, IntArray
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
    rows = _Rows(model, problem.pairs)
    first = np.searchsorted(problem.household, np.arange(problem.households + 1))
    of = _groups(problem, model, rows, first)
    if of.max(initial=-1) + 1 >= WORTHWHILE * np.count_nonzero(of >= 0):
        return None
    _, example, cell = np.unique(
        of[problem.household] * problem.units.size + problem.place,
        return_index=True,
        return_inverse=True,
    )
    cells = _Cells(of, cell.astype(np.int64), example, first)
    return Grouped(_over_groups(problem, model, rows, cells), cells.cell, first)


class _Rows:
    """The rows of a model by what becomes of them.

    Those of C1 go, those of tiers (C8) are split into what a household adds wherever it is and
    what its place adds, and the others stay.  ``tiers`` is what pairs add to the objective and,
    after it, to the rows of tiers, shape ``(1 + K, E)``.
    """

    def __init__(self, model: LinearModel, pairs: int) -> None:
        self.alone, self.of_tiers = (
            np.array([row.startswith(label) for row in model.rows], dtype=np.bool_)
            for label in ("C1_", "C8_")
        )
        self.others = ~self.alone & ~self.of_tiers
        self.matrix = model.matrix.tocsc()
        held = self.matrix[self.of_tiers][:, :pairs].toarray()
        self.tiers: FloatArray = np.vstack([model.cost[:pairs], held])


@dataclass(frozen=True)
class _Cells:
    """Groups in places: the group of each household, the cell of each pair, and a pair of each."""

    group: IntArray
    cell: IntArray
    example: IntArray
    first: IntArray


def _over_groups(
    problem: Assignment, model: LinearModel, rows: _Rows, cells: _Cells
) -> LinearModel:
    """Return the model of n, of the columns that are not pairs, and of y."""
    pairs, example = problem.pairs, cells.example
    members = np.flatnonzero(cells.group >= 0)
    wherever = np.zeros((len(rows.tiers), problem.households))
    wherever[:, members] = rows.tiers[:, cells.first[members]]
    in_place = rows.tiers[:, example] - wherever[:, problem.household[example]]
    of_cell = cells.group[problem.household[example]]
    others = rows.matrix[:, pairs:]
    blocks: list[Any] = [
        [rows.matrix[rows.others][:, example], others[rows.others], None],
        [sparse.csr_array(in_place[1:]), others[rows.of_tiers], sparse.csr_array(wherever[1:])],
        [_ones(of_cell), None, -_ones(cells.group[members], members, problem.households)],
    ]
    kept = np.concatenate([np.flatnonzero(rows.others), np.flatnonzero(rows.of_tiers)])
    groups = int(of_cell.max()) + 1
    whole = np.ones(example.size, dtype=np.bool_), np.ones(problem.households, dtype=np.bool_)
    lower, upper = _bounds(problem, model, rows, cells)
    return LinearModel(
        sense=model.sense,
        offset=model.offset,
        cost=np.concatenate([in_place[0], model.cost[pairs:], wherever[0]]),
        lower=lower,
        upper=upper,
        integer=np.concatenate([whole[0], model.integer[pairs:], whole[1]]),
        matrix=sparse.csr_array(sparse.block_array(blocks)),
        row_lower=np.concatenate([model.row_lower[kept], np.zeros(groups)]),
        row_upper=np.concatenate([model.row_upper[kept], np.zeros(groups)]),
        columns=[
            *(f"n(g{g},p{p})" for g, p in zip(of_cell, problem.place[example], strict=True)),
            *model.columns[pairs:],
            *(f"y(h{h})" for h in range(problem.households)),
        ],
        rows=[
            *(model.rows[i] for i in kept.tolist()),
            *(f"G1_placed(g{g})" for g in range(groups)),
        ],
    )


def _groups(problem: Assignment, model: LinearModel, rows: _Rows, first: IntArray) -> IntArray:
    """Return the group of each household, -1 without pairs, shape ``(H,)``.

    Who has a place already, in the model, is alike to nobody.
    """
    matrix = rows.matrix[rows.others][:, : problem.pairs].tocsc()
    number: dict[tuple[object, ...], int] = {}
    of = np.full(problem.households, -1, dtype=np.int64)
    fixed = model.lower[: problem.pairs] > 0
    for h in np.unique(problem.household).tolist():
        own = slice(int(first[h]), int(first[h + 1]))
        entries = slice(int(matrix.indptr[own.start]), int(matrix.indptr[own.stop]))
        key = (
            problem.place[own].tobytes(),
            np.diff(matrix.indptr[own.start : own.stop + 1]).tobytes(),
            matrix.indices[entries].tobytes(),
            matrix.data[entries].tobytes(),
            (rows.tiers[:, own] - rows.tiers[:, own.start, None]).tobytes(),
            h if fixed[own].any() else -1,
        )
        of[h] = number.setdefault(key, len(number))
    return of


def _bounds(
    problem: Assignment, model: LinearModel, rows: _Rows, cells: _Cells
) -> tuple[FloatArray, FloatArray]:
    """Return the bounds of the columns over groups: sums over pairs, and the limits of C1."""
    pairs = problem.pairs
    placed = np.zeros((2, problem.households))
    with_pairs = np.unique(problem.household)  # the rows of C1 are in this order
    placed[0, with_pairs] = np.maximum(0.0, model.row_lower[rows.alone])
    placed[1, with_pairs] = np.minimum(1.0, model.row_upper[rows.alone])
    lower, upper = (
        np.concatenate([np.bincount(cells.cell, weights=own[:pairs]), own[pairs:], of_households])
        for own, of_households in zip((model.lower, model.upper), placed, strict=True)
    )
    return lower, upper


def _ones(
    row: IntArray, column: IntArray | None = None, columns: int | None = None
) -> sparse.csr_array:
    """Return a matrix with a one in each column, or in each of some."""
    column = np.arange(row.size) if column is None else column
    shape = int(row.max(initial=-1)) + 1, row.size if columns is None else columns
    return sparse.csr_array((np.ones(row.size), (row, column)), shape=shape)
