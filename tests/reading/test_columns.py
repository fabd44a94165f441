"""The one place for names and headings."""

from __future__ import annotations

import pytest

from allocator.domain.household import Household, Person
from allocator.reading.build import MODELS
from allocator.reading.columns import SETTINGS, TAAKSTELLING, TABLES
from allocator.reading.headings import plain
from allocator.reading.schema import Table
from allocator.reading.words import ALSO, DUTCH, words_of

ALL = (*TABLES, TAAKSTELLING, SETTINGS)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_no_two_columns_share_a_name(table: Table) -> None:
    names: dict[str, str] = {}
    for column in table.columns:
        for name in {plain(column.name), plain(column.dutch)}:
            assert names.setdefault(name, column.name) == column.name


def test_no_two_tables_share_a_name() -> None:
    names: dict[str, str] = {}
    for table in ALL:
        for name in {plain(table.name), plain(table.dutch)}:
            assert names.setdefault(name, table.name) == table.name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_are_the_fields_of_the_domain(table: Table) -> None:
    models = {**MODELS, "households": Household, "persons": Person}
    fields = dict(models[table.name].model_fields)
    fields.pop("persons", None)
    assert [column.attribute for column in table.columns] == list(fields)
    for column in table.columns:
        field = fields[column.attribute]
        assert column.mandatory == field.is_required()
        if not column.mandatory:
            assert column.default == field.default


def test_words_of_choices_are_apart() -> None:
    for choice in DUTCH:
        words = words_of(choice)
        assert len(words) == len(choice)
        names = [{plain(w.english), plain(w.dutch), *map(plain, w.also)} for w in words]
        assert len(set().union(*names)) == sum(map(len, names))
    assert set(ALSO) <= set(DUTCH)
