"""The pages of households and homes: lists, one of them, and editing by hand."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.utils.html import strip_tags

from allocator.rounds import deciding, importing
from allocator.rounds.browsing import FILTERS as OF_HOUSEHOLDS
from allocator.rounds.browsing_homes import FILTERS as OF_HOMES
from allocator.rounds.case import known
from allocator.rounds.editing import edit
from allocator.store import models
from tests.rounds.people import MONDAY, NIJMEGEN, imported, owner, sent, team
from tests.web.visitors import visitor

TEAM_ONLY = (
    "/huishoudens/", "/huishoudens/H1/", "/huishoudens/H1/wijzigen/",
    "/huishoudens/H1/personen/H1-1/", "/woningen/", "/woningen/W1/", "/woningen/W1/wijzigen/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def on_monday(monkeypatch):
    """Let it be the Monday that the people of these tests live on."""
    fixed = type("Fixed", (), {"today": staticmethod(lambda: MONDAY)})
    monkeypatch.setattr("allocator.web.acting.date", fixed)


def words(answer) -> str:
    """Return what a page says, on one line."""
    text = answer.content.decode().replace("<", " <")
    return " ".join(unescape(strip_tags(text)).split())


def ids(answer) -> list[str]:
    return re.findall(
        r'<th scope="row" class="id"><a href="[^"]+">([^<]+)<', answer.content.decode()
    )


def fields(answer) -> dict[str, object]:
    """Return what the form of a page would send."""
    form = answer.context["form"]
    return {name: form[name].value() for name in form.fields}


def change(client, address: str, **values: object):
    shown = client.get(address)
    return client.post(address, {**fields(shown), **values})


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", TEAM_ONLY)
def test_only_the_team_may_open_them(file, address):
    imported()
    assert visitor().get(address).status_code == 200
    for role, corporatie in (("corporatie", "wonen"), ("planner", ""), ("auditor", "")):
        answer = visitor(role, corporatie).get(address)
        assert answer.status_code == 403
        assert "H1" not in words(answer)


@pytest.mark.parametrize(
    "address",
    [
        "/huishoudens/H99/", "/huishoudens/H99/wijzigen/", "/huishoudens/H1/personen/H2-1/",
        "/huishoudens/H1/personen/H99-1/", "/woningen/W99/", "/woningen/W99/wijzigen/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(file, address):
    imported()
    assert visitor().get(address).status_code == 404
    assert visitor().post(address, {"seen": "1"}).status_code in (403, 404, 405)


def test_before_anything_was_imported_the_pages_say_so(file):
    for address in ("/huishoudens/", "/woningen/"):
        answer = visitor().get(address)
        assert answer.status_code == 200
        assert "Er is nog niets ingelezen." in words(answer)


# --- lists ---------------------------------------------------------------------------------------


def test_a_list_shows_what_the_team_needs_and_nothing_special(file):
    pairs = sent()
    answer = visitor().get("/huishoudens/")
    text = words(answer)
    assert "6 huishoudens" in text
    pair = pairs[0]
    row = text[text.index(pair.household) :]
    assert row.split(" ")[1] == "statushouder"
    assert f"bij de corporatie boven de termijn {pair.home}" in row
    assert "lichte begeleiding" not in text.split("6 huishoudens")[1]


def test_filters_search_sort_and_pages_work_by_address(file):
    importing.apply(team(date(2025, 1, 6)), NIJMEGEN)
    client = visitor()
    first = client.get("/huishoudens/?sort=id")
    assert "685 huishoudens" in words(first)
    assert len(ids(first)) == 50
    second = client.get("/huishoudens/?sort=id&pagina=2")
    assert ids(second)[0] > ids(first)[-1]
    assert b'href="?sort=id&amp;pagina=1"' in second.content
    assert ids(client.get("/huishoudens/?search=h-0012")) == ["H-0012"]
    some = client.get("/huishoudens/?documents=missing_iban&size=1&sort=-id&lhbtiq=no")
    assert ids(some) == sorted(ids(some), reverse=True)
    assert b'aria-sort="descending"' in some.content
    assert b"<details" in some.content
    assert b"open><summary>" in some.content.replace(b'filter__more" ', b"")
    assert ids(client.get("/woningen/?wijk=hatert&bedrooms=3&sort=rent"))


@pytest.mark.parametrize(
    "query",
    [
        "?pagina=x", "?pagina=0", "?pagina=99999999999", "?state=zoek", "?group=%00", "?size=",
        "?afkomst=x", "?search=" + "a" * 300, "?wijk=../..", "?corporatie=%3Cscript%3E",
    ],
)  # fmt: skip
def test_an_address_that_no_page_of_ours_has_does_no_harm(file, query):
    imported()
    for address in ("/huishoudens/", "/woningen/"):
        answer = visitor().get(address + query)
        assert answer.status_code == 200
        assert b"<script>" not in answer.content


@pytest.mark.parametrize("address", ["/huishoudens/", "/woningen/"])
def test_an_order_that_does_not_exist_is_refused(file, address):
    imported()
    assert visitor().get(f"{address}?sort=support").status_code == 422


@pytest.mark.parametrize(
    ("address", "filters"), [("/huishoudens/", OF_HOUSEHOLDS), ("/woningen/", OF_HOMES)]
)
def test_every_filter_has_a_field_with_its_values_in_words(file, address, filters):
    imported()
    form = visitor().get(address).context["form"]
    for name, values in filters.items():
        offered = [value for value, _ in form.fields[name].choices]
        assert offered[0] == ""
        if values is not None:
            assert [v for v in values if v != "here"] == offered[1:]


def test_what_matches_nothing_says_so(file):
    imported()
    assert "Niets gevonden." in words(visitor().get("/huishoudens/?search=zoek"))


# --- one -----------------------------------------------------------------------------------------


def test_a_household_shows_its_facts_with_where_they_came_from(file):
    imported()
    edit(team(), "households", "H4", {"nareis_persons": "3"})
    text = words(visitor().get("/huishoudens/H4/"))
    assert "Begeleiding bijzonder lichte begeleiding bestand tiny" in text
    assert re.search(r"Nareizigers 3 verbeterd door anna op \d+-\d+-20\d\d", text)
    assert re.search(r"\d anna H4 Nareizigers 2 3", text)
    assert "Niet ingevuld: Gekoppeld aan wijk" in text
    assert "Persoon H4-1" in text


def test_a_household_shows_its_proposals_and_why(file):
    pair = sent()[0]
    deciding.refuse(owner("wonen"), pair, code="works_needed", reason="dak lekt")
    text = words(visitor().get(f"/huishoudens/{pair.household}/"))
    assert f"{pair.household} in {pair.home} (ronde 1) geweigerd door de corporatie" in text
    assert "Er is eerst werk aan de woning nodig. dak lekt" in text
    assert "Waarom deze woning" in text
    assert "hier besloten door bram" in text
    text = words(visitor().get(f"/woningen/{pair.home}/"))
    assert f"{pair.household} in {pair.home} (ronde 1)" in text


def test_a_home_shows_what_is_left(file):
    imported()
    text = words(visitor().get("/woningen/W4/"))
    assert "Nu vrij Nog vrij 2 van 2 in het bestand" in text
    assert "Rekenhuur per maand € 455,00 bestand tiny" in text


def test_the_pages_speak_english_too(file):
    imported()
    client = visitor()
    client.cookies["taal"] = "en"
    for address in TEAM_ONLY:
        answer = client.get(address)
        assert answer.status_code == 200
        assert b'lang="en"' in answer.content
    assert "Household H4" in words(client.get("/huishoudens/H4/"))


# --- editing -------------------------------------------------------------------------------------


def test_an_edit_is_saved_and_shown(file):
    imported()
    client = visitor()
    answer = change(client, "/huishoudens/H6/wijzigen/", documents="complete", nareis_persons="2")
    assert (answer.status_code, answer.url) == (303, "/huishoudens/H6/")
    text = words(client.get(answer.url))
    assert "Opgeslagen: Documenten, Nareizigers." in text
    now = next(h for h in known().instance.households if h.id == "H6")
    assert (now.documents, now.nareis_persons) == ("complete", 2)
    (made,) = models.Change.objects.all()
    assert made.after == {"documents": "complete", "nareis_persons": 2}  # and nothing else


def test_a_form_that_is_sent_as_it_is_changes_nothing(file):
    importing.apply(team(date(2025, 1, 6)), NIJMEGEN)
    client = visitor()
    homes = models.Home.objects.exclude(area_m2=None).order_by("key")
    person = models.Person.objects.order_by("key").first()
    for address in (
        "/huishoudens/H-0012/wijzigen/",
        f"/huishoudens/{person.household}/personen/{person.key}/",
        *(f"/woningen/{home.key}/wijzigen/" for home in homes[:5]),
    ):
        answer = change(client, address)
        assert (answer.status_code, answer.url) == (303, address)
        assert "Er is niets anders dan het al was." in words(client.get(address))
    assert not models.Change.objects.exists()


@pytest.mark.parametrize(
    ("address", "values", "after"),
    [
        ("/huishoudens/H4/wijzigen/", {"preferred_wijken": ["zuid", "noord"]},
         {"preferred_wijken": ["noord", "zuid"]}),
        ("/huishoudens/H4/wijzigen/", {"needs": ["own_room"], "hold_reason": "regel 1\r\nregel 2"},
         {"needs": ["own_room"], "hold_reason": "regel 1\nregel 2"}),
        ("/huishoudens/H2/wijzigen/", {"preferred_wijken": []}, {"preferred_wijken": []}),
        ("/huishoudens/H2/wijzigen/", {"urgency": "true", "koppeling": "zuid"},
         {"urgency": True, "koppeling": "zuid"}),
        ("/woningen/W1/wijzigen/", {"rent_eur": "612,75", "wheelchair": "true"},
         {"rent_eur": "612.75", "wheelchair": True}),
        ("/woningen/W1/wijzigen/", {"area_m2": "", "available_until": "2027-01-31"},
         {"area_m2": None, "available_until": "2027-01-31"}),
        ("/huishoudens/H1/personen/H1-3/", {"role": "other", "lhbtiq": "true"},
         {"role": "other", "lhbtiq": True}),
        ("/huishoudens/H1/personen/H1-3/", {"role": ""}, {"role": None}),
    ],
)  # fmt: skip
def test_every_kind_of_field_is_saved(file, address, values, after):
    imported()
    assert change(visitor(), address, **values).status_code == 303
    assert models.Change.objects.get().after == after


def test_faults_stand_at_their_fields_and_what_was_typed_stays(file):
    imported()
    answer = change(
        visitor(), "/woningen/W2/wijzigen/", max_persons="2", rent_eur="duur", bedrooms=""
    )
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert errors.keys() == {"max_persons", "rent_eur", "bedrooms"}
    assert "2 is minder dan Minstens personen = 3" in errors["max_persons"][0]
    assert errors["rent_eur"][0].startswith("'duur' is geen getal")
    assert b'value="duur"' in answer.content
    assert b"aria-invalid" in answer.content
    assert not models.Change.objects.exists()


def test_a_fault_elsewhere_stands_above_the_form(file):
    imported()
    answer = change(visitor(), "/huishoudens/H1/personen/H1-1/", role="partner")
    (said,) = answer.context["form"].non_field_errors()
    assert said.startswith("persons:H1-2:role: Huishouden H1 heeft op rij H1-1 al een partner")


def test_somebody_who_was_first_is_not_overwritten(file):
    imported()
    client = visitor()
    mine = fields(client.get("/huishoudens/H1/wijzigen/"))
    assert change(visitor(username="bas"), "/huishoudens/H1/wijzigen/",
                  nareis_persons="1").status_code == 303  # fmt: skip
    answer = client.post("/huishoudens/H1/wijzigen/", {**mine, "nareis_persons": "2"})
    assert (answer.status_code, answer.url) == (303, "/huishoudens/H1/wijzigen/")
    shown = client.get(answer.url)
    assert "bas heeft dit zojuist veranderd" in words(shown)
    assert fields(shown)["nareis_persons"] == "1"
    assert change(client, "/huishoudens/H1/wijzigen/", nareis_persons="2").status_code == 303


@pytest.mark.parametrize("values", [{"group": "nomade"}, {"seen": ""}, {"needs": ["wens"]}])
def test_what_no_form_of_ours_sends_changes_nothing(file, values):
    imported()
    assert change(visitor(), "/huishoudens/H1/wijzigen/", **values).status_code == 200
    assert not models.Change.objects.exists()


def test_what_is_odd_is_said_after_it_was_saved(file):
    imported()
    client = visitor()
    answer = change(client, "/woningen/W4/wijzigen/", sharing="men", max_persons="2")
    assert "een kamer in een gedeelde woning voor 2 personen" in words(client.get(answer.url))


XSS = "<script>alert(1)</script>"


def test_text_of_people_is_shown_as_text(file):
    imported()
    client = visitor()
    change(client, "/huishoudens/H1/wijzigen/", hold_reason=XSS, keep_with=XSS)
    edit(team(), "wijken", "noord", {"name": XSS})
    edit(team(), "corporaties", "wonen", {"name": XSS})
    for address in (*TEAM_ONLY, "/huishoudens/H2/"):
        content = client.get(address).content
        assert b"<script>alert" not in content
    assert b"&lt;script&gt;alert" in client.get("/huishoudens/H1/").content
    assert b"&lt;script&gt;alert" in client.get("/woningen/").content


def test_what_left_the_files_is_shown_and_not_edited(file, tmp_path):
    from tests.rounds.test_editing import without

    imported()
    importing.apply(team(), without(tmp_path, "homes", "W3"))
    client = visitor()
    answer = client.get("/woningen/W3/")
    assert "Staat niet meer in de bestanden sinds" in words(answer)
    assert b"wijzigen" not in answer.content
    assert client.get("/woningen/W3/wijzigen/").status_code == 409
