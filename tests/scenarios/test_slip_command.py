"""``allocator scenario slip``: what it writes and says, and what it refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from allocator.check import check_stays
from allocator.check.shelter.rows import stays_of
from allocator.matching import Settings
from allocator.matching_run import run_matching
from allocator.messages.slip import slip_lines
from allocator.relocating import RelocationSettings
from allocator.relocating_run import run_relocation
from allocator.scenarios.slip import replan as slip_replan
from allocator.scenarios.slip import run as slip_run
from allocator.scenarios.slip.run import SlipAsk, run_slip
from allocator.slipping import slipped
from allocator.texts import LANGUAGES, texts
from tests.check.shelter.build import instance, ontheemde, rooms, site
from tests.cli.build import rows, written
from tests.cli.test_relocate import village
from tests.scenarios.calling import caller, summary
from tests.scenarios.test_slip import no_plan_in_time


@pytest.fixture
def call(capfd):
    return caller(capfd)


def city():
    """A, where H1 lives, closes after June; B opens in July, and nothing else is there."""
    return instance(
        [ontheemde("H1", 30, 31, current_site="A"), ontheemde("H2", 40, 41, 9)],
        [site("A", closes_on=date(2025, 6, 30)), site("B", opens_on=date(2025, 7, 1))],
        [rooms("A", 2), rooms("B", 2), rooms("B", 3)],
    )


@pytest.fixture
def folder(tmp_path):
    return written(city(), tmp_path / "in")


def test_everything_is_written(call, folder, tmp_path):
    """B one month later: 2 and 3 persons have no place in July, whatever is done.

    A later: H1 can stay in July, or go to B as announced, and so it does.
    """
    out = tmp_path / "out"
    called = call("slip", folder, "--out", out, "--months", "1", "--processes", "1")
    assert called.code == 0, called.err
    assert {file.name for file in out.iterdir()} == {*slip_run.FILES, "plan"}
    found = rows(out / "slips.csv")
    columns = ("sites", "moves_valid", "moves_early", "moves_broken", "broken_person_months")
    assert [tuple(row[c] for c in columns) for row in found] == [
        ("A", "2", "1", "0", "0"),
        ("B", "0", "0", "2", "5"),
        # H1 could stay in A in July, if anybody told it
        ("A|B", "0", "0", "2", "5"),
    ]
    without = [(row["unsheltered_before"], row["unsheltered_after"]) for row in found]
    assert without == [("9", "9"), ("9", "14"), ("9", "12")]
    assert {row["status"] for row in found} == {"optimal"}
    assert [row["changed_person_months"] for row in found] == ["0", "5", "5"]
    facts = summary(out)
    assert facts["plan"]["tiers"]["unsheltered"] == 9
    assert [one["broken_person_months"] for one in facts["slips"]] == [0, 5, 5]
    assert "Van 3 keer" in called.out


def test_the_plan_in_the_results_can_be_used_again(call, folder, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    asked = ("slip", folder, "--months", "2", "--processes", "1")
    assert call(*asked, "--out", one).code == 0
    assert call(*asked, "--out", two, "--plan", one / "plan").code == 0
    assert {file.name for file in two.iterdir()} == set(slip_run.FILES)
    for name in ("slips.csv", "slip_tiers.csv", "broken.csv", "report.html", "slips.xlsx"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_what_breaks_is_what_the_checker_finds(call, tmp_path):
    """In a village, for each slip: the first month of each household, by the checker alone."""
    given = village(3, "enough")
    out = tmp_path / "out"
    called = call("slip", written(given, tmp_path / "in"), "--out", out, "--processes", "1",
                  "--months", "2")  # fmt: skip
    assert called.code in (0, 4), called.err
    stays = stays_of(rows(out / "plan" / "stays.csv"))
    broken = rows(out / "broken.csv")
    assert broken
    for row in rows(out / "slips.csv"):
        slip = dict.fromkeys(row["sites"].split("|"), int(row["months"]))
        faults = check_stays(slipped(given, slip), stays).violations
        first = {}
        for fault in faults:
            if fault.rule not in ("notice", "lock"):
                first[fault.household] = min(fault.month, first.get(fault.household, "9"))
        own = [b for b in broken if (b["sites"], b["months"]) == (row["sites"], row["months"])]
        said = {}
        for b in own:
            said[b["household"]] = min(b["from_month"], said.get(b["household"], "9"))
        assert said == first
        assert int(row["broken_households"]) == len(first)
        lost = sum(int(b["persons"]) * int(b["broken_months"]) for b in own)
        assert int(row["broken_person_months"]) == lost
        assert int(row["moves_valid"]) + int(row["moves_broken"]) == int(row["moves"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page(call, folder, tmp_path, language):
    out = tmp_path / "out"
    call("slip", folder, "--out", out, "--months", "1", "--processes", "1", "--lang", language)
    page = (out / "report.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    assert re.findall(r'<h2 id="(\w+)">', page) == ["left", "again", "tiers", "broken"]
    assert "14 (+5)" in page


def test_as_json(call, folder, tmp_path):
    out = tmp_path / "out"
    called = call("slip", folder, "--out", out, "--site", "B", "--processes", "1", "--json")
    assert called.document == summary(out)
    assert [one["months"] for one in called.document["slips"]] == [1, 2, 3]


def test_nothing_breaks(call, folder, tmp_path):
    called = call("slip", folder, "--out", tmp_path / "out", "--site", "A", "--processes", "1")
    assert called.code == 0
    assert "Van 3 keer dat een locatie later opent of sluit, kan het plan 3 keer" in called.out
    assert "zwaarst" not in called.out


def test_without_a_new_plan(call, folder, tmp_path, monkeypatch):
    one, two = tmp_path / "one", tmp_path / "two"
    asked = ("slip", folder, "--months", "1", "--processes", "1")
    call(*asked, "--out", one)
    monkeypatch.setattr(slip_replan, "relocate", no_plan_in_time)
    called = call(*asked, "--out", two, "--plan", one / "plan")
    assert called.code == 4
    assert {row["status"] for row in rows(two / "slips.csv")} == {"stopped"}
    assert {row["moves_after"] for row in rows(two / "slips.csv")} == {""}
    assert rows(two / "slip_tiers.csv") == []
    assert "geen plan op tijd" in called.out
    assert "geen nieuw plan gevonden" in called.out
    assert "geen plan op tijd" in (two / "report.html").read_text("utf-8")


def test_what_is_not_proven_is_said(call, folder, tmp_path):
    called = call(
        "slip", folder, "--out", tmp_path / "out", "--time-limit", "0", "--processes", "1"
    )
    assert called.code == 4
    assert "niet alles bewezen" in called.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--months", "0"), "--months"),
        (("--months", "1,x"), "--months"),
        (("--months", ""), "--months"),
        (("--months", "100"), "--months"),
        (("--site", "X"), "'X'"),
        (("--processes", "0"), "--processes"),
    ],
)
def test_calls_that_cannot_be(call, folder, tmp_path, arguments, said):
    called = call("slip", folder, "--out", tmp_path / "out", *arguments)
    assert called.code == 2
    assert said in called.err
    assert not (tmp_path / "out").exists()


def test_a_plan_within_the_results(call, folder, tmp_path):
    out = tmp_path / "out"
    call("slip", folder, "--out", out, "--months", "1", "--processes", "1")
    called = call("slip", folder, "--out", out, "--plan", out / "plan")
    assert called.code == 2
    assert (out / "plan" / "stays.csv").exists()


def test_no_such_plan(call, folder, tmp_path):
    called = call("slip", folder, "--out", tmp_path / "out", "--plan", tmp_path / "none")
    assert called.code == 2
    assert "none" in called.err


def test_a_plan_of_another_instance(call, folder, tmp_path):
    one = tmp_path / "one"
    call("slip", folder, "--out", one, "--months", "1", "--processes", "1")
    later = city().model_copy(update={"horizon_months": 5})
    called = call("slip", written(later, tmp_path / "later"), "--out", tmp_path / "out",
                  "--plan", one / "plan")  # fmt: skip
    assert called.code == 5
    assert not (tmp_path / "out").exists()


def test_a_plan_that_was_made_with_a_slip(call, folder, tmp_path):
    """The plan has B in August already: a slip of one month more is September."""
    plan, out = tmp_path / "plan", tmp_path / "out"
    run_relocation(folder, plan, RelocationSettings(slips=("B=+1",)))
    called = call("slip", folder, "--out", out, "--plan", plan, "--site", "B", "--months", "1",
                  "--processes", "1")  # fmt: skip
    assert called.code == 0, called.err
    assert {row["from_month"] for row in rows(out / "broken.csv")} == {"2025-08"}
    assert {row["unsheltered_after"] for row in rows(out / "slips.csv")} == {"19"}


def test_a_matching_plan_is_none(call, tmp_path, folder):
    run_matching(folder, tmp_path / "match", Settings())
    called = call("slip", folder, "--out", tmp_path / "out", "--plan", tmp_path / "match")
    assert called.code == 2
    assert "verhuisplan" in called.err


def test_a_new_plan_that_is_better_than_what_was_announced(tmp_path, folder):
    """9 person-months are without a place as announced; say, of all of them none any more."""
    done = run_slip(folder, tmp_path / "out", SlipAsk(months=(1,), sites=("B",), processes=1))
    [one] = done.results
    tiers = tuple(replace(tier, value=0) for tier in one.replanned.tiers)
    told = replace(done, results=(replace(one, replanned=replace(one.replanned, tiers=tiers)),))
    said = " ".join(slip_lines(told, texts("nl")))
    assert "9 persoonsmaanden minder" in said
    assert "niet bewezen" not in said
    tiers = tuple(replace(tier, optimal=False) for tier in tiers)
    told = replace(done, results=(replace(one, replanned=replace(one.replanned, tiers=tiers)),))
    assert "-9*" in " ".join(slip_lines(told, texts("nl")))
    assert "Dat is niet bewezen" in " ".join(slip_lines(told, texts("nl")))
