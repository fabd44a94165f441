"""The names in the template, in the language of its user."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.reading.cells import Kind, as_text
from allocator.reading.columns import TABLES
from allocator.reading.kinds import Choice, YesNo
from allocator.reading.schema import Column, Table
from allocator.reading.settings import Setting
from allocator.texts import Texts


def is_dutch(t: Texts) -> bool:
    """Tell whether the template is in Dutch."""
    return t.language == "nl"


def name_of(what: Table | Column, t: Texts) -> str:
    """Return the name of a sheet, or the heading of a column."""
    return what.dutch if is_dutch(t) else what.name


def key_of(setting: Setting, t: Texts) -> str:
    """Return the key of a setting."""
    return setting.dutch if is_dutch(t) and setting.dutch else ".".join(setting.path)


def words_of(kind: Choice | YesNo, t: Texts) -> list[str]:
    """Return the words to choose from."""
    values: Iterable[object] = (True, False)
    if isinstance(kind, Choice):
        values = (word.value for word in kind.words)
    return [cell_of(kind, value, t) for value in values]


def cell_of(kind: Kind, value: object, t: Texts) -> str:
    """Return a value as it is written in a cell."""
    return as_text(kind.cell(value, dutch=is_dutch(t)))


def table_of(name: str) -> Table:
    """Return the table of this name."""
    return next(table for table in TABLES if table.name == name)
