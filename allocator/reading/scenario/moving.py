"""By how much days move: so many months, weeks or days, or to a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from allocator.reading.dates import in_range
from allocator.reading.rows import UNREAD, Rows
from allocator.reading.scenario.keys import BY, DAYS, MONTHS, TO, WEEKS
from allocator.reading.scenario.part import Part
from allocator.slipping import later

Move = Callable[[date], date]
DAYS_OF = {WEEKS.name: 7, DAYS.name: 1}


@dataclass(frozen=True)
class By:
    """An amount: a number of months, weeks or days, or the day to move to.

    ``key`` is the key that it stands under, as written.
    """

    part: Part
    name: str
    key: str
    amount: Any

    @property
    def is_day(self) -> bool:
        """Whether it says to which day."""
        return self.name == TO.name

    def move(self, first: date) -> Move:
        """Return how days move; to a day, all by as much as the first of them.

        A move raises ``ValueError`` or ``OverflowError`` when it ends outside the years that can
        be meant.
        """
        if self.name == MONTHS.name:
            return lambda day: in_range(later(day, self.amount))
        days = (self.amount - first).days if self.is_day else self.amount * DAYS_OF[self.name]
        return partial(_moved, by=timedelta(days=days))

    def note(self, message: str, values: Mapping[str, object] | None = None) -> None:
        """Note what is wrong with a move."""
        row, column, file = self.part.place(self.key)
        self.part.faults.add(file, row, column, message, warning=False, **(values or {}))

    def put(self, rows: Rows, at: int, columns: Sequence[str], days: Sequence[date | None]) -> None:
        """Put the days of a row that are others than before."""
        for column, day in zip(columns, days, strict=True):
            if rows.values[column][at] != day:
                rows.put(at, column, day, self.part.place(self.key))


def read_by(part: Part, written: dict[str, str]) -> By | None:
    """Return the one amount that a table says; ``None`` after a fault."""
    given = [column for column in BY if column.name in written]
    if len(given) != 1:
        part.note(
            "", "reading.scenario_one_of",
            english=", ".join(column.name for column in BY),
            dutch=", ".join(column.dutch for column in BY),
        )  # fmt: skip
        return None
    key = written[given[0].name]
    value = part.read(key, given[0])
    if value is None:
        part.note(key, "reading.missing_value")
    return None if value is None or value is UNREAD else By(part, given[0].name, key, value)


def _moved(day: date, by: timedelta) -> date:
    return in_range(day + by)
