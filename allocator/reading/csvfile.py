"""Reading a CSV file: its text, its separator, its rows with their line numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from allocator.reading.faults import Faults
from allocator.reading.grid import Grid, Line

QUOTED = re.compile(r'"(?:[^"]|"")*"')
LONGEST_HEADING = 10_000


class BrokenQuotes(ValueError):
    """A quoted cell that does not end, or goes on after its end; ``line`` is its row."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_text(path: Path, faults: Faults) -> str | None:
    """Return the text of a UTF-8 file, with or without BOM; ``None`` after a fault."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.add(path.name, None, "", "reading.not_utf8")
    except OSError:
        faults.add(path.name, None, "", "reading.unreadable_file")
    return None


def read_csv(path: Path, faults: Faults) -> Grid:
    """Return the rows of a CSV file; blank rows count as lines, but not as rows."""
    text = read_text(path, faults)
    if text is None:
        return Grid(path.name, broken=True)
    rows: list[Line] = []
    broken = False
    try:
        for line in numbered_rows(text, separator_of(text)):
            if any(cell and not cell.isspace() for cell in line.cells):  # type: ignore[union-attr]
                rows.append(line)
    except BrokenQuotes as error:
        faults.add(path.name, error.line, "", "reading.broken_quotes")
        broken = True
    if rows:
        return Grid(path.name, rows[0], rows[1:], broken)
    if not broken:
        faults.add(path.name, None, "", "reading.empty_file")
    return Grid(path.name, broken=True)


def separator_of(text: str) -> str:
    """Return the separator that the heading row uses."""
    # A quoted heading may hold the other sign.
    unquoted = QUOTED.sub("", text[:LONGEST_HEADING]).lstrip("\r\n ")
    heading = unquoted.splitlines()[0] if unquoted else ""
    return ";" if ";" in heading else ","


def numbered_rows(text: str, separator: str) -> Iterator[Line]:
    """Return each row with the line on which it starts.

    Raises
    ------
    BrokenQuotes
        When a quoted cell does not end where it should.
    """
    # Strict, or an open quote would swallow the rest of the file without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BrokenQuotes(start) from None
        yield Line(start, cells)
        start = reader.line_num + 1
