"""The pages of the round: each does what its step does, and says what came of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings

from allocator.rounds import asking, deciding, offering
from allocator.rounds.deciding import Pair
from allocator.rounds.states import State
from allocator.store import models
from tests.rounds.people import MONDAY, WEEK, imported, owner, proposed, sent, team
from tests.web.visitors import visitor
from tests.web.working import work


@pytest.fixture(autouse=True)
def on_monday(monkeypatch):
    """Let it be the Monday that the people of these tests live on."""
    monkeypatch.setattr("allocator.web.acting.date", FixedDay)


class FixedDay:
    @staticmethod
    def today():
        return MONDAY


def text(answer) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def state_of(pair: Pair) -> State:
    row = models.Candidate.objects.filter(home=pair.home, subject__ref=pair.household)
    return State(row.latest("version").state)


def test_before_anything_was_read_the_page_says_what_to_do(place):
    answer = visitor().get("/ronde/")
    assert "Er zijn nog geen gegevens" in text(answer)
    imported()
    answer = visitor().get("/ronde/")
    assert "Nieuwe ronde openen" in text(answer)


def test_a_week_by_pages(place):
    imported()
    page = visitor()
    answer = page.post("/ronde/openen/", follow=True)
    assert "Ronde 1 is open" in text(answer)
    # A draft: asked for, made by the worker, looked at.
    answer = page.post("/ronde/1/concept/", {"kind": "propose"})
    assert answer.status_code == 303
    solve = answer["Location"]
    assert "wacht op een eerdere berekening" in text(page.get(solve))
    assert "Er wordt een concept gemaakt" in text(page.get("/ronde/1/"))
    work()
    answer = page.get(solve)
    assert (answer.status_code, answer["Location"]) == (303, "/ronde/1/concept/1/")
    assert "bewezen beste" in text(page.get("/ronde/1/concept/1/"))
    # Sending: all that is proposed, to each corporatie, with a mail that names nobody.
    rows = models.Candidate.objects.filter(state="proposed").select_related("subject")
    pairs = [Pair(row.subject.ref, row.home) for row in rows]
    answer = page.post("/ronde/1/versturen/", {"answer_by": MONDAY + WEEK}, follow=True)
    assert "antwoord uiterlijk 14-4-2025" in text(answer)
    assert {state_of(pair) for pair in pairs} == {State.SENT}
    # Answers, an offer, a lease.
    first, second = pairs[:2]
    address = f"/voorstel/{first.household}/{first.home}/"
    for step, state in (
        ("accept", State.ACCEPTED),
        ("offer", State.OFFERED),
        ("agree", State.AGREED),
        ("sign", State.PLACED),
    ):
        version = models.Candidate.objects.get(home=first.home, state__in=asking_open()).version
        answer = page.post(address + "stap/", {"step": step, "version": version}, follow=True)
        assert state_of(first) == state, step
    assert f"{first.household} in {first.home}: geplaatst" in text(answer)
    deciding.refuse(owner(owner_of(second.home)), second, code="works_needed", reason="dak lekt")
    said = text(page.get(f"/voorstel/{second.household}/{second.home}/"))
    assert "Er is eerst werk aan de woning nodig: dak lekt" in said
    # A second draft, and its difference.
    page.post("/ronde/1/concept/", {"kind": "resolve"})
    work()
    said = text(page.get("/ronde/1/concept/2/"))
    assert second.household in said
    assert "geweigerd" in said
    # The week ends.
    answer = page.post("/ronde/1/sluiten/", follow=True)
    assert "gesloten" in text(answer)
    answer = page.post("/ronde/1/heropenen/", {"reason": "te vroeg"}, follow=True)
    assert models.Note.objects.get().reason == "te vroeg"


def asking_open() -> tuple[State, ...]:
    return (State.SENT, State.ACCEPTED, State.OFFERED, State.AGREED)


def owner_of(home: str) -> str:
    return models.Home.objects.get(ref=home).corporatie


def test_a_step_on_what_was_seen_before_somebody_else_was_there_is_refused(file):
    pair = sent()[0]
    version = models.Candidate.objects.get(subject__ref=pair.household).version
    deciding.lock(team(), pair)
    answer = visitor().post(
        f"/voorstel/{pair.household}/{pair.home}/stap/",
        {"step": "accept", "version": version},
        follow=True,
    )
    assert "alert--error" in answer.content.decode()
    assert state_of(pair) == State.SENT


def test_saying_no_needs_a_reason_of_the_list(file):
    pair = sent()[0]
    page = visitor()
    address = f"/voorstel/{pair.household}/{pair.home}/stap/"
    answer = page.post(address, {"step": "refuse", "code": "", "version": ""})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert state_of(pair) == State.SENT
    given = {"step": "refuse", "code": "already_let", "reasonable": "no", "reason": "verhuurd"}
    page.post(address, given)
    step = models.Step.objects.get(name="refuse")
    assert (step.code, step.reasonable, step.reason) == ("already_let", False, "verhuurd")


def test_an_answer_day_that_has_passed_is_refused_with_what_is_wrong(file):
    proposed()
    yesterday = MONDAY - timedelta(days=1)
    answer = visitor().post("/ronde/1/versturen/", {"answer_by": yesterday}, follow=True)
    assert "alert--error" in answer.content.decode()
    answer = visitor().post("/ronde/1/versturen/", {"answer_by": "morgen"})
    assert answer.status_code == 422
    assert not models.Candidate.objects.filter(state="sent").exists()


def test_the_price_comes_before_the_confirmation(place):
    drafted = proposed()
    row = drafted.plan.proposals[0]
    pair = Pair(row.household, row.home)
    page = visitor()
    given = {"what": "reject", "household": row.household, "home": row.home, "code": "other"}
    answer = page.post("/andere-woning/prijs/", {**given, "reason": "past niet"})
    assert state_of(pair) == State.PROPOSED
    work()
    said = text(page.get(answer["Location"]))
    assert "Prijs als" in said
    assert "wacht langer" in said or "Niemand wacht hierdoor langer" in said
    assert state_of(pair) == State.PROPOSED  # a price decides nothing
    page.post("/andere-woning/bevestigen/", {**given, "reason": "past niet"})
    assert state_of(pair) == State.REFUSED_BY_TEAM
    assert models.Step.objects.get(name="reject").reason == "past niet"


def test_an_override_needs_words(file):
    drafted = proposed()
    outside = drafted.plan.unplaced[0].household
    home = drafted.plan.proposals[0].home
    page = visitor()
    given = {"what": "override", "household": outside, "home": home}
    assert page.post("/andere-woning/bevestigen/", given).status_code == 422
    page.post("/andere-woning/bevestigen/", {**given, "reason": "familie om de hoek"})
    found = models.Candidate.objects.get(subject__ref=outside)
    assert (found.home, found.locked) == (home, True)


def test_every_household_left_out_is_listed_with_why(file):
    drafted = proposed()
    said = text(visitor().get("/ronde/1/niet-geplaatst/"))
    assert drafted.plan.unplaced
    for row in drafted.plan.unplaced:
        assert row.household in said
        assert row.why in said
    for reason in {row.reason for row in drafted.plan.unplaced}:
        said = text(visitor().get(f"/ronde/1/niet-geplaatst/?reason={reason}"))
        for row in drafted.plan.unplaced:
            assert (f" {row.household} " in said) == (row.reason == reason)


@pytest.mark.parametrize("sure", [True, False])
def test_the_page_of_a_draft_says_how_far_it_looks(file, monkeypatch, sure):
    """Also that it could not, where that was asked."""
    if not sure:
        monkeypatch.setattr("allocator.scenarios.ahead.price", lambda *given: None)
    imported()
    page = visitor()
    page.post("/ronde/openen/")
    page.post("/ronde/1/concept/", {"kind": "propose", "ahead": 9})
    work()
    seen = text(page.get("/ronde/1/concept/1/"))
    assert ("Dit plan kijkt 9 weken vooruit" in seen) is sure
    assert ("Dit plan kijkt niet vooruit" in seen) is not sure


def test_the_report_and_the_workbook_are_those_of_the_draft(file):
    from allocator.report.page import to_html

    drafted = proposed()
    answer = visitor().get("/ronde/1/concept/1/verslag.html")
    assert "attachment" in answer["Content-Disposition"]
    assert answer.content == to_html(drafted.instance, drafted.plan, language="nl")
    answer = visitor().get("/ronde/1/concept/1/plan.xlsx")
    assert answer.content.startswith(b"PK")
    assert visitor().get("/ronde/1/concept/1/iets.html").status_code == 404


def test_the_part_that_renews_itself_sends_for_the_page_at_the_end(file):
    proposed()
    page = visitor()
    solve = page.post("/ronde/1/concept/", {"kind": "propose"})["Location"]
    answer = page.get(solve + "stand/")
    assert "hx-get" in answer.content.decode()
    work()
    answer = page.get(solve + "stand/")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, solve)


def test_a_solve_can_be_ended(file):
    imported()
    page = visitor()
    page.post("/ronde/openen/")
    solve = page.post("/ronde/1/concept/", {"kind": "propose"})["Location"]
    page.post(solve + "beeindigen/")
    assert asking.asked(models.Asked.objects.get().pk).stop
    work()
    answer = page.get(solve, follow=True)
    assert "niet alles is bewezen" in text(answer)


def test_nothing_of_a_lease_is_undone_without_a_reason(file):
    pair = sent()[0]
    deciding.accept(team(), pair)
    for step in (offering.offer, offering.agree, offering.sign):
        step(team(), pair.household)
    page = visitor()
    address = f"/voorstel/{pair.household}/{pair.home}/stap/"
    page.post(address, {"step": "undo", "reason": " "})
    assert state_of(pair) == State.PLACED
    page.post(address, {"step": "undo", "reason": "verhuizing gaat niet door"})
    assert state_of(pair) == State.WITHDRAWN


def test_a_day_of_a_demonstration_is_its_own(file, monkeypatch):
    from allocator.web.acting import today

    assert today() == MONDAY
    monkeypatch.setattr(settings, "OURS", type("Ours", (), {"today": MONDAY + WEEK})())
    assert today() == MONDAY + WEEK
