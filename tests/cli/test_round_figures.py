"""Figures by command: the dashboard, fairness, a plan over time, and the log."""

from __future__ import annotations

import json

import pytest

from tests.check.shelter.build import DAY
from tests.cli.test_round import MONDAY, TINY, sent, store
from tests.databases import databases
from tests.rounds.shelter_people import SMALL, written

__all__ = ["databases", "sent", "store"]

TUESDAY = ("--today", "2025-04-08")


@pytest.fixture
def accepted(sent, call):
    """Have the first proposal accepted; return what was sent."""
    household, home = sent[0]
    pair = ("--household", household, "--home", home)
    assert call("round", "decide", *pair, "--accept", *TUESDAY).code == 0
    return sent


def test_the_dashboard(accepted, call):
    found = call("round", "dashboard", "--json", *TUESDAY).document
    assert found["day"] == "2025-04-08"
    assert found["tasks"]["half_years"][0]["to_do"] == 17
    assert found["waiting"]["now"]["households"] == 6
    answers = found["decisions"]["answers"]
    assert (answers["sent"], answers["accepted"], answers["acceptance"]) == (5, 1, 1.0)
    hidden = call("round", "dashboard", "--json", "--role", "planner", *TUESDAY).document
    assert hidden["refusals"]["by"][0]["refusals"] == 0
    assert hidden["waiting"]["now"]["percentile_90"] is None
    lines = call("round", "dashboard", *TUESDAY).out.splitlines()
    assert any(line.split() == ["t/m", "30-6-2025", "20", "5", "8", "17", "0"] for line in lines)
    assert any(line.split()[:2] == ["aangenomen", "1"] for line in lines)
    english = call("round", "dashboard", "--lang", "en", "--role", "auditor", *TUESDAY).out
    assert "fewer than 5" not in english
    assert "numbers from 1 to 4 are not shown" in english


def test_a_small_number_is_hidden_in_json_too(accepted, call):
    call("round", "withdraw", "--household", "H5", "--reason", "weg", *TUESDAY)
    call("round", "withdraw", "--household", "H6", "--reason", "weg", *TUESDAY)
    found = call("round", "dashboard", "--json", "--role", "planner", *TUESDAY).document
    assert found["waiting"]["now"]["households"] == "<5"


def test_fairness(accepted, call):
    found = call("round", "fairness", "--json", "--role", "auditor", *TUESDAY).document
    assert (found["number"], found["draft"]["whole"]["placed"]["households"]) == (1, 5)
    out = call("round", "fairness", *TUESDAY).out
    assert "Ronde 1, concept 1, met de gegevens van 7-4-2025." in out
    assert call("round", "fairness", "--round", "9", *TUESDAY).code == 2


def test_without_a_draft(store, call):
    call("round", "import", TINY, "--today", MONDAY)
    assert "Er is nog geen concept" in call("round", "fairness", "--today", MONDAY).out
    assert "nog geen verhuisplan" in call("round", "timeline", "--today", MONDAY).out
    assert call("round", "timeline", "--json", "--today", MONDAY).document is None


def test_a_plan_over_time(store, call, tmp_path):
    today = ("--today", DAY.isoformat())
    call("round", "import", written(SMALL, tmp_path / "small"), *today)
    assert call("round", "announce", "--object-by", "2025-04-24", *today).code == 0
    lines = call("round", "timeline", *today).out.splitlines()
    assert any(line.split() == ["april", "2025", "3", "0", "1", "0"] for line in lines)
    assert any(line.split() == ["A", "→", "B", "2"] for line in lines)
    found = call("round", "timeline", "--json", "--role", "planner", *today).document
    assert [flow["persons"] for flow in found["flows"]] == ["<5"] * 3
    ahead = call("round", "dashboard", "--json", "--role", "planner", *today).document["shelter"]
    assert ahead["ahead"][0]["leave"] == {"at_least": 2}


def test_the_log(accepted, call):
    found = call("audit", "log", "--json", "--action", "decide", *TUESDAY).document
    assert found["total"] == 0
    found = call("audit", "log", "--json", "--action", "accept", *TUESDAY).document
    (entry,) = found["entries"]
    assert (entry["households"], entry["round"], entry["role"]) == (1, 1, "team")
    out = call("audit", "log", "--of", str(entry["n"]), "--round", "1", *TUESDAY).out
    assert "accept" in out
    assert "Pagina 1 van 1" in out
    assert call("audit", "log", "--role", "planner", *TUESDAY).code == 2
    assert not any(household in json.dumps(found) for household, _ in accepted)
