"""Checking on files: what is compared with what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from allocator.checking import check_files, differences
from allocator.errors import BadInput
from allocator.matching import Settings
from allocator.matching_run import run_matching
from allocator.plan import TierResult
from models.budget import Budget
from tests.check.build import home, household, instance, lock
from tests.check.golden import PLAN, golden
from tests.check.shelter import build as shelter_build
from tests.cli.build import written


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return written(golden(), tmp_path / "in")


def hand(tmp_path, placements):
    file = tmp_path / "hand.csv"
    file.write_text("household,home\n" + "".join(f"{h},{w}\n" for h, w in placements))
    return file


def test_an_instance(source):
    checked = check_files(source, None, Settings())
    assert checked.verdict is None
    assert [fault.message for fault in checked.warnings] == ["reading.gone"]
    assert len(checked.instance.homes) == 4


def test_a_plan_folder_is_not_solved_again(source, tmp_path, monkeypatch):
    run_matching(source, tmp_path / "plan", Settings(seed=99))
    monkeypatch.setattr("allocator.checking.match", None)
    checked = check_files(source, tmp_path / "plan", Settings())
    assert checked.verdict.sound  # also of the lottery, with the seed of the plan
    assert (checked.best, checked.by_hand) == ((), False)


def test_a_plan_made_by_hand(source, tmp_path):
    checked = check_files(source, hand(tmp_path, PLAN), Settings())
    assert checked.verdict.sound
    assert checked.by_hand
    assert {t.name: t.value for t in checked.best} == dict(checked.verdict.tier_values)


def test_the_best_plan_within_a_budget(source, tmp_path):
    budget = Budget(seconds=0.0)
    checked = check_files(source, hand(tmp_path, PLAN), Settings(budget=budget))
    assert not all(tier.optimal for tier in checked.best)


def test_no_best_plan_when_locks_contradict_each_other(tmp_path):
    decisions = (lock("H1", "W1"), lock("H2", "W1"))
    given = instance([household("H1", 30), household("H2", 30)], [home("W1")], decisions=decisions)
    source = written(given, tmp_path / "in")
    checked = check_files(source, hand(tmp_path, [("H1", "W1"), ("H2", "W1")]), Settings())
    assert checked.best == ()
    assert {v.rule for v in checked.verdict.violations} == {"units"}


def test_an_instance_that_is_wrong_is_said_before_the_plan(source, tmp_path):
    (source / "homes.csv").unlink()
    with pytest.raises(BadInput) as found:
        check_files(source, tmp_path / "nothing.csv", Settings())
    assert [fault.file for fault in found.value.faults if not fault.warning] == ["homes.csv"]


def test_differences_are_above_0_when_worse():
    best = (
        TierResult("waiting", "max", 9, 10, 10, True),
        TierResult("spread", "min", 4, 3, 3, True),
        TierResult("stability", "min", 1),
    )
    assert differences({"waiting": 7, "spread": 5}, best) == {"waiting": 2, "spread": 1}
    assert differences({"waiting": 12, "spread": 1}, best) == {"waiting": -3, "spread": -3}


# --- a relocation plan made by hand ---------------------------------------------------------------


def stays_by_hand(tmp_path, *rows):
    file = tmp_path / "stays.csv"
    heading = "household,site,from_month,to_month"
    file.write_text("\n".join([heading, *rows]) + "\n")
    return file


@pytest.fixture
def shelter(tmp_path: Path) -> Path:
    """Two families and a site with one room for each, of which one closes in June."""
    families = [shelter_build.ontheemde("a", 30, 3), shelter_build.ontheemde("b", 40, 5)]
    sites = [shelter_build.site("X"), shelter_build.site("Y", closes_on=date(2025, 5, 31))]
    rooms = [shelter_build.rooms("X", 2), shelter_build.rooms("Y", 2)]
    return written(shelter_build.instance(families, sites, rooms), tmp_path / "shelter")


def test_stays_by_hand_are_judged_and_compared_with_the_best(shelter, tmp_path):
    hand = stays_by_hand(tmp_path, "a,X,2025-04,2025-09", "b,Y,2025-04,2025-04")
    checked = check_files(shelter, hand, Settings())
    assert checked.verdict.sound
    assert checked.by_hand
    # b is without a place in five months of which one could be spent in Y
    assert checked.verdict.tier_values["unsheltered"] == 10
    best = {tier.name: tier.value for tier in checked.best}
    assert (best["unsheltered"], best["moves"]) == (8, 2)
    assert differences(checked.verdict.tier_values, checked.best)["unsheltered"] == 2


def test_rooms_that_do_not_hold_all_are_told_once_for_months_in_a_row(shelter, tmp_path):
    hand = stays_by_hand(tmp_path, "a,X,2025-04,2025-09", "b,X,2025-05,2025-07")
    checked = check_files(shelter, hand, Settings(budget=Budget(seconds=0.0)))
    found = [(v.rule, v.site, v.month) for v in checked.verdict.violations]
    assert found == [("rooms", "X", "2025-05")]


def test_stays_that_cannot_be_are_told_beside_those_that_can(shelter, tmp_path):
    rows = (
        "a,X,2025-04,2025-09",
        "a,Y,2025-04,2025-04",
        "b,Z,2025-04,2025-05",
        "b,Y,2025-05,2025-06",
    )
    checked = check_files(shelter, stays_by_hand(tmp_path, *rows), Settings())
    found = [(v.rule, v.household, v.site, v.month) for v in checked.verdict.violations]
    assert found == [
        ("one_site", "a", "Y", "2025-04"),
        ("site", "b", "Z", "2025-04"),
        ("usable", "b", "Y", "2025-06"),
    ]


def test_no_best_relocation_plan_when_locks_contradict_each_other(tmp_path):
    family = [shelter_build.ontheemde("a", 30, 3)]
    sites = [shelter_build.site("X", care=True)]
    given = shelter_build.instance(
        family,
        sites,
        [shelter_build.rooms("X", 2)],
        site_decisions=(shelter_build.lock("a", "X"),),
    )
    source = written(given, tmp_path / "shelter")
    hand = stays_by_hand(tmp_path, "a,X,2025-04,2025-09")
    checked = check_files(source, hand, Settings())
    assert [v.rule for v in checked.verdict.violations] == ["CARE"]
    assert checked.best == ()
