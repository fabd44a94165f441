"""Fairness of a draft as it was kept: the same figures as of the plan when it was made."""

from __future__ import annotations

from itertools import pairwise

import pytest

from allocator.figures.comparison import comparison
from allocator.figures.groups import group_tables
from allocator.rounds import opening, personal
from allocator.rounds.fairness import fairness
from allocator.rounds.purging import purge
from allocator.rounds.use import Actor, Refused
from tests.rounds.dashboard.weeks import FIRST_OF_MAY, lived, seen_by
from tests.rounds.people import NIJMEGEN, imported, proposed, team


@pytest.mark.slow
def test_what_was_kept_tells_what_the_plan_told(place):
    drafted = proposed(NIJMEGEN)
    found = fairness(seen_by("auditor")).draft
    assert found is not None
    assert found.groups == group_tables(drafted.instance, drafted.plan)
    beside = comparison(drafted.plan)
    # Enough of each to be told: otherwise this compares nothing.
    assert min(len(beside.longer), beside.sooner.households) >= 5
    assert found.beside is not None
    assert found.beside.plain == beside.plain.households
    assert (found.beside.longer, found.beside.sooner) == (
        len(beside.longer), beside.sooner.households
    )  # fmt: skip
    assert found.whole.placed.households == len(drafted.plan.proposals)
    bands = [(band.first, band.last) for band in found.weeks]
    assert bands[0][0] == 0
    assert all(after[0] == before[1] + 1 for before, after in pairwise(bands))
    numbers = [
        n
        for band in found.weeks
        for n in (band.outcome.placed.households, band.outcome.left_out.households)
    ]
    assert not any(0 < n < 5 for n in numbers)


def test_an_erased_household_is_left_out_and_ends_the_comparison(place):
    proposed()
    before = fairness(seen_by("team")).draft
    assert before is not None
    assert (before.whole.placed.households, before.whole.left_out.households) == (5, 1)
    assert before.beside is not None
    personal.erase(team(), "H5")
    after = fairness(seen_by("team")).draft
    assert after is not None
    assert (after.erased, after.beside) == (1, None)
    assert (after.whole.placed.households, after.whole.left_out.households) == (5, 0)


def test_the_round_that_is_asked_for(file):
    lived()
    opening.close(team(FIRST_OF_MAY), 1)
    opening.open_new(team(FIRST_OF_MAY))
    found = fairness(seen_by("auditor"))
    assert (found.number, found.rounds) == (1, (1,))  # the second has no draft yet
    assert found.decisions.otherwise == 3
    assert fairness(seen_by("auditor"), 2).draft is None
    with pytest.raises(Refused) as refused:
        fairness(seen_by("auditor"), 3)
    assert refused.value.message == "rounds.no_round"


def test_without_a_draft_there_is_none(file):
    imported()
    found = fairness(seen_by("auditor"))
    assert (found.number, found.draft, found.rounds) == (None, None, ())


def test_what_was_taken_out_is_not_shown(file):
    lived()
    opening.close(team(FIRST_OF_MAY), 1)
    later = Actor("anna", "team", today=FIRST_OF_MAY.replace(year=2036))
    purge(later)
    assert fairness(seen_by("auditor")).draft is None


def test_a_planner_may_not(file):
    imported()
    with pytest.raises(Refused) as refused:
        fairness(seen_by("planner"))
    assert refused.value.message == "rounds.not_for_role"
