"""Finding the tables of an instance: in a folder of files, or in a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from allocator.reading.columns import IGNORED_SHEETS, SETTINGS, TAAKSTELLING, TABLES
from allocator.reading.csvfile import read_csv
from allocator.reading.entries import Entry, Settings, read_settings
from allocator.reading.faults import Faults
from allocator.reading.grid import Grid
from allocator.reading.headings import plain
from allocator.reading.rows import Rows, absent
from allocator.reading.schema import Table
from allocator.reading.tables import read_table
from allocator.reading.tomlfile import read_toml
from allocator.reading.workbook import read_workbook


@dataclass(frozen=True)
class Source:
    """All that an instance's files say, cell by cell; nothing is checked across cells."""

    settings: Settings
    tables: dict[str, Rows]

    def copy(self) -> Source:
        """Return the same cells, to be changed by themselves."""
        return Source(self.settings, {name: rows.copy() for name, rows in self.tables.items()})


def read_source(path: Path, faults: Faults) -> Source:
    """Read all tables of a folder or a workbook; stop when there is neither.

    Raises
    ------
    BadInput
        When there is nothing to read.
    """
    try:
        if path.is_dir():
            return _read_folder(path, faults)
        if not path.exists():
            faults.add(str(path), None, "", "reading.no_such_path")
        elif path.suffix.casefold() != ".xlsx":
            faults.add(path.name, None, "", "reading.not_an_instance")
        elif (grids := read_workbook(path, faults)) is not None:
            return _read_sheets(grids, faults)
    except OSError:
        faults.add(str(path), None, "", "reading.unreadable_file")
    faults.stop_if_any()
    raise AssertionError("a path that cannot be read has a fault")  # pragma: no cover


def _read_folder(folder: Path, faults: Faults) -> Source:
    """Read the CSV files and instance.toml of a folder."""
    files = sorted(folder.iterdir())
    csv_files = {file.name: file for file in files if file.suffix.casefold() == ".csv"}
    stems = {name: file.stem for name, file in csv_files.items()}
    chosen = _choose(TABLES, stems, "reading.unknown_file", ".csv", faults)
    tables = {
        table.name: _rows(table, read_csv(csv_files[chosen[table.name]], faults), faults)
        if table.name in chosen
        else absent(table, f"{table.name}.csv", whole=not table.mandatory)
        for table in TABLES
    }
    settings, tables[TAAKSTELLING.name] = _read_instance_toml(files, faults)
    return Source(settings, tables)


def _read_instance_toml(files: Iterable[Path], faults: Faults) -> tuple[Settings, Rows]:
    """Read the one file with the settings."""
    name = "instance.toml"
    found = [file for file in files if file.name.casefold() == name]
    for other in found[1:]:
        faults.add(other.name, None, "", "reading.table_twice", first=found[0].name)
    if not found:
        faults.add(name, None, "", "reading.missing_file")
    elif read := read_toml(found[0], faults):
        entries, rows = read
        return read_settings(found[0].name, entries, faults), rows
    return Settings(name), absent(TAAKSTELLING, name)


def _read_sheets(grids: Iterable[Grid], faults: Faults) -> Source:
    """Read the sheets of a workbook."""
    sheets = {grid.file: grid for grid in grids if plain(grid.file) not in IGNORED_SHEETS}
    known = (*TABLES, TAAKSTELLING, SETTINGS)
    chosen = _choose(known, {name: name for name in sheets}, "reading.unknown_sheet", "", faults)
    tables = {
        table.name: _rows(table, sheets[chosen[table.name]], faults)
        if table.name in chosen
        else absent(table, whole=not table.mandatory)
        for table in known
    }
    return Source(_settings(tables.pop(SETTINGS.name), faults), tables)


def _settings(rows: Rows, faults: Faults) -> Settings:
    """Return the settings in the sheet ``instance``."""
    columns = [column.name for column in SETTINGS.columns]
    if not set(columns) <= rows.headings.keys():
        if rows.headings and "value" not in rows.headings:
            line = rows.heading_line
            faults.add(rows.file, line, "value", "reading.missing_column", dutch="waarde")
        return Settings(rows.file)
    entries = [
        Entry(tuple(part.strip() for part in key.split(".")), value, line)
        for line, key, value in rows.given(*columns)
    ]
    return read_settings(rows.file, entries, faults)


def _rows(table: Table, grid: Grid, faults: Faults) -> Rows:
    """Return the rows of a grid; a file that could not be read at all has none."""
    if grid.broken and not grid.heading.cells:
        return absent(table, grid.file, whole=False)
    return read_table(table, grid, faults)


def _choose(
    tables: Iterable[Table], names: dict[str, str], unknown: str, suffix: str, faults: Faults
) -> dict[str, str]:
    """Return which file or sheet holds each table; ``names`` says what each is called."""
    by_name = {plain(name): table for table in tables for name in (table.name, table.dutch)}
    chosen: dict[str, str] = {}
    for file, name in names.items():
        table = by_name.get(plain(name))
        if table is None:
            faults.add(file, None, "", unknown, warning=True)
        elif table.name in chosen:
            faults.add(file, None, "", "reading.table_twice", first=chosen[table.name])
        else:
            chosen[table.name] = file
    for table in tables:
        if table.mandatory and table.name not in chosen:
            message = "reading.missing_file" if suffix else "reading.missing_sheet"
            faults.add(f"{table.name}{suffix}", None, "", message)
    return chosen
