"""``report.html``: sound, closed to everything else, in both languages, and private."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date

import pytest

from allocator.domain.home import Corporatie
from allocator.domain.wijk import Wijk
from allocator.figures.groups import group_tables
from allocator.matching import Settings, match
from allocator.plan import TaakstellingResult, TierResult, WijkLoad
from allocator.report import page as page_module
from allocator.report.page import PARTS, Shown, to_html
from allocator.texts import texts
from tests.check.build import household, instance
from tests.figures.rows import proposal, unplaced
from tests.random_instances import small_instance
from tests.report.reports import Page, nijmegen, nijmegen_page
from tests.report.test_tables import plan

EVIL = "<script>alert('x')</script>&\"{{ 7*7 }}"


def page(given=None, made=None, **more) -> Page:
    """Return a page; by default that of a plan without rows, in wijken without limits."""
    given, made = given or instance([], []), made or plan()
    if not made.wijken:
        wijken = tuple(WijkLoad(w.code, w.name, None, 0, 0) for w in given.wijken)
        made = replace(made, wijken=wijken)
    return Page(to_html(given, made, **more).decode("utf-8"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_sound_html_in_the_language(language):
    read = Page(nijmegen_page(language))
    assert read.open == []
    assert read.of("html") == [{"lang": language}]
    assert read.elements[0][0] == "html"
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = [
        a[key]
        for _, a in read.elements
        for key in ("aria-labelledby", "aria-describedby")
        if key in a
    ]
    assert {name for names in named for name in names.split()} <= set(ids)
    assert {a["href"] for a in read.of("a")} == {f"#{part}" for part in PARTS}
    assert [a["aria-labelledby"] for a in read.of("section")] == list(PARTS)


@pytest.mark.parametrize("seed", range(8))
def test_any_plan_makes_a_page(seed):
    given = small_instance(seed)
    made = match(given, Settings())
    read = page(given, made)
    assert read.open == []
    assert f"({sum(row.persons for row in made.proposals)} perso" in read.text
    shown = [table.whole.households for table in group_tables(given, made)]
    assert shown == [len(made.proposals) + len(made.unplaced)] * 6


def test_languages_differ():
    assert "blijven wachten" in nijmegen_page("nl")
    assert "go on waiting" in nijmegen_page("en")


def test_nothing_but_its_own_style_sheet():
    text, read = nijmegen_page(), Page(nijmegen_page())
    assert {"script", "link", "img", "iframe", "form", "image"} & {
        tag for tag, _ in read.elements
    } == set()
    for _, attributes in read.elements:
        assert not {"style", "src", "srcset"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
    assert re.findall(r"url\(|@import|https?://(?!www\.w3\.org/)", text) == []
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = [m["content"] for m in read.of("meta") if "http-equiv" in m]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    )


def test_charts_have_a_title_and_a_text_and_no_english():
    read = Page(nijmegen_page())
    charts = [a for a in read.of("svg")]
    assert [a["role"] for a in charts] == ["img", "img"]
    assert "Personen per wijk, naast de draagkracht" in read.text
    text = nijmegen_page()
    assert text.count("<desc ") == text.count('<g aria-hidden="true">') == len(charts)
    assert not re.search(r'aria-label="[^"]*(axis|bar|legend)', text)


def test_the_same_page_for_the_same_plan():
    assert to_html(*nijmegen()) == nijmegen_page().encode()


def test_names_are_shown_as_they_are_written():
    given = instance(
        [household("H1", 30), household("H2", 30)],
        [],
        wijken=(Wijk(code="hatert", name=EVIL, draagkracht_persons=9, draagkracht_source=EVIL),),
        corporaties=(Corporatie(id="A", name=EVIL),),
    )
    made = plan(
        name=EVIL,
        solver=EVIL,
        proposals=(proposal("H1", home=EVIL, why=EVIL, provisional=True),),
        unplaced=(unplaced("H2", reason="priority", why=EVIL),),
        wijken=(WijkLoad("hatert", EVIL, 9, 1, 1),),
    )
    text = to_html(given, made, helps={"H2": EVIL}).decode()
    assert "<script" not in text
    assert Page(text).open == []
    # title twice, instance, solver, home twice, corporatie, why twice, helps; the wijk in its
    # proposal, table, source and chart
    assert Page(text).text.count(EVIL) == 14


def test_a_household_with_a_name_that_is_markup():
    given = instance([household("<b>&", 30)], [])
    read = page(given, plan(unplaced=(unplaced("<b>&"),)))
    assert "<b>&" in read.sections["unplaced"]
    assert read.of("b") == []


def test_a_plan_without_rows():
    read = page()
    assert read.sections["proposals"].count("Geen.") == 3
    assert "Geen." in read.sections["unplaced"]
    assert "Er is geen taakstelling opgegeven." in read.sections["taakstelling"]
    assert "te weinig huishoudens" in read.sections["groups"]
    assert read.of("svg") == []
    assert "0 huishoudens" in read.text


def test_the_order_is_that_of_a_busy_reader():
    read = Page(nijmegen_page())
    assert [part for part in read.sections if part] == list(PARTS)
    head = read.sections[""]
    assert "Peildatum 6-1-2025" in head
    assert "49 huishoudens (109 personen); 201 huishoudens (375 personen) blijven wachten" in head
    assert "Alle doelen zijn bewezen" in head


def test_one_household_waits():
    given = instance([household("H1", 30)], [])
    assert (
        "1 huishouden (1 persoon) blijft wachten"
        in page(given, plan(unplaced=(unplaced("H1"),))).text
    )


def test_tiers():
    made = plan(
        tiers=(
            TierResult("waiting", "max", 19049, 19100, 20100, False),
            TierResult("spread", "min", 4, 3, 3, True),
            TierResult("lottery", "max", 1234567),
        )
    )
    read = page(made=made)
    said = " ".join(read.sections["tiers"].split())
    # value, best, bound, and what is still possible
    assert "waiting 19.049 19.100 20.100 1.000 punten" in said
    assert "hoger is beter niet bewezen" in said
    assert "spread 4 3 3 0 personen; lager is beter bewezen" in said
    assert "lottery 1.234.567 – – – lotnummers opgeteld; hoger is beter alleen gemeld" in said
    assert "Niet elk doel is bewezen" in read.text
    order = " ".join(read.sections["settings"].split())
    assert "waiting" in order
    assert "lottery" not in order


def test_deviations_and_provisional_proposals():
    given = instance([household(f"H{i}", 30) for i in (1, 2, 3)], [])
    made = plan(
        proposals=(
            proposal("H1", home="W7", deviation=("SIZE", "SUPPORT")),
            proposal("H2", home="W8", provisional=True),
            proposal("H3", home="W9", relocates=True),
        )
    )
    said = page(given, made).sections["proposals"]
    assert "H1 in W7: aantal personen, een regel over persoonlijke omstandigheden" in said
    assert "H2 in W8" in said
    assert "H3 in W9" not in said
    assert said.count("verhuizing die te vermijden is") == 1
    assert said.count("voorlopig") == said.count("afwijking") == 1


def test_what_would_help_stands_beneath_the_reason():
    given = instance([household("H1", 30), household("H2", 30)], [])
    made = plan(unplaced=(unplaced("H1"), unplaced("H2")))
    read = page(given, made, helps={"H2": "een studio in Lent"})
    assert read.sections["unplaced"].count("wat zou helpen: een studio in Lent") == 1
    assert "wat zou helpen" not in page(given, made).text


def test_wijken_and_taakstelling():
    wijken = (
        Wijk(code="h", name="Hatert", draagkracht_persons=28, draagkracht_source="raad 2024"),
        Wijk(code="l", name="Lent"),
    )
    made = plan(
        wijken=(WijkLoad("h", "Hatert", 28, 3, 18), WijkLoad("l", "Lent", None, 0, 2)),
        taakstelling=(TaakstellingResult(date(2025, 6, 30), 186, 77),),
    )
    read = page(instance([], [], wijken=wijken), made)
    said = " ".join(read.sections["wijken"].split())
    assert "Hatert 3 18 21 28 75% raad 2024" in said.replace("\xa0", "")
    assert "Lent 0 2 2 geen grens –" in said
    assert "30-6-2025 186 109 77" in " ".join(read.sections["taakstelling"].split())


def test_who_waits_longer_than_in_the_plain_comparison():
    given = instance([household(f"H{i}", 30) for i in (1, 2)], [])
    made = plan(
        proposals=(proposal("H1", 3),), unplaced=(unplaced("H2", 2),), plain=(("H2", "W1"),)
    )
    said = " ".join(page(given, made).sections["comparison"].split())
    assert "Zo zouden 1 huishouden (2 personen) een woning krijgen." in said
    assert "1 huishouden (2 personen) wacht langer door dit plan." in said
    assert "1 huishouden (3 personen) met een voorstel in dit plan" in said
    assert "H2 2 3 woning ging naar een ander" in said


def test_settings():
    given = instance([], [], policy={"term_weeks": 8, "count_nareis": True, "slack": {"fit": 3}})
    made = plan(seconds={"solve": 1.26}, lottery_seed=20250106, input_digest="d1ge57")
    said = " ".join(page(given, made).sections["settings"].split())
    assert "term_weeks 8 10" in said
    assert "count_nareis true false" in said
    assert "slack.fit 3 –" in said
    assert "20250106" in said
    assert "d1ge57" in said
    assert "1,3 s" in said
    assert "Alle instellingen staan op de standaard." in page().text


def test_values_as_written():
    show = Shown(texts("nl"))
    assert show.value(("a", "b")) == "a, b"
    assert show.value(False) == "false"
    assert show.percent(None) == "–"
    assert show.categories("gender", ["f", "m", "x"]) == "vrouw, man of x"
    assert show.categories("age", ["0-22"]) == "0–22"


# --- private --------------------------------------------------------------------------------------

TRAITS = (
    "vrouw",
    "begeleiding",
    "intensief",
    "rolstoel",
    "gelijkvloers",
    "toegankelijk",
    "aangepast",
    "veilige plek",
    "doelgroep",
    "delen",
    "lhbtiq",
    "amv",
    "huur 2",
)


@pytest.mark.parametrize("part", ["proposals", "unplaced", "comparison"])
def test_no_traits_beside_a_household(part):
    instance_, plan_ = nijmegen()
    said = Page(nijmegen_page()).sections[part].lower()
    assert [word for word in TRAITS if word in said] == []
    # while the plan itself does tell
    full = " ".join(row.why for row in plan_.unplaced)
    assert "begeleiding" in full
    assert "complex" in full or "toegankelijk" in full
    assert {h.support.value for h in instance_.households} > {"none"}


def test_no_small_number_of_a_group():
    """But by size, which the lists of households give."""
    text = nijmegen_page()
    for trait in ("gender", "age", "support", "mobility", "safe_place"):
        table = re.search(rf'<caption id="table-group-{trait}">.*?</table>', text, re.DOTALL)
        assert table
        cells = re.findall(r'<td class="n">([\d.]+)</td>', table[0])
        assert cells
        assert [cell for cell in cells if cell in ("1", "2", "3", "4")] == []


def test_the_style_sheet_must_be_there(monkeypatch):
    class Bare:
        loader = None

    page_module.style.cache_clear()
    monkeypatch.setattr(page_module, "environment", Bare)
    with pytest.raises(FileNotFoundError):
        page_module.style()
