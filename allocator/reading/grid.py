"""Rows of cells with their line numbers: what files of every form are read into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from allocator.reading.cells import Cell


class Line(NamedTuple):
    """One row; ``number`` is its line in the file, or its row in the sheet."""

    number: int
    cells: Sequence[Cell]


NO_HEADING = Line(1, ())


@dataclass(frozen=True)
class Grid:
    """The heading and the rows of one file or sheet, without blank rows.

    ``broken`` tells that the rest could not be read: a fault says why, and nobody
    should conclude that something is missing.
    """

    file: str
    heading: Line = NO_HEADING
    rows: Sequence[Line] = ()
    broken: bool = False
