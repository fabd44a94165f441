"""Asking for a solve: once, answered by a worker, stopped, broken off, and erased."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection

from allocator.errors import Refused
from allocator.rounds import asking, deciding, opening, personal
from allocator.rounds.deciding import Pair
from allocator.store import log, models
from tests.rounds.people import imported, proposed, sent, team


class Desk:
    """Where questions are handed on to; nobody works there by itself."""

    def __init__(self) -> None:
        self.questions: list[UUID] = []

    def __call__(self, pk: UUID) -> None:
        self.questions.append(pk)


def opened() -> Desk:
    """Have a round that is open, and return where its questions go."""
    imported()
    opening.open_new(team())
    return Desk()


def test_a_draft_is_made_by_who_works_not_by_who_asks(place):
    desk = opened()
    row = asking.ask(team(), "propose", desk)
    assert desk.questions == [row.pk]
    assert not models.Draft.objects.exists()
    assert asking.asked(row.pk).state == "waiting"
    asking.answer(row.pk)
    done = asking.asked(row.pk)
    assert (done.state, done.answer["draft"], done.answer["status"]) == ("done", 1, "optimal")
    draft = models.Draft.objects.get()
    entry = models.LogEntry.objects.get(n=draft.n)
    assert (entry.who, entry.role, entry.action) == ("anna", "team", "propose")
    assert log.verify().broken_at is None


def test_who_asks_twice_solves_once(place):
    desk = opened()
    first = asking.ask(team(), "propose", desk)
    assert asking.ask(team(), "propose", desk).pk == first.pk
    assert desk.questions == [first.pk]
    asking.answer(first.pk)
    asking.answer(first.pk)  # a worker that gets it twice does nothing the second time
    assert models.Draft.objects.count() == 1
    assert asking.ask(team(), "propose", desk).pk != first.pk


def test_what_may_not_be_solved_is_told_and_nothing_is_kept(place):
    sent()
    row = asking.ask(team(), "propose", Desk())  # some of it was sent: that asks for a resolve
    asking.answer(row.pk)
    done = asking.asked(row.pk)
    assert (done.state, done.said) == (
        "failed",
        {"message": "rounds.sent_already", "values": {"round": "1"}},
    )
    assert models.Draft.objects.count() == 1


def test_an_end_that_was_asked_for_reaches_the_solve(place, monkeypatch):
    seen = []
    desk = opened()
    row = asking.ask(team(), "propose", desk)
    asking.end_soon(team(), row.pk)
    original = asking.drafting.propose
    monkeypatch.setattr(
        asking.drafting,
        "propose",
        lambda actor, settings, number, *, ahead: (
            seen.append(settings.budget.stopped),
            original(actor, settings, number, ahead=ahead),
        )[1],
    )
    asking.answer(row.pk)
    assert seen == [True]
    done = asking.asked(row.pk)
    # There is a plan to end with, and it says that it is not proven.
    assert (done.state, done.answer["status"]) == ("done", "feasible")


def test_a_worker_that_was_stopped_leaves_no_solve_that_seems_to_go_on(place):
    desk = opened()
    row = asking.ask(team(), "propose", desk)
    models.Asked.objects.filter(pk=row.pk).update(state="solving")
    assert asking.broken_off() == 1
    done = asking.asked(row.pk)
    assert (done.state, done.said["message"]) == ("failed", "rounds.solve_broken_off")
    again = asking.ask(team(), "propose", desk)
    asking.answer(again.pk)
    assert asking.asked(again.pk).state == "done"


def test_a_fault_of_ours_is_kept_as_one_and_raised(file, monkeypatch):
    desk = opened()
    row = asking.ask(team(), "propose", desk)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(asking.drafting, "propose", broken)
    with pytest.raises(ZeroDivisionError):
        asking.answer(row.pk)
    assert asking.asked(row.pk).said == {"message": "rounds.solve_failed"}


def test_a_price_says_who_waits_longer_before_anything_is_decided(place):
    drafted = proposed()
    placed = {row.household: row.home for row in drafted.plan.proposals}
    outside = drafted.plan.unplaced[0].household
    for home in sorted(set(placed.values())):
        question = {"household": outside, "home": home, "what": "override"}
        row = asking.ask(team(), "price", Desk(), question=question)
        asking.answer(row.pk)
        done = asking.asked(row.pk)
        if done.state == "failed":  # limits leave no plan with it: that is said
            assert done.said["message"] == "rounds.solve_no_plan"
            continue
        said = done.answer
        assert said["proven"]
        assert outside in said["gains"]
        assert set(said["waits_longer"]) <= set(placed)
        # What is said comes true when it is done.
        before = models.Candidate.objects.filter(state="proposed").count()
        assert before == len(placed)
        deciding.override(team(), Pair(outside, home), "de buren vangen hen op")
        second = asking.ask(team(), "resolve", Desk())
        asking.answer(second.pk)
        now = {
            c.subject.ref: c.home
            for c in models.Candidate.objects.filter(state="proposed").select_related("subject")
        }
        assert now[outside] == home
        assert set(placed) - set(now) == set(said["waits_longer"])
        assert {h for h in now if h not in placed} == set(said["gains"])
        return
    raise AssertionError("no home could be priced")


def test_the_price_of_turning_down_is_that_of_the_next_best_plan(place):
    drafted = proposed()
    row = drafted.plan.proposals[0]
    question = {"household": row.household, "home": row.home, "what": "reject", "refused": True}
    asked = asking.ask(team(), "price", Desk(), question=question)
    asking.answer(asked.pk)
    said = asking.asked(asked.pk).answer
    moves = {household: after for household, _, after in said["moves"]}
    assert row.household in said["waits_longer"] or moves[row.household] != row.home


def test_every_home_is_a_way_or_says_why_not(place):
    drafted = proposed()
    row = drafted.plan.proposals[0]
    asked = asking.ask(team(), "alternatives", Desk(), question={"household": row.household})
    asking.answer(asked.pk)
    ways = asking.asked(asked.pk).answer["homes"]
    assert [way["home"] for way in ways] == [home.id for home in drafted.instance.homes]
    by_home = {way["home"]: way for way in ways}
    assert by_home[row.home]["status"] == "proposed"
    assert all(way["blocked_by"] for way in ways if way["status"] == "blocked")
    assert any(way["status"] == "possible" and way["exact"] for way in ways)


def test_what_was_asked_is_sealed_and_goes_with_a_household_that_is_erased(place):
    drafted = proposed()
    row = drafted.plan.proposals[0]
    question = {"household": row.household, "home": row.home, "reason": "hij kent de wijk"}
    asked = asking.ask(team(), "price", Desk(), question={**question, "what": "override"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT question FROM store_asked")
        (held,) = cursor.fetchone()
    assert '"household"' not in held  # as readable JSON would have it
    assert "hij kent de wijk" not in held
    personal.erase(team(), drafted.plan.unplaced[0].household)
    with pytest.raises(Refused) as refused:
        asking.asked(asked.pk)
    assert refused.value.message == "rounds.unknown_solve"
    asking.answer(asked.pk)  # a worker that comes late finds nothing to do
    assert not models.Asked.objects.exists()


def test_who_looks_at_an_answer_is_noted_about_whom(file):
    drafted = proposed()
    row = drafted.plan.proposals[0]
    question = {"household": row.household, "home": row.home, "what": "reject", "refused": True}
    asked = asking.ask(team(), "price", Desk(), question=question)
    asking.answer(asked.pk)
    said = asking.seen(team(), asked.pk).answer
    named = {row.household, *said["waits_longer"], *said["gains"]}
    named |= {household for household, _, _ in said["moves"]}
    assert len(named) > 1  # or this shows little
    entry = models.LogEntry.objects.latest("n")
    known = dict(models.Subject.objects.values_list("pk", "ref"))
    assert entry.action == "show_solve"
    assert {known[subject] for subject in entry.subjects.split()} == named
