"""Looking through, editing and setting by command."""

from __future__ import annotations

import pytest

from tests.cli.build import Call
from tests.cli.test_round import MONDAY, TINY, databases, store

__all__ = ["databases", "store"]
TODAY = ("--today", MONDAY, "--who", "anna")


@pytest.fixture
def imported(store, call: Call):
    assert call("round", "import", TINY, *TODAY).code == 0


def test_households_are_looked_through(imported, call):
    found = call("round", "households", "--filter", "size=1", "--sort", "-id", "--json", *TODAY)
    document = found.document
    assert (document["found"], document["page"], document["pages"]) == (3, 1, 1)
    assert [row["household"] for row in document["households"]] == ["H6", "H5", "H4"]
    assert document["households"][0] == {
        "household": "H6", "group": "statushouder", "persons": 1, "adults": 1,
        "koppeldatum": "2024-04-05", "weeks": 52, "overdue": True, "documents": "missing_bsn",
        "hold_until": None, "current_site": None, "state": "waiting", "home": None,
        "round": None,
    }  # fmt: skip
    shown = call("round", "households", "--search", "h6", *TODAY)
    assert "H6          statushouder  1         52     missing_bsn  wacht" in shown.out
    assert "1 gevonden, pagina 1 van 1" in shown.out


def test_homes_are_looked_through(imported, call):
    found = call("round", "homes", "--filter", "kind=doorstroom", "--json", *TODAY).document
    (row,) = found["homes"]
    assert (row["home"], row["left"], row["rent_eur"], row["candidates"]) == (
        "W4", 2, "455.00", [],
    )  # fmt: skip
    assert (
        "W1      wonen       noord    1            1         vrij\n"
        in call("round", "homes", *TODAY).out
    )


def test_a_row_is_edited(imported, call):
    edit = ("round", "edit", "households", "H6", "--set", "documenten=compleet")
    done = call(*edit, "--set", "nareis_persons=2", "--json", *TODAY)
    assert done.document == {
        "table": "households", "key": "H6", "fields": ["documents", "nareis_persons"],
        "warnings": [],
    }  # fmt: skip
    assert call(*edit, *TODAY).code == 2
    again = call("round", "import", TINY, "--dry-run", *TODAY)
    assert (
        "households H6: veranderd (documents: complete → missing_bsn, nareis_persons: 2 → 0)"
        in (again.out)
    )
    odd = call("round", "edit", "homes", "W4", "--set", "sharing=men", "--set", "max_persons=2",
               *TODAY)  # fmt: skip
    assert (odd.code, odd.out) == (0, "homes W4: veranderd (sharing, max_persons).\n")
    assert "een kamer in een gedeelde woning voor 2 personen" in odd.err


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (("edit", "households", "H1", "--set", "documenten=zoek", "--set", "nareis_persons=-1"),
         "households:H1:nareis_persons: -1 is te klein"),
        (("edit", "households", "H9", "--set", "documenten=compleet"), "H9"),
        (("edit", "huizen", "H9", "--set", "a=b"), "verwacht een van: households, persons"),
        (("edit", "homes", "W1", "--set", "id=W9"), "id is geen veld van homes"),
        (("edit", "homes", "W1", "--set", "rent_eur"), "--set: 'rent_eur' is geen NAAM=WAARDE."),
        (("households", "--filter", "afkomst=x"), "afkomst is geen filter; verwacht"),
        (("households", "--filter", "x"), "--filter: 'x' is geen NAAM=WAARDE."),
        (("homes", "--sort", "prijs"), "prijs is geen volgorde"),
        (("settings", "--set", "term_weeks=12"), "reden"),
        (("settings", "--set", "naam=x", "--reason", "x"), "naam is geen instelling"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(imported, call, step, said):
    done = call("round", *step, *TODAY)
    assert done.code == 2
    assert said in done.err


def test_settings_are_shown_and_changed(imported, call):
    shown = call("round", "settings", *TODAY)
    assert "term_weeks = 10\n" in shown.out
    assert "lottery_seed = 20250407 (standaard 0; gezet door tiny)" in shown.out
    done = call(
        "round", "settings", "--set", "term_weeks=12", "--set", "couple_in_studio=ja",
        "--reason", "raadsbesluit", "--json", *TODAY,
    ).document  # fmt: skip
    assert done["changed"] == ["couple_in_studio", "term_weeks"]
    assert (done["history"][0]["who"], done["history"][0]["reason"]) == ("anna", "raadsbesluit")
    assert {"key": "term_weeks", "before": 10, "after": 12} in done["history"][0]["values"]
    again = call("round", "settings", "--role", "auditor", *TODAY)
    assert "term_weeks = 12 (standaard 10; gezet door anna)" in again.out
    assert "couple_in_studio = true" in again.out


def test_all_about_one_household_or_home_is_shown(imported, call):
    assert call("round", "edit", "homes", "W1", "--set", "rent_eur=600", *TODAY).code == 0
    shown = call("round", "dossier", "--home", "W1", *TODAY).out
    assert shown.startswith("W1: vrij\n")
    assert "  bedrooms = 1 (tiny)\n" in shown
    assert "  rent_eur = 600 (tiny, anna 20" in shown
    assert "rent_eur: 610.00 → 600\n" in shown
    document = call("round", "dossier", "--household", "H4", "--json", *TODAY).document
    assert document["row"]["stands"]["state"] == "waiting"
    values = {one["field"]: one["value"] for one in document["facts"]["values"]}
    assert (values["support"], values["nareis_persons"]) == ("light", 2)
    assert [person["key"] for person in document["persons"]] == ["H4-1"]
    assert "H4-1:\n" in call("round", "dossier", "--household", "H4", *TODAY).out


@pytest.mark.parametrize("which", [(), ("--household", "H1", "--home", "W1"), ("--home", "W9")])
def test_one_of_both_is_asked_for(imported, call, which):
    assert call("round", "dossier", *which, *TODAY).code == 2
