"""Scenarios in the store by command: added, listed, compared, taken away."""

from __future__ import annotations

import json

from tests.cli.test_round import MONDAY as DAY
from tests.cli.test_round import TINY, store
from tests.databases import databases
from tests.rounds.scenarios.planner import LESS, MORE

__all__ = ["databases", "store"]

MONDAY = ("--today", DAY)
PLANNER = ("--role", "planner", "--who", "dirk", *MONDAY)


def test_scenarios_are_added_compared_and_taken_away(store, call, tmp_path):
    call("round", "import", TINY, *MONDAY)
    for name, content in (("meer.toml", MORE), ("minder.toml", LESS)):
        (tmp_path / name).write_bytes(content)
        added = call("round", "scenarios", "add", tmp_path / name, *PLANNER)
        assert added.code == 0
    assert added.out == "Scenario 'Geen W2' is toegevoegd.\n"
    out = tmp_path / "uit"
    asked = ("--replications", "2", "--weeks", "3", "--seed", "7", "--out", out)
    compare = ("round", "scenarios", "compare")
    done = call(*compare, "Geen W2", "Meer woningen", "--now", *asked, *PLANNER)
    assert done.code == 0
    assert [line.split("  ")[0] for line in done.out.splitlines()[1:4]] == [
        "Zonder verandering", "Geen W2", "Meer woningen",
    ]  # fmt: skip
    assert sorted(p.name for p in out.iterdir()) == [
        "report.html", "scenarios.xlsx", "summary.json",
    ]  # fmt: skip
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    found = call("round", "scenarios", "list", "--json", *PLANNER).document
    assert [row["name"] for row in found["scenarios"]] == ["Geen W2", "Meer woningen"]
    (row,) = found["comparisons"]
    assert (row["replications"], row["weeks"], row["seed"], row["who"]) == (2, 3, 7, "dirk")
    assert row["scenarios"] == [one["name"] for one in summary["scenarios"]]
    assert "2 keer 3 weken, dirk" in call("round", "scenarios", "list", *PLANNER).out
    again = call(*compare, "Geen W2", "Meer woningen", "--now", *asked, "--json", *PLANNER)
    assert again.document == summary
    assert call("round", "scenarios", "remove", "Geen W2", *PLANNER).code == 0
    gone = call("round", "scenarios", "remove", "Geen W2", *PLANNER)
    assert (gone.code, gone.err) == (2, "Het scenario 'Geen W2' is er niet (meer).\n")


def test_what_is_wrong_is_told_and_nothing_is_written(store, call, tmp_path):
    call("round", "import", TINY, *MONDAY)
    file, out = tmp_path / "s.toml", tmp_path / "uit"
    file.write_text("[future]\nweeks = 0\n", "utf-8")
    wrong = call("round", "scenarios", "add", file, *PLANNER)
    assert wrong.code == 2
    assert wrong.err.startswith("s.toml:2:future.weeks: ")
    assert call("round", "scenarios", "add", tmp_path / "weg.toml", *PLANNER).code == 2
    for names in (("weg",), ("--now", "weg"), ("a", "a")):
        done = call("round", "scenarios", "compare", *names, "--out", out, *PLANNER)
        assert done.code == 2
    auditor = ("--role", "auditor", *MONDAY)
    assert call("round", "scenarios", "list", *auditor).code == 2
    assert not out.exists()
    assert call("round", "scenarios", "list", *PLANNER).out == "Er zijn nog geen scenario's.\n"
