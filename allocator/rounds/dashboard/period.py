"""Over which days figures are counted: twelve calendar months, the last of them not yet over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MONTHS = 12


@dataclass(frozen=True)
class Period:
    """From a first day up to and including a last one."""

    first: date
    last: date

    @classmethod
    def until(cls, day: date) -> Period:
        """Return the twelve calendar months of which that of a day is the last."""
        return cls(_month_before(day, MONTHS - 1), day)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        return tuple(_month_before(self.last, n) for n in reversed(range(MONTHS)))


def _month_before(day: date, n: int) -> date:
    """Return the first day of the month n months before that of a day."""
    months = day.year * 12 + day.month - 1 - n
    return date(months // 12, months % 12 + 1, 1)
