"""Workbooks from outside: what a sheet would become in memory, known before it is read.

A sheet of two filled cells, the first and the last that there can be, becomes a table of 17
billion cells; a text that is kept once may stand in a million.  So the XML is walked through, and
cells and texts are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NoReturn
from xml.parsers import expat

from allocator.reading.untrusted.archive import TooLarge
from allocator.reading.untrusted.limits import (
    DEEPEST,
    LONGEST_ATTRIBUTE,
    LONGEST_CELL,
    MOST_CELLS,
    MOST_ELEMENTS,
    MOST_TEXT,
)

PLACE = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
# Elements whose attributes we read ourselves: they hold no long texts.
PLAIN = ("c", "row", "sheet", "Relationship")


class NotXml(ValueError):
    """A part of a workbook that no program writes."""


class Counted:
    """What a workbook holds so far: elements, cells, text, and the length of each shared text."""

    def __init__(self) -> None:
        self.shared: list[int] = []
        self.elements = 0
        self.cells = 0
        self.text = 0

    def add(self, cells: int, text: int) -> None:
        """Count what a sheet holds.

        Raises
        ------
        TooLarge
            When it is too much.
        """
        self.cells += cells
        self.text += text
        if self.cells > MOST_CELLS or self.text > MOST_TEXT:
            raise TooLarge


class Walk:
    """Walks through one part of a workbook."""

    def __init__(self, counted: Counted) -> None:
        self._counted = counted
        self._path: list[str] = []
        self._row, self._column = 0, 0
        self._rows, self._columns = 0, 0
        self._is_shared = False
        self._said: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        # Nothing that a workbook needs, and our own look at a sheet would stumble over them.
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.CommentHandler = self._refuse
        self._parser.StartCdataSectionHandler = self._refuse
        self._parser.ProcessingInstructionHandler = self._refuse

    def through(self, parts: Iterable[bytes]) -> None:
        """Walk through the whole part.

        Raises
        ------
        NotXml
            When it is not as a spreadsheet program writes it.
        TooLarge
            When it would become too much.
        """
        try:
            for part in parts:
                self._parser.Parse(part, False)
            self._parser.Parse(b"", True)
        except (expat.ExpatError, LookupError) as error:  # an encoding that nobody knows
            raise NotXml from error
        self._counted.add(self._rows * self._columns, 0)

    def _refuse(self, *_: object) -> NoReturn:
        raise NotXml

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._path.append(name)
        self._counted.elements += 1
        if self._counted.elements > MOST_ELEMENTS:
            raise TooLarge
        if len(self._path) > DEEPEST:
            raise NotXml
        if name in PLAIN and any(
            len(value) > LONGEST_ATTRIBUTE or ">" in value for value in attributes.values()
        ):
            raise NotXml
        if name == "row":
            self._row = _number(attributes.get("r"), self._row + 1)
            self._column = 0
        elif name == "c":
            self._place(attributes)
        elif name == "si":
            self._said = []
        elif name in ("v", "is", "f") and self._path[-2:-1] == ["c"]:
            self._rows = max(self._rows, self._row)
            self._columns = max(self._columns, self._column)
            self._said = []

    def _place(self, attributes: dict[str, str]) -> None:
        """Note where a cell stands; one that does not say so comes after the one before."""
        self._is_shared = attributes.get("t") == "s"
        if "r" not in attributes:
            self._column += 1
            return
        place = PLACE.fullmatch(attributes["r"])
        if place is None:
            raise NotXml
        self._column = 0
        for letter in place[1].upper():
            self._column = self._column * 26 + ord(letter) - 64
        self._row = int(place[2])

    def _text(self, text: str) -> None:
        if self._path and self._path[-1] in ("v", "t"):
            self._said.append(text)

    def _end(self, name: str) -> None:
        self._path.pop()
        name = name.rpartition(":")[2]
        if name == "si":
            length = sum(map(len, self._said))
            if length > LONGEST_CELL:
                raise TooLarge
            self._counted.shared.append(length)
        elif name == "v" and self._is_shared:
            at = _number("".join(self._said).strip(), 0)
            if at < len(self._counted.shared):
                self._counted.add(0, self._counted.shared[at])


def _number(text: str | None, default: int) -> int:
    """Return a small whole number of a workbook.

    Raises
    ------
    NotXml
        When it is something else.
    """
    if text is None:
        return default
    if not re.fullmatch("[0-9]{1,9}", text):
        raise NotXml
    return int(text)
