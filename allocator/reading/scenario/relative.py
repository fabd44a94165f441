"""Changes of a whole number by so much: ``+20%``, ``-3``, ``+5``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from allocator.reading.cells import Cell

FORM = re.compile(r"(?P<sign>[+-])\s*(?P<amount>\d{1,9}(?:[.,]\d{1,6})?)\s*(?P<percent>%)?")


@dataclass(frozen=True)
class Relative:
    """An amount to add, or with ``percent`` a part of what is there."""

    amount: Fraction
    percent: bool

    def of(self, value: int) -> int:
        """Return the number that becomes of another: rounded half up, never below 0."""
        new = value * (1 + self.amount / 100) if self.percent else value + self.amount
        return max(0, half_up(new))


def half_up(number: Fraction) -> int:
    """Return a number rounded to a whole one, a half upwards."""
    return floor(number + Fraction(1, 2))


def relative(cell: Cell) -> Relative | None:
    """Return the change that a text with a sign tells; ``None`` for any other cell."""
    text = cell.replace("\u2212", "-").strip() if isinstance(cell, str) else ""
    found = FORM.fullmatch(text)
    if found is None:
        return None
    amount = Fraction(found["sign"] + found["amount"].replace(",", "."))
    if not found["percent"] and amount.denominator > 1:
        return None
    return Relative(amount, found["percent"] is not None)
