"""CSV files as they come: separators, quotes, blank rows, and what is wrong with a file."""

from __future__ import annotations

import pytest

from tests.reading.small import Files, places_of

POINTS = "household;home;points;reason\n"


def test_comma_bom_and_crlf(files: Files) -> None:
    before = files.read().instance
    for name, text in files.texts.items():
        if name.endswith(".csv"):
            text = text.replace("650,50", "650.50").replace(";", ",").replace("\n", "\r\n")
            files.texts[name] = "\ufeff" + text
    files.texts["instance.toml"] = "\ufeff" + files.texts["instance.toml"].replace("\n", "\r\n")
    assert files.read().instance == before


def test_a_quoted_heading_may_hold_the_other_separator(files: Files) -> None:
    files.texts["previous.csv"] = 'household,home,"rest; en meer"\nh1,w1,x\n'
    assert files.faults() == [("previous.csv", 1, "rest; en meer", "unknown_column")]


def test_row_is_the_line_on_which_it_starts(files: Files) -> None:
    # lines: 1 heading, 2-3 blank, 4-6 one row on three lines, 7 blank, 8 wrong
    files.texts["points.csv"] = POINTS + '\n ; ;\nh1;w2;1;"a\nb\nc"\n;;;\nh2;w2;x;d\n'
    assert files.faults() == [("points.csv", 8, "points", "not_a_number")]
    files.replace("points.csv", "w2;x", "w2;5")
    assert [p.reason for p in files.read().instance.points] == ["a\nb\nc", "d"]


def test_heading_after_blank_rows(files: Files) -> None:
    files.texts["points.csv"] = "\n;;\n" + POINTS + "h1;w2;x;y\n"
    assert files.faults() == [("points.csv", 4, "points", "not_a_number")]


def test_old_line_ends(files: Files) -> None:
    files.texts["points.csv"] = (POINTS + "h1;w2;1;a\nh2;w2;x;b\n").replace("\n", "\r")
    files.write()
    path = files.folder / "points.csv"
    path.write_bytes(files.texts["points.csv"].encode())
    assert places_of(files.folder) == [("points.csv", 3, "points", "not_a_number")]


def test_short_rows_have_empty_cells(files: Files) -> None:
    files.texts["decisions.csv"] = "household;home;decision;decided_on;reason\nh1;w1;lock\n"
    assert files.read().instance.decisions[0].reason == ""


def test_spaces_around_cells_do_not_matter(files: Files) -> None:
    files.texts["points.csv"] = " Household ;HOME; points;reason\n h1 ;w2\u00a0; 3 ; dichtbij \n"
    points = files.read().instance.points[0]
    assert (points.household, points.points, points.reason) == ("h1", 3, "dichtbij")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", (None, "", "empty_file")),
        ("\n\n ;; \n", (None, "", "empty_file")),
        (POINTS + "h1;w2;1;a;b\n", (2, "", "too_many_cells")),
        (POINTS + "h1;w2;1;a;\n", (2, "", "too_many_cells")),
        (POINTS + 'h1;w2;1;"a\n', (2, "", "broken_quotes")),
        (POINTS + 'h1;w2;1;a\nh2;w2;1;"a"b\n', (3, "", "broken_quotes")),
        ('"house', (1, "", "broken_quotes")),
        ("household;home;;points;reason\nh1;w2;x;1;a\n", (2, "", "cell_without_heading")),
        ("household;home;points;HOME;reason\nh1;w2;1;w2;a\n", (1, "HOME", "column_twice")),
        ("household;home;points;Woning;reason\nh1;w2;1;w2;a\n", (1, "Woning", "column_twice")),
        ("household;home;points\nh1;w2;1\n", (1, "reason", "missing_column")),
    ],
)
def test_broken_files(files: Files, text: str, fault: tuple[int | None, str, str]) -> None:
    files.texts["points.csv"] = text
    row, column, message = fault
    assert files.faults() == [("points.csv", row, column, message)]


def test_trailing_separators_of_the_heading_too(files: Files) -> None:
    files.texts["previous.csv"] = "household;home;;\nh1;w1;;\n"
    assert files.faults() == []


def test_not_utf8(files: Files) -> None:
    files.write()
    (files.folder / "corporaties.csv").write_bytes("id;name\ntalis;Café\n".encode("latin-1"))
    # Nothing is said of talis, which the other files name: it may be there.
    assert places_of(files.folder) == [("corporaties.csv", None, "", "not_utf8")]


def test_unreadable_file(files: Files) -> None:
    del files.texts["points.csv"]
    (files.folder / "points.csv").mkdir()
    assert files.faults() == [("points.csv", None, "", "unreadable_file")]


@pytest.mark.parametrize("name", ["wijken", "corporaties", "homes", "households", "persons"])
def test_missing_mandatory_file(files: Files, name: str) -> None:
    del files.texts[f"{name}.csv"]
    assert files.faults() == [(f"{name}.csv", None, "", "missing_file")]


def test_missing_optional_table_that_is_referred_to(files: Files) -> None:
    del files.texts["complexes.csv"]
    assert files.faults() == [("homes.csv", 2, "complex", "unknown_reference")]


def test_missing_id_column_gives_no_unknown_references(files: Files) -> None:
    files.replace("corporaties.csv", "id;name", "nummer;name")
    assert files.faults() == [
        ("corporaties.csv", 1, "id", "missing_column"),
        ("corporaties.csv", 1, "nummer", "unknown_column"),
    ]


def test_missing_koppeldatum_column(files: Files) -> None:
    files.replace("households.csv", "koppeldatum", "datum")
    assert files.faults() == [
        ("households.csv", 1, "datum", "unknown_column"),
        ("households.csv", 1, "koppeldatum", "missing_column"),
    ]


def test_no_koppeldatum_column_is_needed_for_ontheemden(files: Files) -> None:
    files.texts["households.csv"] = "id;group\no1;ontheemde\no2;ontheemde\n"
    files.texts["persons.csv"] = (
        "id;household;birth_date;gender\np1;o1;1970-01-01;f\np2;o2;1970-01-01;f\n"
    )
    for name in ("decisions.csv", "points.csv", "previous.csv"):
        del files.texts[name]
    assert files.faults() == []


def test_file_names_in_any_case_and_in_dutch(files: Files) -> None:
    before = files.read().instance
    for path in files.folder.iterdir():
        path.unlink()
    names = {
        "homes.csv": "Woningen.CSV", "households.csv": "HUISHOUDENS.csv",
        "persons.csv": "personen.csv", "complexes.csv": "complexen.csv",
        "decisions.csv": "besluiten.csv", "points.csv": "punten.csv", "previous.csv": "vorige.csv",
        "sites.csv": "locaties.csv", "rooms.csv": "kamers.csv",
        "site_decisions.csv": "locatiebesluiten.csv", "instance.toml": "Instance.TOML",
    }  # fmt: skip
    files.texts = {names.get(name, name): text for name, text in files.texts.items()}
    assert files.read().instance == before


def test_same_table_under_two_names(files: Files) -> None:
    files.texts["Woningen.csv"] = files.texts["homes.csv"]
    files.texts["Instance.toml"] = files.texts["instance.toml"]
    assert [fault for fault in files.faults() if fault[3] == "table_twice"] == [
        ("homes.csv", None, "", "table_twice"),
        ("instance.toml", None, "", "table_twice"),
    ]
