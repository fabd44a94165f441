"""``allocator match``: the files and what is said about them."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256

import pytest

from allocator import __version__
from allocator.reading import digest, read_instance
from tests.check.build import home, household, instance
from tests.check.golden import files, lottery
from tests.check.golden import summary as golden_summary
from tests.cli.build import FILES, contents, rows, summary, written


def test_the_plan_worked_out_by_hand(call, golden, tmp_path):
    plan = tmp_path / "plan"
    called = call("match", golden, "--out", plan)
    assert called.code == 0
    for name, expected in files().tables.items():
        found = rows(plan / f"{name}.csv")
        for row in (*found, *expected):
            row.pop("why", None)
        assert found == expected
    expected = golden_summary()
    del expected["seconds"]
    expected["solver"] = "HiGHS 1.16.0 (highspy)"
    expected["version"] = __version__
    expected["input_digest"] = digest(read_instance(golden).instance)
    assert summary(plan) == expected
    assert list(summary(plan)) == list(expected)
    assert sorted(contents(plan)) == sorted(FILES)
    assert sorted(f.name for f in tmp_path.iterdir()) == ["golden", "plan"]


def test_what_is_said(call, golden, tmp_path):
    called = call("match", golden, "--out", tmp_path / "plan")
    lines = called.out.splitlines()
    assert lines[0] == "Voorgesteld: 3 huishoudens, 6 personen; 3 huishoudens blijven wachten."
    assert lines[1:4] == [
        "",
        "doel                  waarde         beste  bewijs",
        "waiting                  162           162  bewezen",
    ]
    assert lines[9] == f"lottery       {lottery('H1', 'H2', 'H6'):>14}" + lines[9][28:]
    said = r"Alle doelen zijn bewezen \(\d+(,\d)? s gerekend\); het plan is gecontroleerd\."
    assert re.fullmatch(said, lines[-2])
    assert lines[-1] == f"Geschreven: {tmp_path / 'plan'}"
    assert called.err.startswith("let op: previous.csv:5:household: ")
    assert len(called.err.splitlines()) == 1


def test_one_household_is_said_in_the_singular(call, tmp_path):
    given = instance([household("H1", 30), household("H2", 30)], [home("W1")])
    folder = written(given, tmp_path / "in")
    called = call("match", folder, "--out", tmp_path / "plan")
    assert called.out.startswith(
        "Voorgesteld: 1 huishouden, 1 persoon; 1 huishouden blijft wachten.\n"
    )
    english = call("match", folder, "--out", tmp_path / "plan", "--lang", "en")
    assert english.out.startswith("Proposed: 1 household, 1 person; 1 household keeps waiting.\n")


def test_a_tier_that_is_only_reported(call, tmp_path):
    policy = {"tiers": {"matching": ("fit", "waiting")}}
    given = instance([household("H1", 30)], [home("W1")], policy=policy)
    called = call("match", written(given, tmp_path / "in"), "--out", tmp_path / "plan")
    lines = called.out.splitlines()[3:9]
    assert [line.split()[0] for line in lines] == [
        *("fit", "waiting", "relocations", "spread", "occupancy", "lottery")
    ]
    assert lines[2] == "relocations                0                niet nagestreefd"
    tiers = summary(tmp_path / "plan")["tiers"]
    proof = [(tier["best"], tier["bound"], tier["optimal"]) for tier in tiers]
    assert proof == [(10, 10, True), (6, 6, True)] + [(None, None, None)] * 4


def test_seed_replaces_the_lottery_seed_only(call, golden, tmp_path):
    plans = tmp_path / "a", tmp_path / "b"
    call("match", golden, "--out", plans[0])
    assert call("match", golden, "--out", plans[1], "--seed", 8).code == 0
    own, other = (summary(plan) for plan in plans)
    assert (own["lottery_seed"], other["lottery_seed"]) == (7, 8)
    assert own["input_digest"] == other["input_digest"]
    assert own["tiers"][:-1] == other["tiers"][:-1]
    assert own["tiers"][-1] != other["tiers"][-1]


def test_the_lottery_decides_between_equals(call, tmp_path):
    given = instance([household(f"H{i}", 30) for i in range(5)], [home("W1")])
    folder = written(given, tmp_path / "in")
    winners = set()
    for seed in range(1, 9):
        assert call("match", folder, "--out", tmp_path / "plan", "--seed", seed).code == 0
        (row,) = rows(tmp_path / "plan" / "proposals.csv")
        number = summary(tmp_path / "plan")["tiers"][-1]["value"]
        numbers = {h.id: _number(seed, h.id) for h in given.households}
        assert number == max(numbers.values()) == numbers[row["household"]]
        winners.add(row["household"])
    assert len(winners) > 1


def _number(seed: int, household: str) -> int:
    return int(sha256(f"{seed}:2025-07-01:{household}".encode()).hexdigest()[:5], 16)


@pytest.mark.parametrize("backend", ["highs", "cpsat", "cbc"])
def test_every_backend_says_who_it_is(call, golden, tmp_path, backend):
    called = call("match", golden, "--out", tmp_path / "plan", "--backend", backend, "--json")
    assert called.code == 0
    assert {"highs": "HiGHS", "cpsat": "CP-SAT", "cbc": "CBC"}[backend] in called.document["solver"]
    values = [tier["value"] for tier in called.document["tiers"]]
    assert values == [tier["value"] for tier in golden_summary()["tiers"]]


def test_an_instance_without_homes(call, tmp_path):
    given = instance([household("H1", 30)], [])
    called = call("match", written(given, tmp_path / "in"), "--out", tmp_path / "plan")
    assert called.code == 0
    assert rows(tmp_path / "plan" / "proposals.csv") == []
    assert [row["reason"] for row in rows(tmp_path / "plan" / "unplaced.csv")] == ["no_home"]


def test_an_instance_without_statushouders(call, tmp_path):
    given = instance([household("O1", 30, group="ontheemde", koppeldatum=None)], [home("W1")])
    called = call("match", written(given, tmp_path / "in"), "--out", tmp_path / "plan")
    assert called.code == 0
    assert rows(tmp_path / "plan" / "unplaced.csv") == []


def test_a_rent_limit_of_a_later_year_is_a_warning(call, tmp_path):
    given = instance([household("H1", 30)], [home("W1", available_from=date(2030, 1, 1))])
    given = given.model_copy(update={"peildatum": date(2030, 1, 1)})
    called = call("match", written(given, tmp_path / "in"), "--out", tmp_path / "plan")
    assert called.code == 0
    assert "let op: " in called.err
    assert "2030" in called.err
