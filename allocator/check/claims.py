"""Comparing what the files of a plan say with what it must be."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeGuard, TypeVar

from allocator.check.verdict import Violation

Row = Mapping[str, str]
Key = TypeVar("Key", str, tuple[str, str])
"""An id; or an id and a month."""

# A text cell that begins like a formula is written with an apostrophe before it.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# A fraction may be rounded to four decimals.
ROUNDED = Fraction(1, 20_000)
MOST_DIGITS = 30  # 1e999999999 is a number too, and would keep us busy for a while


def missing_columns(table: str, rows: Sequence[Row], columns: Iterable[str]) -> Iterator[Violation]:
    """Find columns that a table with rows does not have."""
    there = set(rows[0]) if rows else set(columns)
    for column in columns:
        if column not in there:
            yield Violation("figure", "check.column", (("table", table), ("column", column)))


def one_row_each(
    table: str, found: Sequence[str], expected: Iterable[str], *, wijken: bool = False
) -> Iterator[Violation]:
    """Find ids that are missing in a table, stand in it twice, or do not belong there."""
    for message, id_ in misplaced(found, expected):
        place = {"wijk": id_} if wijken else {"household": id_}
        yield Violation("figure", message, (("table", table), ("id", id_)), **place)


def misplaced(found: Iterable[Key], expected: Iterable[Key]) -> Iterator[tuple[str, Key]]:
    """Yield the keys of rows that are missing, stand there twice or do not belong there.

    Each with the message that says so.
    """
    counts, wanted = Counter(found), set(expected)
    yield from (("check.row_missing", key) for key in sorted(wanted - set(counts)))
    yield from (("check.row_twice", key) for key in sorted(k for k, n in counts.items() if n > 1))
    yield from (("check.row_extra", key) for key in sorted(set(counts) - wanted))


def wrong_cells(
    table: str,
    row: Row,
    expected: Mapping[str, str],
    *,
    household: str = "",
    site: str = "",
    wijk: str = "",
    month: str = "",
) -> Iterator[Violation]:
    """Find cells of a row that do not say what they must; missing columns are left alone.

    The row is named by its household, site or wijk, with the month when it has one.
    """
    id_ = " ".join(part for part in (household or site or wijk, month) if part)
    for column, right in expected.items():
        if column in row and row[column] != right:
            values = (
                ("table", table),
                ("column", column),
                ("id", id_),
                ("found", row[column]),
                ("expected", right),
            )
            yield Violation(
                "figure", "check.cell", values, household=household, site=site, wijk=wijk,
                month=month,
            )  # fmt: skip


def wrong_key(key: str, found: object, expected: object) -> Iterator[Violation]:
    """Find a key of ``summary.json`` with another value; 1, 1.0, true and "1" differ."""
    if written(found) != written(expected):
        values = (("key", key), ("found", written(found)), ("expected", written(expected)))
        yield Violation("figure", "check.summary", values)


def written(value: object) -> str:
    """Return a value as it stands in a JSON file."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that keeps a spreadsheet from computing it."""
    guarded = text.startswith("'") and text[1:].startswith(FORMULA_SIGNS)
    return text[1:] if guarded else text


def is_fraction(found: str, expected: Fraction | None) -> bool:
    """Return whether a text is a fraction, perhaps rounded; empty when there is none."""
    if expected is None:
        return found == ""
    try:
        number = Decimal(found)
    except InvalidOperation:
        return False
    if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
        return False
    return abs(Fraction(number) - expected) <= ROUNDED


def decimal(fraction: Fraction | None) -> str:
    """Return a fraction as a person would read it; empty when there is none."""
    return "" if fraction is None else f"{float(fraction):.4f}"


def whole(found: object) -> TypeGuard[int]:
    """Return whether a value is an integer (true and 1.0 are not)."""
    return type(found) is int
