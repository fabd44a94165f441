"""``allocator relocate --frozen``: as little as can be differs from what was announced."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.domain.policy import RELOCATION_TIERS
from allocator.reading.announcement import months_between
from tests.check.shelter.build import instance, lock, ontheemde, rooms, site
from tests.cli.build import contents, rows, summary, written
from tests.cli.test_relocate import cells, solved, values, village

ORDER = [*RELOCATION_TIERS[:4], "announced", *RELOCATION_TIERS[4:]]
COLUMNS = ("household", "from_month", "to_month", "announced_site", "site", "changed")


def city(**changed):
    """A closes after July; B and C are open, with a room for one household more each."""
    given = {
        "households": [ontheemde("H1", 30, current_site="A"), ontheemde("H2", 30, 31)],
        "sites": [site("A", closes_on=date(2025, 7, 31)), site("B"), site("C")],
        "groups": [rooms("A", 1), rooms("B", 1), rooms("C", 2)],
        **changed,
    }
    return instance(given.pop("households"), given.pop("sites"), given.pop("groups"), **given)


@pytest.fixture
def announced(call, tmp_path):
    """The folder of a plan that was announced."""
    (tmp_path / "before").mkdir()
    return solved(call, city(), tmp_path / "before")


def changes(plan):
    return [row for row in cells(plan / "announced.csv", *COLUMNS) if row[-1] == "1"]


def test_nothing_changes_when_nothing_did(call, tmp_path, announced):
    plan = solved(call, city(), tmp_path, "--frozen", announced)
    tiers = summary(plan)["tiers"]
    assert [tier["name"] for tier in tiers] == ORDER
    assert (tiers[4]["value"], tiers[4]["optimal"]) == (0, True)
    assert (plan / "stays.csv").read_bytes() == (announced / "stays.csv").read_bytes()
    assert cells(plan / "announced.csv", *COLUMNS) == [
        ("H1", "2025-04", "2025-07", "A", "A", "0"),
        ("H1", "2025-08", "2025-09", "B", "B", "0"),
        ("H2", "2025-04", "2025-09", "C", "C", "0"),
    ]
    assert "announced.csv" in contents(plan)


def test_who_was_announced_goes_before_fewer_moves(call, tmp_path, announced):
    """A stays open after all: without the plan that was announced nobody would move."""
    longer = city(sites=[site("A"), site("B"), site("C")])
    free, held = tmp_path / "free", tmp_path / "held"
    free.mkdir()
    held.mkdir()
    assert values(solved(call, longer, free)) == {}
    plan = solved(call, longer, held, "--frozen", announced)
    assert values(plan) == {"moves": 1}
    assert changes(plan) == []


def test_what_must_change_is_listed(call, tmp_path, announced):
    """B has to take somebody else, so H1 goes to the new D."""
    other = city(
        households=[
            ontheemde("H1", 30, current_site="A"),
            ontheemde("H2", 30, 31),
            ontheemde("H3", 30),
        ],
        sites=[site("A", closes_on=date(2025, 7, 31)), site("B"), site("C"), site("D")],
        groups=[rooms("A", 1), rooms("B", 1), rooms("C", 2), rooms("D", 1)],
        site_decisions=(lock("H3", "B"),),
    )
    plan = solved(call, other, tmp_path, "--frozen", announced)
    assert values(plan)["announced"] == 2
    assert changes(plan) == [("H1", "2025-08", "2025-09", "B", "D", "1")]
    # of H3 nothing was announced
    assert "H3" not in {row["household"] for row in rows(plan / "announced.csv")}
    assert "Anders dan aangekondigd" in (plan / "report.html").read_text("utf-8")


def test_a_site_that_fell_away(call, tmp_path, announced):
    fewer = city(
        sites=[site("A", closes_on=date(2025, 7, 31)), site("C")],
        groups=[rooms("A", 1), rooms("C", 2)],
    )
    plan = solved(call, fewer, tmp_path, "--frozen", announced)
    assert changes(plan) == [("H1", "2025-08", "2025-09", "B", "", "1")]


def grid(plan):
    """Return where each household is in each month, by the rows of ``stays.csv``."""
    return {
        (row["household"], month): row["site"]
        for row in rows(plan / "stays.csv")
        for month in months_between(row["from_month"], row["to_month"])
    }


def test_with_a_slip(call, tmp_path):
    """A replacement that opens later changes as few months as it can."""
    given = village(3, "enough")
    folder = written(given, tmp_path / "in")
    late = next(s for s in given.sites if s.opens_on is not None and s.opens_on > given.peildatum)
    before = tmp_path / "before"
    assert call("relocate", folder, "--out", before).code in (0, 4)
    values_of, differing = {}, {}
    persons = {h.id: len(h.persons) for h in given.households}
    for name, options in {"free": (), "held": ("--frozen", before)}.items():
        plan = tmp_path / name
        call("relocate", folder, "--out", plan, "--slip", f"{late.id}=+2", *options)
        assert call("check", folder, plan).code == 0
        values_of[name] = [values(plan).get(tier, 0) for tier in ORDER[:4]]
        one, other = grid(before), grid(plan)
        differing[name] = sum(
            persons[cell[0]]
            for cell in one.keys() | other.keys()
            if one.get(cell) != other.get(cell)
        )
    assert values_of["held"] == values_of["free"]
    assert 0 < differing["held"] < differing["free"]
    assert values(plan)["announced"] == differing["held"]


def test_written_over_the_plan_that_was_announced(call, tmp_path, announced):
    folder = written(city(), tmp_path / "again")
    assert call("relocate", folder, "--out", announced, "--frozen", announced).code == 0
    assert call("check", folder, announced).code == 0
    assert call("relocate", folder, "--out", announced, "--frozen", announced).code == 0
    # without --frozen what it was compared with is gone
    assert call("relocate", folder, "--out", announced).code == 0
    assert "announced.csv" not in contents(announced)


@pytest.mark.parametrize("what", ["none", "empty", "matching", "others"])
def test_no_such_plan(call, tmp_path, announced, what):
    folder, frozen = written(city(), tmp_path / "in"), tmp_path / what
    if what != "none":
        frozen.mkdir()
    if what == "matching":
        call("match", folder, "--out", frozen)
    if what == "others":
        frozen = announced
        for name in ("stays", "shortages"):
            file = frozen / f"{name}.csv"
            file.write_text(file.read_text().replace("H", "X"))
    called = call("relocate", folder, "--out", tmp_path / "plan", "--frozen", frozen)
    assert called.code == 2
    assert str(frozen) in called.err or frozen.name in called.err
    assert not (tmp_path / "plan").exists()
