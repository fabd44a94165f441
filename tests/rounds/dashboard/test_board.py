"""The dashboard on both databases, each figure worked out by hand (see ``weeks``)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from allocator.rounds import deciding, opening, personal
from allocator.rounds.dashboard.board import dashboard
from allocator.rounds.dashboard.refusals import Reasons
from allocator.rounds.dashboard.sight import AtLeast, Hidden
from allocator.rounds.dashboard.waits import Waits
from allocator.rounds.deciding import Pair
from allocator.rounds.use import Actor, Refused
from allocator.store import models
from tests.rounds.dashboard.weeks import FIRST_OF_MAY, day, lived, seen_by
from tests.rounds.people import imported, owner, proposed, sent, team
from tests.rounds.shelter_people import announced

FEW = Hidden.FEW


def board(role="team", when=FIRST_OF_MAY):
    return dashboard(seen_by(role, when))


def test_the_figures_of_a_few_weeks(place):
    lived()
    found = board()
    (half,) = found.tasks.half_years
    # 20 + 5 of before, 8 in the file, and signed since: H2 (3) and H4 (1)
    assert (half.realised_persons, half.to_do) == (12, 13)
    assert half.behind == 0  # the backlog of 5 is made good by the first 5 of these 12
    assert found.waiting.now == Waits(4, 51.0, 55, 4, 1.0)  # 43, 47, 55, 55
    assert found.waiting.placed == Waits(2, 58.0, 61, 2, 1.0)  # 55, 61
    months = [(row.first, row.last, row.waits.median) for row in found.waiting.months]
    assert months == [
        (date(2025, 4, 1), date(2025, 4, 1), 61.0),
        (date(2025, 5, 1), date(2025, 5, 1), 55.0),
    ]
    kinds = {row.kind: (row.free, row.later, row.let, row.days) for row in found.homes.kinds}
    # W1 and W3 are free, W2 was let after 4 days; of the two units of W4 one after 24
    assert kinds == {
        "sociale_huur": (2, 0, 1, 4.0),
        "flexwoning": (0, 0, 0, None),
        "doorstroom": (1, 0, 1, 24.0),
    }
    assert (found.homes.free, found.homes.let, found.homes.days) == (3, 2, 14.0)
    refused = {one.by: (one.refusals, one.reasons) for one in found.refusals.by}
    assert refused == {
        "corporatie": (2, (Reasons(("works_needed",), 1), Reasons(("already_let",), 1))),
        "team": (1, (Reasons(("facts_wrong",), 1),)),
        "household": (1, (Reasons(("too_small",), 1),)),
    }
    answers = found.decisions.answers
    assert (answers.sent, answers.accepted, answers.refused) == (5, 4, 1)
    assert (answers.expired, answers.taken_back, answers.recalled, answers.open) == (0, 0, 0, 0)
    assert answers.acceptance == 0.8
    assert found.decisions.days == 3.0  # 1, 2, 3, 4 and 5 days
    # H1 (gone back on), H3 (refused), H5 (overridden), of those and H2, H4, H6
    assert (found.decisions.otherwise, found.decisions.decided) == (3, 6)
    assert (found.decisions.share_otherwise, found.decisions.overrides) == (0.5, 1)
    assert [row.round for row in found.decisions.rounds] == [1]


def test_who_sees_no_household_is_told_no_small_number_of_people(place):
    lived()
    for role in ("planner", "auditor"):
        found = board(role)
        assert not found.exact
        assert found.waiting.now == Waits(FEW, None, None, None, None)
        assert found.waiting.placed == Waits(FEW, None, None, None, None)
        assert found.waiting.months == ()
        assert [table.rows for table in found.waiting.groups] == [()] * 4
        assert [(one.refusals, one.reasons) for one in found.refusals.by] == [(FEW, ())] * 3
        # What is about homes, decisions and the whole task is the same for all.
        exact = board()
        assert (found.homes, found.decisions, found.tasks) == (
            exact.homes, exact.decisions, exact.tasks
        )  # fmt: skip


def test_what_a_half_year_comes_to(place):
    sent()
    deciding.accept(owner("wonen", day(1)), Pair("H1", "W3"))
    deciding.accept(owner("wonen", day(2)), Pair("H2", "W2"))
    found = board(when=day(3)).tasks.forecast
    assert found is not None
    # bound: 4 + 3; sent: H3 (2), H4 (1), H6 (1); to do 17; 81 days until 30 June
    assert (found.to_do, found.bound, found.sent, found.proposed) == (17, 7, 4, 0)
    assert (found.if_nothing, found.if_bound, found.if_under_way, found.if_proposed) == (
        17, 10, 6, 6
    )  # fmt: skip
    assert found.weeks == 11


def test_what_is_proposed_counts_last(file):
    proposed()
    found = board(when=day(0)).tasks.forecast
    assert found is not None
    assert (found.proposed, found.if_under_way, found.if_proposed) == (11, 17, 6)


def test_an_erased_household_leaves_its_refusal_and_its_lease(place):
    lived()
    personal.erase(team(FIRST_OF_MAY), "H3")
    personal.erase(team(FIRST_OF_MAY), "H2")
    found = board()
    corporatie = found.refusals.by[0]
    assert corporatie.reasons == (Reasons(("unknown",), 1), Reasons(("already_let",), 1))
    assert found.waiting.now.households == 3
    assert (found.waiting.placed.households, found.waiting.unknown) == (1, 1)
    assert found.homes.let == 2
    assert found.tasks.half_years[0].realised_persons == 12


def test_figures_are_of_twelve_months(file):
    lived()
    # The last day on which the lease of H2, of April 2025, is one of twelve months.
    assert board(when=date(2026, 3, 31)).waiting.placed.households == 2
    assert board(when=date(2026, 4, 1)).waiting.placed.households == 1
    assert board(when=date(2026, 5, 1)).waiting.placed.households == 0
    assert board(when=date(2026, 5, 1)).decisions.answers.sent == 0


def test_a_backlog_that_the_next_file_does_not_tell(file):
    imported()
    # 17 of the first half-year were left; the second is not in the file, so nothing is on.
    late = board(when=date(2025, 7, 1)).tasks
    assert late.forecast is None
    assert late.now is not None
    assert (late.now.passed, late.now.behind) == (True, 17)
    second = models.Taakstelling.objects.get()
    second.pk, second._state.adding, second.key = None, True, "2025-07-01|2025-12-31"
    second.row = models.Taakstelling().row
    second.from_on, second.until = date(2025, 7, 1), date(2025, 12, 31)
    second.persons, second.backlog_persons, second.realised_persons = 30, 6, 2
    second.save()
    now = board(when=date(2025, 7, 2)).tasks.now
    assert now is not None
    assert (now.current, now.not_told) == (True, 11)  # 17, and the file says 6
    assert (now.behind, now.to_do) == (15, 34)  # 17 − 2; 30 + 6 − 2


def test_a_home_that_came_back_is_not_said_to_be_let_at_once(file):
    lived()
    home = models.Home.objects.get(ref="W2")
    home.available_from = date(2025, 6, 1)
    home.save()
    kinds = {row.kind: row for row in board().homes.kinds}
    assert (kinds["sociale_huur"].days, kinds["sociale_huur"].unknown) == (0.0, 0)
    home.since = {"units": 10_000}  # a later import says so
    home.save()
    kinds = {row.kind: row for row in board().homes.kinds}
    assert (kinds["sociale_huur"].days, kinds["sociale_huur"].unknown) == (None, 1)


def test_shelter_now_and_ahead(place, tmp_path):
    announced(tmp_path)
    when = date(2025, 4, 10)
    found = board(when=when).shelter
    # A: H1 (2) and H2 (1) on 2 × 2 beds; B: 2 + 1 beds, nobody; C: H4 on 2 + 1
    assert [(s.id, s.places, s.persons) for s in found.sites] == [
        ("A", 4, 3), ("B", 3, 0), ("C", 3, 1)
    ]  # fmt: skip
    assert (found.places, found.persons, found.share) == (10, 4, 0.4)
    assert (found.without, found.expected) == (0, 1)  # H3 comes in May
    (closes,) = found.ahead
    assert (closes.name, closes.told, closes.on) == ("A", "site_closes", date(2025, 4, 30))
    assert (closes.places, closes.persons, closes.leave) == (4, 3, 3)
    assert found.plan is not None
    assert found.plan.number == 1

    hidden = board("planner", when).shelter
    assert [s.persons for s in hidden.sites] == [FEW, 0, FEW]
    assert hidden.persons == AtLeast(2)
    assert hidden.share is None
    assert (hidden.expected, hidden.ahead[0].persons) == (FEW, FEW)
    assert hidden.ahead[0].leave == AtLeast(2)  # to B, and to no place


def test_what_closed_has_no_places_any_more(file, tmp_path):
    announced(tmp_path)
    found = board(when=date(2025, 5, 1)).shelter
    assert [(s.id, s.use, s.places, s.persons) for s in found.sites] == [
        ("A", "closed", 0, 3), ("B", "open", 3, 0), ("C", "open", 3, 1)
    ]  # fmt: skip
    assert found.ahead == ()


def test_answers_that_did_not_come(file):
    sent()
    deciding.accept(owner("wonen", day(7)), Pair("H1", "W3"))
    deciding.reject(team(day(7)), Pair("H3", "W1"), code="better_match")
    answers = board(when=day(7)).decisions.answers
    assert (answers.accepted, answers.taken_back, answers.open, answers.expired) == (1, 1, 3, 0)
    answers = board(when=day(8)).decisions.answers  # nobody answered by the 14th
    assert (answers.accepted, answers.taken_back, answers.open, answers.expired) == (1, 1, 0, 3)
    assert answers.acceptance == 1.0


def test_it_is_for_the_team_planners_and_auditors(file):
    with pytest.raises(Refused) as refused:
        board()
    assert refused.value.message == "rounds.nothing_imported"
    imported()
    with pytest.raises(Refused) as refused:
        dashboard(Actor("bram", "corporatie", "wonen", FIRST_OF_MAY))
    assert refused.value.message == "rounds.not_for_role"
    board("auditor")
    entry = models.LogEntry.objects.order_by("-n").first()
    assert entry is not None
    assert (entry.action, entry.role, entry.subjects) == ("dashboard", "auditor", "")


def test_the_day_is_not_before_what_is_known(file):
    imported()
    opening.open_new(team(), peildatum=day(7))
    assert board(when=day(0) - timedelta(days=30)).day == day(7)
