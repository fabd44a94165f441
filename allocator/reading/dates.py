"""Dates as people write them."""

from __future__ import annotations

import re
from datetime import date

YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
DAY_FIRST = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
FIRST_YEAR, LAST_YEAR = 1900, 2200


class FarDate(ValueError):
    """A date outside the years that can be meant."""


def read_date(text: str) -> date:
    """Return the day of ``2025-04-07``, ``07-04-2025`` or ``7-4-2025``.

    Raises
    ------
    FarDate
        When the year is before 1900 or after 2200.
    ValueError
        When the text is no date, or a day that does not exist.
    """
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise ValueError(text)
    return in_range(date(int(year), int(month), int(day)))


def in_range(day: date) -> date:
    """Return the day itself.

    Raises
    ------
    FarDate
        When the year is before 1900 or after 2200.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FarDate(day.isoformat())
    return day
