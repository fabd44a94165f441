"""A form for a row: a field for each column, filled in as it is now.

What somebody fills in goes to the same reading as a cell of a file, and so do the faults; the
fields here refuse nothing but what no form of ours sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from allocator.errors import BadInput, Fault
from allocator.reading.kinds import (
    LONGEST_TEXT,
    Choice,
    Day,
    Id,
    ListOf,
    Number,
    Text,
    Whole,
    YesNo,
)
from allocator.reading.schema import Column
from allocator.rounds.editable import Row
from allocator.rounds.unsound import place_of
from allocator.texts import Texts
from allocator.web.facts.values import label, named, word
from allocator.web.forms import Choices, DayInput

SEEN = "seen"
LONG = ("hold_reason", "draagkracht_source")


class RowForm(forms.Form):
    """A row to edit."""

    def __init__(self, row: Row, t: Texts, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.row, self.words = row, t
        for column in row.columns:
            field = _field(column, row, t)
            field.label = label(t, row.table.name, column.attribute)
            field.help_text = _hint(t, row, column)
            field.initial = _initial(column, getattr(row.thing, column.attribute), t)
            self.fields[column.name] = field
        self.fields[SEEN] = forms.CharField(widget=forms.HiddenInput, initial=row.seen)

    def changed(self) -> dict[str, str]:
        """Return what somebody filled in otherwise, as the cells of a file."""
        names = [name for name in self.changed_data if name != SEEN]
        return {name: _cell(self.cleaned_data[name]) for name in names}

    def show(self, error: BadInput) -> None:
        """Show faults, each at its field; what is wrong elsewhere comes above the form."""
        for fault in error.faults:
            place = place_of(self.row.table.name, self.row.fact.key, fault.column)
            said = _said(fault, self.row.table.name, self.words)
            if fault.file == place and fault.column in self.fields:
                self.add_error(fault.column, said)
            else:
                where = fault.file.rstrip(":")
                self.add_error(None, self.words("pages.edit.elsewhere", place=where, fault=said))


def _said(fault: Fault, table: str, t: Texts) -> str:
    """Return what is wrong, with the name of another field as people see it."""
    values: dict[str, object] = dict(fault.values)
    if "other" in values:
        values["other"] = label(t, table, str(values["other"]))
    said = t(fault.message, **values)
    return said[:1].upper() + said[1:]


def _hint(t: Texts, row: Row, column: Column) -> str:
    table = row.table
    hint = t(f"template.{table.name}.{column.name}")
    counted = column.attribute in table.counted
    return f"{hint} {t('pages.edit.counts')}" if counted else hint


def _field(column: Column, row: Row, t: Texts) -> forms.Field:
    kind = column.kind
    if isinstance(kind, ListOf):
        choices = _choices(kind.item, column.attribute, row, t)
        return forms.MultipleChoiceField(
            required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )
    if isinstance(kind, Choice | YesNo) or (isinstance(kind, Id) and kind.table):
        choices = _choices(kind, column.attribute, row, t)
        if not column.mandatory and column.default is None:
            choices = [("", t("pages.edit.empty")), *choices]
        return forms.ChoiceField(required=False, choices=choices)
    return forms.CharField(required=False, max_length=LONGEST_TEXT, widget=_widget(column))


def _widget(column: Column) -> forms.Widget:
    kind = column.kind
    if isinstance(kind, Day):
        return DayInput()
    if isinstance(kind, Whole):
        return forms.TextInput({"inputmode": "numeric", "size": 8})
    if isinstance(kind, Number):
        return forms.TextInput({"inputmode": "decimal", "size": 10})
    if isinstance(kind, Text) and column.attribute in LONG:
        return forms.Textarea({"rows": 3})
    return forms.TextInput()


def _choices(kind: Any, field: str, row: Row, t: Texts) -> Choices:
    if isinstance(kind, YesNo):
        return [("true", t("pages.yes")), ("false", t("pages.no"))]
    if isinstance(kind, Choice):
        return [(w.value, word(t, field, w.value)) for w in kind.words]
    names = row.places[kind.table]
    return [(ref, named(ref, names)) for ref in names]


def _initial(column: Column, value: Any, t: Texts) -> Any:
    """Return a value as its field shows it."""
    if isinstance(column.kind, ListOf):
        return [str(one) for one in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        sign = "," if t.language == "nl" else "."
        return format(value, "f").replace(".", sign)
    return value.isoformat() if isinstance(value, date) else str(value)


def _cell(value: Any) -> str:
    return "|".join(value) if isinstance(value, list) else str(value)
