"""Reading a plan made by hand: which household goes to which home."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from allocator.reading.cells import as_text
from allocator.reading.columns import IGNORED_SHEETS, PREVIOUS, SITE_DECISIONS
from allocator.reading.csvfile import read_csv
from allocator.reading.faults import Faults
from allocator.reading.grid import Grid, Line
from allocator.reading.headings import plain
from allocator.reading.rows import Rows
from allocator.reading.schema import Table
from allocator.reading.tables import check_widths, columns_by_name, read_table
from allocator.reading.workbook import read_workbook

# Without ``unique``: what stands twice is for the checker to judge.
BY_HAND = Table("placements", "plaatsingen", PREVIOUS.columns)


def read_placements(path: str | PathLike[str]) -> list[tuple[str, str]]:
    """Return the household and the home of each row, in the order of the file.

    Raises
    ------
    BadInput
        When the file cannot be read, or a row lacks one of the two: all faults together.
    """
    file = Path(path)
    faults = Faults()
    grid = _grid_of(file, faults)
    rows = None if grid is None or not grid.heading.cells else _rows(grid, faults)
    faults.stop_if_any()
    return [] if rows is None else [(h, home) for _, h, home in rows.given("household", "home")]


def _grid_of(file: Path, faults: Faults) -> Grid | None:
    """Return the CSV file, or of a workbook the first sheet that holds anything but explanation."""
    if not file.exists():
        faults.add(str(file), None, "", "reading.no_such_path")
        return None
    if file.suffix.casefold() == ".csv":
        return read_csv(file, faults)
    if file.suffix.casefold() != ".xlsx":
        faults.add(file.name, None, "", "reading.not_placements")
        return None
    sheets = read_workbook(file, faults)
    if sheets is None:
        return None
    grids = [grid for grid in sheets if plain(grid.file) not in IGNORED_SHEETS]
    if not grids:
        faults.add(file.name, None, "", "reading.empty_file")
    return grids[0] if grids else None


def _rows(grid: Grid, faults: Faults) -> Rows | None:
    """Return the rows; other columns than the two are left alone."""
    known = columns_by_name(BY_HAND)
    site = SITE_DECISIONS.column("site")
    headings = [plain(as_text(cell).strip()) for cell in grid.heading.cells]
    if plain("home") not in headings and not {plain(site.name), plain(site.dutch)}.isdisjoint(
        headings
    ):
        faults.add(grid.file, grid.heading.number, "", "reading.shelter_plan_by_hand")
        return None
    check_widths(grid, faults)
    return read_table(
        BY_HAND, _only(grid, [at for at, h in enumerate(headings) if h in known]), faults
    )


def _only(grid: Grid, places: list[int]) -> Grid:
    """Return the grid with only these columns."""

    def cut(line: Line) -> Line:
        cells = (line.cells[at] if at < len(line.cells) else "" for at in places)
        return Line(line.number, tuple(cells))

    return Grid(grid.file, cut(grid.heading), [cut(line) for line in grid.rows], grid.broken)
