"""Reading instance.toml: keys with their lines, and the table taakstelling."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

from allocator.reading.cells import Cell, as_text
from allocator.reading.columns import TAAKSTELLING
from allocator.reading.csvfile import read_text
from allocator.reading.entries import Entry
from allocator.reading.faults import Faults
from allocator.reading.headings import plain
from allocator.reading.rows import Rows
from allocator.reading.toml_lines import Path, key_lines
from allocator.reading.toml_records import read_records
from allocator.reading.toml_values import cell_of

AT_LINE = re.compile(r"at line (\d+)")


def read_toml(path: FilePath, faults: Faults) -> tuple[list[Entry], Rows] | None:
    """Return the keys and the rows of taakstelling; ``None`` after a fault."""
    read = load_toml(path, faults)
    if read is None:
        return None
    document, lines = read
    tables = [key for key in document if plain(key) == TAAKSTELLING.name]
    entries = list(entries_of(document, (), lines, skip=tables))
    records = {key: document[key] for key in tables}
    return entries, read_records(TAAKSTELLING, path.name, records, lines, faults)


def load_toml(path: FilePath, faults: Faults) -> tuple[dict[str, Any], dict[Path, int]] | None:
    """Return what a TOML file holds, and the line of each key; ``None`` after a fault."""
    text = read_text(path, faults)
    return None if text is None else parse_toml(text, path.name, faults)


def parse_toml(
    text: str, name: str, faults: Faults
) -> tuple[dict[str, Any], dict[Path, int]] | None:
    """Return what a text of TOML holds, and the line of each key; ``None`` after a fault."""
    # The TOML reader counts lines by \n.
    text = text.replace("\r\n", "\n")
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        at = AT_LINE.search(str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        faults.add(name, line, "", "reading.not_toml")
        return None
    return document, key_lines(text)


def entries_of(
    table: dict[str, Any], outer: tuple[str, ...], lines: dict[Path, int], skip: Container[str] = ()
) -> Iterator[Entry]:
    """Return the keys of a table, and those of the tables in it."""
    for key, value in table.items():
        if key in skip:
            continue
        path = (*outer, key)
        if isinstance(value, dict):
            yield from entries_of(value, path, lines)
            continue
        is_list = isinstance(value, list)
        yield Entry(
            path, list_cell(value) if is_list else cell_of(value), lines.get(path, 1), is_list
        )


def list_cell(values: list[Any]) -> Cell | None:
    """Return a list as the cell that would hold it."""
    cells = [cell_of(value) for value in values]
    return None if None in cells else "|".join(as_text(cell) for cell in cells if cell is not None)
