"""The array types of the rules, and numbers for choices."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
TextArray = npt.NDArray[np.str_]

NOT_GIVEN = -1
"""Position that stands for none: no koppeling, no complex, no amount given."""

FOREVER = int(np.iinfo(np.int64).max)
"""Day number of an end that does not come."""


def code(choice: StrEnum) -> int:
    """Return the number of a choice: its place in the list of its kind, from 0."""
    return list(type(choice)).index(choice)


def equals(numbers: IntArray, other: StrEnum | IntArray | int) -> BoolArray:
    """Return where a column holds this choice, or these numbers."""
    same: BoolArray = np.equal(numbers, code(other) if isinstance(other, StrEnum) else other)
    return same


def flags(values: list[bool]) -> BoolArray:
    """Return a list as a boolean array, also when it is empty."""
    return np.array(values, dtype=np.bool_)


def whole(values: list[int]) -> IntArray:
    """Return a list as an integer array, also when it is empty."""
    return np.array(values, dtype=np.int64)
