"""``allocator scenario frontier``: what it writes and says, and what it refuses."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from zipfile import ZipFile

import pytest

from allocator.check import check_matching
from allocator.scenarios.frontier import run as frontier_run
from allocator.scenarios.frontier.page import percent, said
from allocator.scenarios.frontier.trading import TradeOff
from allocator.texts import LANGUAGES, texts
from tests.cli.build import rows, written
from tests.random_instances import small_instance
from tests.scenarios.calling import caller, summary
from tests.scenarios.test_frontier import point, unbeaten


@pytest.fixture
def call(capfd):
    return caller(capfd)


@pytest.fixture
def folder(tmp_path):
    return written(small_instance(1), tmp_path / "in")


def test_everything_is_written(call, folder, tmp_path):
    out = tmp_path / "out"
    called = call("frontier", folder, "--out", out)
    assert called.code == 0, called.err
    assert {file.name for file in out.iterdir()} == set(frontier_run.FILES)
    facts = summary(out)
    assert [one["tier"] for one in facts["tiers"]] == ["relocations", "spread", "fit"]
    points = rows(out / "frontier.csv")
    assert [int(row["plan"]) for row in points] == list(range(1, len(points) + 1))
    assert sum(one["points"] for one in facts["tiers"]) == len(points)
    assert {row["proven"] for row in points} == {"1"}
    given, plans = small_instance(1), rows(out / "plans.csv")
    for row in points:
        pairs = [(p["household"], p["home"]) for p in plans if p["plan"] == row["plan"]]
        verdict = check_matching(given, pairs)
        assert verdict.violations == ()
        assert verdict.tier_values["waiting"] == int(row["waiting"])
        assert verdict.tier_values[row["tier"]] == int(row["value"]) == int(row[row["tier"]])
        people = {h.id: len(h.persons) for h in given.households}
        assert int(row["households"]) == len(pairs)
        assert int(row["persons"]) == sum(people[h] for h, _ in pairs)


def test_the_same_call_writes_the_same(call, folder, tmp_path):
    names = ("frontier.csv", "plans.csv", "report.html", "frontier.xlsx")
    for out in ("one", "two"):
        assert call("frontier", folder, "--out", tmp_path / out).code == 0
    assert all(
        (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
        for name in names
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page(call, folder, tmp_path, language):
    out = tmp_path / "out"
    called = call(
        "frontier", folder, "--out", out, "--lang", language, "--with", "fit", "--with", "spread"
    )
    assert called.code == 0
    page = (out / "report.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page
    assert re.findall(r'<h2 id="(\w+)">', page) == ["fit", "spread"]
    t = texts(language)
    assert t("report.tier.fit") in called.out
    with ZipFile(io.BytesIO((out / "frontier.xlsx").read_bytes())) as book:
        assert "xl/worksheets/sheet3.xml" in book.namelist()


def test_as_json(call, folder, tmp_path):
    called = call("frontier", folder, "--out", tmp_path / "out", "--json", "--with", "fit")
    assert called.document == summary(tmp_path / "out")
    assert called.document["tiers"][0]["whole"] is True


def test_fewer_points_than_there_are(call, tmp_path):
    given, tier = small_instance(14), "spread"
    folder, every = written(given, tmp_path / "in"), unbeaten(given, tier)
    assert len(every) == 5
    called = call("frontier", folder, "--out", tmp_path / "out", "--with", tier, "--points", "2")
    assert called.code == 0
    facts = summary(tmp_path / "out")
    assert facts["points"] == 2
    assert (facts["tiers"][0]["points"], facts["tiers"][0]["whole"]) == (2, False)
    assert facts["tiers"][0]["proven"] is True
    points = rows(tmp_path / "out" / "frontier.csv")
    assert [(int(r["waiting"]), int(r["value"])) for r in points] == [every[0], every[-1]]
    assert "Het is niet alles" in called.out


def test_without_time_it_says_that_nothing_is_proven(call, folder, tmp_path):
    called = call("frontier", folder, "--out", tmp_path / "out", "--time-limit", "0")
    assert called.code == 4
    assert {one["proven"] for one in summary(tmp_path / "out")["tiers"]} == {False}
    assert "niet bewezen" in called.out


@pytest.mark.parametrize(
    ("arguments", "said_of_it"),
    [
        (("--points", "1"), "--points"),
        (("--with", "lottery"), "--with"),
        (("--time-limit", "-1"), "--time-limit"),
    ],
)
def test_calls_that_cannot_be(call, folder, tmp_path, arguments, said_of_it):
    called = call("frontier", folder, "--out", tmp_path / "out", *arguments)
    assert called.code == 2
    assert said_of_it in called.err
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else(call, folder, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    called = call("frontier", folder, "--out", tmp_path / "out")
    assert called.code == 2
    assert "mine.txt" in called.err


def test_earlier_results_are_replaced(call, folder, tmp_path):
    for tier in ("fit", "spread"):
        assert call("frontier", folder, "--out", tmp_path / "out", "--with", tier).code == 0
    assert {row["tier"] for row in rows(tmp_path / "out" / "frontier.csv")} == {"spread"}


def test_a_wrong_instance(call, folder, tmp_path):
    (folder / "homes.csv").write_text("id\n")
    called = call("frontier", folder, "--out", tmp_path / "out")
    assert called.code == 2
    assert "homes.csv" in called.err


def test_nothing_to_trade():
    one = TradeOff("fit", "max", (point(9, 4),), whole=True)
    sentences = list(said(one, texts("nl")))
    assert len(sentences) == 1
    assert "(4)" in sentences[0]


def test_a_percentage():
    assert percent(Fraction(1, 400), texts("nl")) == "0,25%"
    assert percent(Fraction(1, 10), texts("en")) == "10%"
