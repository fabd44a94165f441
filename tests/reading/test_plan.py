"""Plan folders and plans made by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from allocator.errors import BadInput
from allocator.reading import ByHand, PlanFiles, read_by_hand, read_plan
from allocator.reading.plan_columns import COLUMNS, TABLES_OF, PlanKind

Place = tuple[str, int | None, str, str]


def plan_folder(folder: Path, kind: PlanKind) -> Path:
    """Write a plan with one row per table."""
    for name in TABLES_OF[kind]:
        columns = COLUMNS[name]
        row = [f"{column}?" for column in columns]
        text = ",".join(columns) + "\n" + ",".join(row) + "\n"
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "summary.json").write_text('{"name": "Testdorp"}', encoding="utf-8")
    return folder


def faults_of(read: Callable[[Path], object], path: Path) -> list[Place]:
    """Return the faults of what cannot be read."""
    with pytest.raises(BadInput) as error:
        read(path)
    return [
        (f.file, f.row, f.column, f.message.removeprefix("reading.")) for f in error.value.faults
    ]


@pytest.mark.parametrize("kind", TABLES_OF)
def test_plan(tmp_path: Path, kind: PlanKind) -> None:
    plan = read_plan(plan_folder(tmp_path, kind))
    assert isinstance(plan, PlanFiles)
    assert plan.kind == kind
    assert plan.summary == {"name": "Testdorp"}
    assert tuple(plan.tables) == TABLES_OF[kind]
    for name, rows in plan.tables.items():
        assert rows == [{column: f"{column}?" for column in COLUMNS[name]}]


def test_any_separator_order_and_further_columns(tmp_path: Path) -> None:
    plan_folder(tmp_path, "matching")
    text = "name;note;code;draagkracht_persons;placed_before;placed_new;load\nNoord;x;n;;1\n"
    (tmp_path / "wijken.csv").write_text(text, encoding="utf-8")
    assert read_plan(tmp_path).tables["wijken"] == [
        {"code": "n", "name": "Noord", "draagkracht_persons": "", "placed_before": "1",
         "placed_new": "", "load": ""}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "text", "row", "column", "message"),
    [
        ("unplaced.csv", None, None, "", "missing_file"),
        ("unplaced.csv", "", None, "", "empty_file"),
        ("summary.json", None, None, "", "missing_file"),
        ("summary.json", '{"a": 1,\n}', 2, "", "not_json"),
        ("summary.json", "[" * 100_000, None, "", "not_json"),
        ("summary.json", "[1]", 1, "", "not_a_json_object"),
        ("wijken.csv", "code;name;draagkracht_persons;placed_before;placed_new\n", 1, "load",
         "missing_column"),
        ("wijken.csv", "code;name;draagkracht_persons;placed_before;placed_new;load;Load\n", 1,
         "load", "column_twice"),
        ("wijken.csv", "code;name;draagkracht_persons;placed_before;placed_new;load\n1;2;3;4;5;6;7",
         2, "", "too_many_cells"),
    ],
)  # fmt: skip
def test_wrong_plan_files(
    tmp_path: Path, file: str, text: str | None, row: int | None, column: str, message: str
) -> None:
    path = plan_folder(tmp_path, "matching") / file
    path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    assert faults_of(read_plan, tmp_path) == [(file, row, column, message)]


def test_summary_that_is_not_utf8(tmp_path: Path) -> None:
    plan_folder(tmp_path, "matching")
    (tmp_path / "summary.json").write_bytes(b'{"name": "\xff"}')
    assert faults_of(read_plan, tmp_path) == [("summary.json", None, "", "not_utf8")]


def test_all_faults_of_a_plan_together(tmp_path: Path) -> None:
    plan_folder(tmp_path, "relocation")
    (tmp_path / "moves.csv").unlink()
    (tmp_path / "summary.json").write_text("{")
    assert [fault[0] for fault in faults_of(read_plan, tmp_path)] == ["moves.csv", "summary.json"]


def test_what_is_no_plan_folder(tmp_path: Path) -> None:
    assert faults_of(read_plan, tmp_path) == [(tmp_path.name, None, "", "no_plan")]
    gone = tmp_path / "weg"
    assert faults_of(read_plan, gone) == [(str(gone), None, "", "not_a_plan_folder")]
    plan_folder(tmp_path, "matching")
    plan_folder(tmp_path, "relocation")
    assert faults_of(read_plan, tmp_path) == [(tmp_path.name, None, "", "two_plans")]


def test_summary_keeps_its_values(tmp_path: Path) -> None:
    plan_folder(tmp_path, "matching")
    summary = {"tiers": [{"name": "waiting", "value": 3, "best": None}], "seconds": {"read": 0.5}}
    (tmp_path / "summary.json").write_text(json.dumps(summary))
    assert read_plan(tmp_path).summary == summary


def placements(path: Path) -> list[tuple[str, str]]:
    return list(read_by_hand(path).placements)


@pytest.mark.parametrize(
    "text",
    [
        "household,home\nh1,w1\nh2,w2\n",
        "\ufeffhousehold;home\r\nh1;w1\r\nh2;w2\r\n",
        "Woning;Taal;;Huishouden;nog iets\nw1;nl;;h1;x\n\nw2;;;h2\n",
    ],
)
def test_placements(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert placements(path) == [("h1", "w1"), ("h2", "w2")]


@pytest.mark.parametrize(
    "text",
    [
        "household,site,from_month,to_month\nh1,s,2025-04,2025-12\n",
        "Huishouden;Locatie;van maand;tot en met maand;kamers\nh1;s;2025-4;2025-12-31;x\n",
        "site,to_month,from_month,household\ns,31-12-2025,1-4-2025,h1\n",
    ],
)
def test_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(text)
    assert read_by_hand(path) == ByHand(True, (), (("h1", "s", "2025-04", "2025-12"),))


def test_a_plan_with_homes_is_of_a_matching_round_whatever_else_it_says(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("huishouden;woning;locatie\nh1;w1;s\n")
    assert read_by_hand(path) == ByHand(False, (("h1", "w1"),))


def test_what_stands_twice_is_for_the_checker(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("household,home\nh1,w1\nh1,w1\nh1,w2\n")
    assert len(placements(path)) == 3


def test_placements_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("leeg")
        sheet = workbook.add_worksheet("plan")
        sheet.write_row(2, 1, ["huishouden", "woning"])
        sheet.write_row(4, 1, [12, "w1"])
    assert placements(path) == [("12", "w1")]
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("leeg")
    assert faults_of(read_by_hand, path) == [("plan.xlsx", None, "", "empty_file")]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("household,home\nh1,\n,w2\nh 3,w3\n",
         [("plan.csv", 2, "home", "missing_value"), ("plan.csv", 3, "household", "missing_value"),
          ("plan.csv", 4, "household", "not_an_id")]),
        ("household,home\nh1,w1,x\n", [("plan.csv", 2, "", "too_many_cells")]),
        ("household,place\nh1,w1\n", [("plan.csv", 1, "home", "missing_column")]),
        ("household,home,woning\nh1,w1,w2\n", [("plan.csv", 1, "woning", "column_twice")]),
        ("household,site,from_month,to_month\nh1,s,april,2025-13\nh 2,s,2025-04,\n",
         [("plan.csv", 2, "from_month", "not_a_month"), ("plan.csv", 2, "to_month", "not_a_month"),
          ("plan.csv", 3, "household", "not_an_id"), ("plan.csv", 3, "to_month", "missing_value")]),
        ("household,site\nh1,s\n",
         [("plan.csv", 1, "from_month", "missing_column"),
          ("plan.csv", 1, "to_month", "missing_column")]),
        ("", [("plan.csv", None, "", "empty_file")]),
    ],
)  # fmt: skip
def test_wrong_placements(tmp_path: Path, text: str, faults: list[Place]) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(text)
    assert faults_of(read_by_hand, path) == faults


def test_paths_that_are_no_placements(tmp_path: Path) -> None:
    gone = tmp_path / "weg.csv"
    assert faults_of(read_by_hand, gone) == [(str(gone), None, "", "no_such_path")]
    other = tmp_path / "plan.ods"
    other.write_text("")
    assert faults_of(read_by_hand, other) == [("plan.ods", None, "", "not_placements")]
    other = tmp_path / "plan.xlsx"
    other.write_text("")
    assert faults_of(read_by_hand, other) == [("plan.xlsx", None, "", "not_a_workbook")]
