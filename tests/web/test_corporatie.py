"""What a corporatie sees and does: its own, and by no way anything else."""

from __future__ import annotations

import csv
import io

import pytest
from django.core import mail

from allocator.rounds import deciding
from allocator.rounds.deciding import Pair
from allocator.rounds.states import State
from allocator.store import models
from tests.rounds.people import MONDAY, NIJMEGEN, WEEK, proposed, sent, team
from tests.web.test_round import on_monday as on_monday
from tests.web.test_round import owner_of, state_of, text
from tests.web.visitors import account, visitor
from tests.web.working import work


def own(pairs: list[Pair], corporatie: str) -> list[Pair]:
    return [pair for pair in pairs if owner_of(pair.home) == corporatie]


def test_a_corporatie_sees_its_own_cards_and_no_others(place):
    pairs = sent(NIJMEGEN)
    owners = {owner_of(pair.home) for pair in pairs}
    assert len(owners) > 1  # or this shows nothing
    for corporatie in owners:
        said = text(visitor("corporatie", corporatie).get("/voorstellen/"))
        for pair in pairs:
            mine = owner_of(pair.home) == corporatie
            assert (f" {pair.home} " in said) == mine
            assert (f" {pair.household} " in said) == mine


def test_what_is_not_its_own_is_not_there_whatever_it_is(place):
    pairs = sent(NIJMEGEN)
    mine = own(pairs, "portaal")[0]
    other = next(pair for pair in pairs if owner_of(pair.home) != "portaal")
    page = visitor("corporatie", "portaal")
    assert page.get(f"/voorstellen/{mine.household}/{mine.home}/").status_code == 200
    guesses = [
        (other.household, other.home),
        (mine.household, other.home),
        (other.household, mine.home),
        ("H-0999", mine.home),
        ("H-0999", "W-999"),
    ]
    answers = set()
    for household, home in guesses:
        shown = page.get(f"/voorstellen/{household}/{home}/")
        taken = page.post(
            f"/voorstellen/{household}/{home}/antwoord/", {"answer": "accept", "version": 0}
        )
        assert (shown.status_code, taken.status_code) == (404, 404)
        answers.add(text(shown))
    assert len(answers) == 1
    assert state_of(other) == State.SENT


def test_an_answer_is_taken_and_the_team_is_told_without_names(place):
    anna = account("team", username="anna")
    anna.email = "anna@example.org"
    anna.save()
    pair = own(sent(), "wonen")[0]
    page = visitor("corporatie", "wonen")
    version = models.Candidate.objects.get(subject__ref=pair.household).version
    mail.outbox.clear()
    answer = page.post(
        f"/voorstellen/{pair.household}/{pair.home}/antwoord/",
        {"answer": "accept", "version": version},
        follow=True,
    )
    assert "aanvaard" in text(answer)
    assert state_of(pair) == State.ACCEPTED
    work()
    (letter,) = mail.outbox
    assert letter.to == ["anna@example.org"]
    assert pair.household not in letter.subject + letter.body
    assert pair.home not in letter.subject + letter.body


def test_no_needs_a_reason_and_the_reason_is_for_the_team(file):
    pair = own(sent(), "wonen")[0]
    page = visitor("corporatie", "wonen")
    address = f"/voorstellen/{pair.household}/{pair.home}/"
    version = models.Candidate.objects.get(subject__ref=pair.household).version
    answer = page.post(address + "antwoord/", {"answer": "refuse", "version": version, "code": ""})
    assert answer.status_code == 422
    assert state_of(pair) == State.SENT
    given = {"answer": "refuse", "version": version, "code": "works_needed", "reason": "dak lekt"}
    page.post(address + "antwoord/", given)
    assert state_of(pair) == State.REFUSED_BY_CORPORATIE
    # What came to an end: the home and the outcome, no household and no words.
    said = text(page.get("/voorstellen/"))
    assert pair.home in said
    assert pair.household not in said
    assert "dak lekt" not in said
    assert page.get(address).status_code == 404


def test_what_was_accepted_can_be_refused_after_all(file):
    pair = own(sent(), "wonen")[0]
    page = visitor("corporatie", "wonen")
    deciding.accept(team(), pair)
    address = f"/voorstellen/{pair.household}/{pair.home}/"
    assert "Toch weigeren" in text(page.get(address))
    version = models.Candidate.objects.get(subject__ref=pair.household).version
    page.post(
        address + "antwoord/", {"answer": "revoke", "version": version, "code": "already_let"}
    )
    assert state_of(pair) == State.REFUSED_BY_CORPORATIE


def test_nothing_is_seen_of_what_was_not_sent(file):
    drafted = proposed()
    assert drafted.plan.proposals
    page = visitor("corporatie", "wonen")
    said = text(page.get("/voorstellen/")) + text(page.get("/mijn-woningen/"))
    assert "Er wacht nu niets op uw antwoord" in said
    assert "voorgesteld" not in said
    for row in drafted.plan.proposals:
        assert row.household not in said
        assert page.get(f"/voorstellen/{row.household}/{row.home}/").status_code == 404


def test_the_list_to_keep_has_the_same_rows_as_the_page(file):
    pairs = own(sent(), "wonen")
    answer = visitor("corporatie", "wonen").get("/voorstellen/lijst.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8"))))
    assert [(row["household"], row["home"]) for row in rows] == sorted(
        ((pair.household, pair.home) for pair in pairs), key=lambda pair: pair[::-1]
    )
    assert "attachment" in answer["Content-Disposition"]


def test_its_homes_and_its_agreement(place):
    pairs = own(sent(), "wonen")
    page = visitor("corporatie", "wonen")
    said = text(page.get("/mijn-woningen/"))
    for home in models.Home.objects.all():
        assert (f" {home.ref} " in said) == (home.corporatie == "wonen")
    assert f"{len(pairs)} onderweg" in text(page.get("/voorstellen/"))


def test_after_its_day_an_answer_comes_too_late(file, monkeypatch):
    pair = own(sent(), "wonen")[0]
    page = visitor("corporatie", "wonen")
    late = type("Late", (), {"today": staticmethod(lambda: MONDAY + 2 * WEEK)})
    monkeypatch.setattr("allocator.web.acting.date", late)
    address = f"/voorstellen/{pair.household}/{pair.home}/"
    assert page.get(address).status_code == 404
    assert state_of(pair) == State.EXPIRED


@pytest.mark.parametrize("address", ["/ronde/", "/ronde/1/", "/andere-woning/"])
def test_the_pages_of_the_team_are_not_for_a_corporatie(file, address):
    sent()
    assert visitor("corporatie", "wonen").get(address).status_code == 403
