"""Workbooks: cells of every type, row numbers, sheets, and what is wrong with them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from allocator.domain.choices import Group
from allocator.reading import digest, read_instance
from allocator.reading.csvfile import numbered_rows
from tests.reading.small import FILES, Files, places_of

Sheets = dict[str, list[list[Any]]]


def sheets_of_files() -> Sheets:
    """Return the small instance as sheets of text cells."""
    sheets: Sheets = {
        name.removesuffix(".csv"): [list(line.cells) for line in numbered_rows(text, ";")]
        for name, text in FILES.items()
        if name.endswith(".csv")
    }
    sheets["instance"] = [
        ["key", "value"],
        ["name", "Testdorp"],
        ["municipality", "0268"],
        ["peildatum", "2025-04-07"],
        ["lottery_seed", "7"],
        ["policy.spare_bedrooms", "2"],
    ]
    sheets["taakstelling"] = [["from", "until", "persons"], ["2025-01-01", "2025-06-30", "40"]]
    return sheets


def save(path: Path, sheets: Sheets) -> Path:
    """Write cells as they are: text as text, numbers, dates and formulas as such."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        day = workbook.add_format({"num_format": "d-m-yyyy"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(r, c, cell, day)
                    elif callable(cell):
                        cell(sheet, r, c)
                    elif isinstance(cell, str):
                        sheet.write_string(r, c, cell)
                    else:
                        sheet.write(r, c, cell)
    return path


def formula(text: str, value: object) -> Callable[..., None]:
    """Return a cell with a formula and its result."""
    return lambda sheet, r, c: sheet.write_formula(r, c, text, None, value)


def test_the_same_as_the_folder(files: Files, tmp_path: Path) -> None:
    book = read_instance(save(tmp_path / "book.xlsx", sheets_of_files()))
    folder = files.read()
    assert book.warnings == ()
    assert book.instance == folder.instance
    assert digest(book.instance) == digest(folder.instance)


def test_cells_of_every_type(tmp_path: Path) -> None:
    sheets = sheets_of_files()
    sheets["instance"][2:5] = [
        ["gemeente", 268],
        ["peildatum", datetime.date(2025, 4, 7)],
        ["policy.tiers.matching", "Waiting | fit"],
        ["policy.couple_in_studio", True],
        ["horizon_days", ""],
        ["policy.m2_per_person", 0.1 + 0.2],
        ["lottery_seed", 7],
    ]
    sheets["households"].append(["12", "statushouder", datetime.datetime(2025, 1, 6)])
    sheets["persons"].append(["x", 12, datetime.date(1990, 3, 2), "v", "Hoofd"])
    sheets["homes"][0].append("units")
    sheets["homes"][1].append(3)
    sheets["homes"][1][9] = 1085.5
    sheets["homes"][2][9] = formula("=1000+1.05", 1001.05)
    instance = read_instance(save(tmp_path / "book.xlsx", sheets)).instance
    assert instance.municipality == "0268"
    assert instance.policy.tiers.matching == ("waiting", "fit")
    assert instance.policy.couple_in_studio
    assert instance.policy.m2_per_person == Decimal("0.3")
    household = next(h for h in instance.households if h.id == "12")
    assert (household.group, household.persons[0].id) == (Group.STATUSHOUDER, "x")
    assert household.koppeldatum == datetime.date(2025, 1, 6)
    assert (instance.homes[0].units, instance.homes[0].rent_eur) == (3, Decimal("1085.5"))
    assert instance.homes[1].rent_eur == Decimal("1001.05")


def test_rows_are_those_of_the_sheet(tmp_path: Path) -> None:
    sheets = sheets_of_files()
    head, row = sheets["points"]
    bad = ["h2", "w1", "x", "r"]
    # Rows 1 and 2, 4 and 6 are blank; column A too.
    rows = [[], [""], head, [], row, ["", " "], bad]
    sheets["points"] = [["", *cells] for cells in rows]
    assert places_of(save(tmp_path / "b.xlsx", sheets)) == [("points", 7, "points", "not_a_number")]


@pytest.mark.parametrize(
    ("sheet", "row", "column", "cell", "name", "message"),
    [
        ("homes", 2, 9, 1e12, "rent_eur", "too_large"),
        ("homes", 2, 9, True, "rent_eur", "not_a_number"),
        ("homes", 2, 9, "1.050", "rent_eur", "ambiguous_number"),
        ("homes", 2, 9, formula("=1/0", "#DIV/0!"), "rent_eur", "error_cell"),
        ("homes", 2, 9, formula("=A1", ""), "rent_eur", "error_cell"),
        ("homes", 2, 12, 268100000000001, "bag_id", "bag_id_is_number"),
        ("homes", 2, 12, 268, "bag_id", "not_a_bag_id"),
        ("homes", 3, 5, 2.5, "bedrooms", "not_whole"),
        ("previous", 2, 0, 1234567890123456, "household", "id_is_number"),
        ("households", 2, 2, datetime.datetime(2025, 1, 6, 9, 30), "koppeldatum", "not_a_date"),
        ("households", 2, 2, datetime.date(2025, 4, 8), "koppeldatum", "after_peildatum"),
        ("households", 2, 2, 45663, "koppeldatum", "not_a_date"),
        ("persons", 4, 2, datetime.time(9, 30), "birth_date", "not_a_date"),
        ("points", 2, 5, "erbij", "", "too_many_cells"),
    ],
)
def test_one_wrong_cell(
    tmp_path: Path, sheet: str, row: int, column: int, cell: Any, name: str, message: str
) -> None:
    sheets = sheets_of_files()
    cells = sheets[sheet][row - 1]
    cells += [""] * (column + 1 - len(cells))
    cells[column] = cell
    if isinstance(cell, datetime.time):
        cells[column] = lambda ws, r, c: ws.write_string(r, c, str(cell))
    assert places_of(save(tmp_path / "b.xlsx", sheets)) == [(sheet, row, name, message)]


def test_time_cells_are_no_dates(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    sheets = sheets_of_files()

    def clock(sheet: Any, row: int, column: int) -> None:
        sheet.write_datetime(row, column, datetime.time(9, 30), hours[0])

    hours: list[Any] = []
    with xlsxwriter.Workbook(str(path)) as workbook:
        hours.append(workbook.add_format({"num_format": "hh:mm"}))
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for r, row in enumerate(rows):
                sheet.write_row(r, 0, row)
            if name == "persons":
                clock(sheet, 1, 2)
    assert places_of(path)[-1] == ("persons", 2, "birth_date", "not_a_date")


def test_sheets_by_dutch_names_extra_and_empty_ones(tmp_path: Path) -> None:
    sheets = sheets_of_files()
    sheets["Huishoudens"] = sheets.pop("households")
    sheets["Blad1"] = [[]]
    sheets["Uitleg"] = [["Zo vult u dit in"]]
    sheets["Notities"] = [["x"]]
    del sheets["previous"]
    assert places_of(save(tmp_path / "b.xlsx", sheets)) == [("Notities", None, "", "unknown_sheet")]


def test_missing_sheets_and_double_ones(tmp_path: Path) -> None:
    sheets = sheets_of_files()
    sheets["wijken"] = [[]]
    del sheets["instance"]
    sheets["woningen"] = sheets["homes"]
    assert places_of(save(tmp_path / "b.xlsx", sheets)) == [
        ("instance", None, "", "missing_sheet"),
        ("wijken", None, "", "missing_sheet"),
        ("woningen", None, "", "table_twice"),
    ]


def test_wrong_keys(tmp_path: Path) -> None:
    sheets = sheets_of_files()
    sheets["instance"] += [
        ["naam", "nog een"],
        ["policy.spare", 1],
        ["policy.fit.taal", 1],
        ["kleur", "rood"],
        ["", "los"],
        ["policy.tolerance.fit", -1],
    ]
    sheets["instance"][1][1] = ""
    assert places_of(save(tmp_path / "b.xlsx", sheets)) == [
        ("instance", 2, "name", "missing_value"),
        ("instance", 7, "naam", "key_twice"),
        ("instance", 8, "policy.spare", "unknown_policy_key"),
        ("instance", 9, "policy.fit.taal", "origin"),
        ("instance", 10, "kleur", "unknown_key"),
        ("instance", 11, "key", "missing_value"),
        ("instance", 12, "policy.tolerance.fit", "too_small"),
    ]


@pytest.mark.parametrize(("heading", "missing"), [(["key"], "value"), (["value"], "key")])
def test_sheet_instance_needs_both_columns(
    tmp_path: Path, heading: list[str], missing: str
) -> None:
    sheets = sheets_of_files()
    sheets["instance"] = [heading, ["x"]]
    assert places_of(save(tmp_path / "b.xlsx", sheets)) == [
        ("instance", 1, missing, "missing_column")
    ]


def test_wrong_taakstelling(tmp_path: Path) -> None:
    sheets = sheets_of_files()
    sheets["taakstelling"][1][1] = "2024-12-31"
    assert places_of(save(tmp_path / "b.xlsx", sheets)) == [
        ("taakstelling", 2, "until", "ends_before_it_begins")
    ]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a workbook", b"id;name\n"])
def test_not_a_workbook(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(data)
    assert places_of(path) == [("b.xlsx", None, "", "not_a_workbook")]


def test_a_damaged_workbook(tmp_path: Path) -> None:
    path = save(tmp_path / "b.xlsx", sheets_of_files())
    path.write_bytes(path.read_bytes()[:2000])
    assert places_of(path) == [("b.xlsx", None, "", "not_a_workbook")]


def test_paths_that_are_no_instance(tmp_path: Path) -> None:
    gone = tmp_path / "weg"
    assert places_of(gone) == [(str(gone), None, "", "no_such_path")]
    text = tmp_path / "homes.csv"
    text.write_text("id\n")
    assert places_of(text) == [("homes.csv", None, "", "not_an_instance")]
    assert places_of(tmp_path / ("x" * 300))[0][3] == "unreadable_file"
