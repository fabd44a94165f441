"""``allocator scenario worth``: what it writes and says, and what it refuses."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from allocator.reading.scenario import read_scenario
from allocator.scenarios.worth import run as worth_run
from allocator.scenarios.worth.things import OF_SITES, Item, Thing, items, worth_over
from allocator.scenarios.worth.valuing import values_of
from allocator.scenarios.worth.words import named
from allocator.texts import LANGUAGES, texts
from models.budget import Budget
from tests.check.build import home, instance
from tests.check.shelter.build import DAY
from tests.cli.build import rows, written
from tests.scenarios.calling import caller, summary
from tests.scenarios.comparison.build import TINY, scenario
from tests.scenarios.test_worth import city
from tests.scenarios.test_worth_sites import waiting_for

TWICE = ("--replications", "2", "--processes", "1")


@pytest.fixture
def call(capfd):
    return caller(capfd)


@pytest.fixture
def file(tmp_path):
    return scenario(tmp_path, "base", "", weeks=8)


def test_it_is_what_two_full_solves_say(call, file, tmp_path):
    """Without pseudonyms, draw by draw, and the table in the order of what is worth most."""
    out = tmp_path / "out"
    called = call("worth", TINY, file, "--out", out, *TWICE)
    assert called.code == 0, called.err
    assert {one.name for one in out.iterdir()} == set(worth_run.FILES)
    reading = read_scenario(TINY, file)
    start, future = reading.instance, reading.scenario.future
    wanted = items(start)
    expected = worth_over([values_of(start, future, 1, n, wanted, Budget()) for n in range(2)])
    found = {(row["thing"], row["id"]): row for row in rows(out / "worth.csv")}
    assert len(found) == len(expected) > 4
    for one in expected:
        row = found[one.item.thing, one.item.id]
        assert float(row["mean"]) == pytest.approx(one.value.mean, abs=1e-4)
        assert float(row["high"]) == pytest.approx(one.value.high, abs=1e-4)
        assert (row["proven"], row["n"]) == ("1", "2")
    assert any(one.value.mean > 0 for one in expected)
    means = [(row["thing"], -float(row["mean"])) for row in rows(out / "worth.csv")]
    assert means == sorted(means, key=lambda one: (list(Thing).index(one[0]), one[1]))
    facts = summary(out)
    assert (facts["replications"], facts["items"], facts["proven"]) == (2, len(found), True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_and_the_workbook(call, tmp_path, language):
    folder = written(with_shelter(city(3)), tmp_path / "in")
    file = scenario(tmp_path, "base", "", weeks=6)
    out = tmp_path / "out"
    called = call("worth", folder, file, "--out", out, *TWICE, "--sites", "--lang", language)
    assert called.code == 0, called.err
    page = (out / "report.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert re.findall(r'<h2 id="(\w+)">', page) == [*Thing, "numbers", "limits"]
    t = texts(language)
    assert t("report.worth.not.together") in page
    assert t("report.worth.thing.draagkracht") in page
    assert "(W1, " not in page
    assert t("report.worth.no_sites") not in page
    assert t("report.worth.most.site_earlier", amount=1, what="A", value="8,7", remark="") in (
        page.replace("8.7", "8,7")
    )
    book = openpyxl.load_workbook(io.BytesIO((out / "worth.xlsx").read_bytes()))
    assert len(list(book["worth"].iter_rows())) == len(rows(out / "worth.csv")) + 1
    assert str(out) in called.out.splitlines()[-1]


def with_shelter(start):
    """Return a city with two people who have no place until a site opens."""
    shelter = waiting_for((start.peildatum - DAY).days + 45)
    return start.model_copy(
        update={
            "households": (*start.households, *person_in_shelter(shelter)),
            "sites": tuple(one for one in shelter.sites if one.id == "A"),
            "rooms": shelter.rooms,
            "horizon_months": 6,
        }
    )


def person_in_shelter(shelter):
    """Return the household of the shelter with an id that nobody has in the city."""
    (family,) = shelter.households
    people = tuple(
        one.model_copy(update={"id": f"S1-{i}", "household": "S1"})
        for i, one in enumerate(family.persons)
    )
    return (family.model_copy(update={"id": "S1", "persons": people}),)


def test_sites_only_when_asked_for(call, tmp_path):
    folder = written(with_shelter(city(3)), tmp_path / "in")
    file = scenario(tmp_path, "base", "[future.shelter]\nleave_per_month = 0", weeks=6)
    for out, more in (("without", ()), ("with", ("--sites",))):
        called = call("worth", folder, file, "--out", tmp_path / out, *TWICE, *more)
        assert called.code == 0, called.err
    without, found = rows(tmp_path / "without" / "worth.csv"), rows(tmp_path / "with" / "worth.csv")
    sites = [row for row in found if row["thing"] in OF_SITES]
    assert [row for row in found if row not in sites] == without
    assert [(r["thing"], r["id"], r["mean"], r["low"], r["proven"]) for r in sites] == [
        ("site_earlier", "A", "8.6964", "8.6964", "1"),
        ("site_later", "A", "0.0", "0.0", "1"),
    ]
    assert texts("nl")("report.worth.no_sites") in (tmp_path / "without" / "report.html").read_text(
        "utf-8"
    )


def test_the_same_on_more_processes(call, file, tmp_path):
    for out, processes in (("one", "1"), ("two", "2")):
        called = call(
            *("worth", TINY, file, "--out", tmp_path / out),
            *("--replications", "2", "--processes", processes),
        )
        assert called.code == 0
    for name in ("worth.csv", "report.html", "worth.xlsx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_another_seed_is_other_chance(call, file, tmp_path):
    for out, seed in (("one", "1"), ("two", "2")):
        call("worth", TINY, file, "--out", tmp_path / out, *TWICE, "--seed", seed)
    assert rows(tmp_path / "one" / "worth.csv") != rows(tmp_path / "two" / "worth.csv")


def test_as_json(call, file, tmp_path):
    called = call("worth", TINY, file, "--out", tmp_path / "out", *TWICE, "--json")
    assert called.document == summary(tmp_path / "out")
    assert called.document["scenario"] == "base"


def test_homes_in_words():
    given = instance(
        [],
        [
            home("W1", max_persons=1, bedrooms=0, sharing="women", support="light"),
            home("W2", min_persons=2, bedrooms=3, max_persons=5, wheelchair=True, step_free=True),
            home("W3", target_group="ex_amv", bedrooms=1, step_free=True, safe_place=True),
        ],
    )
    nl, en = texts("nl"), texts("en")

    def said(name, t):
        return named(Item(Thing.HOME, name, 1), given, t)

    assert said("W1", nl) == (
        "flexwoning, 1 persoon, geen aparte slaapkamer, gedeeld door vrouwen, lichte begeleiding"
        " (zoals W1, Hatert)"
    )
    assert said("W2", en) == (
        "flex home, 2 to 5 persons, 3 bedrooms, fit for a wheelchair (such as W2, Hatert)"
    )
    assert said("W3", nl).startswith("flexwoning, ")
    assert "veilige plek, gelijkvloers, voor ex-amv" in said("W3", nl)


def test_a_wrong_call(call, file, tmp_path):
    called = call("worth", TINY, file, "--out", tmp_path / "out", "--replications", "0")
    assert called.code == 2
    assert "--replications" in called.err
    wrong = scenario(tmp_path, "wrong", "colour = 1")
    called = call("worth", TINY, wrong, "--out", tmp_path / "out")
    assert called.code == 2
    assert "wrong.toml:2:" in called.err
    assert not (tmp_path / "out").exists()
