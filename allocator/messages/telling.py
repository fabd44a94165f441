"""Figures in words: numbers that may be hidden, shares, months, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from babel.dates import format_date

from allocator.report.page import Shown
from allocator.rounds.dashboard.refusals import UNKNOWN
from allocator.rounds.dashboard.sight import AtLeast, Hidden, Number
from allocator.texts import Texts

NOTHING = "–"
MONTH, SHORT_MONTH = "LLLL yyyy", "LLL yyyy"
HIDDEN = {Hidden.FEW: "pages.figure.few", Hidden.ALL_BUT_FEW: "pages.figure.all_but_few"}


def figure(value: Number | float | None, t: Texts) -> str:
    """Return a number as people write it, or that it is not told; a dash for none."""
    if isinstance(value, Hidden):
        return t(HIDDEN[value])
    if isinstance(value, AtLeast):
        return t("pages.figure.at_least", n=Shown(t).number(value.n))
    return NOTHING if value is None else Shown(t).number(value)


def share(value: float | None, t: Texts) -> str:
    """Return a fraction as a percentage."""
    return Shown(t).percent(value)


def month(value: date, t: Texts, form: str = MONTH) -> str:
    """Return a month as people write it."""
    return str(format_date(value, form, locale=t.language))


def reasons(codes: Sequence[str], t: Texts) -> str:
    """Return reasons of refusals, one after the other."""
    words = {UNKNOWN: "pages.board.unknown", "all": "pages.board.refusals.all"}
    return "; ".join(t(words[c]) if c in words else t(f"pages.reason.{c}") for c in codes)


def document(value: Any) -> Any:
    """Return figures in types of JSON, with what follows from them."""
    if isinstance(value, AtLeast):
        return {"at_least": value.n}
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        names += [n for n, what in vars(type(value)).items() if isinstance(what, property)]
        return {name: document(getattr(value, name)) for name in names}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [document(one) for one in value]
    return value
