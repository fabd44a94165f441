"""``plan.xlsx``: the tables of the CSV files, explained, and nothing that runs."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from allocator.domain.instance import Instance
from allocator.domain.policy import Policy, TierOrder
from allocator.plan import (
    MatchingPlan,
    Proposal,
    TaakstellingResult,
    TierResult,
    Unplaced,
    WijkLoad,
)
from allocator.report import sheets
from allocator.report.tables import tables
from allocator.report.workbook import to_workbook
from tests.figures.rows import proposal
from tests.report.test_tables import plan

SIGNS = ("=1+1", "+1", "-1", "@sum", "http://x.nl", "00123", "1e5", "{=1}", "'x")
NOTHING = Instance(
    name="n",
    municipality="0268",
    peildatum=date(2025, 7, 1),
    wijken=(),
    corporaties=(),
    homes=(),
    households=(),
)


def filled(household: str, home: str = "W1", why: str = "because") -> Proposal:
    """Return a proposal with something in every cell."""
    return proposal(
        household,
        3,
        20,
        home=home,
        urgency=123,
        fit=-5,
        relocates=True,
        deviation=("SIZE", "RENT"),
        why=why,
    )


def whole_plan(**changed) -> MatchingPlan:
    return plan(
        **{
            "proposals": tuple(filled(sign, home=sign, why=sign) for sign in SIGNS),
            "unplaced": (Unplaced("H2", 2, 7, "limit", "guidance", 4, "no room"),),
            "wijken": (WijkLoad("00123", "=naam", 7, 2, 3), WijkLoad("x", "-", None, 0, 0)),
            "tiers": (
                TierResult("waiting", "max", 162, 162, 170, False),
                TierResult("lottery", "max", 9, None, None, None),
            ),
            "taakstelling": (TaakstellingResult(date(2025, 12, 31), 40, 13),),
            "lottery_seed": 10**18 - 1,
            "input_digest": "0123",
            **changed,
        }
    )


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet) -> list[tuple[object, ...]]:
    """Return the values, headings first."""
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize(("language", "first"), [("nl", "uitleg"), ("en", "explanation")])
def test_sheets(language, first):
    book = opened(to_workbook(NOTHING, whole_plan(), language=language))
    assert book.sheetnames == [
        *(first, "proposals", "unplaced", "wijken", "tiers", "taakstelling", "summary")
    ]


def test_the_same_values_as_the_csv_files():
    given = whole_plan()
    book = opened(to_workbook(NOTHING, given))
    for name, table in tables(given).items():
        heading, *rows = cells(book[name])
        assert heading == tuple(table.columns)
        assert rows == [tuple(row) for row in table.rows]
        for row, right in zip(book[name].iter_rows(min_row=2), table.rows, strict=True):
            for cell, value in zip(row, right, strict=True):
                expected = "s" if isinstance(value, str) else "n"
                assert cell.data_type == expected, (name, cell.coordinate)


def test_a_text_stays_a_text_when_somebody_edits_it():
    sheet = opened(to_workbook(NOTHING, whole_plan()))["proposals"]
    texts = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.data_type == "s"]
    assert {cell.number_format for cell in texts} == {"@"}


def test_nothing_is_a_formula_or_a_link():
    given = whole_plan(name="=cmd()")
    instance = NOTHING.model_copy(update={"name": "=cmd()"})
    with zipfile.ZipFile(io.BytesIO(to_workbook(instance, given))) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            assert "<f>" not in text
            assert "hyperlink" not in text or not name.startswith("xl/worksheets/")


def test_tiers_and_taakstelling():
    book = opened(to_workbook(NOTHING, whole_plan()))
    assert cells(book["tiers"]) == [
        ("name", "sense", "value", "best", "bound", "optimal"),
        ("waiting", "max", 162, 162, 170, 0),
        ("lottery", "max", 9, None, None, None),
    ]
    assert cells(book["taakstelling"]) == [
        ("until", "to_do_before", "to_do_after"),
        (datetime(2025, 12, 31), 40, 13),
    ]


def test_summary_with_the_settings_that_were_changed():
    policy = Policy(
        m2_per_person=Decimal("10.5"),
        couple_in_studio=True,
        max_placements=8,
        tiers=TierOrder(matching=("fit", "waiting")),
        slack={"fit": 3},
    )
    instance = NOTHING.model_copy(update={"policy": policy})
    heading, *rows = cells(opened(to_workbook(instance, whole_plan(), language="en"))["summary"])
    assert heading == ("key", "value", "meaning")
    found = {key: value for key, value, _ in rows}
    assert found["peildatum"] == datetime(2025, 7, 1)
    assert found["placed_persons"] == 27
    assert found["lottery_seed"] == str(10**18 - 1)  # a number would lose its last digits
    assert found["input_digest"] == "0123"
    assert {key: value for key, value in found.items() if key.startswith("policy.")} == {
        "policy.m2_per_person": 10.5,
        "policy.couple_in_studio": 1,
        "policy.max_placements": 8,
        "policy.tiers.matching": "fit|waiting",
        "policy.slack.fit": 3,
    }
    meanings = {key: meaning for key, _, meaning in rows}
    assert meanings["policy.couple_in_studio"] == "Setting; default: 0."
    assert meanings["policy.max_placements"] == "Setting; default: –."
    assert all(meanings.values())
    assert not {"seconds", "tiers", "taakstelling"} & set(found)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_is_explained(language):
    book = opened(to_workbook(NOTHING, whole_plan(), language=language))
    explanation, *others = book.worksheets
    told = {(row[0], row[1]): row[2] for row in cells(explanation)[6:]}
    for sheet in others:
        assert told[sheet.title, None]
        for cell in sheet[1]:
            assert cell.comment.text == told[sheet.title, cell.value]
    assert ("tiers", "lottery") in told


def test_how_it_looks_and_prints():
    for sheet in opened(to_workbook(NOTHING, whole_plan())).worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
    sheet = opened(to_workbook(NOTHING, whole_plan()))["proposals"]
    assert sheet["M2"].alignment.wrap_text
    assert sheet.column_dimensions["M"].width > 80
    assert 10 <= sheet.column_dimensions["A"].width <= 41


def test_the_same_bytes():
    given = to_workbook(NOTHING, whole_plan())
    assert to_workbook(NOTHING, whole_plan(seconds={"solve": 3.0})) == given
    assert to_workbook(NOTHING, whole_plan(peildatum=date(2025, 7, 2))) != given


def test_an_empty_plan():
    book = opened(to_workbook(NOTHING, plan()))
    assert cells(book["proposals"]) == [tables(plan())["proposals"].columns]


def test_a_text_that_no_cell_can_hold(monkeypatch):
    long = Unplaced("H2", 2, 7, "choice", "x" * 40_000, 4, "y")
    cell = opened(to_workbook(NOTHING, whole_plan(unplaced=(long,))))["unplaced"]["E2"]
    assert cell.value == "x" * (sheets.LONGEST_CELL - 1) + "…"
