"""The weekly work by command: a week on instances/tiny, and what is refused on the way."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from allocator.reading import read_instance
from tests.cli.build import Call
from tests.databases import databases

__all__ = ["databases"]

TINY = Path(__file__).parents[2] / "instances" / "tiny"
MONDAY = "2025-04-07"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Name a store that is not there yet, for every call."""
    file = tmp_path / "week.sqlite3"
    monkeypatch.setenv("ALLOCATOR_STORE", str(file))
    yield file
    connections.close_all()


@pytest.fixture
def sent(store: Path, call: Call) -> list[tuple[str, str]]:
    """Have all proposals of a first draft with the corporatie; return households and homes."""
    for step in (
        ("import", TINY),
        ("open",),
        ("propose",),
        ("send", "--answer-by", "14-4-2025"),
    ):
        assert call("round", *step, "--today", MONDAY).code == 0
    shown = call("round", "show", "--today", MONDAY, "--json").document
    return [(row["household"], row["home"]) for row in shown["candidates"]]


def test_a_week(store, call, tmp_path):
    today = ("--today", MONDAY, "--who", "anna")
    first = call("round", "import", TINY, "--json", *today)
    assert first.code == 0
    assert first.document["counts"]["households"] == {"new": 6, "changed": 0, "back": 0, "gone": 0}
    assert first.document["applied"] is True
    assert "Alles is al bekend." in call("round", "import", TINY, *today).out
    assert call("round", "open", *today).out == "Ronde 1 is open, peildatum 7-4-2025.\n"
    draft = call("round", "propose", "--json", "--out", tmp_path / "plan", *today)
    assert (draft.code, draft.document["draft"], draft.document["status"]) == (0, 1, "optimal")
    assert call("check", TINY, tmp_path / "plan").code == 0
    pairs = {row["household"]: row["home"] for row in draft.document["proposals"]}
    sent = call(
        "round", "send", "--answer-by", "2025-04-14", "--out", tmp_path / "lists", "--json", *today
    )
    assert sent.document["sent"] == {"wonen": len(pairs)}
    assert (tmp_path / "lists" / "corporatie-wonen.csv").read_text("utf-8").startswith("home,")
    yes, no, *_ = sorted(pairs)
    done = call("round", "decide", "--household", yes, "--home", pairs[yes], "--accept", *today)
    assert done.out == f"{yes} in {pairs[yes]}: aanvaard door de corporatie.\n"
    refused = call(
        "round", "decide", "--household", no, "--home", pairs[no], "--refuse", "works_needed",
        "--reason", "dak lekt", "--reasonable", "yes", "--json", *today,
    )  # fmt: skip
    (one,) = refused.document
    assert (one["state"], one["candidate"]) == ("refused_by_corporatie", "AFG")
    second = call("round", "resolve", "--json", *today).document
    assert {"household": no, "before": pairs[no]}.items() <= second["changes"][0].items()
    assert second["price"]["waiting"] >= 0
    assert call("round", "offer", "--household", yes, *today).code == 0
    assert call("round", "household", "decides", "--household", yes, "--yes", *today).code == 0
    assert call("round", "sign", "--household", yes, *today).code == 0
    figures = call("round", "figures", "--json", *today).document
    size = {h.id: len(h.persons) for h in read_instance(TINY).instance.households}
    assert (figures["placed_households"], figures["placed_persons"]) == (1, size[yes])
    replayed = call("round", "replay", "1", "--draft", "1", *today)
    assert replayed.out == "Ronde 1, concept 1: opnieuw gerekend, hetzelfde.\n"
    assert call("round", "close", *today).code == 0
    export = call("round", "export", "--out", tmp_path / "next", "--json", *today)
    assert export.document["households"] == 5
    assert call("check", tmp_path / "next").code == 0
    again = call("round", "export", "--out", tmp_path / "next", *today)
    assert again.code == 0
    log = call("audit", "verify", "--json", *today).document
    assert log["sound"] is True


@pytest.mark.parametrize(
    "step",
    [
        ("round", "show"), ("round", "cards"), ("round", "moves"), ("round", "figures"),
        ("round", "replay", "1"), ("audit", "verify"), ("purge", "--dry-run"), ("subject", "H1"),
        ("restore", "nergens.db", "--check"),
        ("round", "decide", "--household", "H1", "--home", "W1"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_each_command_starts_in_a_process_of_its_own(store, call, step):
    """Nothing that knows tables is read before the command knows which database."""
    assert call("round", "import", TINY, "--today", MONDAY).code == 0
    connections.close_all()
    clean = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", "import cli; cli.main()", *step, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=clean, check=False)
    assert done.returncode in (0, 2), done.stderr
    assert json.loads(done.stdout) is not None


def test_what_is_refused_says_why(sent, call):
    household, home = sent[0]
    today = ("--today", MONDAY)
    decide = ("round", "decide", "--household", household, "--home", home)
    neither = call(*decide, *today)
    assert (neither.code, neither.out) == (2, "")
    assert neither.err.startswith("Kies er precies een: --accept, --refuse")
    code = call(*decide, "--refuse", "hun_gezicht", *today)
    assert code.code == 2
    assert "home_not_available" in code.err
    assert call(*decide, "--accept", *today, "--who", "anna").code == 0
    late = call(*decide, "--accept", *today)
    assert late.code == 2
    assert late.err == (
        f"{household} in {home} staat op 'aanvaard door de corporatie' (anna, 7-4-2025); aanvaarden"
        " kan dan niet. Wel mogelijk: aanbieden, terugkomen op een aanvaarding, afwijzen,"
        " terugtrekken.\n"
    )
    seen = call(*decide, "--revoke", "other", "--version", "1", *today, "--lang", "en", "--json")
    assert seen.code == 2
    assert "Somebody else was first" in seen.document["errors"][0]
    assert call("round", "open", "--peildatum", "morgen", *today).code == 2
    assert call("round", "reopen", "--reason", "x", *today).err == "Ronde 1 is al open.\n"


def test_a_corporatie_sees_its_own_homes_and_no_others(sent, call):
    household, home = sent[0]
    own = ("--role", "corporatie", "--corporatie", "wonen", "--today", MONDAY)
    other = ("--role", "corporatie", "--corporatie", "anders", "--today", MONDAY)
    cards = call("round", "cards", "--json", *own).document
    assert {card["home"] for card in cards} == {home for _, home in sent}
    assert call("round", "cards", "--json", *other).document == []
    decide = ("round", "decide", "--household", household, "--home", home, "--accept")
    refused = call(*decide, *other)
    absent = call(*decide[:-2], "W-BESTAAT-NIET", "--accept", *other)
    assert (refused.code, absent.code) == (2, 2)
    assert refused.err.replace(home, "") == absent.err.replace("W-BESTAAT-NIET", "")
    assert call("round", "show", *own).code == 2
    assert call(*decide, *own).code == 0
    assert call("round", "cards", "--role", "corporatie", "--today", MONDAY).code == 2


def test_what_nobody_answered_comes_back_and_the_team_is_told(sent, call):
    told = call("round", "show", "--today", "2025-04-15")
    assert told.err.count("is terug: niet beantwoord op 14-4-2025.") == len(sent)
    assert "niet op tijd beantwoord" in told.out
    assert call("round", "show", "--today", "2025-04-15").err == ""


class Terminal(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "applied"), [("n\n", False), ("\n", False), ("j\n", True), ("Yes\n", True)]
)
def test_at_a_terminal_the_difference_is_shown_before_it_is_asked(
    store, call, monkeypatch, typed, applied
):
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    asked = call("round", "import", TINY, "--today", MONDAY)
    assert asked.code == 0
    assert asked.err.index("households") < asked.err.index("Dit inlezen?")
    assert ("Ingelezen" in asked.out) is applied
    assert (call("round", "open", "--today", MONDAY).code == 0) is applied


def test_without_a_store(store, call, tmp_path):
    none = call("round", "show")
    assert none.code == 2
    assert none.err.startswith("Er is nog geen administratie")
    assert not store.exists()
    assert call("round", "import", TINY, "--dry-run").code == 0
    assert call("round", "open").code == 2  # nothing was imported
    store.with_suffix(".keys").unlink()
    assert "--keys" in call("round", "show").err
    store.with_suffix(".keys").write_text("{}", "utf-8")
    assert "geen sleutelbestand" in call("round", "show").err
    elsewhere = call("round", "import", TINY, "--store", tmp_path / "nergens" / "x.db")
    assert elsewhere.code == 2


def test_a_store_that_is_none(store, call):
    store.write_bytes(b"geen database" * 100)
    wrong = call("round", "show")
    assert wrong.code == 1
    assert "Traceback" not in wrong.err


def test_rights_backups_and_keys(sent, call, store, tmp_path):
    household, _ = sent[0]
    today = ("--today", MONDAY)
    kept = call("subject", household, "--json", *today).document
    assert kept["household"] == household
    assert kept["facts"]["households"]
    assert household in call("subject", household, *today).out
    under_way = call("subject", household, "--erase", *today)
    assert under_way.code == 2
    backup = call("backup", tmp_path / "kopie.db", "--json", *today)
    assert backup.code == 0
    assert call("audit", "verify", "--head", backup.document["head"], *today).code == 0
    assert call("audit", "verify", "--head", "0" * 64, *today).code == 5
    exported = call("audit", "export", "--out", tmp_path / "log.jsonl", "--json", *today).document
    lines = (tmp_path / "log.jsonl").read_text("utf-8").splitlines()
    assert json.loads(lines[-1])["hash"] == exported["head"]
    assert len(lines) == exported["entries"]
    rotated = call("rotate-keys", "--json", *today)
    assert rotated.document["key"] == "k2"
    assert call("subject", household, *today).code == 0
    keys = tmp_path / "kopie.keys"
    shutil.copy(store.with_suffix(".keys"), keys)  # the new keys do not open the old backup
    unfit = call("restore", tmp_path / "kopie.db", "--check", "--keys", keys)
    assert unfit.code == 5
    late = call("backup", tmp_path / "later.db", *today)
    assert late.code == 0
    back = tmp_path / "terug.sqlite3"
    sound = call("restore", tmp_path / "later.db", "--store", back, "--keys", keys)
    assert (sound.code, back.exists()) == (0, True)
    there = call("round", "show", "--store", back, "--keys", keys, "--json", *today)
    assert len(there.document["candidates"]) == len(sent)
    assert call("purge", "--dry-run", *today).code == 0
    assert call("purge", "--keep", "history=0", "--keep", "drafts", *today).code == 2
    assert call("purge", "--keep", "history=0", "--json", *today).code == 0


def test_withdrawing_and_bringing_back(sent, call):
    household, home = sent[0]
    today = ("--today", MONDAY)
    nothing = call("round", "withdraw", "--home", home, *today)
    assert nothing.err == "Hiervoor is een reden nodig (--reason).\n"
    both = call("round", "withdraw", "--home", home, "--household", household, *today)
    assert both.code == 2
    gone = call("round", "withdraw", "--home", home, "--reason", "asbest", *today)
    assert f"{household} in {home}: teruggetrokken." in gone.out
    back = call("round", "withdraw", "--home", home, "--back", *today)
    assert back.out == "Genoteerd.\n"
    again = call("round", "withdraw", "--home", home, "--back", *today)
    assert again.code == 2
    out = call("round", "withdraw", "--household", household, "--reason", "weg", *today)
    assert out.code == 0
