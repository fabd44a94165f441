"""A linear model with integer columns, as arrays: what every backend takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import sparse

from models.arrays import BoolArray, FloatArray, IntArray

Sense = Literal["max", "min"]


# What the bound of a minimum, or a reduced cost, may be off by.
SAFETY = 1e-5


@dataclass(frozen=True)
class Rows:
    """Rows of one constraint: ``lower ≤ matrix · columns ≤ upper``.

    ``row``, ``column`` and ``coefficient`` are the entries of the matrix, shape ``(N,)``;
    ``lower`` and ``upper`` have shape ``(m,)``; ``label`` is the label of the constraint in
    the docstring of the formulation, ``index`` names each row in it.
    """

    label: str
    index: Sequence[str]
    row: IntArray
    column: IntArray
    coefficient: IntArray
    lower: FloatArray
    upper: FloatArray


@dataclass(frozen=True)
class LinearModel:
    """Optimise ``offset + cost · x`` with ``row_lower ≤ A·x ≤ row_upper`` and bounds.

    All coefficients are integers, so that every backend works on the same numbers; cutting planes
    (:mod:`models.highs_root`) alone may have others, and go to the backend that they are from.
    ``columns`` names each column, ``rows`` each row (``C2_units(p17)``).
    """

    sense: Sense
    offset: int
    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    integer: BoolArray
    matrix: sparse.csr_array
    row_lower: FloatArray
    row_upper: FloatArray
    columns: Sequence[str]
    rows: Sequence[str]

    def bounded(self, lower: FloatArray, upper: FloatArray) -> LinearModel:
        """Return the model with other bounds on its columns."""
        return replace(self, lower=lower, upper=upper)

    def as_minimum(self) -> LinearModel:
        """Return the model as a minimum: of a maximum, what its objective is short of 0."""
        if self.sense == "min":
            return self
        return replace(self, sense="min", cost=-self.cost, offset=-self.offset)


def stack(blocks: Sequence[Rows], columns: int) -> tuple[sparse.csr_array, FloatArray, FloatArray]:
    """Return the matrix and the limits of all rows, in the order given."""
    shift = np.cumsum([0, *(block.lower.size for block in blocks)])
    matrix = sparse.coo_array(
        (
            np.concatenate([b.coefficient for b in blocks]).astype(np.float64),
            (
                np.concatenate([b.row + s for b, s in zip(blocks, shift[:-1], strict=True)]),
                np.concatenate([b.column for b in blocks]),
            ),
        ),
        shape=(int(shift[-1]), columns),
    ).tocsr()
    lower = np.concatenate([b.lower for b in blocks])
    upper = np.concatenate([b.upper for b in blocks])
    return matrix, lower, upper


def row_names(blocks: Sequence[Rows]) -> list[str]:
    """Return the name of each row: label and index."""
    return [f"{b.label}({i})" if i else b.label for b in blocks for i in b.index]


def least_whole(bound: float) -> int:
    """Return the least integer that a minimum of integers can be, by a bound on it."""
    return math.ceil(bound - SAFETY)


def dual_bound(model: LinearModel, duals: FloatArray) -> float:
    """Return the bound that duals prove, whatever they are: all columns are bounded."""
    y = np.where(np.isfinite(model.row_upper), duals, np.maximum(0.0, duals))
    y = np.where(np.isfinite(model.row_lower), y, np.minimum(0.0, y))
    limits = np.where(y > 0, model.row_lower, model.row_upper)[y != 0]
    reduced = model.cost - model.matrix.T @ y
    own = np.where(reduced > 0, model.lower, model.upper)
    return float(model.offset + y[y != 0] @ limits + reduced @ own)


@dataclass(frozen=True)
class Basis:
    """Which columns and rows are basic, and where the others are, as numbers of HiGHS."""

    columns: bytes
    rows: bytes
