"""What is odd but can be used: warnings, and what becomes of the row."""

from __future__ import annotations

import pytest

from tests.reading.small import Files

CASES = [
    ("homes.csv", "1;1;2;none", "1;1;2;mixed", "homes.csv", 2, "max_persons", "shared_for_more"),
    ("homes.csv", "w1;talis;noord", "w1;talis;zuid", "homes.csv", 2, "wijk",
     "other_wijk_than_complex"),
    ("households.csv", "2024-06-01;;", "2024-06-01;;2025-04-06", "households.csv", 4, "leaves_on",
     "has_left"),
    ("sites.csv", ";;2026-01-01;2026-07-01", ";;2025-04-05;2025-04-06", "households.csv", 4,
     "current_site", "site_closed"),
    ("sites.csv", ";;2026-01-01;2026-07-01", ";;2025-04-06;", "households.csv", 4,
     "current_site", "site_closed"),
    ("wijken.csv", "placed_persons", "placed_persons;bijnaam", "wijken.csv", 1, "bijnaam",
     "unknown_column"),
    ("instance.toml", "lottery_seed = 7", "lottery_seed = 0", "instance.toml", 4, "lottery_seed",
     "no_lottery_seed"),
    ("instance.toml", "lottery_seed = 7\n", "", "instance.toml", None, "lottery_seed",
     "no_lottery_seed"),
    ("instance.toml", "lottery_seed = 7", "lottery_seed = 7\nkleur = 'rood'", "instance.toml", 5,
     "kleur", "unknown_key"),
    ("instance.toml", "persons = 40", "persons = 40\nhuishoudens = 3", "instance.toml", 13,
     "huishoudens", "unknown_key"),
    ("decisions.csv", "h2;w1", "h9;w1", "decisions.csv", 3, "household", "gone"),
    ("decisions.csv", "h2;w1", "h2;w9", "decisions.csv", 3, "home", "gone"),
    ("points.csv", "h1;w2", "h9;w2", "points.csv", 2, "household", "gone"),
    ("previous.csv", "h1;w1", "h1;w9", "previous.csv", 2, "home", "gone"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "where", "row", "column", "message"), CASES)
def test_warning(
    files: Files,
    file: str,
    old: str,
    new: str,
    where: str,
    row: int | None,
    column: str,
    message: str,
) -> None:
    files.replace(file, old, new)
    warnings = files.read().warnings
    found = [(w.file, w.row, w.column, w.message, w.warning) for w in warnings]
    assert found == [(where, row, column, f"reading.{message}", True)]


def test_rows_about_what_is_gone_are_dropped(files: Files) -> None:
    files.add("decisions.csv", "h9;w1;refused_by_team;;", "h2;w2;refused_by_household;;")
    files.add("points.csv", "h2;w8;1;x")
    files.replace("previous.csv", "h1;w1", "h8;w9")
    reading = files.read()
    decided = [(d.household, d.home) for d in reading.instance.decisions]
    assert decided == [("h1", "w1"), ("h2", "w1"), ("h2", "w2")]
    assert len(reading.instance.points) == 1
    assert reading.instance.previous == ()
    assert len(reading.warnings) == 4


def test_closed_but_extended_is_no_warning(files: Files) -> None:
    files.replace("sites.csv", ";;2026-01-01;2026-07-01", ";;2025-04-06;2025-04-07")
    assert files.read().warnings == ()


def test_warnings_come_along_with_errors(files: Files) -> None:
    files.replace("instance.toml", "lottery_seed = 7", "lottery_seed = 0")
    files.replace("homes.csv", "650,50", "veel")
    assert [message for *_, message in files.faults()] == ["not_a_number", "no_lottery_seed"]


def test_unknown_file(files: Files) -> None:
    files.texts["notities.csv"] = "dit is\ngeen tabel"
    files.texts["leesmij.txt"] = "ook niet"
    assert files.faults() == [("notities.csv", None, "", "unknown_file")]
