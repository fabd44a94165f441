"""``plan.xlsx`` of a relocation plan: its tables, and a work list for each month."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from allocator.domain.policy import Policy
from allocator.report.shelter.tables import tables
from allocator.report.shelter.workbook import to_workbook
from allocator.report.shelter.workbook_tables import MONTH
from tests.report.shelter.plans import PLANS, empty, golden

SIGNS = ("=1+1", "+1", "-1", "@sum", "http://x.nl", "00123", "1e5", "{=1}", "'x")
TABLES = ("summary", "tiers", "stays", "moves", "occupancy", "shortages")


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet) -> list[tuple[object, ...]]:
    """Return the values, headings first."""
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize(("language", "first"), [("nl", "uitleg"), ("en", "explanation")])
def test_sheets(language, first):
    book = opened(to_workbook(*golden(), language=language))
    assert book.sheetnames == [first, *TABLES, "2025-05", "2025-06", "2025-09"]


@pytest.mark.parametrize("name", PLANS)
def test_the_same_values_as_the_csv_files(name):
    given, made = PLANS[name]()
    book = opened(to_workbook(given, made))
    for table_name, table in tables(made).items():
        heading, *rows = cells(book[table_name])
        assert heading == tuple(table.columns)
        assert rows == [tuple(row) for row in table.rows]


def test_who_goes_where_in_a_month():
    book = opened(to_workbook(*golden()))
    assert [cells(book[month])[0] for month in book.sheetnames[-3:]] == [MONTH] * 3
    assert cells(book["2025-05"])[1:] == [
        ("H2", 3, "verhuist", "C", None, None, "locatie sluit", "because")
    ]
    assert cells(book["2025-06"])[1:] == [
        ("H2", 3, "krijgt een plek", None, "B", "B/4-01", None, "because"),
        ("H3", 1, "krijgt een plek", None, "B", "B/1-01", None, "because"),
    ]
    given, made = golden()
    site = given.sites[1].model_copy(update={"name": "Prins Hendrikstraat 7"})
    given = given.model_copy(update={"sites": (given.sites[0], site, given.sites[2])})
    stays = tuple(
        replace(stay, rooms=("B/1-01", "B/1-02")) if stay.from_month == "2025-09" else stay
        for stay in made.stays
    )
    book = opened(to_workbook(given, replace(made, stays=stays), language="en"))
    assert cells(book["2025-09"])[1:] == [
        *[("H1", 2, "moves", "A", site.name, "B/1-01|B/1-02", "site closes", "because")]
    ]


def test_summary():
    given, made = golden()
    given = given.model_copy(update={"policy": Policy(grace_days=5)})
    made = replace(made, room_changes_bound=None)
    heading, *rows = cells(opened(to_workbook(given, made, language="en"))["summary"])
    assert heading == ("key", "value", "meaning")
    found = {key: value for key, value, _ in rows}
    assert found == {
        "name": "tiny",
        "peildatum": datetime(2025, 4, 10),
        "status": "optimal",
        "households": 4,
        "persons": 7,
        "moved_households": 2,
        "moved_persons": 5,
        "unsheltered_households": 3,
        "deviations": 1,
        "solver": "hand",
        "version": "0",
        "input_digest": "d1ge57",
        "room_changes_value": 1,
        "room_changes_bound": None,
        "policy.grace_days": 5,
    }
    assert all(meaning for _, _, meaning in rows)


def test_tiers():
    heading, *rows = cells(opened(to_workbook(*golden()))["tiers"])
    assert heading == ("name", "sense", "value", "best", "bound", "optimal")
    assert rows[2] == ("unsheltered", "min", 11, 11, 11, 1)
    assert len(rows) == 12


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_is_explained(language):
    explanation, *others = opened(to_workbook(*golden(), language=language)).worksheets
    told = {(row[0], row[1]): row[2] for row in cells(explanation)[6:]}
    for sheet in others:
        # of the months, which are alike, the first
        title = "2025-05" if sheet.title.startswith("20") else sheet.title
        assert told[title, None]
        for cell in sheet[1]:
            assert cell.comment.text == told[title, cell.value]
    assert ("2025-06", None) not in told
    assert ("tiers", "shelter_spread") in told


def test_nothing_is_a_formula_or_a_link():
    given, made = golden()
    site = given.sites[0].model_copy(update={"name": "=1+1"})
    given = given.model_copy(update={"name": "=cmd()", "sites": (site, *given.sites[1:])})
    moves = tuple(
        replace(made.moves[0], household=sign, why=sign, month="2025-09") for sign in SIGNS
    )
    content = to_workbook(given, replace(made, name="=cmd()", moves=moves))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            assert "<f>" not in text
            assert "hyperlink" not in text or not name.startswith("xl/worksheets/")
    rows = cells(opened(content)["2025-09"])[1:]
    assert [(row[0], row[3], row[-1]) for row in rows] == [(sign, "=1+1", sign) for sign in SIGNS]


def test_how_it_looks_and_prints():
    for sheet in opened(to_workbook(*golden())).worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows == "$1:$1"
    sheet = opened(to_workbook(*golden()))["2025-05"]
    assert sheet["H2"].alignment.wrap_text
    assert sheet.column_dimensions["H"].width > 80


def test_the_same_bytes():
    given, made = golden()
    written = to_workbook(given, made)
    assert to_workbook(given, replace(made, seconds={"solve": 3.0})) == written
    assert to_workbook(given, replace(made, room_changes=2)) != written


def test_a_plan_without_rows():
    book = opened(to_workbook(*empty()))
    assert book.sheetnames == ["uitleg", *TABLES]
    assert cells(book["moves"]) == [tables(empty()[1])["moves"].columns]
