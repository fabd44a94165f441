"""A linear model put together column by column and row by row, by name."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy import sparse

from models.linear import LinearModel, Sense

Entry = tuple[int, int]
"""A column and its coefficient."""


class Building:
    """A model in the making; columns and rows are numbered in the order they are added."""

    def __init__(self) -> None:
        self._columns: list[str] = []
        self._bounds: list[tuple[float, float, bool]] = []
        self._rows: list[str] = []
        self._limits: list[tuple[float, float]] = []
        self._row: list[int] = []
        self._column: list[int] = []
        self._coefficient: list[int] = []

    @property
    def columns(self) -> int:
        """Number of columns so far."""
        return len(self._columns)

    @property
    def rows(self) -> int:
        """Number of rows so far."""
        return len(self._rows)

    def column(
        self, name: str, *, lower: float = 0.0, upper: float = np.inf, integer: bool = True
    ) -> int:
        """Add a column; return its number."""
        self._columns.append(name)
        self._bounds.append((lower, upper, integer))
        return len(self._columns) - 1

    def fix(self, column: int, value: float) -> None:
        """Give a column one value."""
        self._bounds[column] = value, value, self._bounds[column][2]

    def raise_lower(self, column: int, value: float) -> None:
        """Let a column be no less than a value."""
        _, upper, whole = self._bounds[column]
        self._bounds[column] = value, upper, whole

    def add_row(
        self,
        name: str,
        entries: Iterable[Entry],
        *,
        lower: float = -np.inf,
        upper: float = np.inf,
    ) -> int:
        """Add a row of ``lower ≤ Σ coefficient·column ≤ upper``; return its number."""
        self._rows.append(name)
        self._limits.append((lower, upper))
        row = len(self._rows) - 1
        for column, coefficient in entries:
            self.entry(row, column, coefficient)
        return row

    def entry(self, row: int, column: int, coefficient: int) -> None:
        """Add to a coefficient."""
        self._row.append(row)
        self._column.append(column)
        self._coefficient.append(coefficient)

    def copy(self) -> Building:
        """Return a model to which rows can be added without changing this one."""
        other = Building()
        other.__dict__ = {name: list(value) for name, value in self.__dict__.items()}
        return other

    def model(
        self, sense: Sense, cost: Iterable[tuple[int, float]], offset: int = 0
    ) -> LinearModel:
        """Return the model so far with an objective."""
        n, m = len(self._columns), len(self._rows)
        costs = np.zeros(n)
        for column, coefficient in cost:
            costs[column] += coefficient
        matrix = sparse.coo_array(
            (np.array(self._coefficient, dtype=np.float64), (self._row, self._column)), shape=(m, n)
        ).tocsr()
        return LinearModel(
            sense=sense,
            offset=offset,
            cost=costs,
            lower=np.array([low for low, _, _ in self._bounds]),
            upper=np.array([high for _, high, _ in self._bounds]),
            integer=np.array([whole for _, _, whole in self._bounds], dtype=np.bool_),
            matrix=matrix,
            row_lower=np.array([low for low, _ in self._limits]),
            row_upper=np.array([high for _, high in self._limits]),
            columns=list(self._columns),
            rows=list(self._rows),
        )
