"""Writing an instance as a folder of CSV files with instance.toml."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from os import PathLike
from pathlib import Path

from allocator.domain.instance import Instance
from allocator.errors import BadCall
from allocator.reading.cells import Cell, as_text
from allocator.reading.columns import TABLES
from allocator.reading.headings import plain
from allocator.reading.numbers import number_text
from allocator.reading.to_cells import Sheet, sheets_of
from allocator.reading.write_toml import instance_toml


def write_folder(
    instance: Instance, path: str | PathLike[str], *, dutch: bool = False, separator: str = ";"
) -> None:
    """Write an instance; the same instance gives the same bytes.

    Raises
    ------
    BadCall
        When the folder holds a table of an instance that would be read as part of this
        one, but is not overwritten.
    """
    folder = Path(path)
    files = {
        f"{sheet.name}.csv": csv_text(
            sheet, separator, decimal_sign="," if dutch and separator != "," else "."
        )
        for sheet in sheets_of(instance, TABLES, dutch=dutch)
    }
    files["instance.toml"] = instance_toml(instance, dutch=dutch)
    folder.mkdir(parents=True, exist_ok=True)
    _refuse_other_tables(folder, files)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode("utf-8"))


def csv_text(sheet: Sheet, separator: str, decimal_sign: str) -> str:
    """Return a table as the text of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(sheet.headings)
    writer.writerows(_texts(row, decimal_sign) for row in sheet.rows)
    return out.getvalue()


def _texts(row: Sequence[Cell], decimal_sign: str) -> list[str]:
    """Return the cells of a row as text."""
    return [
        number_text(cell, decimal_sign) if isinstance(cell, Decimal) else as_text(cell)
        for cell in row
    ]


def _refuse_other_tables(folder: Path, files: dict[str, str]) -> None:
    """Stop before tables of another instance get mixed with this one."""
    tables = {plain(name) for table in TABLES for name in (table.name, table.dutch)}
    for file in sorted(folder.glob("*")):
        is_table = file.suffix.casefold() == ".csv" and plain(file.stem) in tables
        if file.name not in files and (is_table or file.name.casefold() == "instance.toml"):
            raise BadCall("reading.folder_in_use", folder=folder, file=file.name)
