"""The notes of the template: what each sheet, column and key means and may hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allocator.reading.cells import Kind
from allocator.reading.columns import SETTINGS, TAAKSTELLING, TABLES
from allocator.reading.faults import one_of
from allocator.reading.kinds import BagId, Choice, Day, Id, ListOf, Number, Whole, YesNo
from allocator.reading.schema import Column, Table
from allocator.reading.settings import Setting
from allocator.reading.template_words import cell_of, name_of, table_of, words_of
from allocator.texts import Texts

# Paragraphs of the page of explanation, by their message id.
HELP = ("fill", "dates", "yes_no", "lists", "ids", "origin", "check")


def explanation(t: Texts) -> Iterator[tuple[str, str]]:
    """Return the page of explanation: a name and a text on each row."""
    for paragraph in HELP:
        yield t(f"template.help.{paragraph}.name"), t(f"template.help.{paragraph}")
    for table in (SETTINGS, TAAKSTELLING, *TABLES):
        must = " " + t("template.sheet_mandatory") if table.mandatory else ""
        yield name_of(table, t), t(f"template.table.{table.name}") + must


def note(table: Table, column: Column, t: Texts) -> str:
    """Return what a column means, whether it must be filled in, and what it may hold."""
    meaning = t(f"template.{table.name}.{column.name}")
    return _note(meaning, column, t)


def key_note(setting: Setting, t: Texts) -> str:
    """Return the same of a key of the instance."""
    name = setting.path[0]
    return _note(t(f"template.key.{name}"), setting, t)


def _note(meaning: str, what: Column | Setting, t: Texts) -> str:
    """Return the lines of a note."""
    filled = t("template.mandatory") if what.mandatory else _if_empty(what.kind, what.default, t)
    return "\n".join(filter(None, (meaning, filled, values(what.kind, t))))


def _if_empty(kind: Kind, default: Any, t: Texts) -> str:
    """Return what an empty cell stands for."""
    if default is None or default in ("", ()):
        return t("template.optional")
    return t("template.default", default=cell_of(kind, default, t))


def values(kind: Kind, t: Texts) -> str:
    """Return what cells of a kind may hold; empty for any text."""
    if isinstance(kind, ListOf):
        return t("template.values.list", of=values(kind.item, t))
    if isinstance(kind, Choice | YesNo):
        return t("template.values.choice", words=one_of(words_of(kind, t)))
    if isinstance(kind, Day):
        return t("template.values.day")
    if isinstance(kind, Whole):
        least = kind.least
        key = "template.values.whole" if least is None else "template.values.whole_from"
        return t(key, least=least)
    if isinstance(kind, Number):
        return t("template.values.decimal")
    if isinstance(kind, BagId):
        return t("template.values.bag_id")
    return _of_id(kind, t) if isinstance(kind, Id) else ""


def _of_id(kind: Id, t: Texts) -> str:
    """Return what an id may be: a new one, or one of another sheet."""
    if not kind.table:
        return t("template.values.id")
    table = table_of(kind.table)
    column = table.column(table.key)
    return t("template.values.reference", sheet=name_of(table, t), column=name_of(column, t))
