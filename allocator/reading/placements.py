"""Reading a plan made by hand: which household goes to which home, or is in which site when."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from allocator.reading.cells import as_text
from allocator.reading.columns import IGNORED_SHEETS, PREVIOUS, SITE_DECISIONS
from allocator.reading.csvfile import read_csv
from allocator.reading.faults import Faults
from allocator.reading.grid import Grid, Line
from allocator.reading.headings import plain
from allocator.reading.kinds import Month
from allocator.reading.rows import Rows
from allocator.reading.schema import Column, Table
from allocator.reading.tables import check_widths, columns_by_name, read_table
from allocator.reading.workbook import read_workbook

# Without ``unique``: what stands twice is for the checker to judge.
PLACEMENTS = Table("placements", "plaatsingen", PREVIOUS.columns)
STAYS = Table(
    "stays",
    "verblijven",
    (
        *(SITE_DECISIONS.column(name) for name in ("household", "site")),
        Column("from_month", "van maand", Month(), mandatory=True),
        Column("to_month", "tot en met maand", Month(), mandatory=True),
    ),
)


@dataclass(frozen=True)
class ByHand:
    """The rows of a plan made by hand, in the order of the file.

    ``placements`` are households and homes; ``stays`` households, sites, and the first and last
    month there.  ``shelter`` says which of the two it is.
    """

    shelter: bool = False
    placements: tuple[tuple[str, str], ...] = ()
    stays: tuple[tuple[str, str, str, str], ...] = ()


def read_by_hand(path: str | PathLike[str]) -> ByHand:
    """Return a plan made by hand: of the shelter when it has sites and no homes.

    Raises
    ------
    BadInput
        When the file cannot be read, or a row lacks a value: all faults together.
    """
    file = Path(path)
    faults = Faults()
    grid = _grid_of(file, faults)
    shelter = grid is not None and _has_sites(grid)
    table = STAYS if shelter else PLACEMENTS
    rows = None if grid is None or not grid.heading.cells else _rows(grid, table, faults)
    faults.stop_if_any()
    if rows is None:
        return ByHand(shelter)
    if shelter:
        given = rows.given("household", "site", "from_month", "to_month")
        return ByHand(shelter, stays=tuple((h, s, a, b) for _, h, s, a, b in given))
    pairs = rows.given("household", "home")
    return ByHand(shelter, placements=tuple((h, home) for _, h, home in pairs))


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


def _headings(grid: Grid) -> list[str]:
    return [plain(as_text(cell).strip()) for cell in grid.heading.cells]


def _has_sites(grid: Grid) -> bool:
    """Whether a plan says sites and no homes."""
    site, home = SITE_DECISIONS.column("site"), PREVIOUS.column("home")
    there = set(_headings(grid))
    sites = bool(there & {plain(site.name), plain(site.dutch)})
    return sites and not there & {plain(home.name), plain(home.dutch)}


def _rows(grid: Grid, table: Table, faults: Faults) -> Rows | None:
    """Return the rows; columns that are not asked for are left alone."""
    known = columns_by_name(table)
    check_widths(grid, faults)
    places = [at for at, heading in enumerate(_headings(grid)) if heading in known]
    return read_table(table, _only(grid, places), faults)


def _only(grid: Grid, places: list[int]) -> Grid:
    """Return the grid with only these columns."""

    def cut(line: Line) -> Line:
        cells = (line.cells[at] if at < len(line.cells) else "" for at in places)
        return Line(line.number, tuple(cells))

    return Grid(grid.file, cut(grid.heading), [cut(line) for line in grid.rows], grid.broken)
