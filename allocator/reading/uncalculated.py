"""Cells of a workbook whose formula has no result.

The reader of workbooks gives them as empty cells, and an empty limit means that there
is none.  So they are sought in the XML of the sheets.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
PLACE = re.compile(r"([A-Z]+)([0-9]+)")
RESULT = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)<")
NO_RESULT = "#FORMULA"


def uncalculated_cells(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """Return per sheet the row and column, from 0, and what stands there (``#N/A``)."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name, file in _sheets(archive):
            xml = archive.read(file)
            if b't="e"' in xml or FORMULA.search(xml):
                found[name] = list(_without_result(xml))
    return found


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Return the name and the file of each sheet."""
    links = {}
    for link in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        target = link["Target"]
        links[link["Id"]] = target[1:] if target.startswith("/") else f"xl/{target}"
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        id_ = next(value for name, value in sheet.items() if name.endswith(":id"))
        yield sheet["name"], links[id_]


def _elements(archive: zipfile.ZipFile, file: str, tag: str) -> Iterator[dict[str, str]]:
    """Return the attributes of all elements of a kind."""
    text = archive.read(file).decode("utf-8")
    for attributes in re.findall(rf"<(?:\w+:)?{tag}\s([^>]*)>", text):
        yield {name: unescape(value) for name, value in ATTRIBUTE.findall(attributes)}


def _without_result(xml: bytes) -> Iterator[tuple[int, int, str]]:
    """Return the cells of a sheet that hold an error, or a formula never calculated."""
    for attributes, content in CELL.findall(xml):
        cell = dict(ATTRIBUTE.findall(attributes.decode("utf-8")))
        place = PLACE.fullmatch(cell.get("r", ""))
        result = RESULT.search(content)
        is_error = cell.get("t") == "e"
        # The result of a formula may be a text without signs (``str``).
        without = FORMULA.search(content) and not result and cell.get("t") != "str"
        if not place or not (is_error or without):
            continue
        column = 0
        for letter in place[1]:
            column = column * 26 + ord(letter) - 64
        error = result[1].decode("utf-8") if result else NO_RESULT
        yield int(place[2]) - 1, column - 1, error
