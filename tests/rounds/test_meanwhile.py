"""What people decide while a draft is being solved: it is kept when it is still the best."""

from __future__ import annotations

import pytest

from allocator.errors import Refused
from allocator.matching import Settings
from allocator.rounds import deciding, drafting, importing, replaying
from allocator.rounds.deciding import Pair
from allocator.rounds.states import State
from allocator.store import models
from tests.rounds.people import TINY, owner, proposed, sent, team


def during(monkeypatch, step) -> None:
    """Let a step be taken while the next solve goes on."""
    original = drafting.solve

    def solving(instance, settings, ahead):
        monkeypatch.setattr(drafting, "solve", original)
        step()
        return original(instance, settings, ahead)

    monkeypatch.setattr(drafting, "solve", solving)


def test_a_corporatie_that_accepts_meanwhile_holds_up_nobody(place, monkeypatch):
    pairs = sent()
    accepted, refused = pairs[0], pairs[1]
    deciding.refuse(team(), refused, code="works_needed")
    during(monkeypatch, lambda: deciding.accept(owner("wonen"), accepted))
    done = drafting.resolve(team(), Settings())
    assert done.plan.status == "optimal"
    assert (accepted.household, accepted.home) in {
        (row.household, row.home) for row in done.plan.proposals
    }
    row = models.Candidate.objects.get(subject__ref=accepted.household, home=accepted.home)
    assert row.state == State.ACCEPTED
    # Made anew by now it is the same plan, and what was kept can be computed again.
    assert replaying.replay(team(), 1).identical
    again = drafting.resolve(team(), Settings())
    homes = [{r.household: r.home for r in d.plan.proposals} for d in (done, again)]
    assert homes[0] == homes[1]
    waiting = [next(t.value for t in d.plan.tiers if t.name == "waiting") for d in (done, again)]
    assert waiting[0] == waiting[1]


def test_what_is_refused_meanwhile_and_proposed_again_is_not_kept(place, monkeypatch):
    pair = sent()[0]
    during(monkeypatch, lambda: deciding.refuse(team(), pair, code="already_let"))
    with pytest.raises(Refused) as told:
        drafting.resolve(team(), Settings())
    assert told.value.message == "rounds.changed_meanwhile"
    assert models.Draft.objects.count() == 1


def test_letting_go_meanwhile_may_allow_a_better_plan(place, monkeypatch):
    drafted = proposed()
    row = drafted.plan.proposals[0]
    pair = Pair(row.household, row.home)
    deciding.lock(team(), pair)
    during(monkeypatch, lambda: deciding.lock(team(), pair, locked=False))
    with pytest.raises(Refused):
        drafting.resolve(team(), Settings())


def test_other_facts_ask_for_another_plan(place, monkeypatch):
    sent()
    during(monkeypatch, lambda: models.Household.objects.filter(ref="H1").update(nareis_persons=3))
    with pytest.raises(Refused):
        drafting.resolve(team(), Settings())


def test_an_import_of_the_same_files_changes_nothing(file, monkeypatch):
    sent()
    during(monkeypatch, lambda: importing.apply(team(), TINY))
    assert drafting.resolve(team(), Settings()).draft.number == 2
