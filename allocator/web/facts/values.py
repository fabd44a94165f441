"""Values of facts as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from allocator.reading.columns import TAAKSTELLING, TABLES
from allocator.reading.kinds import Choice, Day, Id, ListOf, Number, YesNo
from allocator.reading.schema import Column
from allocator.texts import Texts

NOTHING = "–"
# The words of a choice stand under the name of what is chosen.
WORD_OF = {"needs": "need"}
SHEETS = {table.name: table for table in (*TABLES, TAAKSTELLING)}
COLUMNS = {name: {c.attribute: c for c in sheet.columns} for name, sheet in SHEETS.items()}


def column_of(table: str, field: str) -> Column | None:
    """Return a column, ``None`` for a field that no file has."""
    return COLUMNS.get(table, {}).get(field)


def table_name(t: Texts, table: str) -> str:
    """Return what a file or sheet of a table is called in a language."""
    sheet = SHEETS[table]
    return sheet.dutch if t.language == "nl" else sheet.name


def heading(t: Texts, table: str, field: str) -> str:
    """Return the heading of a field in a file of a language."""
    column = column_of(table, field)
    if column is None:
        return field
    return column.dutch if t.language == "nl" else column.name


def label(t: Texts, table: str, field: str) -> str:
    """Return the name of a field."""
    return t(f"pages.field.{table}.{field}")


def word(t: Texts, field: str, value: str) -> str:
    """Return the word for a value of a choice."""
    name = WORD_OF.get(field, field)
    return t(f"pages.word.{name}.{value}")


def shown(t: Texts, table: str, field: str, value: Any, names: Mapping[str, str]) -> str:
    """Return a value of a field; ``names`` are those of wijken and the like, by id."""
    column = column_of(table, field)
    if value in (None, "", (), []) or column is None:
        return NOTHING if value in (None, "", (), []) else str(value)
    kind = column.kind
    if isinstance(kind, ListOf):
        if isinstance(kind.item, Choice):
            return ", ".join(word(t, field, str(one)) for one in value)
        return ", ".join(named(str(one), names) for one in value)
    if isinstance(kind, Choice):
        return word(t, field, str(value))
    if isinstance(kind, YesNo):
        return yes_no(t, bool(value))
    if isinstance(kind, Day):
        return t.day(value if isinstance(value, date) else date.fromisoformat(value))
    if isinstance(kind, Number):
        return t.euro(Decimal(value)) if field.endswith("_eur") else t.number(Decimal(value))
    return named(str(value), names) if isinstance(kind, Id) else str(value)


def yes_no(t: Texts, value: bool) -> str:
    """Return yes or no."""
    return t("pages.yes") if value else t("pages.no")


def named(ref: str, names: Mapping[str, str]) -> str:
    """Return a name with its id, or the id alone."""
    name = names.get(ref, ref)
    return name if name.casefold() == ref.casefold() else f"{name} ({ref})"
