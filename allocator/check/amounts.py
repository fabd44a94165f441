"""The checker's own table of legal rent limits, in euro per month.

youth is the kwaliteitskortingsgrens, small and large are the lower and higher
aftoppingsgrens.  Source: Wet op de huurtoeslag, article 20, amounts of 2025 and 2026, as
given in rules.md 1.1; a test compares this table with ``allocator.parameters``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class RentAmounts:
    """Limits of one year: ``youth`` below ``youth_age``, ``small`` ≤ 2 persons, ``large`` ≥ 3."""

    youth_age: int
    youth: Decimal
    small: Decimal
    large: Decimal


RENT_LIMITS = {
    2025: RentAmounts(23, Decimal("477.20"), Decimal("682.96"), Decimal("731.93")),
    2026: RentAmounts(21, Decimal("498.20"), Decimal("713.02"), Decimal("764.14")),
}


def legal_limits(year: int) -> RentAmounts:
    """Return the amounts of a year; of a missing year the last known one before it.

    A year before the table (the peildatum is never before 2025) gets its first year.
    """
    known = [y for y in RENT_LIMITS if y <= year]
    return RENT_LIMITS[max(known) if known else min(RENT_LIMITS)]
