"""What the cells of the template look like, and what they may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from allocator.reading.cells import Kind
from allocator.reading.dates import LAST_YEAR
from allocator.reading.kinds import LARGEST, BagId, Choice, Day, Id, Number, Whole, YesNo
from allocator.reading.template_words import is_dutch, name_of, table_of, words_of
from allocator.reading.write_workbook import FIRST_DATE_CELL
from allocator.texts import Texts

# The last row that a sheet has, counted from 0.
LAST_ROW = 1_048_575
LAST_DAY = date(LAST_YEAR, 12, 31)


@dataclass(frozen=True)
class Formats:
    """The formats of one workbook."""

    title: Format
    name: Format
    sentence: Format
    mandatory: Format
    optional: Format
    text: Format
    number: Format
    day: Format

    def of(self, kind: Kind) -> Format:
        """Return the format of cells of a kind; what is no number or date stays text."""
        if isinstance(kind, Day):
            return self.day
        return self.number if isinstance(kind, Whole | Number) else self.text


def formats_of(workbook: xlsxwriter.Workbook, t: Texts) -> Formats:
    """Return the formats of a workbook."""
    add = workbook.add_format
    mandatory = {"bold": True, "bottom": 1, "bg_color": "#1F4E79", "font_color": "#FFFFFF"}
    return Formats(
        title=add({"bold": True, "font_size": 14}),
        name=add({"bold": True, "valign": "top"}),
        sentence=add({"text_wrap": True, "valign": "top"}),
        mandatory=add(mandatory),
        optional=add({"bottom": 1, "bg_color": "#DDE7F0"}),
        text=add({"num_format": "@"}),
        number=add(),
        day=add({"num_format": "dd-mm-yyyy" if is_dutch(t) else "yyyy-mm-dd", "align": "left"}),
    )


def rule_of(kind: Kind, t: Texts) -> dict[str, Any] | None:
    """Return what a spreadsheet accepts in a cell of a kind; ``None`` for any text."""
    if isinstance(kind, Choice | YesNo):
        words = {"validate": "list", "source": words_of(kind, t)}
        return _refusing(words, t("template.wrong.choice"), t)
    if isinstance(kind, Day):
        return _refusing(_between("date", FIRST_DATE_CELL, LAST_DAY), t("template.wrong.day"), t)
    if isinstance(kind, Whole):
        least = -kind.most if kind.least is None else kind.least
        said = t("template.wrong.whole", least=least)
        return _refusing(_between("integer", least, kind.most), said, t)
    if isinstance(kind, Number):
        said = t("template.wrong.decimal")
        return _refusing(_between("decimal", kind.least or 0, LARGEST), said, t)
    if isinstance(kind, BagId):
        return _refusing(_between("length", 16, 16), t("template.wrong.bag_id"), t)
    return _ids_of(kind.table, t) if isinstance(kind, Id) and kind.table else None


def _between(validate: str, least: int | date, most: int | date) -> dict[str, Any]:
    """Return a rule for a number, a day or a length within limits."""
    return {"validate": validate, "criteria": "between", "minimum": least, "maximum": most}


def _refusing(rule: dict[str, Any], said: str, t: Texts) -> dict[str, Any]:
    """Return the rule with what a spreadsheet says when a cell breaks it."""
    return {**rule, "error_title": t("template.wrong"), "error_message": said}


def _ids_of(name: str, t: Texts) -> dict[str, Any]:
    """Return a list of the ids filled in so far in the first column of another sheet.

    Nothing is refused: what it refers to may be filled in later, or have left.
    """
    sheet = name_of(table_of(name), t)
    ids = f"COUNTA('{sheet}'!$A$2:$A${LAST_ROW + 1})"
    source = f"=OFFSET('{sheet}'!$A$2,0,0,MAX(1,{ids}),1)"
    return {"validate": "list", "source": source, "show_error": False}
