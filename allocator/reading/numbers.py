"""Numbers as people write them: with a point or a comma, thousands, a euro sign."""

from __future__ import annotations

import re
from decimal import Decimal

PLAIN = re.compile(r"[+-]?[0-9]+")
ONE_SIGN = re.compile(r"([+-]?[0-9]+)[.,]([0-9]+)")
THREE_DIGITS = re.compile(r"[+-]?[0-9]*[.,][0-9]{3}")
NO_WHOLE = re.compile(r"([+-]?)[.,]([0-9]+)")
# 1.085,50 and 1,085.50; 1.085.500 has only thousands.
POINT_THOUSANDS = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)")
COMMA_THOUSANDS = re.compile(r"([+-]?[0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)")
ONLY_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})")


class AmbiguousNumber(ValueError):
    """A number such as ``1.050``, that may be a thousand or a bit more than one."""


def read_number(text: str) -> Decimal:
    """Return the number that a text stands for.

    Raises
    ------
    AmbiguousNumber
        When exactly three digits follow the only sign.
    ValueError
        When the text is no number.
    """
    text = text.replace("\u2212", "-")
    if PLAIN.fullmatch(text):
        return Decimal(text)
    if THREE_DIGITS.fullmatch(text):
        raise AmbiguousNumber(text)
    for pattern in (ONE_SIGN, NO_WHOLE, POINT_THOUSANDS, COMMA_THOUSANDS):
        found = pattern.fullmatch(text)
        if found:
            whole = found[1].replace(".", "").replace(",", "")
            return Decimal(f"{whole}.{found[2]}")
    if ONLY_THOUSANDS.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", ""))
    raise ValueError(text)


def number_text(number: Decimal, sign: str = ".") -> str:
    """Return a number as text that reads back as the same number, never ambiguous."""
    text = format(number.normalize(), "f")
    whole, point, fraction = text.partition(".")
    if not point:
        return whole
    # Three digits after the sign would be ambiguous, so a fourth is written.
    fraction += "0" if len(fraction) == 3 else ""
    return f"{whole}{sign}{fraction}"
