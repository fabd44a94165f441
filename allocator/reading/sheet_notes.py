"""Notes at cells of a workbook, in a box that shows all of their text."""

from __future__ import annotations

from math import ceil

from xlsxwriter.worksheet import Worksheet

# In pixels; so many signs of this size go on a line of the box.
WIDTH, LINE, MARGIN = 320, 17, 12
SIGNS = 44
FONT_SIZE = 9


def write_note(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a note at a cell."""
    box = {"width": WIDTH, "height": height(text), "font_size": FONT_SIZE}
    sheet.write_comment(row, column, text, box)


def height(text: str) -> int:
    """Return the height in pixels that shows every line of a text."""
    lines = sum(max(1, ceil(len(line) / SIGNS)) for line in text.split("\n"))
    return MARGIN + LINE * lines
