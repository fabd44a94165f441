"""What comes back by itself is told to the team once, whoever let it come back."""

from __future__ import annotations

from datetime import timedelta

from django.core import mail
from django_tasks_db.models import DBTaskResult

from allocator.rounds import showing
from allocator.store import models
from allocator.web.watching import KEPT, Watch, forget_done
from tests.rounds.people import MONDAY, WEEK, sent, team
from tests.web.test_round import on_monday as on_monday
from tests.web.visitors import account
from tests.web.working import work

LATE = MONDAY + WEEK + timedelta(days=1)


def on(monkeypatch, day) -> None:
    """Let it be another day."""
    fixed = type("Fixed", (), {"today": staticmethod(lambda: day)})
    monkeypatch.setattr("allocator.web.acting.date", fixed)


def told() -> list[str]:
    """Let the worker send its mail; return who got one since the last time."""
    mail.outbox.clear()
    work()
    return [to for letter in mail.outbox for to in letter.to]


def ready(*names: str) -> int:
    for name in names:
        one = account("team", username=name)
        one.email = f"{name}@example.org"
        one.save()
    return len(sent())


def test_what_nobody_answered_comes_back_and_the_team_is_told_once(place, monkeypatch):
    n = ready("anna", "arie")
    watch = Watch()
    on(monkeypatch, MONDAY + WEEK)  # its last day: still in time
    assert watch.look() == 0
    on(monkeypatch, LATE)
    assert watch.look() == n
    assert {row.state for row in models.Candidate.objects.all()} == {"expired"}
    assert sorted(told()) == ["anna@example.org", "arie@example.org"]
    letter = mail.outbox[0]
    assert str(n) in letter.body
    for row in models.Subject.objects.all():
        assert row.ref not in letter.body
    assert watch.look() == 0
    assert told() == []


def test_what_came_back_because_somebody_looked_is_told_too(file, monkeypatch):
    n = ready("anna")
    watch = Watch()
    showing.show(team(LATE))
    on(monkeypatch, LATE)
    assert watch.look() == n


def test_what_came_back_before_the_watch_began_is_not_told(file, monkeypatch):
    ready("anna")
    showing.show(team(LATE))
    on(monkeypatch, LATE)
    assert Watch().look() == 0


def test_who_left_and_who_has_no_address_gets_no_mail(file, monkeypatch):
    ready("anna", "arie")
    account("team", username="arie").__class__.objects.filter(username="arie").update(
        is_active=False
    )
    account("team", username="aad")
    watch = Watch()
    on(monkeypatch, LATE)
    watch.look()
    assert told() == ["anna@example.org"]


def test_what_was_done_a_day_ago_is_forgotten_and_what_waits_is_not(file, monkeypatch):
    ready("anna")
    watch = Watch()
    on(monkeypatch, LATE)
    watch.look()
    assert forget_done() == 0
    work()
    assert forget_done() == 0  # of just now
    for row in DBTaskResult.objects.all():
        row.finished_at -= KEPT
        row.save()
    assert forget_done() == 1
    assert not DBTaskResult.objects.exists()
