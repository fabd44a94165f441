"""The empty workbook: what it offers and explains, and that it reads back once filled in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from allocator.domain.instance import Instance
from allocator.errors import BadInput
from allocator.reading import digest, read_instance, render_fault, template
from allocator.reading.cells import Cell
from allocator.reading.columns import IGNORED_SHEETS, TAAKSTELLING, TABLES
from allocator.reading.kinds import BagId, Choice, Day, Id, ListOf, Number, Whole, YesNo
from allocator.reading.sheet_notes import height
from allocator.reading.to_cells import sheets_of
from allocator.reading.write_toml import policy_values, top_values
from allocator.texts import texts

INSTANCES = Path(__file__).parents[2] / "instances"
LANGUAGES = ("nl", "en")
ALL = (TAAKSTELLING, *TABLES)


def opened(language: str = "nl") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(language)))


def name(what: Any, language: str) -> str:
    return str(what.dutch if language == "nl" else what.name)


def rule_at(sheet: Worksheet, cell: str) -> Any:
    """Return the validation of a cell."""
    found = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert len(found) <= 1
    return found[0] if found else None


def look_of(sheet: Worksheet, letter: str) -> str:
    """Return the format of a column; columns that look alike stand together."""
    at = openpyxl.utils.column_index_from_string(letter)
    found = [d for d in sheet.column_dimensions.values() if d.min <= at <= d.max]
    return str(found[0].number_format)


def columns(language: str) -> Iterator[tuple[Any, Any, Worksheet, str]]:
    """Return every column with its table, its sheet and its letter."""
    book = opened(language)
    for table in ALL:
        sheet = book[name(table, language)]
        for at, column in enumerate(table.columns, start=1):
            yield table, column, sheet, openpyxl.utils.get_column_letter(at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_sheets(language):
    book = opened(language)
    first, *sheets, lists = book.worksheets
    assert [sheet.title for sheet in sheets] == [
        "instance",
        *(name(table, language) for table in ALL),
    ]
    assert {first.title, lists.title} <= set(IGNORED_SHEETS)
    assert lists.sheet_state == "hidden"
    assert book.active is first


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_with_its_note(language):
    for table, column, sheet, letter in columns(language):
        cell = sheet[f"{letter}1"]
        assert cell.value == name(column, language)
        assert sheet.freeze_panes == "A2"
        must = {"nl": "Verplicht.", "en": "Mandatory."}[language]
        assert (must in cell.comment.text.splitlines()) == column.mandatory
        assert bool(cell.font.bold) == column.mandatory
        assert cell.comment.text.splitlines()[0] == texts(language)(
            f"template.{table.name}.{column.name}"
        )
        if isinstance(column.kind, ListOf):
            assert "|" in cell.comment.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_cell_may_hold(language):
    words = {"nl": '"ja,nee"', "en": '"true,false"'}[language]
    for table, column, sheet, letter in columns(language):
        kind, rule = column.kind, rule_at(sheet, f"{letter}2")
        look = look_of(sheet, letter)
        if isinstance(kind, Choice):
            said = ",".join(w.dutch if language == "nl" else w.english for w in kind.words)
            assert (rule.type, rule.formula1) == ("list", f'"{said}"')
        elif isinstance(kind, YesNo):
            assert (rule.type, rule.formula1) == ("list", words)
        elif isinstance(kind, Day):
            assert rule.type == "date"
            assert look == {"nl": "dd-mm-yyyy", "en": "yyyy-mm-dd"}[language]
        elif isinstance(kind, Whole):
            least = -kind.most if kind.least is None else kind.least
            assert (rule.type, rule.formula1) == ("whole", str(least))
        elif isinstance(kind, Number):
            assert (rule.type, rule.formula1) == ("decimal", "0")
        elif isinstance(kind, BagId):
            assert (rule.type, rule.formula1, rule.formula2) == ("textLength", "16", "16")
        elif isinstance(kind, Id) and kind.table:
            other = next(t for t in TABLES if t.name == kind.table)
            assert f"OFFSET('{name(other, language)}'!$A$2" in rule.formula1
            assert not rule.showErrorMessage
        else:
            assert rule is None, (table.name, column.name)
        if isinstance(kind, Id | BagId):
            assert look == "@"  # 00123 stays what it is
        if rule is not None:
            assert rule_at(sheet, f"{letter}1048576") is rule
            assert rule_at(sheet, f"{letter}1") is None
            if not (isinstance(kind, Id) and kind.table):
                assert len(rule.errorTitle) <= 32
                assert 0 < len(rule.error) <= 255


def test_the_lists_of_ids_look_at_the_column_of_ids():
    for table in TABLES:
        if table.key:
            assert table.columns[0].name == table.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_of_the_instance(language):
    sheet = opened(language)["instance"]
    keys = [sheet.cell(row, 1).value for row in range(2, 9)]
    first = {"nl": ["naam", "gemeente"], "en": ["name", "municipality"]}[language]
    assert keys == [
        *first,
        *("peildatum", "horizon_days", "horizon_months", "lottery_seed", None),
    ]
    assert all(sheet.cell(row, 1).comment.text for row in range(2, 8))
    assert sheet["B3"].number_format == "@"
    assert rule_at(sheet, "B4").type == "date"
    assert rule_at(sheet, "B5").type == "whole"
    choices = rule_at(sheet, "A8")
    lists = {"nl": "lijsten", "en": "lists"}[language]
    assert choices.formula1.startswith(f"'{lists}'!$A$1:$A$")
    listed = [row[0] for row in opened(language)[lists].iter_rows(values_only=True)]
    assert choices.formula1.endswith(f"$A${len(listed)}")
    assert listed[0] == "policy.min_stay_days"
    assert "policy.fit.ties" in listed


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("x" * 44, 1), ("x" * 45, 2), ("x\ny", 2), ("x" * 88 + "\ny", 3)]
)
def test_a_note_is_as_high_as_its_text(text, lines):
    assert height(text) == 12 + 17 * lines


def test_the_same_bytes():
    assert template("nl") == template("nl") != template("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_one_says_what_is_missing(tmp_path, language):
    (tmp_path / "t.xlsx").write_bytes(template(language))
    with pytest.raises(BadInput) as bad:
        read_instance(tmp_path / "t.xlsx")
    first = {"nl": ["naam", "gemeente"], "en": ["name", "municipality"]}[language]
    assert [(f.file, f.row, f.column) for f in bad.value.faults if not f.warning] == [
        ("instance", row, key) for row, key in enumerate([*first, "peildatum"], start=2)
    ]
    assert all(render_fault(fault, texts(language)) for fault in bad.value.faults)


def fill(book: openpyxl.Workbook, instance: Instance, language: str) -> None:
    """Type an instance into the template, each value below its heading."""
    dutch = language == "nl"
    for filled in sheets_of(instance, ALL, dutch=dutch):
        sheet = book[filled.name]
        at = {cell.value: cell.column for cell in sheet[1]}
        for row, cells in enumerate(filled.rows, start=2):
            for heading, cell in zip(filled.headings, cells, strict=True):
                put(sheet, row, at[heading], cell)
    sheet = book["instance"]
    rows = {sheet.cell(row, 1).value: row for row in range(2, 8)}
    for setting, value in (*top_values(instance), *policy_values(instance)):
        key = setting.dutch if dutch and setting.dutch else ".".join(setting.path)
        row = rows.setdefault(key, len(rows) + 2)
        sheet.cell(row, 1).value = key
        put(sheet, row, 2, setting.kind.cell(value, dutch=dutch))


def put(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    """Type one value: a number, a date or a text."""
    if cell != "":
        value = float(cell) if isinstance(cell, Decimal) else cell
        sheet.cell(row, column).value = value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", ["tiny", "nijmegen"])
def test_filled_in_it_is_the_same_as_the_folder(tmp_path, source, language):
    folder = read_instance(INSTANCES / source)
    assert folder.warnings == ()
    book = opened(language)
    fill(book, folder.instance, language)
    book.save(tmp_path / "filled.xlsx")
    filled = read_instance(tmp_path / "filled.xlsx")
    assert filled.warnings == ()
    assert filled.instance == folder.instance
    assert digest(filled.instance) == digest(folder.instance)


def test_a_seed_left_empty_is_no_seed(tmp_path):
    book = opened("en")
    sheet = book["instance"]
    for row, value in ((2, "Dorp"), (3, "0268"), (4, date(2025, 4, 7))):
        sheet.cell(row, 2).value = value
    book.save(tmp_path / "filled.xlsx")
    read = read_instance(tmp_path / "filled.xlsx")
    assert [(f.column, f.message) for f in read.warnings] == [
        ("lottery_seed", "reading.no_lottery_seed")
    ]
    assert read.instance.municipality == "0268"
