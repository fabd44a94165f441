"""The figures of the load test: what counts as failed, and the percentiles."""

from __future__ import annotations

import csv

from benchmarks.load.results import Asked, append, rows_of, table


def asked(page: str = "GET /ronde/", seconds: float = 0.1, status: int = 200) -> Asked:
    return Asked(page, seconds, status)


def test_no_answer_and_a_fault_of_ours_count_as_failed():
    failed = [asked(status=status).failed for status in (0, 400, 403, 404, 500, 502, 503)]
    assert failed == [True] * 7
    fine = [asked(status=status).failed for status in (200, 204, 302, 303, 409, 422, 429)]
    assert fine == [False] * 7


def test_a_card_that_is_gone_by_then_is_no_failure():
    assert not asked(page="GET /voorstellen/…/…/", status=404).failed


def test_a_row_for_all_and_for_each_page():
    found = [asked(seconds=n / 1000) for n in range(1, 101)]
    found += [asked(page="GET /woningen/", seconds=2.0, status=500)]
    rows = {row[0]: row[1:] for row in rows_of(found)}
    # 101 times: 1 to 100 ms and 2,000 ms. The middle one is 51; of 100 the 95th percentile is 96.
    assert rows["all"] == (101, 1, 51, 96, 2000)
    assert rows["GET /ronde/"] == (100, 0, 50, 96, 100)
    assert rows["GET /woningen/"] == (1, 1, 2000, 2000, 2000)
    assert [row[0] for row in rows_of(found)] == ["all", "GET /ronde/", "GET /woningen/"]
    assert len(table(found)) == 4


def test_rows_are_added_and_none_taken_away(tmp_path):
    file = tmp_path / "load.csv"
    append(file, {"date": "2026-11-30", "users": 50}, [asked()])
    append(file, {"date": "2026-12-01", "users": 50}, [asked(), asked()])
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["date"], row["page"], row["requests"]) for row in rows] == [
        ("2026-11-30", "all", "1"),
        ("2026-11-30", "GET /ronde/", "1"),
        ("2026-12-01", "all", "2"),
        ("2026-12-01", "GET /ronde/", "2"),
    ]
