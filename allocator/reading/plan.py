"""Reading the files of a plan as text, for whoever checks or shows them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from allocator.reading.cells import as_text
from allocator.reading.csvfile import read_csv, read_text
from allocator.reading.faults import Faults
from allocator.reading.grid import Grid, Line
from allocator.reading.headings import plain
from allocator.reading.plan_columns import (
    COLUMNS,
    FIRST_TABLE,
    OPTIONAL,
    SUMMARY,
    TABLES_OF,
    PlanKind,
)


@dataclass(frozen=True)
class PlanFiles:
    """The tables of a plan, each row as text by column name, and its summary.

    Tables that are only there when they were asked for may be missing.
    """

    kind: PlanKind
    tables: dict[str, list[dict[str, str]]]
    summary: dict[str, Any]


def read_plan(path: str | PathLike[str]) -> PlanFiles:
    """Read a folder with a matching plan or a relocation plan.

    Raises
    ------
    BadInput
        When a file is missing, broken or not of a plan: all faults together.
    """
    folder = Path(path)
    faults = Faults()
    kind = _kind_of(folder, faults)
    faults.stop_if_any()
    there = [name for name in OPTIONAL[kind] if (folder / f"{name}.csv").exists()]
    tables = {name: _read_table(folder, name, faults) for name in (*TABLES_OF[kind], *there)}
    summary = _read_summary(folder, faults)
    faults.stop_if_any()
    return PlanFiles(kind, tables, summary)


def is_relocation(path: str | PathLike[str]) -> bool:
    """Whether a folder looks like that of a relocation plan, and of no other."""
    there = [kind for kind, name in FIRST_TABLE.items() if (Path(path) / f"{name}.csv").exists()]
    return there == ["relocation"]


def _kind_of(folder: Path, faults: Faults) -> PlanKind:
    """Return the kind of plan; a fault when there is no plan, or there are two."""
    if not folder.is_dir():
        faults.add(str(folder), None, "", "reading.not_a_plan_folder")
    kinds = [kind for kind, name in FIRST_TABLE.items() if (folder / f"{name}.csv").exists()]
    if folder.is_dir() and len(kinds) != 1:
        message = "reading.two_plans" if kinds else "reading.no_plan"
        faults.add(folder.name, None, "", message)
    return kinds[0] if kinds else "matching"


def _read_table(folder: Path, name: str, faults: Faults) -> list[dict[str, str]]:
    """Return the rows of one file."""
    file = folder / f"{name}.csv"
    if not file.exists():
        faults.add(file.name, None, "", "reading.missing_file")
        return []
    grid = read_csv(file, faults)
    if not grid.heading.cells:
        return []
    places = _places(grid, COLUMNS[name], faults)
    return [_row(grid, line, places, faults) for line in grid.rows]


def _places(grid: Grid, columns: tuple[str, ...], faults: Faults) -> dict[str, int]:
    """Return where each column stands; other columns are left alone."""
    headings = [plain(as_text(cell).strip()) for cell in grid.heading.cells]
    places = {}
    for column in columns:
        if plain(column) not in headings:
            faults.add(
                grid.file,
                grid.heading.number,
                column,
                "reading.missing_column",
                dutch=column,
            )
            continue
        places[column] = headings.index(plain(column))
        if headings.count(plain(column)) > 1:
            faults.add(grid.file, grid.heading.number, column, "reading.column_twice", first=column)
    return places


def _row(grid: Grid, line: Line, places: dict[str, int], faults: Faults) -> dict[str, str]:
    """Return one row as text by column."""
    cells = [as_text(cell) for cell in line.cells]
    width = len(grid.heading.cells)
    if len(cells) > width:
        faults.add(
            grid.file, line.number, "", "reading.too_many_cells", cells=len(cells), headings=width
        )
    return {name: cells[at] if at < len(cells) else "" for name, at in places.items()}


def _read_summary(folder: Path, faults: Faults) -> dict[str, Any]:
    """Return what summary.json says."""
    file = folder / SUMMARY
    if not file.exists():
        faults.add(SUMMARY, None, "", "reading.missing_file")
        return {}
    text = read_text(file, faults)
    if text is None:
        return {}
    try:
        summary = json.loads(text)
    except json.JSONDecodeError as error:
        faults.add(SUMMARY, error.lineno, "", "reading.not_json")
        return {}
    except (ValueError, RecursionError):  # a number or a nesting beyond all measure
        faults.add(SUMMARY, None, "", "reading.not_json")
        return {}
    if not isinstance(summary, dict):
        faults.add(SUMMARY, 1, "", "reading.not_a_json_object")
        return {}
    return summary
