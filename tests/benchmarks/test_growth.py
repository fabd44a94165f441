"""Instances taken from a country, and exponents of known curves."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from benchmarks import chart, growth
from tests.benchmarks.rows import row

TABLES = {
    "wijken": [
        {"code": "A", "within": ""},
        {"code": "B", "within": ""},
        {"code": "A1", "within": "A"},
        {"code": "A2", "within": "A1"},
        {"code": "C", "within": ""},
    ],
    "homes": [
        {"id": "1", "wijk": "A2", "corporatie": "x"},
        {"id": "2", "wijk": "B", "corporatie": "y"},
    ],
    "corporaties": [{"id": "x"}, {"id": "y"}],
    "complexes": [{"id": "c", "wijk": "A1"}, {"id": "d", "wijk": "C"}],
    "sites": [{"id": "s", "wijk": "B"}, {"id": "t", "wijk": "A"}],
    "rooms": [{"site": "s"}, {"site": "t"}],
    "households": [
        {"id": "h", "group": "statushouder", "koppeling": "A"},
        {"id": "i", "group": "statushouder", "koppeling": "A1"},
        {"id": "j", "group": "ontheemde", "koppeling": "B"},
        {"id": "k", "group": "statushouder", "koppeling": "B"},
        {"id": "l", "group": "statushouder", "koppeling": "C"},
    ],
    "persons": [{"id": "1", "household": "i"}, {"id": "2", "household": "l"}],
}


@pytest.fixture
def country(tmp_path):
    folder = tmp_path / "country"
    folder.mkdir()
    (folder / "instance.toml").write_text("name = 'x'\n")
    for name, rows in TABLES.items():
        growth._write(folder / f"{name}.csv", list(rows[0]), rows)
    return folder


def taken(folder, name, column="id"):
    with (folder / f"{name}.csv").open() as file:
        return "".join(row[column] for row in csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize(
    ("households", "wijken", "people", "homes", "corporaties", "sites", "persons"),
    [
        (1, "AA1A2", "hi", "1", "x", "t", "1"),
        (2, "AA1A2", "hi", "1", "x", "t", "1"),
        (3, "ABA1A2", "hijk", "12", "xy", "st", "1"),
        (99, "ABA1A2C", "hijkl", "12", "xy", "st", "12"),
    ],
)
def test_whole_municipalities_are_taken(
    country, tmp_path, households, wijken, people, homes, corporaties, sites, persons
):
    folder = tmp_path / "taken"
    growth.take(country, folder, households)
    assert taken(folder, "wijken", "code") == wijken
    assert taken(folder, "households") == people
    assert taken(folder, "homes") == homes
    assert taken(folder, "corporaties") == corporaties
    assert taken(folder, "rooms", "site") == sites
    assert taken(folder, "persons") == persons
    assert (folder / "instance.toml").read_text() == "name = 'x'\n"
    assert not (folder / "points.csv").exists()


def test_exponents_are_those_of_the_curve():
    sizes = [10.0, 100.0, 1000.0, 10_000.0]
    assert growth.exponent(sizes, [s**1.5 for s in sizes], 1.0) == pytest.approx(1.5)
    # what is below the least tells nothing
    assert growth.exponent(sizes, [9.0, *sizes[1:]], 10.0) == pytest.approx(1.0)
    assert growth.exponent(sizes[:2], sizes[:2], 1.0) is None


def test_the_table_has_a_line_per_size_and_the_exponents():
    rows = [
        replace(
            row(1, "allocator match", float(n)),
            size=f"national:{n}",
            pairs=n,
            phases=f"read={n / 100}|solve={n**2 / 100}",
            peak_mb=float(200 + n),
            status="limit" if n == 100 else "proven",
        )
        for n in (100, 1000, 10_000, 100_000)
    ]
    lines = growth.render(rows).splitlines()
    assert lines[0] == "| households | pairs | read | solve | all | MB |"
    assert lines[2] == "| 100 | 100 | 1.00 | 100.00 | 100.0 (not all proven) | 300 |"
    assert lines[-1] == "| exponent | | 1.00 | 2.00 | 1.00 | 1.02 |"


def test_the_chart_has_the_last_run_of_each_and_marks_what_was_cut_off():
    one = row(1, "highs", 3.0, pairs=9, limit=60.0)
    rows = [
        one,
        replace(one, seconds=61.0, status="limit"),
        replace(one, solver="greedy"),
        replace(one, limits="loose", seed=one.seed + 1),
    ]
    (point,) = chart.points(chart.last(rows))
    assert point == {"pairs": 9, "seconds": 61.0, "solver": "highs", "tiers": "cut off"}
    svg = chart.draw([one])
    assert svg.startswith("<svg")
    assert "possible pairs" in svg
