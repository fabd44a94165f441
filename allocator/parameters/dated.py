"""Dated tables of amounts, read from YAML once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources

Amounts = Mapping[str, Decimal]


@dataclass(frozen=True)
class Entry:
    """The amounts that hold from a day on, with the law they come from."""

    from_on: date
    source: str
    amounts: Amounts


def value_on(name: str, day: date) -> Amounts:
    """Return the amounts of the year of a day, or the last known ones.

    Parameters
    ----------
    name
        Name of the table (``rent_limits``), which is its file without ``.yaml``.
    day
        Any day; before the first year known the first amounts are given.

    Returns
    -------
    Amounts
        Amount per key, in the unit of the table (``rent_limits``: euro per month, and
        ``youth_age`` in years).
    """
    return entry_on(name, day).amounts


def source_on(name: str, day: date) -> str:
    """Return the law or decision that the amounts of ``value_on`` come from."""
    return entry_on(name, day).source


def known_on(name: str, day: date) -> bool:
    """Whether the table has amounts of the year of this day itself."""
    return any(entry.from_on.year == day.year for entry in table(name))


@cache
def table(name: str) -> tuple[Entry, ...]:
    """Return the entries of a table in order of date; read once."""
    import yaml  # only here: most commands never need it

    text = (resources.files(__name__.rpartition(".")[0]) / f"{name}.yaml").read_text("utf-8")
    entries = [_entry(row) for row in yaml.safe_load(text)["amounts"]]
    return tuple(sorted(entries, key=lambda entry: entry.from_on))


def entry_on(name: str, day: date) -> Entry:
    """Return the last entry that starts in or before the year of a day, else the first."""
    entries = table(name)
    begun = [entry for entry in entries if entry.from_on.year <= day.year]
    return begun[-1] if begun else entries[0]


def _entry(row: Mapping[str, object]) -> Entry:
    """Return one row of the file as exact amounts."""
    amounts = {
        key: Decimal(str(value)) for key, value in row.items() if key not in ("from", "source")
    }
    from_on = row["from"]
    if not isinstance(from_on, date):
        raise TypeError(f"not a date: {from_on!r}")
    return Entry(from_on=from_on, source=str(row["source"]), amounts=amounts)
