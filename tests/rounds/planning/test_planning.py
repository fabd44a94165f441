"""What planners look at: draagkracht used and left, and the announced plan over time."""

from __future__ import annotations

from datetime import date

import pytest

from allocator.rounds import personal
from allocator.rounds.dashboard.sight import Hidden
from allocator.rounds.planning.flows import Flow
from allocator.rounds.planning.timeline import timeline
from allocator.rounds.planning.wijken import WijkFigure, wijken
from allocator.rounds.use import Actor, Refused
from allocator.store import models
from tests.rounds.dashboard.weeks import day, lived, seen_by
from tests.rounds.people import NIJMEGEN, imported, team
from tests.rounds.shelter_people import announced

FEW = Hidden.FEW
APRIL = date(2025, 4, 10)
SOURCE = "verzonnen voor dit voorbeeld"


def test_draagkracht_used_and_left(place):
    lived()
    found = wijken(seen_by("planner"))
    rows = {row.code: (row.draagkracht, row.placed, row.left, row.source) for row in found.rows}
    assert rows == {
        "centrum": (None, 2, None, ""),  # 1, and H4
        "noord": (11, 9, 2, SOURCE),  # 6, and the 3 of H2
        "zuid": (17, 9, 8, SOURCE),
    }
    assert {row.code: row.share for row in found.rows} == {
        "centrum": None, "noord": 9 / 11, "zuid": 9 / 17
    }  # fmt: skip
    assert found.day == day(0)
    assert found.tasks.half_years[0].to_do == 13


def test_each_area_comes_before_its_wijken(file):
    imported(NIJMEGEN)
    rows = wijken(seen_by("planner")).rows
    assert [row.name for row in rows][:4] == ["Centrum", "Benedenstad", "Stadscentrum", "Dukenburg"]
    assert (sum(row.area for row in rows), len(rows)) == (9, 53)
    lent = next(row for row in rows if row.code == "lent")
    assert (lent.within, lent.area) == ("Noord", False)


def test_what_a_draagkracht_of_nothing_comes_to():
    def figure(draagkracht, placed):
        return WijkFigure("a", "A", "", False, draagkracht, placed, "")

    assert (figure(0, 0).share, figure(0, 0).left) == (1.0, 0)
    assert (figure(8, 10).share, figure(8, 10).left) == (1.25, -2)


def test_the_plan_over_time(place, tmp_path):
    assert timeline(seen_by("planner", APRIL)) is None
    announced(tmp_path)
    found = timeline(seen_by("team", APRIL))
    assert found is not None
    assert (found.number, found.peildatum, found.exact) == (1, APRIL, True)
    assert found.months == tuple(date(2025, month, 1) for month in range(4, 10))
    lines = {site.name: [(m.use, m.places, m.persons) for m in site.months] for site in found.sites}
    # H1 (2 persons) goes from A to B in May, H3 (1) enters B, H2 (1) loses its place, H4 stays
    assert lines["A"] == [("open", 4, 3), *[("closed", 0, 0)] * 5]
    assert lines["B"] == [("open", 3, 0), *[("open", 3, 3)] * 5]
    assert lines["C"] == [("open", 3, 1)] * 6
    assert found.without == (0, 1, 1, 1, 1, 1)
    may = date(2025, 5, 1)
    assert found.flows == (
        Flow("A", "B", 2, may, may),
        Flow("A", None, 1, may, may),
        Flow(None, "B", 1, may, may),
    )


def test_a_planner_sees_no_few_people_in_it(place, tmp_path):
    announced(tmp_path)
    found = timeline(seen_by("planner", APRIL))
    assert found is not None
    assert not found.exact
    persons = {site.name: [m.persons for m in site.months] for site in found.sites}
    assert persons == {"A": [FEW, 0, 0, 0, 0, 0], "B": [0, *[FEW] * 5], "C": [FEW] * 6}
    assert found.without == (0, *[FEW] * 5)
    assert [flow.persons for flow in found.flows] == [FEW] * 3


def test_who_was_erased_is_not_counted(file, tmp_path):
    announced(tmp_path)
    models.Move.objects.all().update(state="moved")  # who is under way is not erased
    personal.erase(team(APRIL), "H4")
    found = timeline(seen_by("team", APRIL))
    assert found is not None
    assert found.erased == 1
    (c,) = [site for site in found.sites if site.name == "C"]
    assert [m.persons for m in c.months] == [0] * 6


def test_they_are_not_for_corporaties(file):
    imported()
    bram = Actor("bram", "corporatie", "wonen", APRIL)
    for look in (wijken, timeline):
        with pytest.raises(Refused) as refused:
            look(bram)
        assert refused.value.message == "rounds.not_for_role"
