"""The columns of an integer model of a stage: pairs, or counts of households that are alike.

Two households are alike when the same places are possible for both, and a place of one does to
every row and to the objective what it does for the other: but for what a tier gives a household
wherever it is, as waiting does.  Which of those that are alike goes where cannot matter then, only
which of them have a place:

Variables   n[g,p] ≥ 0, integer  households of group g in place p, at most as many as may be
            y[h] ∈ {0, 1}        h has a place
Data        a[t,h] + b[t,g,p]    what h in p adds to tier t
Subject to  (G1 placed)  Σ_p n[g,p] = Σ_(h ∈ g) y[h]     ∀ g
            all other rows, with Σ_h a[t,h]·y[h] + Σ_p b[t,g,p]·n[g,p] in those of tiers (C8)

instead of x and C1.  It is exact: a solution is undone by giving those of a group that have a place
the places of the group, in order.  Without groups a search tree tries every way to do that (Margot,
*Symmetry in integer linear programming*, 2010), and a linear program is several times as large.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy import sparse

from models.arrays import BoolArray, FloatArray, IntArray
from models.assignment import Assignment, chosen_pairs, one_place_name
from models.linear import LinearModel
from models.tight import Tight

# Groups are of no use when they are as many as this part of the households.
WORTHWHILE = 0.9
# The rows that are the same at every stage.
LASTING = ("C1_", "C2_", "C5_")


@dataclass(frozen=True)
class Within:
    """What plans at most so much worse than a relaxation can have.

    ``never`` and ``always`` are about pairs, shape ``(E,)``; ``limits`` are what the lasting
    rows, by name, keep to.
    """

    never: BoolArray
    always: BoolArray
    limits: dict[str, tuple[float, float]]


class Columns(Protocol):
    """How the pairs of a stage stand in its model.

    Parameters
    ----------
    model
        Its first ``own`` columns are integer and bounded, and decide where everybody goes.
    column
        The column of each pair, shape ``(E,)``.
    """

    model: LinearModel
    own: int
    column: IntArray

    def values(self, plan: BoolArray) -> FloatArray:
        """Return the first columns of a plan, shape ``(own,)``."""

    def plan(self, values: FloatArray) -> BoolArray:
        """Return the plan of a solution, shape ``(E,)``."""

    def within(self, tight: Tight, gap: float) -> Within:
        """Return what plans at most ``gap`` worse than the relaxation of the model can have."""


class Pairs:
    """A column for each pair."""

    def __init__(self, problem: Assignment, model: LinearModel) -> None:
        self._problem = problem
        self.model, self.own = model, problem.pairs
        self.column: IntArray = np.arange(problem.pairs)

    def values(self, plan: BoolArray) -> FloatArray:
        """Return 1 for each pair of a plan."""
        return plan.astype(np.float64)

    def plan(self, values: FloatArray) -> BoolArray:
        """Return the pairs that are 1."""
        return chosen_pairs(self._problem, values)

    def within(self, tight: Tight, gap: float) -> Within:
        """Fix pairs by their reduced costs (L1), and rows (L2)."""
        lower, upper = tight.columns_within(gap, self.own)
        return Within(upper < 0.5, lower > 0.5, _lasting(tight, gap, self.own))


class Groups:
    """A column for each group and place, and one for each household.

    Parameters
    ----------
    model
        Its columns: n by cell, y by household, those of the model of pairs that are no pairs.
    column
        Cell of each pair, a group and a place, shape ``(E,)``.
    """

    def __init__(self, problem: Assignment, model: LinearModel, column: IntArray) -> None:
        self._problem = problem
        self._cells = int(column.max()) + 1
        self._size = np.bincount(column)
        self.model, self.column = model, column
        self.own = self._cells + problem.households

    def values(self, plan: BoolArray) -> FloatArray:
        """Count the pairs of each cell, and say who has a place."""
        counts = np.bincount(self.column[plan], minlength=self._cells)
        placed = np.bincount(self._problem.household[plan], minlength=self._problem.households)
        return np.concatenate([counts, placed]).astype(np.float64)

    def plan(self, values: FloatArray) -> BoolArray:
        """Give those that have a place the places of their group, in order."""
        left = np.rint(values[: self._cells]).astype(np.int64)
        household = self._problem.household
        first = np.searchsorted(household, np.arange(self._problem.households + 1))
        plan = np.zeros(household.size, dtype=np.bool_)
        for h in np.flatnonzero(values[self._cells : self.own] > 0.5).tolist():
            own = np.arange(first[h], first[h + 1])
            pair = own[np.argmax(left[self.column[own]] > 0)]
            left[self.column[pair]] -= 1
            plan[pair] = True
        return plan

    def within(self, tight: Tight, gap: float) -> Within:
        """Fix the pairs of cells that must be empty or full, and who must be placed or not.

        A pair is not ruled out by what it costs to place that household rather than another
        of its group: the group would fall apart.
        """
        lower, upper = tight.columns_within(gap, self.own)
        cells, household = self._cells, self._problem.household
        nowhere = upper[cells:] < 0.5
        placed = np.flatnonzero(lower[cells:] > 0.5)
        return Within(
            never=(upper[self.column] < 0.5) | nowhere[household],
            always=(lower[:cells] > self._size - 0.5)[self.column],
            limits=_lasting(tight, gap, self.own)
            | {one_place_name(h): (1.0, 1.0) for h in placed.tolist()},
        )


def columns_of(problem: Assignment, model: LinearModel) -> Columns:
    """Return the model of a stage over groups, or that over pairs where there are hardly any.

    The first columns of ``model`` are the pairs of the problem, which are sorted by household.
    """
    rows = _Rows(model, problem.pairs)
    first = np.searchsorted(problem.household, np.arange(problem.households + 1))
    of = _groups(problem, model, rows, first)
    if of.max(initial=-1) + 1 >= WORTHWHILE * np.count_nonzero(of >= 0):
        return Pairs(problem, model)
    _, example, cell = np.unique(
        of[problem.household] * problem.units.size + problem.place,
        return_index=True,
        return_inverse=True,
    )
    cells = _Cells(of, cell.astype(np.int64), example, first)
    return Groups(problem, _over_groups(problem, model, rows, cells), cells.cell)


def _lasting(tight: Tight, gap: float, own: int) -> dict[str, tuple[float, float]]:
    """Return the limits of the lasting rows in plans at most ``gap`` worse."""
    lower, upper = tight.rows_within(gap, own)
    named = zip(tight.cuts.rows, lower.tolist(), upper.tolist(), strict=True)
    return {name: (low, high) for name, low, high in named if name.startswith(LASTING)}


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
    """Return the model of n, of y, and of the columns that are not pairs."""
    pairs, example = problem.pairs, cells.example
    members = np.flatnonzero(cells.group >= 0)
    wherever = np.zeros((len(rows.tiers), problem.households))
    wherever[:, members] = rows.tiers[:, cells.first[members]]
    in_place = rows.tiers[:, example] - wherever[:, problem.household[example]]
    of_cell = cells.group[problem.household[example]]
    others = rows.matrix[:, pairs:]
    blocks: list[Any] = [
        [rows.matrix[rows.others][:, example], None, others[rows.others]],
        [sparse.csr_array(in_place[1:]), sparse.csr_array(wherever[1:]), others[rows.of_tiers]],
        [_ones(of_cell), -_ones(cells.group[members], members, problem.households), None],
    ]
    kept = np.concatenate([np.flatnonzero(rows.others), np.flatnonzero(rows.of_tiers)])
    groups = int(of_cell.max()) + 1
    whole = np.ones(example.size + problem.households, dtype=np.bool_)
    lower, upper = _bounds(problem, model, rows, cells)
    return LinearModel(
        sense=model.sense,
        offset=model.offset,
        cost=np.concatenate([in_place[0], wherever[0], model.cost[pairs:]]),
        lower=lower,
        upper=upper,
        integer=np.concatenate([whole, model.integer[pairs:]]),
        matrix=sparse.csr_array(sparse.block_array(blocks)),
        row_lower=np.concatenate([model.row_lower[kept], np.zeros(groups)]),
        row_upper=np.concatenate([model.row_upper[kept], np.zeros(groups)]),
        columns=[
            *(f"n(g{g},p{p})" for g, p in zip(of_cell, problem.place[example], strict=True)),
            *(f"y(h{h})" for h in range(problem.households)),
            *model.columns[pairs:],
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
        np.concatenate([np.bincount(cells.cell, weights=own[:pairs]), of_households, own[pairs:]])
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
