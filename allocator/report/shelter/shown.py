"""How months and amounts of a relocation plan are written in a language."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from allocator.report.page import Shown

PERSON_MONTHS, PERSON_MOVES = "person_months", "person_moves"
UNITS = {
    "evictions": PERSON_MONTHS,
    "vulnerable": PERSON_MONTHS,
    "unsheltered": PERSON_MONTHS,
    "displaced": PERSON_MONTHS,
    "announced": PERSON_MONTHS,
    "care": PERSON_MONTHS,
    "safe": PERSON_MONTHS,
    "moves": PERSON_MOVES,
    "repeat": PERSON_MOVES,
    "extension": PERSON_MONTHS,
    "school": "child_moves",
    "together": "site_months",
    "shelter_spread": PERSON_MONTHS,
}
"""The unit of each tier."""


class ShelterShown(Shown):
    """How values of a relocation plan are written in a language."""

    def month(self, month: str) -> str:
        """Return a month in full: ``april 2025``."""
        return str(format_date(_first_day(month), "MMMM yyyy", locale=self._t.language))

    def short_month(self, month: str) -> str:
        """Return the name of a month, cut short and without its year."""
        name = format_date(_first_day(month), "LLL", locale=self._t.language)
        return str(name).rstrip(".")

    def amount(self, unit: str, number: int) -> str:
        """Return a number of some unit in words: ``1.204 persoonsmaanden``."""
        ending = _ending(number)
        return self._t(f"report.shelter.amount.{unit}{ending}", number=self.number(number))


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def chosen(message: str, number: int) -> str:
    """Return the message for none, for one or for more."""
    return message + _ending(number)


def _ending(number: int) -> str:
    return {0: ".none", 1: ".one"}.get(number, "")
