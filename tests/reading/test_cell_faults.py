"""One cell at a time: what is wrong in it, and where that is said."""

from __future__ import annotations

import pytest

from tests.reading.small import Files

# file, what stands there, what comes instead; row, column and message of the one fault
CASES = [
    # missing values
    ("homes.csv", "w2;talis;zuid;;sociale_huur;3", "w2;talis;zuid;;sociale_huur;",
     3, "bedrooms", "missing_value"),
    ("homes.csv", "w2;talis;zuid;;sociale_huur", "w2;talis;zuid;;  ", 3, "kind", "missing_value"),
    ("persons.csv", "p1;h1;1990-03-02", "p1;h1;", 2, "birth_date", "missing_value"),
    ("points.csv", "ver van school", "", 2, "reason", "missing_value"),
    # dates
    ("households.csv", "2025-01-06", "31-02-2025", 2, "koppeldatum", "not_a_date"),
    ("households.csv", "2025-01-06", "06/01/2025", 2, "koppeldatum", "not_a_date"),
    ("households.csv", "2025-01-06", "6 januari", 2, "koppeldatum", "not_a_date"),
    ("households.csv", "2025-01-06", "1025-01-06", 2, "koppeldatum", "date_too_far"),
    ("homes.csv", "2027-04-01", "9999-12-31", 2, "available_until", "date_too_far"),
    # numbers
    ("homes.csv", "650,50", "1.050", 2, "rent_eur", "ambiguous_number"),
    ("homes.csv", "650,50", "€ 1,050", 2, "rent_eur", "ambiguous_number"),
    ("homes.csv", "650,50", "veel", 2, "rent_eur", "not_a_number"),
    ("homes.csv", "650,50", "-650", 2, "rent_eur", "too_small"),
    ("homes.csv", "650,50", "9999999999", 2, "rent_eur", "too_large"),
    ("homes.csv", "650,50", "0,1234567890123456", 2, "rent_eur", "too_precise"),
    ("homes.csv", "sociale_huur;3;3", "sociale_huur;2,5;3", 3, "bedrooms", "not_whole"),
    ("homes.csv", "sociale_huur;3;3", "sociale_huur;-1;3", 3, "bedrooms", "too_small"),
    ("homes.csv", "sociale_huur;3;3;5", "sociale_huur;3;0;5", 3, "min_persons", "too_small"),
    ("wijken.csv", "12;3", "12;-3", 3, "placed_persons", "too_small"),
    ("rooms.csv", "bloem;2", "bloem;0", 2, "beds", "too_small"),
    ("rooms.csv", "bloem;2;10", "bloem;2;0", 2, "count", "too_small"),
    ("points.csv", "-5", "-9999999999", 2, "points", "too_small"),
    # ids
    ("wijken.csv", "stad;Stad;;;", "de stad;Stad;;;", 2, "code", "not_an_id"),
    ("corporaties.csv", "talis;Talis;4", "_talis;Talis;4", 2, "id", "not_an_id"),
    ("persons.csv", "p5;o2", f"{'p' * 65};o2", 6, "id", "not_an_id"),
    ("homes.csv", "0268100000000001", "268100000000001", 2, "bag_id", "not_a_bag_id"),
    ("homes.csv", "0268100000000001", "026810000000000x", 2, "bag_id", "not_a_bag_id"),
    # choices
    ("homes.csv", "w2;talis;zuid;;sociale_huur", "w2;talis;zuid;;koop", 3, "kind", "not_a_choice"),
    ("persons.csv", "1990-03-02;f", "1990-03-02;female", 2, "gender", "not_a_choice"),
    ("households.csv", "own_home", "own_home|no_stairs", 3, "needs", "not_a_choice"),
    # text
    ("wijken.csv", "Noord;stad", "No\x1bord;stad", 3, "name", "control_character"),
    ("wijken.csv", "Noord;stad", f"{'N' * 10_001};stad", 3, "name", "text_too_long"),
    ("wijken.csv", "Noord;stad", "#N/B;stad", 3, "name", "error_cell"),
    ("corporaties.csv", "Talis;4", "Talis;#WAARDE!", 2, "max_placements", "error_cell"),
    # references
    ("wijken.csv", "Zuid;stad", "Zuid;stadt", 4, "within", "unknown_reference"),
    ("complexes.csv", "NDW21;noord", "NDW21;nord", 2, "wijk", "unknown_reference"),
    ("homes.csv", "w2;talis;zuid", "w2;talys;zuid", 3, "corporatie", "unknown_reference"),
    ("homes.csv", "w2;talis;zuid", "w2;talis;oost", 3, "wijk", "unknown_reference"),
    ("homes.csv", "w2;talis;zuid;;", "w2;talis;zuid;ndw22;", 3, "complex", "unknown_reference"),
    ("households.csv", "noord|zuid", "noord|oost", 2, "preferred_wijken", "unknown_reference"),
    ("households.csv", "bloem", "boom", 4, "current_site", "unknown_reference"),
    ("persons.csv", "p2;h1", "p2;h9", 3, "household", "unknown_reference"),
    ("sites.csv", "Bloemerhof;zuid", "Bloemerhof;oost", 2, "wijk", "unknown_reference"),
    ("rooms.csv", "bloem;2", "boom;2", 2, "site", "unknown_reference"),
    ("site_decisions.csv", "o1;bloem", "o1;boom", 2, "site", "unknown_reference"),
    ("site_decisions.csv", "o1;bloem", "o9;bloem", 2, "household", "unknown_reference"),
    # circles
    ("wijken.csv", "Zuid;stad", "Zuid;zuid", 4, "within", "circle"),
    # contradictions
    ("homes.csv", "sociale_huur;3;3;5", "sociale_huur;3;6;5", 3, "max_persons", "min_above_max"),
    ("homes.csv", "2027-04-01", "2025-03-31", 2, "available_until", "ends_before_it_begins"),
    ("households.csv", "2026-05-01", "2025-04-30", 5, "leaves_on", "ends_before_it_begins"),
    ("households.csv", "2024-06-01;;", "2024-06-01;;2024-05-31", 4, "leaves_on", None),
    ("households.csv", "2024-06-01;;", "2025-04-08;;", 4, "moved_in_on", "after_peildatum"),
    ("households.csv", "bloem;2024", ";2024", 4, "moved_in_on", "moved_in_nowhere"),
    ("households.csv", "2024-06-01;;", ";2025-04-30;", 4, "arrives_on", "arrives_but_is_here"),
    ("households.csv", "2025-01-06", "2025-04-08", 2, "koppeldatum", "after_peildatum"),
    ("households.csv", "2025-01-06", "", 2, "koppeldatum", "no_koppeldatum"),
    ("persons.csv", "1990-03-02", "2025-04-08", 2, "birth_date", "after_peildatum"),
    ("sites.csv", ";;2026-01-01", ";2026-01-02;2026-01-01", 2, "closes_on", None),
    ("sites.csv", "2026-07-01", "2026-01-01", 2, "extend_until", "extend_not_after_closes"),
    ("sites.csv", "2026-01-01;", ";", 2, "extend_until", "extend_without_closes"),
    ("sites.csv", ";;2026-01-01", ";2025-04-08;2026-01-01", None, "", "site_not_open"),
    ("rooms.csv", "10;;", "10;2025-05-01;2025-04-30", 2, "closes_on", "ends_before_it_begins"),
    # persons in households
    ("persons.csv", "p2;h1;2015-03-02;m;child", "p2;h1;2015-03-02;m;head",
     3, "role", "second_head"),
    ("persons.csv", "p5;o2", "p5;o1", None, "", "no_persons"),
    # decisions
    ("decisions.csv", "h1;w1;lock", "h9;w1;lock", 2, "household", "lock_gone"),
    ("decisions.csv", "h1;w1;lock", "h1;w9;lock", 2, "home", "lock_gone"),
    ("decisions.csv", "h2;w1", "o2;w1", 3, "household", "decision_on_ontheemde"),
    ("points.csv", "h1;w2", "o1;w2", 2, "household", "decision_on_ontheemde"),
    ("previous.csv", "h1;w1", "o1;w1", 2, "household", "decision_on_ontheemde"),
    ("site_decisions.csv", "o1;bloem", "h1;bloem", 2, "household", "decision_on_statushouder"),
]  # fmt: skip
ELSEWHERE = {
    "site_not_open": ("households.csv", 4, "current_site"),
    "no_persons": ("households.csv", 5, "id"),
}


@pytest.mark.parametrize(("file", "old", "new", "row", "column", "message"), CASES)
def test_one_wrong_cell_gives_one_fault(
    files: Files, file: str, old: str, new: str, row: int | None, column: str, message: str | None
) -> None:
    files.replace(file, old, new)
    message = message or "ends_before_it_begins"
    place = ELSEWHERE.get(message, (file, row, column))
    assert _without_consequences(files.faults(), message) == [(*place, message)]


def _without_consequences(faults: list, message: str) -> list:
    """Leave out what follows from the one fault."""
    follows = {
        "not_an_id": {"unknown_reference", "no_persons"},
        "ends_before_it_begins": {"has_left", "site_not_open"},
    }.get(message, set())
    return [fault for fault in faults if fault[3] not in follows]


def test_a_second_partner(files: Files) -> None:
    files.add("persons.csv", "p6;h1;1991-01-01;m;partner", "p7;h1;1992-01-01;m;partner")
    assert files.faults() == [("persons.csv", 8, "role", "second_partner")]


def test_a_wijk_in_a_circle_further_on_is_not_in_it(files: Files) -> None:
    files.replace("wijken.csv", "stad;Stad;;", "stad;Stad;noord;")
    assert files.faults() == [
        ("wijken.csv", 2, "within", "circle"),
        ("wijken.csv", 3, "within", "circle"),
    ]


DUPLICATES = [
    ("wijken.csv", "noord;Weer noord;;;", 5, "code"),
    ("corporaties.csv", "talis;Weer Talis;", 3, "id"),
    ("complexes.csv", "ndw21;Weer;noord", 3, "id"),
    ("homes.csv", "w2;talis;zuid;;flexwoning;1;1;2;;;2025-05-01;;", 4, "id"),
    ("households.csv", "h2;statushouder;2025-02-03", 6, "id"),
    ("persons.csv", "p5;o2;1960-02-29;m;", 7, "id"),
    ("decisions.csv", "h2;w1;refused_by_team;;nog eens", 4, "household"),
    ("points.csv", "h1;w2;3;nog eens", 3, "household"),
    ("previous.csv", "h1;w2", 3, "household"),
    ("sites.csv", "bloem;Weer;zuid;;;", 3, "id"),
    ("site_decisions.csv", "o1;bloem;lock;;", 3, "household"),
]


@pytest.mark.parametrize(("file", "row", "line", "column"), DUPLICATES)
def test_what_must_be_there_once(files: Files, file: str, row: str, line: int, column: str) -> None:
    files.add(file, row)
    assert files.faults() == [(file, line, column, "duplicate")]


def test_second_lock_of_a_household(files: Files) -> None:
    files.add("decisions.csv", "h1;w2;lock;;")
    files.add("sites.csv", "boom;Boom;noord;;;")
    files.add("site_decisions.csv", "o1;boom;lock;;")
    assert files.faults() == [
        ("decisions.csv", 4, "household", "second_lock"),
        ("site_decisions.csv", 3, "household", "second_lock"),
    ]


def test_a_lock_beside_a_refusal_is_allowed(files: Files) -> None:
    files.add("decisions.csv", "h1;w1;refused_by_corporatie;;")
    assert files.faults() == []


def test_like_rooms_in_two_rows_are_allowed(files: Files) -> None:
    files.add("rooms.csv", "bloem;2;10;;")
    assert len(files.read().instance.rooms) == 2


def test_all_faults_of_all_files_together_in_order(files: Files) -> None:
    files.replace("homes.csv", "650,50", "veel")
    files.replace("homes.csv", "sociale_huur;3;3;5", "sociale_huur;x;6;5")
    files.replace("persons.csv", "p1;h1;1990-03-02", "p1;h1;gisteren")
    files.replace("instance.toml", "lottery_seed = 7", 'lottery_seed = "zeven"')
    del files.texts["corporaties.csv"]
    assert files.faults() == [
        ("corporaties.csv", None, "", "missing_file"),
        ("homes.csv", 2, "rent_eur", "not_a_number"),
        ("homes.csv", 3, "bedrooms", "not_a_number"),
        ("homes.csv", 3, "max_persons", "min_above_max"),
        ("instance.toml", 4, "lottery_seed", "not_a_number"),
        ("persons.csv", 2, "birth_date", "not_a_date"),
    ]
