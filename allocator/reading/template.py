"""An empty workbook to fill in: every sheet and column, with lists to choose from and notes.

What it holds is read back without a fault once it is filled in: the sheets that explain it
have names that reading leaves alone.
"""

from __future__ import annotations

import io

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from allocator.reading.columns import SETTINGS, TAAKSTELLING, TABLES
from allocator.reading.schema import Column, Table
from allocator.reading.settings import SETTINGS as KEYS
from allocator.reading.settings import TOP_SETTINGS
from allocator.reading.sheet_notes import write_note
from allocator.reading.template_cells import LAST_ROW, Formats, formats_of, rule_of
from allocator.reading.template_notes import explanation, key_note, note
from allocator.reading.template_words import key_of, name_of
from allocator.reading.write_workbook import CREATED, OPTIONS
from allocator.texts import Texts, texts

NARROWEST = 14


def template(language: str = "nl") -> bytes:
    """Return the empty workbook as the bytes of an .xlsx file, the same each time."""
    t = texts(language)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**OPTIONS, "in_memory": True}) as workbook:
        workbook.set_properties({"created": CREATED})
        formats = formats_of(workbook, t)
        _write_explanation(workbook.add_worksheet(t("template.sheet")), t, formats)
        _write_settings(workbook.add_worksheet(SETTINGS.name), t, formats)
        for table in (TAAKSTELLING, *TABLES):
            _write_table(workbook.add_worksheet(name_of(table, t)), table, t, formats)
        lists = workbook.add_worksheet(t("template.lists"))
        lists.write_column(0, 0, _policy_keys())
        lists.hide()
    return out.getvalue()


def _policy_keys() -> list[str]:
    """Return the keys of all settings of the policy."""
    return [".".join(setting.path) for setting in KEYS[len(TOP_SETTINGS) :]]


def _write_explanation(sheet: Worksheet, t: Texts, formats: Formats) -> None:
    """Write the page that explains the workbook."""
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, t("template.title"), formats.title)
    for row, (name, text) in enumerate(explanation(t), start=2):
        sheet.write_string(row, 0, name, formats.name)
        sheet.write_string(row, 1, text, formats.sentence)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_table(sheet: Worksheet, table: Table, t: Texts, formats: Formats) -> None:
    """Write the headings of a table, and what the cells below them may hold."""
    for at, column in enumerate(table.columns):
        _write_heading(sheet, at, table, column, t, formats)
        if rule := rule_of(column.kind, t):
            sheet.data_validation(1, at, LAST_ROW, at, rule)
        width = max(NARROWEST, len(name_of(column, t)) + 4)
        sheet.set_column(at, at, width, formats.of(column.kind))
    sheet.freeze_panes(1, 0)


def _write_heading(
    sheet: Worksheet, at: int, table: Table, column: Column, t: Texts, formats: Formats
) -> None:
    """Write a heading with its note, marked when the column is mandatory."""
    look = formats.mandatory if column.mandatory else formats.optional
    sheet.write_string(0, at, name_of(column, t), look)
    write_note(sheet, 0, at, note(table, column, t))


def _write_settings(sheet: Worksheet, t: Texts, formats: Formats) -> None:
    """Write the sheet with the keys of the instance; those of the policy can be chosen."""
    for at, column in enumerate(SETTINGS.columns):
        _write_heading(sheet, at, SETTINGS, column, t, formats)
        sheet.set_column(at, at, 36)
    for row, setting in enumerate(TOP_SETTINGS, start=1):
        look = formats.mandatory if setting.mandatory else formats.name
        sheet.write_string(row, 0, key_of(setting, t), look)
        write_note(sheet, row, 0, key_note(setting, t))
        sheet.write_blank(row, 1, None, formats.of(setting.kind))
        if rule := rule_of(setting.kind, t):
            sheet.data_validation(row, 1, row, 1, rule)
    last = len(_policy_keys())
    source = f"='{t('template.lists')}'!$A$1:$A${last}"
    below = len(TOP_SETTINGS) + 1
    sheet.data_validation(
        below, 0, LAST_ROW, 0, {"validate": "list", "source": source, "show_error": False}
    )
    sheet.freeze_panes(1, 0)
