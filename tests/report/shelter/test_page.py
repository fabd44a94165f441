"""``report.html`` of a relocation plan: every figure, in both languages, and closed."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from allocator.plan import TierResult
from allocator.report.shelter import page as page_module
from allocator.report.shelter.page import PARTS, to_html
from allocator.shelter_plan import Move, Occupancy, Shortage
from tests.check.shelter import build
from tests.report.reports import Page
from tests.report.shelter.plans import (
    PLANS,
    empty,
    entering,
    golden,
    golden_page,
    plan,
    settled,
    waiting,
)
from tests.report.shelter.reader import body

EVIL = "<script>alert('x')</script>&\"{{ 7*7 }}"


def text(given=None, made=None, language="nl") -> str:
    """Return a page; by default that of the plan worked out by hand."""
    if given is None:
        return golden_page(language)
    return to_html(given, made, language=language).decode("utf-8")


def said(page: str, part: str = "") -> str:
    """Return the text of a part of a page; by default what stands before all parts."""
    return " ".join(Page(page).sections[part].split())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", PLANS)
def test_sound_html_in_the_language(name, language):
    page = text(*PLANS[name](), language=language)
    read = Page(page)
    assert read.open == []
    assert read.of("html") == [{"lang": language}]
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [
        a[key]
        for _, a in read.elements
        for key in ("aria-labelledby", "aria-describedby")
        if key in a
    ]
    assert {name for names in named for name in names.split()} <= set(ids)
    parts = [part for part in PARTS if part != "announced" or name == "compared"]
    assert [a["href"] for a in read.of("a")] == [f"#{part}" for part in parts]
    assert [a["aria-labelledby"] for a in read.of("section")] == parts
    assert not re.search(r"\bNone\b(?! of)", read.text)
    charts = read.of("svg")
    # a chart says what it is, and a bar in a table is only beside its number
    assert all(a.get("role") == "img" or a["aria-hidden"] == "true" for a in charts)


def test_nothing_but_its_own_style_sheet():
    page = text()
    read = Page(page)
    tags = {tag for tag, _ in read.elements}
    assert {"script", "link", "img", "iframe", "form", "image"} & tags == set()
    for _, attributes in read.elements:
        assert not {"style", "src", "srcset"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
    assert re.findall(r"url\(|@import|https?://(?!www\.w3\.org/)", page) == []
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = [m["content"] for m in read.of("meta") if "http-equiv" in m]
    assert f"style-src 'sha256-{hashed}'" in policy


def test_the_same_page_for_the_same_plan():
    given, made = golden()
    assert to_html(given, made) == to_html(given, made) == to_html(*golden())
    assert to_html(given, made) != to_html(given, replace(made, room_changes=2))


# The head


def test_the_verdict():
    head = said(text())
    assert "Verhuisplan: tiny" in head
    assert "Waar 4 huishoudens (7 personen) elke maand wonen" in head
    assert "van april 2025 tot en met september 2025." in head
    # H2 3, H3 1, H4 1; all three in May
    assert "Er zijn 3 huishoudens (5 personen) die een of meer maanden geen plek hebben" in head
    assert "in mei 2025 is het tekort het grootst: 5 personen." in head
    assert "Er verhuizen 2 huishoudens (5 personen), een of meer keer." in head
    assert "Alle doelen zijn bewezen" in head
    # the numbers that stand out: in May, who move, extended, proven
    facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", text())[:4]
    assert [value for _, value in facts] == ["5", "5", "4", "12 van 12"]


def test_the_verdict_in_english():
    head = said(text(language="en"))
    assert "There are 3 households (5 persons) without a place in one or more months" in head
    assert "in May 2025 the shortage is largest: 5 persons." in head


def test_the_verdict_of_one_household():
    given, made = golden()
    one = replace(made, shortages=made.shortages[:1], moves=made.moves[:1])
    head = said(text(given, one))
    assert "Er is 1 huishouden (3 personen) dat een of meer maanden geen plek heeft" in head
    assert "voor het eerst in mei 2025." in head
    assert "Er verhuist 1 huishouden (2 personen), een of meer keer." in head


def test_not_proven():
    given, made = golden()
    tiers = (
        TierResult("moves", "min", 2105, 2105, 1900, False),
        TierResult("school", "min", 4, 4, 4, True),
        TierResult("repeat", "min", 7),
    )
    page = text(given, replace(made, tiers=tiers))
    assert "Niet elk doel is bewezen: er kan een beter plan bestaan" in said(page)
    assert "1 van 2" in said(page)
    # value, best, bound, gap
    rows = body(page, "table-tiers")
    assert rows[0][1:5] == ["2.105", "2.105", "1.900", "205"]
    assert [row[-1] for row in rows] == ["niet bewezen", "bewezen", "alleen gemeld"]
    # 5 in the plan
    assert "2.105 verhuizingen van een persoon" in said(page, "tiers")
    assert "Daarvan komen er na het plan nog 2.100" in said(page, "tiers")


def test_what_each_tier_costs():
    rows = body(text(), "table-tiers")
    assert [row[1] for row in rows] == ["0", "9", "11", "3", "0", "0", "5", "2", "4", "0", "0", "0"]
    assert rows[1][5] == "persoonsmaanden; lager is beter"
    words = said(text(), "tiers")
    assert "0 persoonsmaanden zonder plek, terwijl de eigen locatie" in words
    assert "11 persoonsmaanden zonder plek, van alle huishoudens samen." in words
    assert "5 verhuizingen van een persoon: elke verhuizing telt" in words
    assert "Daarvan" not in words
    assert Page(text()).sections["tiers"].count("persoonsmaanden; lager") == 8


@pytest.mark.parametrize(
    ("value", "amount"),
    [(1, "1 persoonsmaand zonder"), (2, "2 persoonsmaanden zonder"), (1204, "1.204 persoonsm")],
)
def test_amounts(value, amount):
    tiers = (TierResult("unsheltered", "min", value, value, value, True),)
    assert amount in said(text(*[empty()[0], plan(tiers=tiers)]), "tiers")


# Months and sites


def test_months():
    # with a place, of whom extended, without, beds, move, come in
    assert body(text(), "table-months") == [
        ["april 2025", "5", "0", "2", "7", "0", "0"],  # A 2, C 3; H3 and H4
        ["mei 2025", "2", "0", "5", "4", "3", "0"],  # and H2, which leaves C
        ["juni 2025", "6", "0", "1", "12", "0", "4"],  # H2 and H3 into B
        ["juli 2025", "6", "2", "1", "12", "0", "0"],
        ["augustus 2025", "6", "2", "1", "12", "0", "0"],
        ["september 2025", "6", "0", "1", "8", "2", "0"],  # H1 from A
        ["alle maanden samen", "31", "4", "11", "–", "5", "4"],
    ]


def test_occupancy_of_each_site():
    assert body(text(), "table-occupancy-2025") == [
        ["A", "2/4", "2/4", "2/4", "2/4 v", "2/4 v", "–"],
        ["B", "–", "–", "4/8", "4/8", "4/8", "6/8"],
        ["C", "3/3", "–", "–", "–", "–", "–"],
    ]
    assert "Noord; hoogstens 3 personen, 3 bedden" in said(text(), "occupancy")
    assert len([a for a in Page(text()).of("figure")]) == 3


def test_a_plan_over_two_years():
    months = ("2025-11", "2025-12", "2026-01")
    given = build.instance([], [build.site("A")], [build.rooms("A", 3)])
    rows = tuple(Occupancy("A", month, 0, 3 + i, False) for i, month in enumerate(months))
    page = text(given, plan(months=months, occupancy=rows))
    assert body(page, "table-occupancy-2025") == [["A", "0/3", "0/4"]]
    assert body(page, "table-occupancy-2026") == [["A", "0/5"]]


def test_of_many_sites_the_largest_have_a_chart(monkeypatch):
    monkeypatch.setattr(page_module, "MOST_PANELS", 2)
    page = text(*golden())
    names = re.findall(r"<figcaption><strong>(.*?)</strong>", page)
    assert names == ["B", "C"]  # 6 and 3 persons; A has 2
    assert "Alleen de 2 grootste locaties hebben een grafiek" in page
    assert len(body(page, "table-occupancy-2025")) == 3


def test_two_sites_of_one_name():
    given, made = golden()
    sites = tuple(site.model_copy(update={"name": "Oost"}) for site in given.sites)
    page = text(given.model_copy(update={"sites": sites}), made)
    assert [row[0] for row in body(page, "table-occupancy-2025")] == [
        *("Oost (A)", "Oost (B)", "Oost (C)")
    ]


def test_extension():
    assert body(text(), "table-extension") == [
        ["A", "30-6-2025", "31-8-2025", "2 van 2", "augustus 2025", "4"],
        ["totaal", "4"],
    ]
    given, made = golden()
    occupancy = tuple(
        replace(row, persons=0) if row.month == "2025-08" else row for row in made.occupancy
    )
    page = text(given, replace(made, occupancy=occupancy))
    assert body(page, "table-extension")[0][3:] == ["1 van 2", "juli 2025", "2"]


def test_what_the_tier_leaves_out_of_the_extension():
    assert "Het doel telt" not in text()
    given, made = golden()
    tiers = (TierResult("extension", "min", 2, 2, 2, True),)
    page = text(given, replace(made, tiers=tiers))
    assert "Het doel telt 2 persoonsmaanden: wie er al woont" in said(page, "extension")
    # at the head stands what the tier counts
    assert re.findall(r"<dt>.*?</dt><dd>(.*?)</dd>", page)[2] == "2"
    bare = text(given, replace(made, tiers=()))
    assert re.findall(r"<dt>.*?</dt><dd>(.*?)</dd>", bare)[2] == "4"


# Who goes where


def test_flows():
    flows = [row for row in body(text(), "table-flows") if row]
    assert flows == [
        ["mei 2025 3 personen"],
        ["C", "geen plek", "3", "1"],
        ["juni 2025 4 personen"],
        ["nieuw, of zonder plek", "B", "4", "2"],
        ["september 2025 2 personen"],
        ["A", "B", "2", "1"],
    ]
    bars = re.findall(r'class="bar (\w*)"[^>]*><rect width="([\d.]+)"', text())
    assert bars == [("bad", "90.0"), ("calm", "120.0"), ("", "60.0")]  # of 4 persons at most


def test_matrix():
    assert body(text(), "table-matrix") == [
        ["A", "2", "·", "2"],
        ["C", "·", "3", "3"],
        ["nieuw, of zonder plek", "4", "·", "4"],
        ["totaal", "6", "3", "9"],
    ]


def test_no_matrix_that_does_not_fit(monkeypatch):
    monkeypatch.setattr(page_module, "MOST_COLUMNS", 1)
    page = text(*golden())
    assert "table-matrix" not in page
    assert "table-flows" in page


def test_all_moves_by_month():
    page = text()
    assert body(page, "table-moves-2025-05") == [
        ["H2", "3", "C", "geen plek", "–", "locatie sluit"],
        ["because"],
    ]
    assert body(page, "table-moves-2025-06") == [
        ["H2", "3", "nieuw, of zonder plek", "B", "B/4-01", "krijgt een plek"],
        ["because"],
        ["H3", "1", "nieuw, of zonder plek", "B", "B/1-01", "krijgt een plek"],
        ["because"],
    ]
    assert body(page, "table-moves-2025-09") == [
        ["H1", "2", "A", "B", "B/2-01", "locatie sluit"],
        ["kort na een eerdere because"],
    ]
    assert "juni 2025: 2 huishoudens, samen 4 personen" in said(page, "moves")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("closes", "locatie sluit"),
        ("need", "past beter bij wat nodig is"),
        ("room", "om de kamers"),
        ("together", "bij anderen in de buurt"),
        ("other", "voor het hele plan"),
    ],
)
def test_reasons_of_moves(reason, words):
    given, made = golden()
    move = Move("H1", 2, "2025-09", "move", "A", "B", reason, False, "because")
    (row, _) = body(text(given, replace(made, moves=(move,))), "table-moves-2025-09")
    assert row[-1] == words


def test_how_often_households_move():
    assert body(text(), "table-times") == [
        ["0 keer", "2", "2"],
        ["1 keer", "2", "5"],
        ["totaal", "4", "7"],
    ]
    given, made = golden()
    again = Move("H2", 3, "2025-07", "move", "B", "A", "other", True, "because")
    page = text(given, replace(made, moves=(*made.moves, again)))
    assert body(page, "table-times")[1:3] == [["1 keer", "1", "2"], ["2 keer", "1", "3"]]
    assert "2 verhuizingen (5 personen) komen kort na een eerdere." in said(page, "households")
    assert "1 verhuizing (2 personen) komt kort na" in said(text(), "households")


def test_children_and_their_school():
    assert "met een bekende school: 0. Geen van hen" in said(text(), "households")
    given, made = golden()
    # 3 is too young, 18 too old, and 8 has no known school
    people = {i: {"school_wijk": "zuid"} for i in (1, 2, 3, 4)}
    family = build.ontheemde("H9", 40, 3, 4, 17, 18, 8, people=people)
    given = given.model_copy(update={"households": (*given.households, family)})
    for value, words in ((1, "1 keer verhuist een kind"), (4, "4 keer verhuist een kind")):
        tiers = (TierResult("school", "min", value, value, value, True),)
        page = text(given, replace(made, tiers=tiers))
        assert f"met een bekende school: 2. {words}" in said(page, "households")
    page = text(given, replace(made, tiers=()))
    assert said(page, "households").endswith("met een bekende school: 2.")


# Who has no place, deviations, rooms


def test_shortages():
    page = text()
    # persons × months: H4 1 × 6, H3 1 × 2, H2 3 × 1
    assert body(page, "table-reasons") == [
        ["geen locatie past", "1", "1", "6"],
        ["passende locaties zijn dicht", "1", "1", "2"],
        ["passende locaties zijn vol", "1", "3", "3"],
    ]
    assert body(page, "table-shortages") == [
        ["H2", "3", "mei 2025", "mei 2025", "passende locaties zijn vol"],
        ["because"],
        ["H3", "1", "april 2025", "mei 2025", "passende locaties zijn dicht"],
        ["because"],
        ["H4", "1", "april 2025", "september 2025", "geen locatie past"],
        ["because"],
    ]


def test_a_household_with_two_runs_counts_once_for_a_reason():
    given, made = golden()
    again = Shortage("H3", "2025-07", "2025-09", 1, "closed", "because")
    priority = Shortage("H4", "2025-04", "2025-04", 1, "priority", "because")
    page = text(given, replace(made, shortages=(again, *made.shortages, priority)))
    assert body(page, "table-reasons")[1] == ["passende locaties zijn dicht", "1", "1", "5"]
    assert body(page, "table-reasons")[3] == ["een doel ging voor", "1", "1", "1"]


def test_deviations_without_traits():
    assert "H1 in A: koppeling" in said(text(), "deviations")
    given, made = golden()
    person = build.ontheemde(
        "H1",
        *(30, 31),
        current_site="A",
        koppeling="zuid",
        people={0: {"mobility": "step_free"}, 1: {"gender": "m"}},
    )
    bare = given.sites[0].model_copy(update={"care": True, "women_only": True})
    given = given.model_copy(
        update={
            "households": (person, *given.households[1:]),
            "sites": (bare, *given.sites[1:]),
        }
    )
    words = said(text(given, made), "deviations")
    # and in B, which is not step-free either: a fault that the checker finds
    assert "H1 in A: koppeling, een regel over persoonlijke omstandigheden H1 in B" in words


def test_wheelchair_rooms_are_fit():
    given, made = settled()
    person = build.ontheemde("H1", 30, current_site="A", people={0: {"mobility": "wheelchair"}})
    given = given.model_copy(update={"households": (person,)})
    assert "H1 in A" in said(text(given, made), "deviations")
    fit = replace(made.stays[0], rooms=("A/2w-01",))
    assert "Niemand is in" in said(text(given, replace(made, stays=(fit,))), "deviations")


@pytest.mark.parametrize(
    ("value", "bound", "words"),
    [
        (1, None, "wisselen: 1 persoonsmaand. Hoeveel minder mogelijk is, is niet bewezen."),
        (3, 3, "wisselen: 3 persoonsmaanden. Bewezen: minder kan niet"),
        (3, 2, "het zijn er in elk geval 2 of meer."),
    ],
)
def test_room_changes(value, bound, words):
    given, made = golden()
    made = replace(made, room_changes=value, room_changes_bound=bound)
    assert words in said(text(given, made), "deviations")


# Plans with nothing in them


def test_nobody():
    page = text(*empty())
    assert "Waar 0 huishoudens (0 personen)" in said(page)
    assert "Iedereen heeft elke maand een plek. Niemand verhuist." in said(page)
    assert "Niemand verhuist of krijgt later een plek." in said(page, "flows")
    assert "chart-months" not in page
    assert body(page, "table-occupancy-2025")[1] == ["B", *["0/2"] * 6]
    assert body(page, "table-times") == [["0 keer", "0", "0"], ["totaal", "0", "0"]]


def test_no_month_and_no_site():
    page = text(build.instance([], [], []), plan(months=(), tiers=()))
    assert "Waar 0 huishoudens (0 personen) elke maand wonen." in said(page)
    assert said(page, "months").endswith("Geen.")
    assert said(page, "occupancy").endswith("Geen.")


def test_without_moves():
    page = text(*settled())
    assert "Niemand verhuist." in said(page)
    assert said(page, "moves").endswith("Niemand verhuist of krijgt later een plek.")
    assert "Geen locatie blijft langer open." in said(page, "extension")
    assert "Geen verhuizing komt kort na een eerdere." in said(page, "households")


def test_only_shortages():
    page = text(*waiting())
    assert "Er is 1 huishouden (1 persoon) dat een of meer maanden geen plek heeft" in said(page)
    assert body(page, "table-months")[0] == ["april 2025", "0", "0", "1", "6", "0", "0"]
    assert "chart-months" in page


def test_without_shortages():
    page = text(*entering())
    assert "Iedereen heeft elke maand een plek." in said(page)
    assert said(page, "shortages").endswith("Iedereen heeft elke maand een plek.")
    assert body(page, "table-flows")[1] == ["nieuw, of zonder plek", "A", "2", "1"]
    assert body(page, "table-times")[0] == ["0 keer", "1", "2"]


# Names


def test_names_are_shown_as_they_are_written():
    given, made = golden()
    site = given.sites[0].model_copy(update={"name": EVIL})
    given = given.model_copy(update={"sites": (site, *given.sites[1:])})
    evil = [replace(row, why=EVIL) for row in made.moves]
    without = [replace(row, why=EVIL) for row in made.shortages]
    page = text(
        given, replace(made, name=EVIL, solver=EVIL, moves=tuple(evil), shortages=tuple(without))
    )
    assert "<script" not in page
    assert Page(page).open == []
    # title twice, instance, solver; 4 moves and 3 shortages; the site in its panel twice, in the
    # tables of occupancy and extension, of flows and all moves, the matrix and the deviations
    assert Page(page).text.count(EVIL) == 4 + 7 + 8


def test_a_household_with_a_name_that_is_markup():
    given, made = golden()
    shortages = (replace(made.shortages[0], household="<b>&"),)
    page = text(given, replace(made, shortages=shortages))
    assert body(page, "table-shortages")[0][0] == "<b>&"
    assert Page(page).of("b") == [{}, {}]  # the signs of extended months


def test_settings():
    words = said(text(), "settings")
    assert "1,3 s" in words
    assert "hand" in words
    assert "lotnummer" not in words
    assert "d1ge57" in words


def test_a_slip_is_told_at_the_head():
    given, made = golden()
    late = replace(made, slips={"A": 2})
    assert "+2" in to_html(given, late, language="nl").decode().split("</header>")[0]
    assert b"+2" not in to_html(given, made, language="nl").split(b"</header>")[0]


def test_what_is_other_than_announced():
    page = text(*PLANS["compared"]())
    told = said(page, "announced")
    assert (
        "2 huishoudens (3 personen) zijn een of meer maanden ergens anders dan aangekondigd" in told
    )
    assert "samen 3 persoonsmaanden" in told
    assert "H1 2 september 2025 september 2025 gone B" in told
    assert "H4 1 september 2025 september 2025 B geen plek" in told
    assert "april 2025" not in told
    assert "3 persoonsmaanden op een andere plek dan aangekondigd." in said(page, "tiers")


def test_what_is_missing_by_month():
    told = said(text(), "shortages")
    assert "april 2025 2 0 – 0" in told
    assert "mei 2025 5 3 1 × 3 bedden 0" in told
    assert "juni 2025 1 1 hooguit 2 × 1 bedden, voor een rolstoel 1" in told
    assert "Wat er per maand ontbreekt" not in text(*PLANS["settled"]())
