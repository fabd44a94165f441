"""From a grid of cells to the columns of a table, each cell parsed as its kind."""

from __future__ import annotations

from typing import Any

from allocator.reading.cells import Cell, Unreadable, as_text, read_cell
from allocator.reading.faults import Faults, shown
from allocator.reading.grid import Grid
from allocator.reading.headings import plain
from allocator.reading.origin import looks_like_origin
from allocator.reading.rows import UNREAD, Rows
from allocator.reading.schema import Column, Table


def read_table(table: Table, grid: Grid, faults: Faults) -> Rows:
    """Return the values of a table, with a fault for each cell that cannot be read."""
    places = _find_columns(table, grid, faults)
    check_widths(grid, faults)
    lines = grid.rows
    rows = Rows(
        table,
        grid.file,
        whole=not grid.broken and table.key in {"", *places},
        heading_line=grid.heading.number,
        lines=[line.number for line in lines],
        headings={name: as_text(grid.heading.cells[at]).strip() for name, at in places.items()},
    )
    for column in table.columns:
        if column.name in places:
            at = places[column.name]
            # A short row is one with empty cells at its end.
            cells = [line.cells[at] if at < len(line.cells) else "" for line in lines]
            rows.values[column.name] = _read_column(column, cells, rows, faults)
        else:
            missing = UNREAD if column.mandatory else column.default
            rows.values[column.name] = [missing] * len(lines)
    _find_duplicates(rows, faults)
    return rows


def columns_by_name(table: Table) -> dict[str, Column]:
    """Return the columns of a table by their plain names in both languages."""
    english = {plain(column.name): column for column in table.columns}
    return english | {plain(column.dutch): column for column in table.columns}


def _find_columns(table: Table, grid: Grid, faults: Faults) -> dict[str, int]:
    """Return where each column stands; one that is not there has no entry."""
    names = columns_by_name(table)
    places: dict[str, int] = {}
    row = grid.heading.number
    for at, cell in enumerate(grid.heading.cells):
        heading = as_text(cell).strip()
        known = names.get(plain(heading))
        if not heading:
            continue
        if known is None and looks_like_origin(heading):
            faults.add(grid.file, row, heading, "reading.origin")
        elif known is None:
            faults.add(grid.file, row, heading, "reading.unknown_column", warning=True)
        elif known.name in places:
            first = as_text(grid.heading.cells[places[known.name]]).strip()
            faults.add(grid.file, row, heading, "reading.column_twice", first=first)
        else:
            places[known.name] = at
    if not grid.broken or places:
        for column in table.columns:
            if column.mandatory and column.name not in places:
                faults.add(
                    grid.file, row, column.name, "reading.missing_column", dutch=column.dutch
                )
    return places


def check_widths(grid: Grid, faults: Faults) -> None:
    """Note each row that has cells outside the headings."""
    width = len(grid.heading.cells)
    unnamed = [at for at, cell in enumerate(grid.heading.cells) if not as_text(cell).strip()]
    for line in grid.rows:
        if len(line.cells) > width:
            faults.add(
                grid.file,
                line.number,
                "",
                "reading.too_many_cells",
                cells=len(line.cells),
                headings=width,
            )
        elif any(at < len(line.cells) and line.cells[at] != "" for at in unnamed):
            faults.add(grid.file, line.number, "", "reading.cell_without_heading")


def _read_column(column: Column, cells: list[Cell], rows: Rows, faults: Faults) -> list[Any]:
    """Return the values of a column; each distinct cell is parsed once."""
    known: dict[Cell, Any] = {}
    wrong: dict[Cell, Unreadable] = {}
    for cell in set(cells):
        try:
            known[cell] = read_value(column, cell)
        except Unreadable as error:
            known[cell] = UNREAD
            wrong[cell] = error
    if wrong:
        for line, cell in zip(rows.lines, cells, strict=True):
            if bad := wrong.get(cell):
                rows.note(faults, line, column.name, bad.message, **bad.values)
    return [known[cell] for cell in cells]


def read_value(column: Column, cell: Cell) -> Any:
    """Return the value of a cell, which may be empty.

    Raises
    ------
    Unreadable
        When the cell is not of the column's kind, or empty in a mandatory column.
    """
    bare = cell.strip() if isinstance(cell, str) else cell
    if bare != "":
        return read_cell(column.kind, bare)
    if column.mandatory:
        raise Unreadable("reading.missing_value")
    return column.default


def _find_duplicates(rows: Rows, faults: Faults) -> None:
    """Note each row that repeats what tells rows apart."""
    unique = rows.table.unique
    if not unique:
        return
    first: dict[tuple[Any, ...], int] = {}
    for line, *key_values in rows.given(*unique):
        key = tuple(key_values)
        before = first.setdefault(key, line)
        if before != line:
            found = shown(" + ".join(map(str, key)))
            rows.note(faults, line, unique[0], "reading.duplicate", found=found, first=before)
