"""The pages with figures: the dashboard, those of planners and those of auditors."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from allocator.rounds.planning.wijken import WijkFigure
from allocator.store import log, models
from allocator.web.dashboard.charts import shelter_chart, task_chart
from allocator.web.planner.tiles import picture, tile_map
from tests.rounds.dashboard.weeks import FIRST_OF_MAY, lived
from tests.rounds.people import NIJMEGEN, imported
from tests.rounds.shelter_people import announced
from tests.web.visitors import visitor

OF_ROLE = {
    "team": ("/dashboard/",),
    "planner": ("/dashboard/", "/wijken/", "/verhuisplanning/"),
    "auditor": ("/dashboard/", "/logboek/", "/logboek/1/", "/eerlijkheid/"),
    "corporatie": (),
}
PAGES = sorted({path for paths in OF_ROLE.values() for path in paths})


@pytest.fixture(autouse=True)
def in_may(monkeypatch):
    """Let it be 1 May 2025."""

    class FixedDay(date):
        @classmethod
        def today(cls):
            return FIRST_OF_MAY

    monkeypatch.setattr("allocator.web.acting.date", FixedDay)


def of(role):
    return visitor(role, "wonen" if role == "corporatie" else "")


def text(answer) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def rows(answer, caption: str) -> list[list[str]]:
    """Return the cells of the table with a caption, row by row."""
    page = answer.content.decode()
    begin = rf"<table[^>]*>\s*<caption[^>]*>{re.escape(caption)}</caption>"
    table = re.search(rf"{begin}(.*?)</table>", page, re.S)
    assert table, caption
    found = re.findall(r"<tr>(.*?)</tr>", table[1], re.S)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in found]
    return [[re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", c)).strip() for c in row] for row in cells]


def test_each_page_is_for_its_roles(place):
    lived()
    for role, own in OF_ROLE.items():
        page = of(role)
        statuses = {path: page.get(path).status_code for path in PAGES}
        assert statuses == {path: 200 if path in own else 403 for path in PAGES}, role


def test_a_role_begins_with_the_first_of_its_own(file):
    imported()
    assert of("planner").get("/")["Location"] == "/wijken/"
    assert of("auditor").get("/")["Location"] == "/logboek/"


def test_the_team_sees_the_figures_and_a_way_to_the_rows(place):
    lived()
    answer = of("team").get("/dashboard/")
    assert rows(answer, "Taakstelling per halfjaar, in personen")[1] == [
        "1-1-2025 t/m 30-6-2025 loopt nu", "20", "5", "12", "13", "0"
    ]  # fmt: skip
    assert rows(answer, "Wachttijd in weken van wie wacht en wie is geplaatst")[1:] == [
        ["wachten nu", "4", "51", "55", "4", "100%"],
        ["geplaatst in de periode", "2", "58", "61", "2", "100%"],
    ]
    assert rows(answer, "Woningen per soort")[1] == ["sociale huur", "2", "0", "1", "4", "0"]
    assert rows(answer, "Door een huishouden")[1:] == [["Te klein", "1"], ["totaal", "1"]]
    assert rows(answer, "Verstuurde voorstellen per ronde")[1] == [
        "1", "5", "4", "1", "0", "0", "0", "0", "80%"
    ]  # fmt: skip
    assert "3 van 6 (50%)" in text(answer)
    lists = r'href="(/(?:huishoudens|woningen|ronde)/[^"]*)"'
    ways = set(re.findall(lists, answer.content.decode()))
    assert {"/huishoudens/?group=statushouder&amp;overdue=yes", "/ronde/1/"} <= ways
    page = of("team")
    for way in ways:
        assert page.get(way.replace("&amp;", "&")).status_code == 200, way


def test_others_see_no_small_number_and_no_way_to_households(place, tmp_path):
    lived()
    for role in ("planner", "auditor"):
        answer = of(role).get("/dashboard/")
        assert rows(answer, "Wachttijd in weken van wie wacht en wie is geplaatst")[1:] == [
            ["wachten nu", "minder dan 5", "–", "–", "–", "–"],
            ["geplaatst in de periode", "minder dan 5", "–", "–", "–", "–"],
        ]
        assert rows(answer, "Door een huishouden")[1:] == [["totaal", "minder dan 5"]]
        page = answer.content.decode()
        assert not re.search(r'href="/(huishoudens|woningen|ronde)/', page)
        assert "Te klein" not in page


def test_planners_see_no_household(place, tmp_path):
    lived()
    announced(tmp_path)
    households = [s.ref for s in models.Subject.objects.all()]
    known = [*households, *models.Subject.objects.values_list("pk", flat=True)]
    page = of("planner")
    for path in OF_ROLE["planner"]:
        shown = page.get(path).content.decode()
        assert not [name for name in known if re.search(rf"\b{name}\b", shown)], path


def test_every_figure_has_a_definition_and_every_chart_a_table(file, tmp_path):
    lived()
    page = of("team").get("/dashboard/").content.decode()
    parts = re.findall(r'<section aria-labelledby="(\w+)">(.*?)</section>', page, re.S)
    assert [name for name, _ in parts] == [
        "taakstelling", "wachten", "woningen", "weigeringen", "opvang", "besluiten"
    ]  # fmt: skip
    for name, part in parts:
        assert re.search(r"</h2>\s*<p>[^<]{80,}", part), name
        charts = re.findall(r"<svg.*?</svg>", part, re.S)
        assert bool(charts) == (name != "opvang")  # there is no shelter in these files
        assert len(re.findall("<table", part)) >= len(charts)
        for chart in charts:
            assert re.search(r"<title[^>]*>\w.*?</title>\s*<desc[^>]*>\w", chart)
    assert "style=" not in page
    assert "<script>" not in page


def test_a_chart_is_drawn_once_for_the_same_figures(file):
    imported(NIJMEGEN)
    page = of("planner")
    page.get("/dashboard/")
    before = task_chart.cache_info(), shelter_chart.cache_info()
    page.get("/dashboard/")
    after = task_chart.cache_info(), shelter_chart.cache_info()
    assert [one.misses for one in after] == [one.misses for one in before]
    assert [one.hits for one in after] == [one.hits + 1 for one in before]


def test_wijken_on_a_map_and_in_a_table(place):
    lived()
    answer = of("planner").get("/wijken/")
    assert rows(answer, "Draagkracht per wijk, in personen")[1:] == [
        ["Centrum", "–", "geen grens", "2", "–", "–", "–"],
        ["Noord", "–", "11", "9", "2", "82%", "verzonnen voor dit voorbeeld"],
        ["Zuid", "–", "17", "9", "8", "53%", "verzonnen voor dit voorbeeld"],
    ]
    drawn = re.search(r'<svg[^>]*class="map".*?</svg>', answer.content.decode(), re.S)
    assert drawn
    assert re.findall(r"<text[^>]*>(.*?)</text>", drawn[0]) == [
        "Centrum", "geen grens", "Noord", "82% · nog 2", "Zuid", "53% · nog 8"
    ]  # fmt: skip
    assert re.findall(r"map__tile--(\w+)", drawn[0]) == ["none", "3", "2"]
    assert rows(answer, "Wat er loopt, en wat er dan nog te doen is")[1] == [
        "nog te doen vandaag", "13"
    ]  # fmt: skip


def wijk(code, name="", area=False):
    return WijkFigure(code, name or code, "", area, 10, 3, "")


def test_every_wijk_of_the_sample_has_a_place_of_its_own():
    codes = {
        line.split(";")[0] for line in (NIJMEGEN / "wijken.csv").read_text("utf-8").splitlines()[1:]
    }
    places = picture().places
    assert set(places) == {code for code in codes if not code.startswith("WK")}
    assert len(set(places.values())) == len(places) == 44
    assert {places[code][1] for code in ("lent", "oosterhout", "ressen")} == {0, 1}
    assert all(
        row >= picture().water
        for code, (_, row) in places.items()
        if code not in ("lent", "oosterhout", "ressen")
    )


def test_wijken_without_a_place_stand_below_or_in_a_plain_grid():
    plain = tile_map([wijk(code) for code in "jihgfedcba"])
    assert plain.water is None
    assert [tile.name for tile in plain.tiles] == list("abcdefghij")
    assert [(tile.x, tile.y) for tile in plain.tiles][:2] == [(6, 6), (138, 6)]
    assert plain.tiles[8].x == plain.tiles[0].x  # eight on a row
    mixed = tile_map([wijk("lent"), wijk("nieuw"), wijk("WK1", area=True)])
    assert [tile.name for tile in mixed.tiles] == ["lent", "nieuw"]
    assert mixed.water is not None
    assert mixed.tiles[1].y > max(row for _, row in picture().places.values()) * 60


def test_no_plan_is_said_to_be_none(place):
    lived()
    assert "Er is nog geen verhuisplan aangekondigd" in text(of("planner").get("/verhuisplanning/"))


def test_the_timeline(place, tmp_path):
    announced(tmp_path)
    answer = of("planner").get("/verhuisplanning/")
    assert "Verhuisplan nummer 1" in text(answer)
    assert rows(answer, "Mensen en plekken per locatie en maand")[:3] == [
        ["maand", "A", "B", "C", "zonder plek"],
        ["april 2025", "minder dan 5 van 4", "0 van 3", "minder dan 5 van 3", "0"],
        ["mei 2025", "–", "minder dan 5 van 3", "minder dan 5 van 3", "minder dan 5"],
    ]
    assert rows(answer, "Verhuizingen tussen locaties")[1:] == [
        ["A", "B", "minder dan 5", "mei 2025"],
        ["A", "geen plek", "minder dan 5", "mei 2025"],
        ["van buiten", "B", "minder dan 5", "mei 2025"],
    ]
    assert "&lt;5" in answer.content.decode()


# --- auditors -------------------------------------------------------------------------------------


def test_the_log_in_words(place):
    lived()
    page = of("auditor")
    answer = page.get("/logboek/", {"actie": "sign"})
    assert "2 regels gevonden" in text(answer)
    found = rows(answer, "Regels van het logboek, de nieuwste eerst")
    assert [row[2:4] + row[4:6] for row in found[1:]] == [
        ["anna, huisvestingsteam", "huurcontract getekend", "1", "1"]
    ] * 2
    one = page.get(f"/logboek/{found[1][0]}/")
    assert "huurcontract getekend" in text(one)
    h4 = models.Subject.objects.get(ref="H4")
    assert h4.pk in one.content.decode()
    assert not re.search(r"\bH4\b", one.content.decode())


def test_what_cannot_be_looked_for_is_said_at_the_field(file):
    lived()
    answer = of("auditor").get("/logboek/", {"van": "gisteren", "ronde": "-1", "actie": "send"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count('class="errorlist"') == 2
    assert "1 regel gevonden" in text(answer)
    for odd in ({"tot": "9999-12-31"}, {"van": "0001-01-01"}, {"wie": "9" * 40}, {"pagina": "0"}):
        assert of("auditor").get("/logboek/", odd).status_code == 200


def test_a_filter_holds_on_the_next_page(file):
    imported()
    page = of("auditor")
    for _ in range(101):
        page.get("/logboek/1/")
    first = page.get("/logboek/", {"actie": "read_log"})
    way = re.search(r'href="(\?[^"]*pagina=2)"', first.content.decode())
    assert way
    assert "actie=read_log" in way[1]
    second = page.get(f"/logboek/{way[1].replace('&amp;', '&')}")
    assert len(rows(second, "Regels van het logboek, de nieuwste eerst")) == 1 + 2


def test_an_entry_that_is_not_there(file):
    imported()
    assert of("auditor").get("/logboek/999/").status_code == 404
    assert of("auditor").get("/eerlijkheid/?ronde=7").status_code == 404
    assert of("auditor").get("/eerlijkheid/?ronde=x").status_code == 404


def test_whether_the_log_holds(place):
    lived()
    head = log.head()[1]
    page = of("auditor")
    assert page.get("/logboek/controleren/").status_code == 405
    answer = page.post("/logboek/controleren/", {"hash": f" {head.upper()} "}, follow=True)
    assert "alert--success" in answer.content.decode()
    answer = page.post("/logboek/controleren/", {"hash": "f" * 64}, follow=True)
    assert "alert--error" in answer.content.decode()
    assert "alert--success" not in answer.content.decode()


def test_the_log_as_a_file(place):
    lived()
    answer = of("auditor").post("/logboek/downloaden/")
    assert answer["Content-Disposition"] == 'attachment; filename="logboek-2025-05-01.jsonl"'
    lines = b"".join(answer.streaming_content).decode().splitlines()
    entries = [json.loads(line) for line in lines]
    assert [entry["n"] for entry in entries] == list(range(1, len(entries) + 1))
    assert entries[-1]["action"] == "audit_export"
    assert (entries[-1]["hash"], len(entries)) == (log.head()[1], log.head()[0])
    assert not re.search(r"\bH[1-6]\b", "".join(lines))
    assert of("planner").post("/logboek/downloaden/").status_code == 403


def test_fairness(place):
    lived()
    answer = of("auditor").get("/eerlijkheid/")
    assert "5 huishoudens (11 personen)" in text(answer)
    found = rows(answer, "Personen in het huishouden")
    assert found[1] == ["Er zijn te weinig huishoudens om groepen te tonen."]
    assert "3 van 6 (50%)" in text(answer)
