"""A past draft comes out the same, or it is said what differs."""

from __future__ import annotations

from allocator.matching import Settings
from allocator.rounds import drafting, opening, replaying
from allocator.store import models
from models.budget import Budget
from tests.rounds.people import NIJMEGEN, imported, proposed, team


def test_a_draft_comes_out_the_same(place):
    proposed()
    done = replaying.replay(team(), 1, 1)
    assert (done.identical, done.differs, done.erased, done.cut_off) == (True, (), 0, False)
    assert done.versions is not None
    assert done.versions[0] == done.versions[1]


def test_what_differs_is_named(file):
    proposed()
    draft = models.Draft.objects.get()
    draft.summary["tiers"][0]["value"] += 1
    draft.case["horizon_days"] = 0
    draft.save()
    row = next(row for row in draft.rows.all() if "placed" in row.result)
    row.result = {"placed": {**row.result["placed"], "weeks": 0}}
    row.save()
    done = replaying.replay(team())
    assert not done.identical
    assert set(done.differs) == {"proposals", "tiers", "digest"}


def test_a_draft_with_a_work_limit_comes_out_the_same(file):
    imported(NIJMEGEN)
    opening.open_new(team())
    made = drafting.propose(team(), Settings(budget=Budget(work=1)))
    assert made.plan.status == "feasible"
    done = replaying.replay(team())
    assert (done.identical, done.cut_off) == (True, False)


def test_a_draft_that_a_time_limit_cut_off_says_so(file):
    imported(NIJMEGEN)
    opening.open_new(team())
    made = drafting.propose(team(), Settings(budget=Budget(seconds=0.0)))
    assert made.plan.status == "feasible"
    done = replaying.replay(team())
    assert done.cut_off
    assert "tiers" in done.differs
