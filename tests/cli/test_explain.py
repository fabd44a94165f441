"""``allocator explain``: why not, what would it cost, what helps, what if, and the cards."""

from __future__ import annotations

import json
import shutil
import signal
from hashlib import sha256

import pytest

from allocator.explain import alternatives
from tests.check.build import home, household, instance
from tests.check.golden import lottery
from tests.cli.build import contents, written

# What H5 in W2 costs: H2 waits on (17 person-weeks against 4); H5 was proposed for W2 before;
# H2 has 1 point of its own, H5 the 15 of its support.
H5_IN_W2 = {
    "waiting": 17 - 4,
    "relocations": 0,
    "stability": -1,
    "fit": 1 - 15,
    "spread": 0,
    "occupancy": 0,
    "lottery": lottery("H2") - lottery("H5"),
}
WARNING = "let op: previous.csv:5:household: "
PRESENT = {"H1", "H2", "H3", "H4", "H5", "H6"}


@pytest.fixture
def ask(call, golden, plan):
    """Ask a question to that plan; it leaves both folders as they are."""

    def run(*arguments):
        before = contents(golden), contents(plan)
        called = call("explain", golden, plan, *arguments)
        assert (contents(golden), contents(plan)) == before
        assert "Traceback" not in called.err
        return called

    return run


# --- why not --------------------------------------------------------------------------------------


def test_every_home_for_a_household(ask):
    called = ask("--household", "H3")
    assert called.code == 0
    assert called.out.splitlines() == [
        "Huishouden H3 (1 persoon, 12 weken) krijgt in dit plan geen woning:",
        "  12 weken gewacht, 2 boven de termijn; de enige mogelijke woning ging naar 1 ander "
        "huishouden, dat 12 weken wacht",
        "",
        "W2          mogelijk: 1 slechter voor 'Hoe goed woning en huishouden passen'",
        "              dan wacht huishouden H2 (1 persoon, 12 weken) een ronde langer",
        "W1          niet mogelijk: [SIZE] personen in het huishouden: 1; de woning is voor 2 tot "
        "en met 4",
        "W3          niet mogelijk: [SIZE] personen in het huishouden: 1; de woning is voor 2 tot "
        "en met 2",
        "W4          niet mogelijk: [SPARE] slaapkamers hoogstens: 2; de woning heeft er 6; [RENT] "
        "de huur is hoogstens € 682,96; van deze woning € 700,00",
    ]
    assert called.err.startswith(WARNING)
    assert len(called.err.splitlines()) == 1


def test_in_english(ask):
    lines = ask("--household", "H1", "--lang", "en").out.splitlines()
    assert lines[0] == "Household H1 (3 persons, 20 weeks) is proposed for W1:"
    assert lines[3:5] == [
        "W1          proposed",
        "W2          not possible: [SIZE] persons in the household: 3; the home is for 1 up to "
        "and including 1",
    ]


def test_every_household_for_a_home(ask):
    lines = ask("--home", "W2", "--lang", "en").out.splitlines()
    assert lines[:7] == [
        "Home W2: 1 of 2 units taken. H2",
        "",
        "H2          proposed",
        "H3          possible: 1 worse for 'How well home and household fit'",
        "              then household H2 (1 person, 12 weeks) waits another round",
        "H5          possible: 13 worse for 'Waiting time of those who get a home', 1 better for "
        "'Earlier proposals that lapse', 14 better for 'How well home and household fit'",
        "              then household H2 (1 person, 12 weeks) waits another round",
    ]
    assert {line[:2] for line in lines[7:]} == {"H1", "H4", "H6"}  # and no ontheemde


def test_one_document(ask):
    called = ask("--household", "H5", "--home", "W2", "--json")
    assert called.code == 0
    assert called.document == [
        {
            "household": "H5",
            "home": "W2",
            "status": "possible",
            "blocked_by": [],
            "loss": H5_IN_W2,
            "exact": True,
        }
    ]
    assert list(called.document[0]["loss"]) == list(H5_IN_W2)  # in order
    assert called.err.startswith(WARNING)


def test_documents_of_a_household_and_of_a_home(ask):
    rows = ask("--household", "H3", "--json").document
    assert [row["home"] for row in rows] == ["W1", "W2", "W3", "W4"]
    assert {row["household"] for row in rows} == {"H3"}
    keys = ["household", "home", "status", "blocked_by", "loss", "exact"]
    assert all(list(row) == keys for row in rows)
    assert rows[3] == {
        "household": "H3",
        "home": "W4",
        "status": "blocked",
        "blocked_by": ["SPARE", "RENT"],
        "loss": None,
        "exact": True,
    }
    others = ask("--home", "W3", "--json").document
    assert {row["household"] for row in others} == PRESENT
    proposed = [row for row in others if row["status"] == "proposed"]
    assert [(row["household"], row["blocked_by"]) for row in proposed] == [("H6", ["TRANSIT"])]
    assert proposed[0]["loss"] == dict.fromkeys(H5_IN_W2, 0)
    assert proposed[0]["exact"] is True


def test_no_plan_with_a_pair(ask):
    """H6 has a decision for W3; W1 would suit it."""
    (row,) = ask("--household", "H6", "--home", "W1", "--json").document
    assert (row["status"], row["loss"], row["exact"]) == ("possible", None, True)
    said = ask("--household", "H6", "--home", "W1").out
    assert "past, maar er is geen plan mee: besluiten of grenzen staan in de weg\n" in said


def test_without_time_there_are_bounds(ask):
    rows = ask("--household", "H5", "--json", "--time-limit", 0).document
    assert [row["exact"] for row in rows] == [True, False, True, True]
    bound = rows[1]["loss"]
    assert list(bound) == list(H5_IN_W2)
    assert 0 <= bound["waiting"] <= 13
    assert [n for tier, n in bound.items() if tier != "waiting"] == [None] * 6
    said = ask("--household", "H5", "--time-limit", 0)
    assert said.code == 0
    assert "W2          mogelijk: wat het kost is nog niet uitgerekend\n" in said.out
    plenty = ask("--household", "H5", "--json", "--time-limit", 60).document
    assert plenty[1]["loss"] == H5_IN_W2


def test_ctrl_c_ends_with_bounds(ask, monkeypatch):
    """As if the time were up; the first pair is told before it is solved."""
    solve = alternatives.possible

    def interrupted(*arguments):
        signal.raise_signal(signal.SIGINT)
        return solve(*arguments)

    monkeypatch.setattr(alternatives, "possible", interrupted)
    called = ask("--household", "H5", "--json")
    assert called.code == 0
    assert [row["exact"] for row in called.document] == [True, False, True, True]


# --- what helps -----------------------------------------------------------------------------------

HELPS = [
    # hatert is full, and the complex has no support to spare
    ("H5", [("draagkracht", "hatert", 1), ("supported", "C1", 1)]),
    ("H4", [("rule", "HOLD", 1), ("priority", "W1", 1)]),
    ("H3", [("priority", "W2", 1)]),  # women live in W2: no room in a limit helps him
]


@pytest.mark.parametrize(("household_id", "parts"), HELPS)
def test_what_helps(ask, household_id, parts):
    called = ask("--household", household_id, "--what-helps", "--json")
    assert called.code == 0
    assert called.document == {
        "household": household_id,
        "placed": False,
        "complete": True,
        "change": [{"kind": k, "subject": s, "amount": n} for k, s, n in parts],
    }


def test_what_helps_in_words(ask):
    assert ask("--household", "H5", "--what-helps", "--lang", "en").out.splitlines()[2] == (
        "What would help this household (computed for this household alone): 1 person more of "
        "draagkracht in =Hatert and 1 household with support more in complex NDW."
    )
    assert ask("--household", "H4", "--what-helps").out.splitlines()[2:] == [
        "Wat dit huishouden zou helpen (berekend voor dit huishouden alleen): de regel 'wacht' "
        "opzij zetten en een andere prioriteit: een besluit voor W1."
    ]


def test_what_helps_who_has_a_home_already(ask):
    assert ask("--household", "H1", "--what-helps", "--json").document == {
        "household": "H1",
        "placed": True,
    }
    assert len(ask("--household", "H1", "--what-helps").out.splitlines()) == 2


def test_what_helps_without_time(ask):
    called = ask("--household", "H5", "--what-helps", "--time-limit", 0, "--json")
    assert called.document == {
        "household": "H5",
        "placed": False,
        "complete": False,
        "change": [],
    }
    said = ask("--household", "H5", "--what-helps", "--time-limit", 0)
    assert said.code == 0
    assert said.out.endswith("Wat dit huishouden zou helpen is niet bekend: de tijd was om.\n")


# --- what if --------------------------------------------------------------------------------------


def test_what_a_decision_would_do(ask):
    called = ask("--if", "lock H3 W2", "--lang", "en")
    assert called.code == 0
    assert called.out.splitlines() == [
        "With these decisions the best plan is: 1 worse for 'How well home and household fit'.",
        "then household H2 (1 person, 12 weeks) waits another round",
        "then household H3 (1 person, 12 weeks) gets a home",
    ]


def test_decisions_together_as_a_document(ask):
    """H1 not in W1, and H6 there instead of in W3."""
    called = ask("--if", "weiger H1 W1", "--if", "vast H6 W1", "--json")
    document = called.document
    keys = ["status", "tiers", "gains", "waits_longer", "moves", "deviations"]
    assert list(document) == keys
    assert document["status"] == "optimal"
    assert document["tiers"][0] == {
        "name": "waiting",
        "before": 162,
        "after": 162 - 123,
        "loss": 123,
        "optimal": True,
    }
    assert document["tiers"][1] == {
        "name": "relocations",
        "before": 2,
        "after": 0,
        "loss": -2,
        "optimal": True,
    }
    assert [tier["name"] for tier in document["tiers"]] == list(H5_IN_W2)
    assert (document["gains"], document["waits_longer"]) == ([], ["H1"])
    assert document["moves"] == [{"household": "H6", "from": "W3", "to": "W1"}]


def test_decisions_without_time_are_not_proven(ask):
    said = ask("--if", "lock H5 W2", "--time-limit", 0)
    assert said.code == 0
    assert "Niet elk doel van dat plan is bewezen; het kan nog beter.\n" in said.out
    document = ask("--if", "lock H5 W2", "--time-limit", 0, "--json").document
    assert document["status"] == "feasible"
    assert not all(tier["optimal"] for tier in document["tiers"])


def test_decisions_that_leave_no_plan(ask):
    called = ask("--if", "lock H3 W1", "--if", "lock H1 W1", "--lang", "en")
    assert (called.code, called.out) == (3, "")
    assert called.err.splitlines()[:3] == [
        "No plan exists: these locks together break the units of home W1 (2, at most 1).",
        "  lock: household H1 in home W1",
        "  lock: household H3 in home W1",
    ]
    asked = ask("--if", "lock H3 W1", "--if", "lock H1 W1", "--json")
    assert asked.code == asked.document["exit"] == 3
    assert asked.document["locks"] == [
        {"household": "H1", "home": "W1"},
        {"household": "H3", "home": "W1"},
    ]


# --- for the corporaties --------------------------------------------------------------------------


def test_cards(ask):
    called = ask("--for", "corporatie")
    assert (called.code, called.err) == (0, "")  # the warning names a household
    assert called.out.splitlines()[:6] == [
        "Woning W1 van A",
        "  =Hatert (hatert); sociale huur; 2 slaapkamers; voor 2 tot 4 personen; 1 eenheid; vrij "
        "vanaf 1-7-2025",
        "  voorgesteld: H1, 2 volwassenen, 1 kind (1 van 4–11 jaar)",
        "  vanaf 1-7-2025",
        "  passend: ja",
        "",
    ]
    cards = ask("--for", "corporatie", "--json").document
    assert [(c["home"], c["household"], c["corporatie"]) for c in cards] == [
        ("W1", "H1", "A"),
        ("W2", "H2", "B"),
        ("W3", "H6", "B"),
    ]


def test_the_cards_of_one_corporatie(ask):
    called = ask("--for", "corporatie", "--corporatie", "B", "--json")
    assert [(c["home"], c["household"]) for c in called.document] == [("W2", "H2"), ("W3", "H6")]
    assert called.err == ""
    assert "H1" not in ask("--for", "corporatie", "--corporatie", "B").out


# --- wrong calls ----------------------------------------------------------------------------------

WHAT = "Say what the question is: --household, --home, --site, --if or --for corporatie."
ONE = (
    "Ask one question at a time: --household with --home or --site, or --if, or --what-helps with "
    "--household, or --for."
)
NO_DECISION = 'is no decision; write --if "lock HOUSEHOLD HOME" or --if "refuse HOUSEHOLD HOME".'
WRONG = [
    ((), WHAT),
    (("--corporatie", "A"), WHAT),
    (("--household", ""), WHAT),
    (("--time-limit", "5"), WHAT),
    (("--what-helps",), ONE),
    (("--what-helps", "--home", "W2"), ONE),
    (("--what-helps", "--household", "H3", "--home", "W2"), ONE),
    (("--what-helps", "--if", "lock H3 W2"), ONE),
    (("--what-helps", "--household", "H3", "--if", "lock H3 W2"), ONE),
    (("--household", "H3", "--if", "lock H3 W2"), ONE),
    (("--home", "W2", "--for", "corporatie"), ONE),
    (("--if", "lock H3 W2", "--for", "corporatie"), ONE),
    (("--household", "H3", "--corporatie", "A"), ONE),
    (
        ("--household", "O1"),
        "Household 'O1' is that of an ontheemde and takes no part in the matching round.",
    ),
    (("--household", "H99"), "There is no household 'H99' in this round; look in households.csv."),
    (("--household", "h3"), "There is no household 'h3' in this round; look in households.csv."),
    (
        ("--household", "H99", "--what-helps"),
        "There is no household 'H99' in this round; look in households.csv.",
    ),
    (("--home", "W9"), "There is no home 'W9' in this round; look in homes.csv."),
    (
        ("--household", "H3", "--home", "W9"),
        "There is no home 'W9' in this round; look in homes.csv.",
    ),
    (("--if", "H3 W2"), f"'H3 W2' {NO_DECISION}"),
    (("--if", ""), f"'' {NO_DECISION}"),
    (("--if", "lock H3 W2 W1"), f"'lock H3 W2 W1' {NO_DECISION}"),
    (("--if", "keep H3 W2"), f"'keep H3 W2' {NO_DECISION}"),
    (
        ("--if", "lock H3 W2", "--if", "lock O1 W2"),
        "Household 'O1' is that of an ontheemde and takes no part in the matching round.",
    ),
    (("--if", "refuse H3 W9"), "There is no home 'W9' in this round; look in homes.csv."),
    (("--for", "corporatie", "--corporatie", "Z"), "Corporatie Z is not in the instance."),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_a_wrong_question(ask, arguments, said):
    called = ask(*arguments, "--lang", "en")
    assert (called.code, called.out, called.err) == (2, "", said + "\n")
    assert ask(*arguments, "--lang", "en", "--json").document == {"exit": 2, "errors": [said]}


@pytest.mark.parametrize(
    "arguments",
    [("--for", "council"), ("--time-limit", "-1"), ("--time-limit", "x"), ("--site", "S1")],
)
def test_a_wrong_option(ask, arguments):
    called = ask("--household", "H3", *arguments)
    assert (called.code, called.out) == (2, "")
    assert ask("--household", "H3", *arguments, "--json").document["exit"] == 2


def test_a_folder_that_is_no_plan(call, golden, plan, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "hand.csv").write_text("household,home\nH1,W1\n")
    for foreign in ("empty", "golden", "nothing", "hand.csv"):
        called = call("explain", golden, tmp_path / foreign, "--household", "H3")
        assert (called.code, called.out) == (2, ""), foreign
        assert foreign in called.err
        assert "Traceback" not in called.err


def test_an_instance_that_is_not_there(call, plan, tmp_path):
    called = call("explain", tmp_path / "nothing", plan, "--household", "H3", "--json")
    assert called.code == called.document["exit"] == 2


def test_a_plan_of_another_instance(call, plan, tmp_path):
    other = written(instance([household("H1", 30)], [home("W1")]), tmp_path / "other")
    called = call("explain", other, plan, "--household", "H1")
    assert (called.code, called.out) == (2, "")
    assert called.err == (
        f"Het plan in {plan} is van andere gegevens dan tiny, of de gegevens zijn sindsdien "
        "veranderd; maak het plan opnieuw met: allocator match.\n"
    )


def test_a_plan_that_was_tampered_with(call, golden, plan):
    text = (plan / "proposals.csv").read_text()
    (plan / "proposals.csv").write_text(text.replace("H1,W1,3", "H1,W1,4"))
    called = call("explain", golden, plan, "--household", "H3", "--json", "--lang", "en")
    assert called.code == 2
    assert called.document["errors"] == [
        f"The plan in {plan} is not right (faults: 1); look with: allocator check."
    ]


def test_a_plan_that_is_broken(call, golden, plan):
    (plan / "unplaced.csv").unlink()
    called = call("explain", golden, plan, "--household", "H3", "--json")
    assert called.code == 2
    assert [error["file"] for error in json.loads(called.out)["errors"]] == ["unplaced.csv"]


def test_the_plan_may_stand_elsewhere_and_have_its_own_seed(call, golden, tmp_path):
    assert call("match", golden, "--out", tmp_path / "one", "--seed", 99).code == 0
    shutil.move(tmp_path / "one", tmp_path / "two")
    where = ("--household", "H5", "--home", "W2", "--json")
    (row,) = call("explain", golden, tmp_path / "two", *where).document
    lots = {h: int(sha256(f"99:2025-07-01:{h}".encode()).hexdigest()[:5], 16) for h in ("H2", "H5")}
    assert row["loss"] == H5_IN_W2 | {"lottery": lots["H2"] - lots["H5"]}
