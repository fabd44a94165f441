"""The pages of moves: announced, agreed to, objected to, carried out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from allocator.store import models
from tests.check.shelter.build import DAY
from tests.rounds.shelter_people import MAY, OBJECT_BY, announced, imported
from tests.web.test_round import text
from tests.web.visitors import visitor
from tests.web.working import work

ADDRESS = f"/verhuizingen/H1/{MAY}/"


def on(monkeypatch, day: date) -> None:
    """Let it be a day."""
    fixed = type("Fixed", (), {"today": staticmethod(lambda: day)})
    monkeypatch.setattr("allocator.web.acting.date", fixed)


@pytest.fixture(autouse=True)
def on_the_first_day(monkeypatch):
    """Let it be the day on which the plan is announced."""
    on(monkeypatch, DAY)


def state_of(household: str) -> str:
    return str(models.Move.objects.get(subject__ref=household, month=MAY).state)


def test_a_plan_is_made_by_the_worker_and_announced(place, tmp_path):
    imported(tmp_path / "in")
    page = visitor()
    assert "nog geen verhuisplan" in text(page.get("/verhuizingen/"))
    given = {"object_by": OBJECT_BY}
    solve = page.post("/verhuizingen/aankondigen/", given)["Location"]
    assert page.post("/verhuizingen/aankondigen/", given)["Location"] == solve
    work()
    answer = page.get(solve)
    assert (answer.status_code, answer["Location"]) == (303, "/verhuizingen/")
    said = text(page.get("/verhuizingen/"))
    assert "bezwaar kan tot en met 24-4-2025" in said
    # H1 from A to B, H2 loses its place, H3 enters B; H4 stays and is told nothing.
    assert " H1 2 A B aangekondigd" in said
    assert " H2 1 A – aangekondigd" in said
    assert " H3 1 – B aangekondigd" in said
    assert " H4 " not in said


def test_what_a_household_says_is_noted_as_it_was_seen(place, tmp_path):
    announced(tmp_path / "in")
    page = visitor()
    move = models.Move.objects.get(subject__ref="H1")
    page.post(ADDRESS + "stap/", {"step": "agree", "version": move.version})
    assert state_of("H1") == "agreed"
    page.post(ADDRESS + "stap/", {"step": "agree", "version": move.version})
    assert "alert--error" in page.get(ADDRESS).content.decode()
    assert page.post(ADDRESS + "stap/", {"step": "object", "code": "school"}).status_code == 422
    assert state_of("H1") == "agreed"
    page.post(ADDRESS + "stap/", {"step": "object", "code": "school", "reason": "eindexamen"})
    assert state_of("H1") == "objected"
    kept = models.SiteDecision.objects.get(household="H1", gone_n=None)
    assert (kept.site, kept.reason) == ("B", "eindexamen")


def test_who_moved_is_elsewhere_but_not_before_it_happened(file, tmp_path, monkeypatch):
    announced(tmp_path / "in")
    page = visitor()
    moved = date(2025, 5, 6)
    page.post(ADDRESS + "stap/", {"step": "move", "on": moved})
    assert state_of("H1") == "announced"
    on(monkeypatch, moved)
    assert page.post(ADDRESS + "stap/", {"step": "move", "on": "morgen"}).status_code == 422
    page.post(ADDRESS + "stap/", {"step": "move", "on": moved})
    assert state_of("H1") == "moved"
    assert models.Household.objects.get(ref="H1").current_site == "B"


def test_a_day_that_has_passed_and_a_move_that_is_not_there(file, tmp_path):
    imported(tmp_path / "in")
    page = visitor()
    yesterday = DAY - timedelta(days=1)
    solve = page.post("/verhuizingen/aankondigen/", {"object_by": yesterday})["Location"]
    work()
    assert "alert--error" in page.get(solve).content.decode()
    assert not models.Announcement.objects.exists()
    assert page.post("/verhuizingen/aankondigen/", {"object_by": ""}).status_code == 422
    assert page.get(ADDRESS).status_code == 404
