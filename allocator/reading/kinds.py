"""The kinds of values: how a cell becomes a value, and a value a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from allocator.reading.cells import Cell, Kind, Unreadable, as_text
from allocator.reading.dates import FarDate, in_range, read_date
from allocator.reading.faults import one_of, shown
from allocator.reading.headings import plain
from allocator.reading.numbers import AmbiguousNumber, read_number
from allocator.reading.words import Word

LARGEST = 10**9
LONGEST_TEXT = 10_000
MOST_DECIMALS = 15
MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0?[1-9]|1[0-2])")
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Text(Kind):
    """Any text, on one or more lines."""

    def parse(self, cell: Cell) -> str:
        """Return the text; its lines end with a line feed, whatever wrote them."""
        text = as_text(cell).replace("\r\n", "\n").replace("\r", "\n")
        if any((ord(sign) < 32 and sign not in "\n\t") or sign == "\x7f" for sign in text):
            raise Unreadable("reading.control_character")
        if len(text) > LONGEST_TEXT:
            raise Unreadable("reading.text_too_long", most=LONGEST_TEXT)
        return text


class Anything(Kind):
    """A cell whose kind depends on its row."""

    def parse(self, cell: Cell) -> Cell:
        """Return the cell itself."""
        return cell


@dataclass(frozen=True)
class Id(Kind):
    """An id; with ``table`` one of that table, and a number gets zeros up to ``digits``."""

    table: str = ""
    digits: int = 0

    def parse(self, cell: Cell) -> str:
        """Return the id as text."""
        text = as_text(cell)
        # A spreadsheet keeps 15 digits of a number, so those after may be wrong.
        if isinstance(cell, Decimal) and len(text) > 15:
            raise Unreadable("reading.id_is_number", found=shown(text))
        if not ID.fullmatch(text):
            raise Unreadable("reading.not_an_id", found=shown(text))
        # A spreadsheet shows 0268 as the number 268.
        return text.zfill(self.digits) if text.isdecimal() else text


class BagId(Kind):
    """The id of an object in the BAG, 16 digits."""

    def parse(self, cell: Cell) -> str:
        """Return the digits."""
        # As a number it has lost its last digit or the zero before the first.
        if isinstance(cell, Decimal) and len(as_text(cell)) >= 15:
            raise Unreadable("reading.bag_id_is_number")
        text = as_text(cell)
        if not re.fullmatch("[0-9]{16}", text):
            raise Unreadable("reading.not_a_bag_id", found=shown(text))
        return text


def _number(cell: Cell) -> Decimal:
    """Return the number in a cell."""
    if isinstance(cell, Decimal) and cell.is_finite():
        return cell
    text = as_text(cell)
    try:
        return read_number(text)
    except AmbiguousNumber:
        raise Unreadable("reading.ambiguous_number", found=shown(text)) from None
    except ValueError:
        raise Unreadable("reading.not_a_number", found=shown(text)) from None


def _within(number: Decimal, least: int | None, most: int) -> None:
    """Refuse a number outside its limits."""
    if least is not None and number < least:
        raise Unreadable("reading.too_small", found=shown(as_text(number)), least=least)
    if number > most:
        raise Unreadable("reading.too_large", found=_large(number), most=most)
    if number < -most:
        raise Unreadable("reading.too_small", found=_large(number), least=-most)


def _large(number: Decimal) -> str:
    """Return a number that may have a million digits as a short text."""
    return shown(as_text(number)) if number.adjusted() < LONGEST_TEXT else f"{number:.3e}"


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number within limits."""

    least: int | None = 0
    most: int = LARGEST

    def parse(self, cell: Cell) -> int:
        """Return the number."""
        number = _number(cell)
        _within(number, self.least, self.most)
        if number != number.to_integral_value():
            raise Unreadable("reading.not_whole", found=shown(as_text(cell)))
        return int(number)

    def cell(self, value: Any, *, dutch: bool) -> Cell:
        """Return the number as a number."""
        return Decimal(value)


@dataclass(frozen=True)
class Number(Kind):
    """A decimal number of zero or more."""

    least: int | None = 0

    def parse(self, cell: Cell) -> Decimal:
        """Return the number, with or without a euro sign."""
        number = _number(cell.removeprefix("€").lstrip() if isinstance(cell, str) else cell)
        _within(number, self.least, LARGEST)
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > MOST_DECIMALS:
            raise Unreadable("reading.too_precise", most=MOST_DECIMALS)
        return number + 0  # so that -0 is 0

    def cell(self, value: Any, *, dutch: bool) -> Cell:
        """Return the number as a number."""
        return Decimal(value)


YES_OR_NO = {
    **dict.fromkeys(("true", "waar", "ja", "1"), True),
    **dict.fromkeys(("false", "onwaar", "nee", "0"), False),
}


class YesNo(Kind):
    """Yes or no."""

    def parse(self, cell: Cell) -> bool:
        """Return whether the cell says yes."""
        text = as_text(cell)
        try:
            return YES_OR_NO[text.casefold()]
        except KeyError:
            raise Unreadable("reading.not_yes_or_no", found=shown(text)) from None

    def cell(self, value: Any, *, dutch: bool) -> Cell:
        """Return yes or no as a word."""
        return ("nee", "ja")[value] if dutch else ("false", "true")[value]


class Day(Kind):
    """A date."""

    def parse(self, cell: Cell) -> date:
        """Return the day."""
        try:
            return in_range(cell) if isinstance(cell, date) else read_date(as_text(cell))
        except FarDate:
            raise Unreadable("reading.date_too_far", found=shown(as_text(cell))) from None
        except ValueError:
            raise Unreadable("reading.not_a_date", found=shown(as_text(cell))) from None

    def cell(self, value: Any, *, dutch: bool) -> Cell:
        """Return the day as a date."""
        day: date = value
        return day


class Month(Kind):
    """A month, as 2025-04: a day in it will do, which is what a spreadsheet makes of it."""

    def parse(self, cell: Cell) -> str:
        """Return the month as text."""
        found = MONTH.fullmatch(as_text(cell))
        if found is not None and not isinstance(cell, date):
            return f"{int(found['year']):04d}-{int(found['month']):02d}"
        try:
            day = in_range(cell) if isinstance(cell, date) else read_date(as_text(cell))
        except ValueError:
            raise Unreadable("reading.not_a_month", found=shown(as_text(cell))) from None
        return f"{day:%Y-%m}"


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words, in English or Dutch."""

    words: tuple[Word, ...]
    message: str = "reading.not_a_choice"

    def parse(self, cell: Cell) -> str:
        """Return the value that the word stands for."""
        text = as_text(cell)
        found = plain(text)
        for word in self.words:
            if found in map(plain, (word.english, word.dutch, *word.also)):
                return word.value
        raise Unreadable(
            self.message,
            found=shown(text),
            english=one_of(word.english for word in self.words),
            dutch=one_of(word.dutch for word in self.words),
        )

    def cell(self, value: Any, *, dutch: bool) -> Cell:
        """Return the word for a value."""
        word = next(word for word in self.words if word.value == value)
        return word.dutch if dutch else word.english


@dataclass(frozen=True)
class ListOf(Kind):
    """Values of one kind, separated by ``|``; sorted and each once, unless order tells."""

    item: Kind
    in_order: bool = False

    def parse(self, cell: Cell) -> tuple[Any, ...]:
        """Return the values."""
        parts = [part.strip() for part in as_text(cell).split("|")]
        values = [self.item.parse(part) for part in parts if part]
        if not self.in_order:
            return tuple(sorted(set(values)))
        for value in values:
            if values.count(value) > 1:
                raise Unreadable("reading.twice_in_list", found=shown(value))
        return tuple(values)

    def cell(self, value: Any, *, dutch: bool) -> Cell:
        """Return the values in one cell."""
        return "|".join(as_text(self.item.cell(item, dutch=dutch)) for item in value)
