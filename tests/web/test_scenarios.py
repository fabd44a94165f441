"""The pages of scenarios: kept, faults at their field, compared by the worker, downloaded."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from allocator.store import models
from tests.rounds.people import MONDAY, imported
from tests.rounds.scenarios.planner import LESS, MORE
from tests.web.served import accessible, visiting
from tests.web.test_moves import on
from tests.web.test_round import text
from tests.web.visitors import visitor
from tests.web.working import work

LIST, ADD, COMPARE = "/scenarios/", "/scenarios/toevoegen/", "/scenarios/vergelijken/"
READY = Path(__file__).parents[2] / "instances" / "nijmegen" / "scenarios"


@pytest.fixture(autouse=True)
def on_monday(monkeypatch):
    """Let it be the Monday of instances/tiny."""
    on(monkeypatch, MONDAY)


def sent(page, content: bytes, name: str = "s.toml"):
    return page.post(ADD, {"file": SimpleUploadedFile(name, content)})


def asked(page, **more):
    """Ask for a comparison of what is known with both scenarios."""
    others = [
        str(pk) for pk in models.Scenario.objects.order_by("name").values_list("pk", flat=True)
    ]
    return page.post(
        COMPARE,
        {"base": "nu", "others": others, "replications": 2, "weeks": 3, "seed": 7, **more},
    )


@pytest.fixture
def page(place):
    """Return a planner, with instances/tiny in the store."""
    imported()
    return visitor("planner")


def test_a_scenario_is_added_shown_and_taken_away(page):
    assert "nog geen scenario" in text(page.get(LIST))
    assert sent(page, MORE)["Location"] == LIST
    assert page.post(ADD, {"text": LESS.decode()})["Location"] == LIST
    shown = page.get(LIST).text
    assert "drie keer W1" in shown
    assert re.search(r"<pre>name = &quot;Meer woningen&quot;\n", shown)
    said = unescape(text(page.post("/scenarios/weghalen/", {"name": "Geen W2"}, follow=True)))
    assert "Scenario 'Geen W2' is weggehaald" in said
    assert [row.name for row in models.Scenario.objects.all()] == ["Meer woningen"]
    said = text(page.post("/scenarios/weghalen/", {"name": "Geen W2"}, follow=True))
    assert "is er niet" in said


def field(answer, name: str) -> str:
    """Return what is said at a field of the form to add."""
    return " ".join(answer.context["form"].errors.get(name, []))


def test_what_is_wrong_is_said_at_its_field_with_line_and_key(page):
    wrong = b'name = "x"\n[[change.homes]]\nid = "W9"\nunits = 2\n'
    answer = sent(page, wrong, "mijn.toml")
    assert answer.status_code == 422
    assert "mijn.toml:3:change.homes.id: 'W9' staat niet" in field(answer, "file")
    answer = page.post(ADD, {"text": wrong.decode()})
    assert "tekst:3:change.homes.id: 'W9' staat niet" in field(answer, "text")
    assert "units = 2" in answer.text  # what was typed is not lost
    sent(page, MORE)
    assert "Er is al een scenario" in field(sent(page, MORE), "file")
    for given in ({}, {"text": " \n"}, {"text": "x", "file": SimpleUploadedFile("s", b"x")}):
        assert "niet allebei" in field(page.post(ADD, given), "file")
    assert "hoogstens 100 kB" in field(sent(page, b"#" * 100_001), "file")
    assert models.Scenario.objects.count() == 1


def test_many_faults_are_not_all_shown(page):
    wrong = "\n".join(f'[[change.homes]]\nid = "X{n}"\nunits = 2' for n in range(26))
    answer = page.post(ADD, {"text": wrong})
    assert "'X24'" in field(answer, "text")
    assert "'X25'" not in field(answer, "text")
    assert "en nog 1 fout" in field(answer, "text")


def test_scenarios_are_compared_by_the_worker_and_kept(page):
    sent(page, MORE)
    sent(page, LESS)
    address = asked(page)["Location"]
    assert "wacht op een eerdere berekening" in text(page.get(address))
    assert page.get(f"{address}stand/").status_code == 200
    assert address in page.get(LIST).text  # who left finds it again
    work()
    assert page.get(f"{address}stand/")["HX-Redirect"] == address
    made = page.get(address)["Location"]
    said = text(page.get(made))
    assert "Zonder verandering, Geen W2, Meer woningen" in said
    assert "‘Geen W2’ naast ‘Zonder verandering’" in said
    row = models.Comparison.objects.get()
    assert (row.replications, row.weeks, row.seed) == (2, 3, 7)
    assert made in page.get(LIST).text
    assert made in visitor("team").get(LIST).text
    report = page.get(f"{made}report.html")
    assert report["Content-Disposition"] == 'attachment; filename="report.html"'
    assert report.content == bytes(row.report)
    assert page.get(f"{made}scenarios.xlsx").content == bytes(row.workbook)
    assert page.get(f"{made}geheim.csv").status_code == 404


def test_how_far_it_is_is_shown_and_it_can_be_ended(page):
    sent(page, MORE)
    address = asked(page)["Location"]
    models.Asked.objects.update(state="solving", value=3.0, bound=8.0)
    shown = page.get(address).text
    assert 'value="3" max="8"' in shown
    assert "3 van 8 keer" in shown
    assert page.post(f"{address}beeindigen/")["Location"] == address
    assert "stopt na dit scenario" in page.get(address).text
    models.Asked.objects.update(state="waiting")
    work()
    assert "voordat elk scenario één keer" in text(page.get(address))


def test_what_cannot_be_compared_is_said(page):
    sent(page, MORE)
    for given, name in (
        ({"others": ["nu"]}, "others"),
        ({"others": []}, "others"),
        ({"base": "weg"}, "base"),
        ({"replications": 101}, "replications"),
        ({"weeks": 0}, "weeks"),
    ):
        answer = asked(page, **given)
        assert answer.status_code == 422
        assert answer.context["form"].errors.get(name), name
    answer = page.post(COMPARE, {})
    assert {"base", "others", "weeks"} <= set(answer.context["form"].errors)
    gone = {"others": [str(models.Scenario.objects.get().pk)], "base": "nu"}
    models.Scenario.objects.all().delete()
    assert asked(page, **gone).status_code == 422
    assert not models.Asked.objects.exists()


def test_the_report_is_in_the_language_of_who_asked(page):
    sent(page, MORE)
    page.post("/taal/", {"language": "en", "next": LIST})
    asked(page)
    work()
    assert b'lang="en"' in bytes(models.Comparison.objects.get().report)


def test_others_do_not_see_them(file):
    imported()
    sent(visitor("team"), MORE)
    for role, owner in (("auditor", ""), ("corporatie", "wonen")):
        other = visitor(role, owner)
        for address in (LIST, COMPARE):
            assert other.get(address).status_code == 403
        assert sent(other, LESS).status_code == 403
    assert models.Scenario.objects.count() == 1


def test_nothing_is_known_yet(file):
    page = visitor("planner")
    assert page.get(LIST).status_code == 200
    answer = sent(page, MORE)
    assert answer.status_code == 422
    assert field(answer, "file")


@pytest.mark.slow
def test_with_a_browser_and_by_everybody(browser, demo):
    """Wide and narrow, in the demonstration, which has those of the sample: add, compare, look."""
    with visiting(browser, demo, "dirk") as page:
        page.goto(demo.at + LIST)
        assert page.locator("summary").count() >= len(list(READY.glob("*.toml")))
        rooms = (
            (READY / "alleen-kamers.toml").read_text("utf-8").replace('name = "', 'name = "Ook ')
        )
        file = {"name": "ook.toml", "mimeType": "text/plain", "buffer": rooms.encode()}
        page.set_input_files("[name=file]", file)
        page.locator("main form button").last.click()
        page.get_by_text("is toegevoegd").wait_for()
        accessible(page)
        page.locator("summary").first.click()
        page.set_viewport_size({"width": 320, "height": 800})
        accessible(page)
        page.goto(demo.at + COMPARE)
        accessible(page)
        for box in page.locator("[name=others]").all()[1:3]:
            box.check()
        page.fill("[name=replications]", "2")
        page.fill("[name=weeks]", "2")
        page.get_by_role("button", name="Doorrekenen").click()
        page.wait_for_url("**/vergelijken/*-*/")
        accessible(page)
        page.wait_for_url("**/vergelijkingen/*/")
        accessible(page)
        page.set_viewport_size({"width": 1200, "height": 900})
        accessible(page)
        with page.expect_download() as download:
            page.get_by_text("report.html ophalen").click()
        assert download.value.suggested_filename == "report.html"
