"""The pages of the settings: what holds, its history, and changing one with a reason."""

from __future__ import annotations

import pytest

from allocator.reading.settings import SETTINGS
from allocator.rounds import importing
from allocator.rounds.case import policy
from allocator.rounds.settings import NOT_SET_HERE, key_of, settings_edit
from allocator.store import models
from allocator.web.facts.settings_pages import SECTIONS
from tests.rounds.people import TINY, imported, team
from tests.web.test_facts import fields, on_monday, words
from tests.web.visitors import visitor

__all__ = ["on_monday"]
KEYS = [key_of(one.path) for one in SETTINGS if one.path != ("peildatum",)]


def change(client, key: str, **values: str):
    shown = client.get(f"/instellingen/{key}/")
    return client.post(f"/instellingen/{key}/", {**fields(shown), **values})


def test_every_setting_is_on_the_page_in_one_section():
    named = [name for _, names in SECTIONS for name in names]
    assert len(set(named)) == len(named)
    assert {key.split(".")[0] for key in KEYS} == set(named)


def test_the_settings_are_shown_with_their_meaning_and_who_set_them(file):
    imported()
    settings_edit(team(), {"term_weeks": "14"}, "raadsbesluit 12")
    text = words(visitor().get("/instellingen/"))
    assert "Termijn in weken Binnen zoveel weken na de koppeling hoort" in text
    assert "een woning te hebben. 14 10 anna," in text
    assert "Startgetal van de loting" in text
    assert "Reden: raadsbesluit 12" in text
    assert "Termijn in weken 10 14" in text
    assert "peildatum" not in text


def test_of_tiers_only_what_gives_something_up_is_in_the_list(file):
    imported()
    client = visitor()
    said = "Speling in procenten: Wachttijd van wie een woning krijgt"
    assert words(client.get("/instellingen/")).count(f"{said} Zoveel procent") == 0
    settings_edit(team(), {"tolerance.waiting": "2,5"}, "proef")
    assert f"{said} Zoveel procent van zijn beste waarde" in words(client.get("/instellingen/"))
    assert "2,5" in words(client.get("/instellingen/"))


@pytest.mark.parametrize("key", KEYS)
def test_every_setting_has_a_page_that_changes_nothing_by_itself(file, key):
    imported()
    client = visitor()
    answer = client.get(f"/instellingen/{key}/")
    fixed = key in {name for (name,) in NOT_SET_HERE}
    assert answer.status_code == (404 if fixed else 200)
    if not fixed:
        answer = change(client, key, reason="zomaar")
        assert (answer.status_code, answer.url) == (303, f"/instellingen/{key}/")
        assert "Er is niets anders" in words(client.get(answer.url))
        assert models.Settings.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "value", "held"),
    [
        ("term_weeks", "12", lambda p: p.term_weeks == 12),
        ("care_exclusive", "false", lambda p: not p.care_exclusive),
        ("documents", "required", lambda p: p.documents == "required"),
        ("fit.adapted", "-40", lambda p: p.fit.adapted == -40),
        ("tiers.matching", "fit|waiting", lambda p: p.tiers.matching == ("fit", "waiting")),
        ("slack.fit", "3", lambda p: p.slack == {"fit": 3}),
    ],
)
def test_a_setting_is_changed_with_a_reason(file, key, value, held):
    imported()
    client = visitor()
    answer = change(client, key, value=value, reason="raadsbesluit")
    assert (answer.status_code, answer.url) == (303, "/instellingen/")
    assert held(policy())
    assert "Reden: raadsbesluit" in words(client.get("/instellingen/"))
    assert change(client, key, value="", reason="terug").status_code in (200, 303)


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"value": "12", "reason": "  "}, "reason", ""),
        ({"value": "tien", "reason": "x"}, "value", "'tien' is geen getal; verwacht"),
        ({"value": "-3", "reason": "x"}, "value", "-3 is te klein"),
        ({"value": "12", "reason": "x", "seen": "een"}, "seen", ""),
    ],
)
def test_what_is_wrong_stands_at_its_field(file, values, field, said):
    imported()
    answer = change(visitor(), "term_weeks", **values)
    assert answer.status_code == 200
    assert said in answer.context["form"].errors[field][0]
    assert models.Settings.objects.count() == 1


def test_somebody_who_was_first_is_not_overwritten(file):
    imported()
    client = visitor()
    mine = fields(client.get("/instellingen/term_weeks/"))
    settings_edit(team(), {"term_weeks": "12"}, "eerst")
    answer = client.post("/instellingen/term_weeks/", {**mine, "value": "13", "reason": "x"})
    assert answer.url == "/instellingen/term_weeks/"
    assert "anna heeft dit zojuist veranderd" in words(client.get(answer.url))
    assert policy().term_weeks == 12


def test_the_auditor_reads_and_does_not_change(file):
    imported()
    settings_edit(team(), {"term_weeks": "12"}, "raadsbesluit")
    els = visitor("auditor")
    answer = els.get("/instellingen/")
    assert "Reden: raadsbesluit" in words(answer)
    assert b'href="/instellingen/term_weeks/"' not in answer.content
    assert els.get("/instellingen/term_weeks/").status_code == 403
    assert els.post("/instellingen/term_weeks/", {"value": "3"}).status_code == 403


@pytest.mark.parametrize(("role", "corporatie"), [("planner", ""), ("corporatie", "wonen")])
def test_others_do_not_see_them(file, role, corporatie):
    imported()
    assert visitor(role, corporatie).get("/instellingen/").status_code == 403


def test_what_is_no_setting_is_not_found(file):
    imported()
    for key in ("zoek", "peildatum", "policy.term_weeks", "name"):
        assert visitor().get(f"/instellingen/{key}/").status_code == 404


def test_a_reason_is_shown_as_text(file):
    imported()
    attack = "<script>alert(1)</script>"
    change(visitor(), "term_weeks", value="12", reason=attack)
    content = visitor().get("/instellingen/").content
    assert b"<script>alert" not in content
    assert b"&lt;script&gt;alert" in content


def test_before_anything_was_imported_the_page_says_so(file):
    assert "nog niets" in words(visitor().get("/instellingen/"))


def test_the_pages_speak_english_too(file):
    imported()
    client = visitor()
    client.cookies["taal"] = "en"
    assert "Term in weeks" in words(client.get("/instellingen/"))
    for key in ("term_weeks", "tiers.relocation", "documents", "couple_in_studio"):
        assert client.get(f"/instellingen/{key}/").status_code == 200
    importing.apply(team(), TINY)
