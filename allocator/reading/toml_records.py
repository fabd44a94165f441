"""Rows of a table that a TOML file gives as ``[[table]]``."""

from __future__ import annotations

from typing import Any

from allocator.reading.cells import Unreadable
from allocator.reading.faults import Faults
from allocator.reading.headings import plain
from allocator.reading.origin import looks_like_origin
from allocator.reading.rows import UNREAD, Place, Rows, absent
from allocator.reading.schema import Table
from allocator.reading.tables import columns_by_name, read_value
from allocator.reading.toml_lines import Path
from allocator.reading.toml_values import cell_of


def read_records(
    table: Table, file: str, found: dict[str, Any], lines: dict[Path, int], faults: Faults
) -> Rows:
    """Return the rows of a table; ``found`` holds the list, by its key as written."""
    rows = absent(table, file)
    for number_of_key, (key, records) in enumerate(found.items()):
        line = lines.get((key,), 1)
        if number_of_key:
            faults.add(file, line, key, "reading.key_twice", first=next(iter(found)))
        if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
            faults.add(file, line, key, "reading.not_a_list_of_tables", key=key)
            continue
        for number, record in enumerate(records):
            path: Path = (key, number)
            _read_record(rows, record, path, lines, faults)
    return rows


def _read_record(
    rows: Rows, record: dict[str, Any], path: Path, lines: dict[Path, int], faults: Faults
) -> None:
    """Add one row."""
    line = lines.get(path, 1)
    rows.lines.append(line)
    written = _known_keys(rows, record, path, lines, faults)
    for column in rows.table.columns:
        value = column.default
        try:
            if column.name in written:
                key = written[column.name]
                rows.own_places[line, column.name] = Place(lines.get((*path, key), line), key)
                cell = cell_of(record[key])
                if cell is None:
                    raise Unreadable("reading.not_one_value")
                value = read_value(column, cell.strip() if isinstance(cell, str) else cell)
            elif column.mandatory:
                raise Unreadable("reading.missing_key", key=column.name, dutch=column.dutch)
        except Unreadable as error:
            rows.note(faults, line, column.name, error.message, **error.values)
            value = UNREAD
        rows.values[column.name].append(value)


def _known_keys(
    rows: Rows, record: dict[str, Any], path: Path, lines: dict[Path, int], faults: Faults
) -> dict[str, str]:
    """Return the key as written of each column that the row has."""
    columns = columns_by_name(rows.table)
    written: dict[str, str] = {}
    for key in record:
        at = lines.get((*path, key), lines.get(path, 1))
        column = columns.get(plain(key))
        if column is None and looks_like_origin(key):
            faults.add(rows.file, at, key, "reading.origin")
        elif column is None:
            faults.add(rows.file, at, key, "reading.unknown_key", warning=True)
        elif column.name in written:
            faults.add(rows.file, at, key, "reading.key_twice", first=written[column.name])
        else:
            written[column.name] = key
    return written
