"""Everything that is kept of a household can be shown, and erased, and nothing else changes."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision, Points, Previous
from allocator.matching import Settings
from allocator.reading import read_instance, write_folder
from allocator.rounds import (
    corporatie,
    deciding,
    drafting,
    exporting,
    figures,
    importing,
    offering,
    opening,
    personal,
    replaying,
    sending,
    sheltering,
    showing,
)
from allocator.rounds.deciding import Pair
from allocator.rounds.reasons import OBJECTIONS
from allocator.rounds.states import State
from allocator.rounds.use import Actor, Refused
from allocator.store import about, log, models
from allocator.store.keychain import keychain
from allocator.store.sealing import Erased
from tests.check.shelter.build import DAY
from tests.rounds.people import MONDAY, NIJMEGEN, TINY, WEEK, owner, proposed, team
from tests.rounds.shelter_people import MAY, announced

WONEN = owner("wonen")


@pytest.fixture
def folder(tmp_path):
    """Tiny, with something about H1, H3 and H5 in every table about households."""
    tiny = read_instance(TINY).instance
    households = tuple(
        h.model_copy(update={"hold_reason": "wacht op paspoort"}) if h.id == "H5" else h
        for h in tiny.households
    )
    decisions = tuple(
        Decision(household=name, home=home, decision=DecisionKind.REFUSED_BY_TEAM, reason="te druk")
        for name, home in (("H1", "W2"), ("H5", "W1"))
    )
    points = (
        Points(household="H3", home="W1", points=5, reason="kent de buurt"),
        Points(household="H5", home="W4", points=-5, reason="zus woont daar"),
    )
    previous = (Previous(household="H5", home="W1"),)
    made = tmp_path / "changed"
    write_folder(
        tiny.model_copy(
            update={
                "households": households, "decisions": decisions, "points": points,
                "previous": previous,
            }
        ),
        made,
    )  # fmt: skip
    return made


@pytest.fixture
def week(place, folder):
    """A week: H1 was placed in W3, H2 is offered W2, the corporatie refused H3, H4 withdrew."""
    importing.apply(team(), TINY)
    importing.apply(team(), folder)
    opening.open_new(team())
    drafting.propose(team(), Settings())
    sending.send(team(), MONDAY + WEEK)
    deciding.accept(WONEN, Pair("H1", "W3"))
    deciding.accept(WONEN, Pair("H2", "W2"))
    for household in ("H1", "H2"):
        offering.offer(team(), household)
    offering.agree(team(), "H1")
    offering.sign(team(), "H1")
    deciding.refuse(WONEN, Pair("H3", "W1"), code="other", reasonable=False, reason="te oud")
    offering.withdraw_household(team(), "H4", "verhuist zelf")
    return place


# --- showing ------------------------------------------------------------------------------------


def test_everything_about_a_household_is_shown(week):
    kept = personal.subject(team(), "H3")
    assert kept.household == "H3"
    assert [row["ref"] for row in kept.facts["persons"]] == ["H3-1", "H3-2"]
    (household,) = kept.facts["households"]
    assert (household["ref"], household["support"], household["koppeldatum"]) == (
        "H3", "none", "2024-05-31",
    )  # fmt: skip
    assert [(row["home"], row["reason"]) for row in kept.facts["points"]] == [
        ("W1", "kent de buurt")
    ]
    assert [(row["decision"], row["reason"]) for row in kept.facts["decisions"]] == [
        ("refused_by_corporatie", "te oud")
    ]
    (candidate,) = kept.candidates
    assert (candidate["home"], candidate["state"], candidate["draft"]) == (
        "W1", "refused_by_corporatie", 1,
    )  # fmt: skip
    assert [(s["name"], s["who"], s["reason"]) for s in candidate["steps"]] == [
        ("propose", "anna", None), ("send", "anna", None), ("refuse", "bram", "te oud"),
    ]  # fmt: skip
    (draft,) = kept.drafts
    assert (draft["round"], draft["draft"]) == (1, 1)
    assert draft["case"]["household"]["id"] == "H3"
    assert draft["case"]["points"][0]["reason"] == "kent de buurt"
    assert draft["result"]["placed"]["home"] == "W1"
    assert (kept.placements, kept.withdrawals, kept.changes) == ([], [], [])
    assert [(entry["action"], entry["ground"]) for entry in kept.log] == [
        (action, "taakstelling")
        for action in ("import", "import", "read", "propose", "send", "refuse")
    ]


def test_placements_changes_and_withdrawals_are_shown(week):
    (placement,) = personal.subject(team(), "H1").placements
    assert (placement["home"], placement["persons"], placement["supported"]) == ("W3", 4, False)
    assert placement["signed_on"] == "2025-04-07"
    (retired,) = personal.subject(team(), "H4").withdrawals
    assert retired["reason"] == "verhuist zelf"
    (change,) = personal.subject(team(), "H5").changes
    assert (change["table"], change["before"], change["after"]) == (
        "households", {"hold_reason": ""}, {"hold_reason": "wacht op paspoort"},
    )  # fmt: skip


def test_what_is_shown_is_json(week):
    for household in ("H1", "H2", "H3", "H4", "H5", "H6"):
        kept = asdict(personal.subject(team(), household))
        assert json.loads(json.dumps(kept)) == kept


def test_nothing_of_others_is_shown(week):
    others = {s.pk for s in models.Subject.objects.exclude(ref="H3")}
    text = json.dumps(asdict(personal.subject(team(), "H3")))
    assert not [name for name in (*others, "H1", "H2", "H4", "H5", "H6") if name in text]


def test_showing_is_itself_in_the_log(week):
    first = personal.subject(team(), "H3")
    entry = models.LogEntry.objects.order_by("-n")[0]
    assert (entry.action, entry.ground, entry.subjects) == ("subject", "inzage", first.subject)
    assert personal.subject(team(), "H3").log[-1]["action"] == "subject"
    assert len(personal.subject(team(), "H3").log) == len(first.log) + 2


@pytest.mark.parametrize("use", [personal.subject, personal.erase])
@pytest.mark.parametrize("role", ["corporatie", "planner", "auditor"])
def test_only_the_team_may(week, use, role):
    with pytest.raises(Refused) as caught:
        use(Actor("x", role, today=MONDAY), "H3")
    assert caught.value.message == "rounds.not_for_role"


@pytest.mark.parametrize("use", [personal.subject, personal.erase])
def test_an_unknown_household_is_told(week, use):
    with pytest.raises(Refused) as caught:
        use(team(), "H9")
    assert caught.value.message == "rounds.unknown_household"


def test_every_table_that_names_a_household_is_known(place):
    """A new table must be shown and erased too."""
    store = apps.get_app_config("store").get_models()
    naming = {m for m in store if any(f.related_model is models.Subject for f in m._meta.fields)}
    assert naming == {*about.DELETED, *about.EMPTIED, *about.LEFT}


def test_a_person_who_moved_in_with_others_is_theirs(place, tmp_path):
    """H2-3 moves from H2 to H5; erasing H2 leaves her."""
    importing.apply(team(), TINY)
    tiny = read_instance(TINY).instance
    girl = next(p for h in tiny.households for p in h.persons if p.id == "H2-3")
    of = {
        "H2": lambda persons: tuple(p for p in persons if p.id != "H2-3"),
        "H5": lambda persons: (*persons, girl.model_copy(update={"household": "H5"})),
    }
    households = tuple(
        h.model_copy(update={"persons": of[h.id](h.persons)}) if h.id in of else h
        for h in tiny.households
    )
    write_folder(tiny.model_copy(update={"households": households}), tmp_path / "moved")
    importing.apply(team(), tmp_path / "moved")
    shown = personal.subject(team(), "H5").facts["persons"]
    assert [row["ref"] for row in shown] == ["H2-3", "H5-1"]
    personal.erase(team(), "H2")
    assert models.Person.objects.get(ref="H2-3").lhbtiq is False


# --- erasing ------------------------------------------------------------------------------------


def test_what_is_under_way_is_not_erased(week):
    before = {m: m.objects.count() for m in apps.get_app_config("store").get_models()}
    for household, home, state in (("H2", "W2", State.OFFERED), ("H6", "W4", State.SENT)):
        with pytest.raises(Refused) as caught:
            personal.erase(team(), household)
        assert caught.value.message == "rounds.erase_under_way"
        assert caught.value.values == {"household": household, "home": home, "state": state}
    assert {m: m.objects.count() for m in before} == before


def test_erasing_says_what_it_took(week):
    done = personal.erase(team(), "H3")
    assert done.wiped
    assert done.rows == {
        "household": 1, "person": 2, "decision": 1, "points": 1, "draftrow": 1, "step": 3,
    }  # fmt: skip
    assert personal.erase(team(), "H5").rows == {
        "household": 1, "person": 1, "decision": 1, "points": 1, "previous": 1, "change": 1,
        "draftrow": 1,
    }  # fmt: skip
    assert personal.erase(team(), "H4").rows["retired"] == 1
    entry = models.LogEntry.objects.order_by("n").filter(action="erase")[0]
    assert (entry.ground, entry.subjects) == ("wissen", done.subject)
    assert json.loads(entry.result) == {"rows": done.rows}


def test_of_an_erased_household_a_pseudonym_is_left(week):
    row = models.DraftRow.objects.get(subject__ref="H3")
    step = models.Step.objects.get(subject__ref="H3", name="refuse")
    sealed = keychain.seal("x", b"here", row.subject_id)
    done = personal.erase(team(), "H3")
    subject = models.Subject.objects.get(pk=done.subject)
    assert (subject.ref, subject.wrapped_key, subject.erased_on) == (None, "", MONDAY)
    for model in about.DELETED:
        assert not model.objects.filter(subject=subject).exists()
    row.refresh_from_db()
    step.refresh_from_db()
    assert (row.case, row.result, step.reason) == (None, None, None)
    assert (step.code, step.reasonable) == (None, False)
    with pytest.raises(Erased):
        keychain.open(sealed, b"here", done.subject)
    with pytest.raises(Refused) as caught:
        personal.subject(team(), "H3")
    assert caught.value.message == "rounds.unknown_household"


def test_the_rest_stays_as_it_was(week, tmp_path):
    before = figures.figures(team())
    others = [personal.subject(team(), name) for name in ("H2", "H6")]
    for household in ("H1", "H3", "H4", "H5"):
        personal.erase(team(), household)
    assert figures.figures(team()) == before
    # Worked out by hand: 8 realised and H1's 4; draagkracht of zuid 9 and 4.
    assert before.tasks[0].realised_persons == 8 + 4
    assert {w.id: w.used for w in before.wijken} == {"centrum": 1, "noord": 6, "zuid": 9 + 4}
    for kept in others:
        now = personal.subject(team(), kept.household)
        assert (now.facts, now.candidates, now.drafts) == (
            kept.facts, kept.candidates, kept.drafts,
        )  # fmt: skip
    chain = log.verify()
    assert (chain.broken_at, chain.entries) == (None, models.LogEntry.objects.count())
    replayed = replaying.replay(team())
    assert (replayed.erased, replayed.identical, replayed.differs) == (4, False, ())


def test_the_work_goes_on_without_the_erased(week, tmp_path):
    for household in ("H1", "H3", "H4", "H5"):
        personal.erase(team(), household)
    shown = showing.show(team())
    assert sorted((line.household, line.home, line.state) for line in shown.lines) == [
        ("", "W1", State.REFUSED_BY_CORPORATIE), ("", "W3", State.PLACED),
        ("", "W4", State.WITHDRAWN), ("H2", "W2", State.OFFERED), ("H6", "W4", State.SENT),
    ]  # fmt: skip
    out = exporting.export(team(), tmp_path / "out").instance
    assert [h.id for h in out.households] == ["H2", "H6"]
    assert read_instance(tmp_path / "out").instance == out
    with_owner = corporatie.with_owner(WONEN)
    assert sorted(one.card.household for one in with_owner) == ["H2", "H6"]
    drafted = drafting.resolve(team(), Settings())
    assert {row.household for row in drafted.plan.proposals} == {"H2", "H6"}
    assert [c.household for c in drafted.changes] == []
    offering.withdraw_home(team(), "W3", "brand")
    assert replaying.replay(team()).identical
    opening.close(team())
    opening.reopen(team(), 1, "toch nog iets")
    late = team(MONDAY + 2 * WEEK)  # H6 was not answered by then
    showing.show(late)
    opening.open_new(late)
    assert drafting.propose(late, Settings()).plan.proposals


def test_a_proposal_that_was_not_sent_is_taken_back(place):
    importing.apply(team(), TINY)
    opening.open_new(team())
    drafting.propose(team(), Settings())
    done = personal.erase(team(), "H1")
    row = models.Candidate.objects.get(subject=done.subject)
    assert row.state == State.DROPPED
    assert list(row.steps.order_by("n").values_list("name", flat=True)) == ["propose", "drop"]
    sent = sending.send(team(), MONDAY + WEEK)
    assert "H1" not in {card.household for card in sent.cards["wonen"]}


def test_imported_again_it_is_a_new_household(week, folder):
    old = models.Subject.objects.get(ref="H1")
    personal.erase(team(), "H1")
    shown = importing.compare(team(), folder)
    assert [(row.table, row.key, row.kind) for row in shown.rows] == [
        ("households", "H1", "new"),
        *(("persons", f"H1-{k}", "new") for k in (1, 2, 3, 4)),
        ("decisions", "H1|W2|refused_by_team", "new"),
    ]
    before = figures.figures(team())
    importing.apply(team(), folder)
    new = models.Subject.objects.get(ref="H1")
    assert new.pk != old.pk
    assert new.wrapped_key not in ("", old.wrapped_key)
    assert figures.figures(team()) == before
    kept = personal.subject(team(), "H1")
    assert (kept.subject, kept.candidates, kept.placements) == (new.pk, [], [])
    assert [entry["action"] for entry in kept.log] == ["import"]
    assert "H1" in {h.id for h in exporting.known().instance.households}
    personal.erase(team(), "H1")  # and once more
    assert models.Subject.objects.filter(ref=None).count() == 2


def test_an_erasure_that_fails_erases_nothing(week, monkeypatch):
    before = personal.subject(team(), "H3")

    def broken(**_):
        raise RuntimeError("the log is full")

    with monkeypatch.context() as patch:
        patch.setattr(log, "append", broken)
        with pytest.raises(RuntimeError):
            personal.erase(team(), "H3")
    after = personal.subject(team(), "H3")
    assert (after.facts, after.drafts, after.candidates) == (
        before.facts, before.drafts, before.candidates,
    )  # fmt: skip


def test_moves_of_a_relocation_plan_are_shown_and_emptied(place, tmp_path):
    announced(tmp_path / "shelter")
    kept = personal.subject(team(DAY), "H1")
    (move,) = kept.moves
    assert (move["month"], move["from_site"], move["to_site"], move["state"]) == (
        MAY, "A", "B", "announced",
    )  # fmt: skip
    assert move["why"]
    assert [step["name"] for step in move["steps"]] == ["announce"]
    assert kept.announced[0]["places"]
    assert json.loads(json.dumps(asdict(kept))) == asdict(kept)
    with pytest.raises(Refused) as caught:
        personal.erase(team(DAY), "H1")
    assert caught.value.message == "rounds.erase_moving"
    sheltering.object_to(team(DAY), "H1", "zus woont in A", OBJECTIONS[0])
    done = personal.erase(team(DAY), "H1")
    assert (done.rows["move"], done.rows["movestep"], done.rows["announced"]) == (1, 2, 1)
    row = models.Move.objects.get(subject=done.subject)
    assert (row.reason, row.why, row.rooms, row.state) == (None, None, None, "objected")
    assert all(step.reason is None for step in row.steps.all())
    shown = sheltering.show(team(DAY))
    assert sorted(line.household for _, lines in shown.months for line in lines) == ["", "H2", "H3"]


# --- on the disk --------------------------------------------------------------------------------


def traces(household):
    """Return what stands in the database of a household, as bytes: ids, days, sealed values."""
    subject = models.Subject.objects.get(ref=household)
    found = [subject.wrapped_key, f"{household}-1"]
    for model, columns in (
        (models.Household, ("support", "hold_reason")),
        (models.Person, ("lhbtiq", "mobility")),
        (models.DraftRow, ("case", "result")),
        (models.Step, ("reason",)),
    ):
        names = ", ".join(f'"{name}"' for name in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT {names} FROM "{model._meta.db_table}" WHERE subject_id = %s',  # noqa: S608
                [subject.pk],
            )
            found += [text for row in cursor.fetchall() for text in row if text]
    return [text.encode() for text in found]


def on_disk(place):
    """Return the bytes of all tables on the disk."""
    if place.kind == "sqlite":
        return b"".join(p.read_bytes() for p in Path(place.where).parent.glob("store.sqlite3*"))
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
        cursor.execute(
            "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relname LIKE 'store_%'"
            " AND pg_relation_filepath(oid) IS NOT NULL"
        )
        files = [f"{folder}/{path}" for (path,) in cursor.fetchall()]
    return b"".join(Path(file).read_bytes() for file in files)


def test_erased_bytes_are_gone_from_the_disk(week):
    gone, stays = traces("H3"), traces("H2")
    assert len(gone) > 8
    assert personal.erase(team(), "H3").wiped
    after = on_disk(week)
    assert [trace for trace in gone if trace in after] == []
    assert all(trace in after for trace in stays)  # so what is there is found


def test_nothing_is_left_between_the_rows_of_others(place):
    """In full pages PostgreSQL's VACUUM keeps bytes of rows that it frees, so it is not enough."""
    proposed(NIJMEGEN)
    gone = [*traces("H-0033"), *traces("H-0044")]
    for household in ("H-0033", "H-0044"):
        assert personal.erase(team(), household).wiped
    after = on_disk(place)
    assert [trace for trace in gone if trace in after] == []


def test_bytes_that_cannot_be_wiped_yet_are_told(file, monkeypatch):
    """A reader holds the write-ahead log: the erasure stands, and the answer says so."""
    importing.apply(team(), TINY)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 100")
    reader = sqlite3.connect(file.where, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM store_person").fetchone()
    done = personal.erase(team(), "H3")
    assert not done.wiped
    reader.close()
    assert personal.erase(team(), "H2").wiped
    assert b"H3-1" not in on_disk(file)
