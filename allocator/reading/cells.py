"""What a cell is, and what it means to be of a kind.

A cell is text, or in a workbook or TOML file also a number or a date; yes and no in
these are text already (``true``), because in Python ``True`` equals 1.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from datetime import date
from decimal import Decimal
from typing import Any

from allocator.reading.faults import shown
from allocator.reading.numbers import number_text

Cell = str | Decimal | date
# What Excel shows in a cell that holds no result, in English and Dutch.
ERROR_CELL = re.compile(
    r"#(N/?A|N/B|DIV/0!|DEEL/0!|REF!|VERW!|VALUE!|WAARDE!|NAME\?|NAAM\?|NUM!|GETAL!|NULL!|LEEG!"
    r"|SPILL!|CALC!|FORMULA)",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """A cell that is not of its kind; ``message`` is a message id."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values: dict[str, Any] = values


def as_text(cell: Cell) -> str:
    """Return a cell as text, as somebody would have typed it."""
    if isinstance(cell, Decimal):
        return number_text(cell) if cell.is_finite() else str(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


class Kind(ABC):
    """A kind of value."""

    @abstractmethod
    def parse(self, cell: Cell) -> Any:
        """Return the value of a cell that is not empty.

        Raises
        ------
        Unreadable
            When the cell is not of this kind.
        """

    def cell(self, value: Any, *, dutch: bool) -> Cell:
        """Return a value as it is written."""
        return str(value)


def read_cell(kind: Kind, cell: Cell) -> Any:
    """Return the value of a cell that is not empty.

    Raises
    ------
    Unreadable
        When the cell is not of this kind, or a formula without a result.
    """
    # In a column of free text or an optional limit this would go unnoticed.
    if isinstance(cell, str) and ERROR_CELL.fullmatch(cell):
        raise Unreadable("reading.error_cell", found=shown(cell))
    return kind.parse(cell)
