"""What was kept long enough is taken out, a day less is not, and the figures stay."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.apps import apps

from allocator.domain.decision import Decision
from allocator.errors import BadCall
from allocator.matching import Settings
from allocator.reading import read_instance, write_folder
from allocator.rounds import (
    deciding,
    drafting,
    exporting,
    figures,
    importing,
    offering,
    opening,
    personal,
    purging,
    replaying,
    sheltering,
    showing,
)
from allocator.rounds.deciding import Pair
from allocator.rounds.purging import RETENTION, midnight, purge
from allocator.rounds.reasons import OBJECTIONS
from allocator.rounds.states import State
from allocator.rounds.use import Actor, Refused
from allocator.store import log, models
from tests.check.shelter.build import DAY
from tests.rounds.people import MONDAY, TINY, owner, sent, team
from tests.rounds.shelter_people import announced

# The log is dated by the clock, so the first day on which it holds something is today.
TODAY = date.today()
NOTHING = dict.fromkeys((kept.kind for kept in RETENTION), 0)


def after(days):
    """Return the team, some days from now."""
    return team(TODAY + timedelta(days=days))


def without(*households):
    """Return tiny without some households."""
    tiny = read_instance(TINY).instance
    left = tuple(h for h in tiny.households if h.id not in households)
    return tiny.model_copy(update={"households": left})


@pytest.fixture
def week(place, tmp_path):
    """A closed round: H1 was placed in W3, H2 and H3 were refused, H4 withdrew, H6 was dropped.

    H1, H2 and H4 are in the files no more, and one more person of H3 is not.
    """
    sent()
    wonen = owner("wonen", MONDAY)
    deciding.accept(wonen, Pair("H1", "W3"))
    offering.offer(team(), "H1")
    offering.agree(team(), "H1")
    offering.sign(team(), "H1")
    deciding.refuse(wonen, Pair("H2", "W2"), code="other", reason="te druk")
    deciding.reject(team(), Pair("H3", "W1"), code="other", reason="toch niet")
    deciding.reject(team(), Pair("H6", "W4"), code="facts_wrong")
    offering.withdraw_household(team(), "H4", "verhuist zelf")
    opening.close(team())
    left = without("H1", "H2", "H4")
    households = tuple(
        h.model_copy(update={"persons": h.persons[:1], "nareis_persons": 1}) if h.id == "H3" else h
        for h in left.households
    )
    write_folder(left.model_copy(update={"households": households}), tmp_path / "left")
    importing.apply(team(), tmp_path / "left")
    return place


def counted(**more):
    return {**NOTHING, **more}


def rows():
    """Return how many rows each table has, but for the log."""
    tables = apps.get_app_config("store").get_models()
    return {m: m.objects.count() for m in tables if m is not models.LogEntry}


# Worked out by hand.  Drafts: one row for each of the six.  Gone: 9 persons of H1, H2, H4 and H3
# (4 + 3 + 1 + 1), no decision.  Changed: H3.  Refused here: H2, H3, H6.  In words: H2, H3, H4.
YEAR = counted(draft_rows=6, gone_rows=9, history=1, refusals=3, reasons=3)


def test_the_table_says_what_is_kept_how_long():
    assert {kept.kind: kept.days for kept in RETENTION} == {
        "households": 730, "draft_rows": 365, "gone_rows": 365, "history": 365, "refusals": 365,
        "reasons": 365, "comparisons": 365,
    }  # fmt: skip
    assert all(kept.since and kept.why for kept in RETENTION)


def test_on_the_last_day_everything_is_still_there(week):
    before = rows()
    # Decisions carry the day of the step, not that of the log.
    done = purge(after(365), {"refusals": (TODAY - MONDAY).days + 365})
    assert done.counts == NOTHING
    assert (done.households, done.in_files) == ((), ())
    assert rows() == before


def test_a_day_later_a_year_is_over(week):
    before = figures.figures(team())
    persons = models.Person.objects.count()
    done = purge(after(366), {"refusals": (TODAY - MONDAY).days + 365})
    assert done.counts == YEAR
    assert (done.households, done.dry_run, done.wiped) == ((), False, True)
    assert models.DraftRow.objects.count() == 0
    assert models.Person.objects.count() == persons - 9
    assert models.Change.objects.count() == 0
    assert models.Decision.objects.count() == 0
    assert not models.Step.objects.exclude(reason=None).exists()
    assert [s.code for s in models.Step.objects.all()].count("other") == 2
    assert figures.figures(team()) == before
    draft = models.Draft.objects.get()
    assert (draft.summary["placed_households"], draft.case["name"]) == (
        5, "Klein voorbeeld (verzonnen)",
    )  # fmt: skip
    assert log.verify().broken_at is None


def test_after_two_years_who_is_gone_is_erased(week):
    before = figures.figures(team())
    done = purge(after(731))
    assert done.households == ("H1", "H2", "H4")
    assert done.counts["households"] == 3
    assert set(models.Subject.objects.exclude(ref=None).values_list("ref", flat=True)) == {
        "H3", "H5", "H6",
    }  # fmt: skip
    gone = models.Subject.objects.filter(ref=None)
    assert {(s.wrapped_key, s.erased_on) for s in gone} == {("", TODAY + timedelta(days=731))}
    assert figures.figures(team()) == before
    assert log.verify().broken_at is None
    # H5 was never proposed, and H3 and H6 still wait.
    assert purge(after(9999)).households == ()


def test_placed_counts_from_the_day_of_signing(week):
    """Signed on the 7th of April, in the files until today: the last of the two counts."""
    assert purge(after(730)).households == ()
    models.Placement.objects.update(signed_on=TODAY + timedelta(days=10))
    assert purge(after(731)).households == ("H2", "H4")
    assert purge(after(740)).households == ()
    assert purge(after(741)).households == ("H1",)


def test_who_is_under_way_stays(week):
    row = models.Candidate.objects.get(subject__ref="H2")
    row.state = State.ACCEPTED
    row.save()
    assert purge(after(731)).households == ("H1", "H4")


def test_who_was_placed_but_is_in_the_files_stays_and_is_told(place):
    """Erased, it would come back with the next import, and be proposed again."""
    sent()
    deciding.accept(owner("wonen"), Pair("H1", "W3"))
    offering.offer(team(), "H1")
    offering.agree(team(), "H1")
    offering.sign(team(), "H1")
    offering.withdraw_household(team(), "H4", "verhuist zelf")
    offering.withdraw_household(team(), "H5", "verhuist zelf")
    offering.bring_back(team(), household="H5")
    done = purge(after(731))
    assert (done.households, done.in_files) == ((), ("H1", "H4"))
    assert "H1" not in {h.id for h in exporting.known().instance.households}


def test_rounds_that_are_open_keep_what_they_are_made_of(week):
    opening.reopen(team(), 1, "nog een bezwaar")
    done = purge(after(366))
    assert (done.counts["draft_rows"], done.counts["reasons"]) == (0, 0)
    assert models.DraftRow.objects.count() == 6
    assert models.Note.objects.get().reason == "nog een bezwaar"


def test_refusals_of_files_and_locks_stay(week, tmp_path):
    later = without("H1", "H2", "H4")
    decisions = (
        Decision(household="H5", home="W4", decision="lock", decided_on=MONDAY),
        Decision(household="H5", home="W1", decision="refused_by_team", decided_on=MONDAY),
    )
    write_folder(later.model_copy(update={"decisions": decisions}), tmp_path / "later")
    importing.apply(team(), tmp_path / "later")
    assert models.Decision.objects.count() == 5
    assert purge(after(366)).counts["refusals"] == 3
    assert {row.decision for row in models.Decision.objects.all()} == {"lock", "refused_by_team"}


def test_an_objection_to_a_move_is_a_refusal_too(place, tmp_path):
    """What it made of the site is taken out after a year; refusals of the file stay."""
    announced(tmp_path / "shelter")
    sheltering.object_to(team(DAY), "H1", "zus woont in A", OBJECTIONS[0])
    assert models.SiteDecision.objects.count() == 4
    assert purge(after(365)).counts["refusals"] == 0
    assert purge(after(366)).counts["refusals"] == 1
    assert set(models.SiteDecision.objects.values_list("household", flat=True)) == {"H2", "H3"}


def test_a_dry_run_counts_and_changes_nothing(week):
    before = rows()
    seen = purge(after(731), dry_run=True)
    assert seen.dry_run
    assert rows() == before
    assert models.Subject.objects.filter(ref=None).count() == 0
    done = purge(after(731))
    assert (done.counts, done.households, done.in_files) == (
        seen.counts, seen.households, seen.in_files,
    )  # fmt: skip
    assert purge(after(731)).counts == NOTHING


def test_one_entry_in_the_log_says_what_was_done(week):
    n = log.head()[0]
    done = purge(after(731))
    assert log.head()[0] == n + 1
    entry = models.LogEntry.objects.order_by("-n")[0]
    assert (entry.action, entry.ground, entry.role) == ("purge", "wissen", "team")
    erased = models.Subject.objects.filter(ref=None).values_list("pk", flat=True)
    assert entry.subjects == " ".join(sorted(erased))
    said = json.loads(entry.result)
    assert (said["counts"], said["dry_run"]) == (done.counts, False)
    assert said["days"] == {kept.kind: kept.days for kept in RETENTION}
    assert not [name for name in ("H1", "H2", "H4") if name in entry.result]


def test_what_fails_halfway_purges_nothing(week, monkeypatch):
    before = rows()

    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(purging, "destroy", broken)
    with pytest.raises(RuntimeError):
        purge(after(731))
    assert rows() == before


@pytest.mark.parametrize(
    ("days", "message"),
    [
        ({"cats": 3}, "rounds.purge_kind"),
        ({"history": -1}, "rounds.purge_days"),
        ({"history": 36_526}, "rounds.purge_days"),
    ],
)
def test_days_that_cannot_be_are_told(week, days, message):
    with pytest.raises(BadCall) as caught:
        purge(after(0), days)
    assert caught.value.message == message


def test_days_can_be_given_by_kind(week):
    assert purge(after(31), {"history": 30}).counts == counted(history=1, **_refusals(31))
    assert purge(after(30), {"draft_rows": 30}).counts["draft_rows"] == 0
    assert purge(after(31), {"draft_rows": 30}).counts["draft_rows"] == 6


def _refusals(days):
    """Return the refusals by their own day: MONDAY."""
    return {"refusals": 3} if (TODAY - MONDAY).days + days > 365 else {}


@pytest.mark.parametrize("role", ["corporatie", "planner", "auditor"])
def test_only_the_team_purges(week, role):
    with pytest.raises(Refused) as caught:
        purge(Actor("x", role))
    assert caught.value.message == "rounds.not_for_role"


# --- afterwards ---------------------------------------------------------------------------------


def test_a_purged_draft_is_not_replayed(week):
    assert replaying.replay(team()).identical
    purge(after(366))
    with pytest.raises(Refused) as caught:
        replaying.replay(team())
    assert caught.value.message == "rounds.purged"
    assert caught.value.values == {"round": 1, "draft": 1}


def test_a_draft_that_never_had_rows_was_not_purged(place, tmp_path):
    tiny = read_instance(TINY).instance
    write_folder(tiny.model_copy(update={"households": ()}), tmp_path / "empty")
    importing.apply(team(), tmp_path / "empty")
    opening.open_new(team())
    drafting.propose(team(), Settings())
    assert replaying.replay(team()).identical


def test_an_erased_household_in_a_purged_draft(week):
    personal.erase(team(), "H3")
    assert replaying.replay(team()).erased == 1
    purge(after(366))
    with pytest.raises(Refused, match="purged"):
        replaying.replay(team())


def test_the_work_goes_on(week, tmp_path):
    purge(after(731))
    assert len(showing.show(team()).lines) == 5
    assert [h.id for h in exporting.export(team(), tmp_path / "out").instance.households] == [
        "H3", "H5", "H6",
    ]  # fmt: skip
    opening.open_new(team())
    plan = drafting.propose(team(), Settings()).plan
    assert {row.household for row in plan.proposals} == {"H3", "H5", "H6"}
    assert replaying.replay(team()).identical


def test_a_day_begins_at_midnight_here_not_in_utc():
    """In winter the first hour of a day in Nijmegen is the last of the day before in UTC."""
    assert log.stamp(midnight(date(2026, 11, 30))) == "2026-11-29T23:00:00.000+00:00"
    assert log.stamp(midnight(date(2026, 7, 1))) == "2026-06-30T22:00:00.000+00:00"
