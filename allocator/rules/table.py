"""Columns: arrays of one length that are taken, turned and broadcast together."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from allocator.rules.arrays import IntArray, TextArray


@dataclass(frozen=True)
class Columns:
    """Arrays with one entry per household or home; ``position`` is its place in the whole.

    The shape is ``(N,)``; that of ``rows()`` is ``(N, 1)`` and that of ``cols()`` ``(1, N)``,
    so that a rule over the rows of one and the cols of another gives a matrix.
    """

    id: TextArray
    position: IntArray

    def __len__(self) -> int:
        return int(self.position.size)

    def take(self, indices: npt.NDArray[np.integer[Any]] | slice) -> Self:
        """Return the entries at ``indices``, in that order."""
        return self._each(indices)

    def one(self, index: int) -> Self:
        """Return one entry, shape ``(1,)``."""
        return self._each(slice(index, index + 1))

    def rows(self) -> Self:
        """Return views of shape ``(N, 1)``."""
        return self._each((slice(None), np.newaxis))

    def cols(self) -> Self:
        """Return views of shape ``(1, N)``."""
        return self._each((np.newaxis, slice(None)))

    def _each(self, key: Any) -> Self:
        """Return the columns with every array indexed by ``key``."""
        return type(self)(**{f.name: getattr(self, f.name)[key] for f in fields(self)})
