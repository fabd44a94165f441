"""The months of a relocation plan (rules.md 2): month 0 is that of the peildatum."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property

LABEL = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Months:
    """Months 0 … ``count`` − 1; the first day of month 0 is the peildatum."""

    peildatum: date
    count: int

    @cached_property
    def firsts(self) -> tuple[date, ...]:
        """The first day of each month."""
        later = (date(*self._calendar(t), 1) for t in range(1, self.count))
        return (self.peildatum, *later)

    @cached_property
    def lasts(self) -> tuple[date, ...]:
        """The last day of each month."""
        months = (self._calendar(t) for t in range(self.count))
        return tuple(date(year, month, monthrange(year, month)[1]) for year, month in months)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """How each month is written: ``2025-04``."""
        return tuple(last.isoformat()[:7] for last in self.lasts)

    def index(self, day: date) -> int:
        """Return the month of a day, below 0 when before the month of the peildatum."""
        return (day.year - self.peildatum.year) * 12 + day.month - self.peildatum.month

    def parse(self, label: str) -> int | None:
        """Return the month that is written so, in the plan or not; ``None`` when none is."""
        match = LABEL.fullmatch(label)
        if match is None:
            return None
        years = int(match[1]) - self.peildatum.year
        return years * 12 + int(match[2]) - self.peildatum.month

    def span(self, first: str, last: str) -> range:
        """Return the months from one to another, both included.

        Raises
        ------
        ValueError
            When they are not written as months, not in order, or not all in the plan.
        """
        start, end = self.parse(first), self.parse(last)
        if start is None or end is None or not 0 <= start <= end < self.count:
            raise ValueError(f"not months of the plan: {first} to {last}")
        return range(start, end + 1)

    def _calendar(self, t: int) -> tuple[int, int]:
        """Return the year and the month of the year of month ``t``."""
        months = self.peildatum.year * 12 + self.peildatum.month - 1 + t
        return months // 12, months % 12 + 1
