"""What is said about errors, for people and as a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.check import Violation
from allocator.errors import BadCall, BadInput, Conflict, Fault, NoPlan, PlanRejected, Stopped
from allocator.messages.errors import (
    error_document,
    error_lines,
    fault_document,
    violation_lines,
    warning_lines,
)
from allocator.texts import texts

NL, EN = texts("nl"), texts("en")
WRONG = Fault("homes.csv", None, "", "reading.missing_file")
ALSO = Fault("persons.csv", None, "", "reading.missing_file")
ODD = Fault("instance.toml", 3, "lottery_seed", "reading.no_lottery_seed", warning=True)
CELL = (
    ("table", "proposals.csv"),
    ("column", "fit"),
    ("id", "H1"),
    ("found", "3"),
    ("expected", "4"),
)
VIOLATION = Violation("figure", "check.cell", CELL, household="H1")


def test_stopped():
    assert error_lines(Stopped(), NL) == [
        "Gestopt voordat er een plan was; er is niets geschreven."
    ]
    assert error_document(Stopped(), EN) == {
        "exit": 1,
        "errors": ["Stopped before there was a plan; nothing was written."],
    }


def test_bad_input_says_the_warnings_first_and_counts_the_faults():
    lines = error_lines(BadInput([WRONG, ODD, ALSO]), NL)
    assert lines[0].startswith("let op: instance.toml:3:lottery_seed: ")
    assert [line.partition(":")[0] for line in lines[1:3]] == ["homes.csv", "persons.csv"]
    assert lines[3:] == ["2 fouten gevonden; er is niets geschreven."]
    assert error_lines(BadInput([WRONG]), EN)[-1] == "1 fault found; nothing was written."


def test_bad_input_as_a_document():
    document = error_document(BadInput([WRONG, ODD, ALSO]), EN)
    assert list(document) == ["exit", "errors", "warnings"]
    assert document["exit"] == 2
    assert document["errors"] == [fault_document(WRONG, EN), fault_document(ALSO, EN)]
    assert document["warnings"] == [fault_document(ODD, EN)]


def test_a_fault_as_a_document_has_its_place_apart():
    found = fault_document(ODD, EN)
    assert {k: found[k] for k in ("file", "row", "column")} == {
        "file": "instance.toml",
        "row": 3,
        "column": "lottery_seed",
    }
    assert str(found["message"]).startswith("the seed of the lottery is 0; ")
    assert warning_lines([ODD], EN) == [
        f"warning: instance.toml:3:lottery_seed: {found['message']}"
    ]
    assert warning_lines([], EN) == []


@pytest.mark.parametrize(
    ("message", "values"),
    [
        ("cli.out_is_file", {"path": Path("p")}),
        ("cli.out_has_others", {"path": Path("p"), "files": "a, b"}),
        ("cli.out_no_name", {"path": Path("p")}),
        ("cli.cannot_write", {"path": Path("p"), "error": "e"}),
        ("cli.target_exists", {"path": Path("p")}),
        ("cli.model_ending", {"path": Path("p")}),
        ("cli.model_is_folder", {"path": Path("p")}),
    ],
)
def test_bad_call(message, values):
    for t in (NL, EN):
        (line,) = error_lines(BadCall(message, **values), t)
        assert all(str(value) in line for value in values.values())
        assert error_document(BadCall(message, **values), t) == {"exit": 2, "errors": [line]}


def test_no_plan():
    error = NoPlan(Conflict("guidance", (("H1", "W1"), ("H2", "W2")), 2, 1))
    assert error_lines(error, EN) == [
        "No plan exists: these locks together break the placements in this round (2, at most 1).",
        "  lock: household H1 in home W1",
        "  lock: household H2 in home W2",
        "Release one of these locks, or widen the limit.",
    ]


def test_rejected():
    error = PlanRejected([VIOLATION], "plan.rejected")
    assert error_lines(error, NL) == [
        "figure: proposals.csv: bij H1 is fit '3'; het moet '4' zijn.",
        "Het plan is door de controle afgekeurd; de bestanden staan in plan.rejected.",
    ]
    assert error_document(error, NL) == {"exit": 5, "errors": error_lines(error, NL)}


def test_violations_say_their_rule():
    assert violation_lines([VIOLATION], EN) == [
        "figure: proposals.csv: fit of H1 is '3'; it must be '4'."
    ]
