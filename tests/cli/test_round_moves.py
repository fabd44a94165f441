"""Moves of shelter by command: announced, agreed to, objected to, carried out."""

from __future__ import annotations

import pytest
from django.db import connections

from allocator.reading import read_instance
from tests.rounds.shelter_people import MAY, SMALL, written


@pytest.fixture
def announced(tmp_path, monkeypatch, call):
    """Announce the small shelter's plan; return the document that was shown."""
    monkeypatch.setenv("ALLOCATOR_STORE", str(tmp_path / "shelter.sqlite3"))
    day = SMALL.peildatum.isoformat()
    assert call("round", "import", written(SMALL, tmp_path / "small"), "--today", day).code == 0
    done = call("round", "announce", "--object-by", "24-4-2025", "--today", day, "--json")
    assert done.code == 0
    yield done.document
    connections.close_all()


def test_moves_by_command(announced, call, tmp_path):
    day = ("--today", "2025-05-06")
    assert {(m["household"], m["to_site"]) for m in announced["moves"]} == {
        ("H1", "B"), ("H2", None), ("H3", "B"),
    }  # fmt: skip
    agreed = call("round", "agree", "--household", "H1", *day)
    assert agreed.out == f"{MAY}: H1, A → B (akkoord)\n"
    objection = ("round", "object", "--household", "H3", "--code", "too_soon")
    assert call(*objection, *day).err == "Hiervoor is een reden nodig (--reason).\n"
    objected = call(*objection, "--reason", "nog geen school", "--json", *day)
    assert objected.document["state"] == "objected"
    moved = call("round", "moved", "--household", "H1", "--on", "5-5-2025", *day, "--lang", "en")
    assert moved.out == f"{MAY}: H1, from A to B (moved)\n"
    again = call("round", "moved", "--household", "H1", *day)
    assert again.code == 2
    assert "staat op 'verhuisd'" in again.err
    shown = call("round", "moves", *day)
    assert [line.split(" (")[-1] for line in shown.out.splitlines()[1:]] == [
        "verhuisd)", "aangekondigd)", "bezwaar)",
    ]  # fmt: skip
    months = call("round", "moves", "--json", *day).document["months"]
    assert [line["household"] for line in months[MAY]] == ["H1", "H2", "H3"]
    assert call("round", "export", "--out", tmp_path / "next", *day).code == 0
    after = read_instance(tmp_path / "next").instance
    assert {h.id: h.current_site for h in after.households}["H1"] == "B"
    assert [(d.household, d.site) for d in after.site_decisions if d.household == "H3"] == [
        ("H3", "B"), ("H3", "C"),
    ]  # fmt: skip
    early = call("round", "export", "--out", tmp_path / "x", "--peildatum", "2025-05-04", *day)
    assert early.code == 2
    assert "5-5-2025" in early.err
