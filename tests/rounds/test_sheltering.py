"""Relocation plans announced to people, answered by them, and carried out."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection

from allocator.check.verdict import Violation
from allocator.domain.decision import SiteDecision
from allocator.errors import PlanRejected
from allocator.matching import Settings
from allocator.matching_run import run_matching
from allocator.reading import digest, read_announcement, read_instance
from allocator.relocating import RelocationSettings, relocate
from allocator.relocating_run import run_relocation
from allocator.rounds import announcing, exporting, importing, offering, sheltering
from allocator.rounds.announced import announcement_of_store
from allocator.rounds.announcing import announce
from allocator.rounds.moves_states import MOVE_TRANSITIONS, MoveEvent, MoveState
from allocator.rounds.reasons import OBJECTIONS
from allocator.rounds.sheltering import agree, moved, object_to, show
from allocator.rounds.use import Refused
from allocator.store import log, models
from tests.check.shelter.build import DAY, lock
from tests.check.shelter.golden import golden
from tests.rounds.people import TINY, owner, team
from tests.rounds.shelter_people import MAY, OBJECT_BY, SMALL, announced, imported

MOVED = date(2025, 5, 6)
PLAIN = RelocationSettings()
WORDS = "daar woont de man voor wie zij wegging"


def moves(lines):
    return [(x.household, x.month, x.kind, x.from_site, x.to_site) for x in lines]


def states(number=None):
    shown = show(team(DAY), number)
    return {x.household: x.state.value for _, lines in shown.months for x in lines}


def refused_with(step):
    with pytest.raises(Refused) as caught:
        step()
    return caught.value


def changed(household, **columns):
    """Return the small shelter with columns of one household changed."""
    households = tuple(
        h.model_copy(update=columns) if h.id == household else h for h in SMALL.households
    )
    return SMALL.model_copy(update={"households": households})


FIRST = [
    ("H1", MAY, "move", "A", "B"),
    ("H2", MAY, "move", "A", None),
    ("H3", MAY, "entry", None, "B"),
]


def test_the_whole_story(place, tmp_path):
    """The first plan says A → B of H1, as shelter_people tells.  H1 objects, so in May only C is
    left for a mother and child; the child has to change schools: ``school`` 1.  H2 is without a
    place from May to September: ``unsheltered`` 5 × 1 persons, and as many ``displaced``.  Of three
    persons a place changes: ``moves`` H1 2 + H2 1.
    """
    first = announced(tmp_path / "in")
    assert (first.number, first.peildatum) == (1, DAY)
    assert moves(first.moves) == FIRST
    assert (first.kept, first.overtaken) == ((), ())

    assert agree(team(DAY), "H3").state == MoveState.AGREED
    late = object_to(team(DAY), "H1", WORDS, "not_safe")
    assert (late.state, late.version) == (MoveState.OBJECTED, 1)

    second = announce(team(DAY), None, OBJECT_BY)
    assert second.number == 2
    assert moves(second.moves) == [("H1", MAY, "move", "A", "C")]
    assert moves(second.kept) == FIRST[1:]
    assert moves(second.overtaken) == []
    assert states() == {"H1": "announced", "H2": "announced", "H3": "agreed"}
    assert states(1) == {"H1": "objected"}
    tiers = {tier["name"]: tier["value"] for tier in second.summary["tiers"] if tier["value"]}
    # of H1 five months are announced anew, two persons each
    assert tiers == {"unsheltered": 5, "displaced": 5, "announced": 10, "moves": 3, "school": 1}

    for household, day in (("H3", date(2025, 5, 5)), ("H1", MOVED), ("H2", None)):
        assert moved(team(MOVED), household, day).state == MoveState.MOVED
    exporting.export(team(MOVED), tmp_path / "out", MOVED)
    reading = read_instance(tmp_path / "out")
    households = {h.id: h for h in reading.instance.households}
    facts = {
        id_: (h.current_site, h.moved_in_on, h.earlier_moves, h.arrives_on)
        for id_, h in households.items()
    }
    assert facts == {
        "H1": ("C", MOVED, 1, None),  # it had moved 0 times
        "H2": (None, None, 3, None),  # 2 times before
        "H3": ("B", date(2025, 5, 5), 0, None),  # an entry is no move; it is expected no more
        "H4": ("C", date(2024, 1, 2), 0, None),
    }
    assert households["H1"].persons == SMALL.households[0].persons
    decided = [(d.household, d.site, d.decision.value) for d in reading.instance.site_decisions]
    assert decided == [
        ("H1", "B", "refused"),
        ("H2", "B", "refused"),
        ("H2", "C", "refused"),
        ("H3", "C", "refused"),
    ]
    assert reading.instance.site_decisions[0].reason == WORDS
    # Everybody but H2 can stay where it is now.
    assert relocate(reading.instance, PLAIN).moves == ()
    assert moves(announce(team(MOVED), None, MOVED).moves) == []
    assert log.verify().broken_at is None


def test_every_step_is_in_the_log_about_whom_it_is(place, tmp_path):
    announced(tmp_path / "in")
    agree(team(DAY), "H2")
    object_to(team(DAY), "H1", WORDS, "not_safe")
    moved(team(MOVED), "H3")
    show(team(MOVED))
    subject = {s.ref: s.pk for s in models.Subject.objects.all()}
    entries = [e for e in log.entries() if e.action not in ("import", "expire")]
    assert {entry.ground for entry in entries} == {"opvang"}
    everybody = set(subject.values())
    three = everybody - {subject["H4"]}
    found = [(e.action, set(e.subjects.split()), json.loads(e.result)) for e in entries]
    counts = {"announcement": 1, "object_by": "2025-04-24", "moves": 3, "kept": 0, "overtaken": 0}
    assert found == [
        ("read", everybody, {"for": "announce"}),
        ("announce", everybody, counts),
        ("agree_move", {subject["H2"]}, {"month": MAY}),
        ("object_to_move", {subject["H1"]}, {"month": MAY, "late": False}),
        ("moved", {subject["H3"]}, {"month": MAY, "on": "2025-05-06"}),
        ("show_moves", three, {"announcement": 1}),
    ]
    assert {e.settings for e in entries[:2]} == {digest(SMALL)}


def test_what_is_special_is_nowhere_in_plain_text(place, tmp_path):
    """Of an objection its words and its code; of a move why and in which rooms."""
    first = announced(tmp_path / "in")
    object_to(team(DAY), "H1", WORDS, "not_safe")
    moved(team(MOVED), "H3")
    announce(team(MOVED), None, MOVED)
    row = models.Move.objects.get(subject__ref="H1", state="objected")
    step = row.steps.get(name="object")
    line = next(x for x in first.moves if x.household == "H1")
    assert (step.reason, step.code, row.reason) == (WORDS, "not_safe", "closes")
    assert (row.why, row.rooms) == (line.why, ["B/2-01"])
    assert models.SiteDecision.objects.get(key="H1|B|refused").reason == WORDS
    secrets = {WORDS, "not_safe", line.why, "B/2-01"}
    with connection.cursor() as cursor:
        names = [n for n in connection.introspection.table_names(cursor) if n.startswith("store_")]
        assert {"store_move", "store_movestep", "store_announced", "store_change"} <= set(names)
        held = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our own tables
            held += [str(cell) for cells in cursor.fetchall() for cell in cells]
    assert "2025-05" in held  # a month of a move is no secret
    assert [s for s in secrets if any(s in cell for cell in held)] == []
    # Where it was each month: not even the months together.
    assert not any("2025-05" in cell and "2025-06" in cell for cell in held)


def test_a_plan_from_a_folder(place, tmp_path):
    folder = imported(tmp_path / "in")
    run_relocation(folder, tmp_path / "plan", PLAIN)
    done = announce(team(DAY), tmp_path / "plan", OBJECT_BY)
    assert moves(done.moves) == FIRST
    row = models.Announcement.objects.get()
    assert (row.number, row.peildatum, row.object_by) == (1, DAY, OBJECT_BY)
    assert row.digest == digest(SMALL)
    assert row.summary == json.loads((tmp_path / "plan" / "summary.json").read_text("utf-8"))
    ids = [h.id for h in SMALL.households]
    said = read_announcement(tmp_path / "plan", ids)
    assert announcement_of_store() == said
    assert announcement_of_store() == said
    assert dict(said.places["H1"]) == {
        "2025-04": "A", "2025-05": "B", "2025-06": "B", "2025-07": "B", "2025-08": "B",
        "2025-09": "B",
    }  # fmt: skip
    assert dict(said.places["H2"])["2025-05"] is None


def test_what_else_stands_in_a_summary_is_not_kept(place, tmp_path):
    folder = imported(tmp_path / "in")
    run_relocation(folder, tmp_path / "plan", PLAIN)
    file = tmp_path / "plan" / "summary.json"
    facts = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**facts, "note": WORDS}), "utf-8")
    assert announce(team(DAY), tmp_path / "plan", OBJECT_BY).summary == facts


def test_a_plan_of_other_facts_is_refused(place, tmp_path):
    """The plan was made before H1 objected to another one."""
    folder = imported(tmp_path / "in")
    run_relocation(folder, tmp_path / "plan", PLAIN)
    announce(team(DAY), None, OBJECT_BY)
    object_to(team(DAY), "H1", WORDS, "not_safe")
    error = refused_with(lambda: announce(team(DAY), tmp_path / "plan", OBJECT_BY))
    assert error.message == "rounds.plan_of_other_facts"
    assert models.Announcement.objects.count() == 1


def test_a_plan_as_seen_from_before_the_newest_import_is_refused(place, tmp_path):
    folder = imported(tmp_path / "in")
    run_relocation(folder, tmp_path / "plan", PLAIN)
    later = SMALL.model_copy(update={"peildatum": date(2025, 4, 11)})
    imported(tmp_path / "later", later, date(2025, 4, 11))
    error = refused_with(lambda: announce(team(DAY), tmp_path / "plan", OBJECT_BY))
    assert error.message == "rounds.plan_of_other_facts"


def test_a_plan_that_fails_its_check_is_rejected(place, tmp_path):
    folder = imported(tmp_path / "in")
    run_relocation(folder, tmp_path / "plan", PLAIN)
    file = tmp_path / "plan" / "moves.csv"
    file.write_text(file.read_text("utf-8").replace("H1,2,", "H1,3,"), "utf-8")
    before = log.head()
    with pytest.raises(PlanRejected) as caught:
        announce(team(DAY), tmp_path / "plan", OBJECT_BY)
    assert [type(fault) for fault in caught.value.violations] == [Violation]
    assert (models.Announcement.objects.count(), models.Move.objects.count()) == (0, 0)
    assert log.head() == before


def test_a_plan_that_fails_its_check_here_is_rejected(place, tmp_path, monkeypatch):
    imported(tmp_path / "in")

    def wrong(given, settings):
        plan = relocate(given, settings)
        return type(plan)(**{**plan.__dict__, "persons": 99})

    monkeypatch.setattr(announcing, "relocate", wrong)
    with pytest.raises(PlanRejected):
        announce(team(DAY), None, OBJECT_BY)
    assert models.Announcement.objects.count() == 0


def test_a_matching_plan_is_no_relocation_plan(file, tmp_path):
    imported(tmp_path / "in")
    run_matching(TINY, tmp_path / "plan", Settings())
    error = refused_with(lambda: announce(team(DAY), tmp_path / "plan", OBJECT_BY))
    assert error.message == "rounds.no_relocation_plan"


def test_the_day_to_object_by_has_not_passed(place, tmp_path):
    folder = imported(tmp_path / "in")
    run_relocation(folder, tmp_path / "plan", PLAIN)
    for plan in (None, tmp_path / "plan"):
        error = refused_with(lambda plan=plan: announce(team(DAY), plan, date(2025, 4, 9)))
        assert (error.message, error.values) == (
            "rounds.object_by_passed",
            {"day": date(2025, 4, 9)},
        )
    announce(team(DAY), None, DAY)


def test_nothing_is_announced_before_an_import(place):
    error = refused_with(lambda: announce(team(DAY), None, OBJECT_BY))
    assert error.message == "rounds.nothing_imported"
    assert announcement_of_store() is None
    assert refused_with(lambda: show(team(DAY))).message == "rounds.no_announcement"


@pytest.mark.parametrize("what", ["facts", "announcement", "day"])
def test_what_changed_while_the_plan_was_made_is_not_overlooked(place, tmp_path, monkeypatch, what):
    folder = imported(tmp_path / "in")
    run_relocation(folder, tmp_path / "plan", PLAIN)

    def slow(given, settings):
        plan = relocate(given, settings)
        if what == "facts":
            imported(tmp_path / "new", changed("H4", keep_with="g"))
        elif what == "announcement":
            announce(team(DAY), tmp_path / "plan", OBJECT_BY)
        else:
            later = SMALL.model_copy(update={"peildatum": date(2025, 4, 11)})
            imported(tmp_path / "later", later, date(2025, 4, 11))
        return plan

    monkeypatch.setattr(announcing, "relocate", slow)
    error = refused_with(lambda: announce(team(DAY), None, OBJECT_BY))
    assert error.message == "rounds.changed_meanwhile"
    assert models.Announcement.objects.count() == (what == "announcement")


AGREE = ("agree", lambda: agree(team(DAY), "H1"))
OBJECT = ("object", lambda: object_to(team(DAY), "H1", WORDS, "other"))
MOVE = ("move", lambda: moved(team(MOVED), "H1"))
STORIES = {
    MoveState.ANNOUNCED: (),
    MoveState.AGREED: (AGREE,),
    MoveState.OBJECTED: (OBJECT,),
    MoveState.MOVED: (MOVE,),
}


@pytest.mark.parametrize("state", STORIES)
@pytest.mark.parametrize(("name", "step"), [AGREE, OBJECT, MOVE])
def test_only_what_the_table_allows(place, tmp_path, state, name, step):
    announced(tmp_path / "in")
    for _, before in STORIES[state]:
        before()
    row = models.Move.objects.get(subject__ref="H1")
    assert row.state == state
    after = MOVE_TRANSITIONS.get((state, MoveEvent(name)))
    if after is not None:
        assert step().state == after
        row.refresh_from_db()
        assert (row.state, row.version) == (after, len(STORIES[state]) + 1)
        last = row.steps.get(name=name)
        assert (last.before, last.after, last.who, last.role) == (state, after, "anna", "team")
        return
    error = refused_with(step)
    assert error.message == "rounds.move_illegal"
    assert (error.values["state"], error.values["event"]) == (state, name)
    possible = [e for s, e in MOVE_TRANSITIONS if s == state]
    assert (error.values["possible"], error.values["who"]) == (possible, "anna")
    assert models.Move.objects.get(subject__ref="H1").version == len(STORIES[state])


def test_what_a_newer_announcement_does_not_repeat_is_overtaken(place, tmp_path):
    """H1 may leave in April: then nothing of it is to be done in May."""
    announced(tmp_path / "in")
    agree(team(DAY), "H1")
    imported(tmp_path / "new", changed("H1", leaves_on=date(2025, 4, 20)))
    second = announce(team(DAY), None, OBJECT_BY)
    assert (moves(second.overtaken), moves(second.kept)) == (FIRST[:1], FIRST[1:])
    assert second.moves == ()
    assert second.overtaken[0].state == MoveState.OVERTAKEN
    row = models.Move.objects.get(subject__ref="H1")
    assert [s.name for s in row.steps.order_by("n")] == ["announce", "agree", "overtake"]
    for step in (AGREE, OBJECT, MOVE):
        error = refused_with(step[1])
        assert (error.message, error.values["possible"]) == ("rounds.move_illegal", [])


@pytest.mark.parametrize("erased", [False, True])
def test_the_move_of_who_is_gone_is_overtaken(place, tmp_path, erased):
    announced(tmp_path / "in")
    subject = models.Subject.objects.get(ref="H1")
    left = tuple(h for h in SMALL.households if h.id != "H1")
    imported(tmp_path / "less", SMALL.model_copy(update={"households": left}))
    if erased:
        models.Subject.objects.filter(ref="H1").update(ref=None, wrapped_key="", erased_on=DAY)
    second = announce(team(DAY), None, OBJECT_BY)
    gone = "" if erased else "H1"
    assert moves(second.overtaken) == [(gone, *FIRST[0][1:])]
    assert subject.pk in models.LogEntry.objects.order_by("-n")[0].subjects.split()
    assert models.Move.objects.get(subject=subject).state == MoveState.OVERTAKEN


def test_a_plan_made_here_stays_with_what_was_announced(place, tmp_path):
    """Without a school, B and C are the same for H1; it stays with what it was told, either way."""
    people = tuple(p.model_copy(update={"school_wijk": None}) for p in SMALL.households[0].persons)
    given = changed("H1", persons=people)
    folder = imported(tmp_path / "in", given)
    free = relocate(given, PLAIN)
    chosen = next(m.to_site for m in free.moves if m.household == "H1")
    other = {"B": "C", "C": "B"}[chosen]
    imported(
        tmp_path / "forced",
        given.model_copy(
            update={"site_decisions": (*SMALL.site_decisions, lock("H1", other, date(2025, 5, 1)))}
        ),
    )
    assert moves(announce(team(DAY), None, OBJECT_BY).moves)[0] == ("H1", MAY, "move", "A", other)
    importing.apply(team(DAY), folder)  # the lock is gone
    again = announce(team(DAY), None, OBJECT_BY)
    assert (again.moves, len(again.kept), again.overtaken) == ((), 3, ())
    free_again = announce(team(DAY), None, OBJECT_BY, frozen=False)
    assert moves(free_again.moves) == [("H1", MAY, "move", "A", chosen)]
    assert moves(free_again.overtaken) == [("H1", MAY, "move", "A", other)]


def test_an_objection_needs_a_reason_and_a_code_of_the_list(place, tmp_path):
    announced(tmp_path / "in")
    assert refused_with(lambda: object_to(team(DAY), "H1", "  ", "other")).message == (
        "rounds.reason_needed"
    )
    error = refused_with(lambda: object_to(team(DAY), "H1", WORDS, "odd"))
    assert (error.message, error.values["code"]) == ("rounds.unknown_reason", "odd")
    assert models.SiteDecision.objects.filter(household="H1").count() == 0
    assert states()["H1"] == "announced"
    assert "other" in OBJECTIONS


def test_an_objection_ends_a_lock_and_counts_from_the_start(place, tmp_path):
    """A file had a lock on B and a refusal of it from September: an odd pair, but possible."""
    september = SiteDecision(
        household="H1", site="B", decision="refused", from_on=date(2025, 9, 1), reason="later"
    )
    given = SMALL.model_copy(
        update={"site_decisions": (lock("H1", "B", date(2025, 5, 1)), *SMALL.site_decisions)}
    )
    announced(tmp_path / "in", given)
    imported(
        tmp_path / "more",
        given.model_copy(update={"site_decisions": (*given.site_decisions, september)}),
    )
    object_to(team(DAY), "H1", WORDS, "too_small")
    exporting.export(team(DAY), tmp_path / "out")
    decisions = read_instance(tmp_path / "out").instance.site_decisions
    mine = [d for d in decisions if d.household == "H1"]
    assert mine == [SiteDecision(household="H1", site="B", decision="refused", reason=WORDS)]


def test_who_loses_its_place_can_object_though_no_site_is_refused(place, tmp_path):
    announced(tmp_path / "in")
    before = models.SiteDecision.objects.count()
    assert object_to(team(DAY), "H2", WORDS, "other").state == MoveState.OBJECTED
    assert models.SiteDecision.objects.count() == before


def test_who_says_nothing_goes_on_as_announced_and_has_not_agreed(place, tmp_path):
    announced(tmp_path / "in")
    agree(team(DAY), "H2")
    later = OBJECT_BY.replace(day=25)
    for day, goes_on in ((OBJECT_BY, False), (later, True)):
        lines = {x.household: x for _, found in show(team(day)).months for x in found}
        assert (lines["H1"].state, lines["H1"].goes_on) == (MoveState.ANNOUNCED, goes_on)
        assert (lines["H2"].state, lines["H2"].goes_on) == (MoveState.AGREED, False)
    # on the last day; and a day later, noted all the same
    for household, day, late in (("H2", OBJECT_BY, False), ("H1", later, True)):
        object_to(team(day), household, WORDS, "school")
        assert json.loads(models.LogEntry.objects.order_by("-n")[0].result)["late"] is late
    assert moved(team(MOVED), "H3").state == MoveState.MOVED


def test_shown_by_month(place, tmp_path):
    """As golden tells: H2 loses its place in May; in June it and H3 enter B; H1 goes in July."""
    announced(tmp_path / "in", golden())
    shown = show(team(DAY))
    assert (shown.number, shown.peildatum, shown.object_by) == (1, DAY, OBJECT_BY)
    assert [(month, moves(lines)) for month, lines in shown.months] == [
        ("2025-05", [("H2", "2025-05", "move", "C", None)]),
        ("2025-06", [
            ("H2", "2025-06", "entry", None, "B"), ("H3", "2025-06", "entry", None, "B")
        ]),
        ("2025-07", [("H1", "2025-07", "move", "A", "B")]),
    ]  # fmt: skip
    h2 = shown.months[1][1][0]
    assert (h2.persons, h2.rooms, h2.reason, h2.version) == (3, ("B/4-01",), "room", 0)
    assert "B" in h2.why
    assert shown.summary["households"] == 4
    assert refused_with(lambda: show(team(DAY), 2)).values == {"number": 2}


def test_of_two_moves_the_month_says_which(place, tmp_path):
    """A step that is taken twice by mistake must not hit the next move."""
    announced(tmp_path / "in", golden())
    for step in (
        lambda: agree(team(DAY), "H2"),
        lambda: object_to(team(DAY), "H2", WORDS, "other"),
        lambda: moved(team(MOVED), "H2"),
    ):
        error = refused_with(step)
        assert (error.message, error.values["months"]) == ("rounds.which_move", "2025-05, 2025-06")
    assert agree(team(DAY), "H2", month="2025-06").month == "2025-06"
    june = date(2025, 6, 3)
    # It is in C still, as far as is known.
    error = refused_with(lambda: moved(team(june), "H2", month="2025-06"))
    assert (error.message, error.values["site"]) == ("rounds.elsewhere", "C")
    moved(team(june), "H2", date(2025, 5, 2), month="2025-05")
    moved(team(june), "H2", june, month="2025-06")
    row = models.Household.objects.get(ref="H2")
    # From C to nowhere is a move, from there to B an entry.
    assert (row.current_site, row.moved_in_on, row.earlier_moves) == ("B", june, 1)
    steps = models.MoveStep.objects.filter(name="move").order_by("n")
    assert [step.on_day for step in steps] == [date(2025, 5, 2), june]
    history = models.Change.objects.filter(key="H2").order_by("n")
    assert [(c.table, c.before, c.after) for c in history] == [
        ("households", {"current_site": "C", "earlier_moves": 0},
         {"current_site": None, "earlier_moves": 1}),
        ("households", {"current_site": None, "moved_in_on": None},
         {"current_site": "B", "moved_in_on": "2025-06-03"}),
    ]  # fmt: skip
    assert refused_with(lambda: agree(team(DAY), "H2", month="2025-09")).message == "rounds.no_move"
    assert refused_with(lambda: agree(team(DAY), "S1")).message == "rounds.no_move"
    assert refused_with(lambda: agree(team(DAY), "H9")).message == "rounds.unknown_household"


def test_who_was_first(place, tmp_path):
    first = announced(tmp_path / "in")
    seen = first.moves[0].version
    agree(team(DAY), "H1", version=seen)
    for step in (
        lambda: agree(team(DAY), "H1", version=seen),
        lambda: object_to(team(DAY), "H1", WORDS, "other", version=seen),
        lambda: moved(team(MOVED), "H1", version=seen),
    ):
        error = refused_with(step)
        assert (error.message, error.values["state"]) == (
            "rounds.move_somebody_first", MoveState.AGREED,
        )  # fmt: skip
    moved(team(MOVED), "H1", version=seen + 1)


def test_a_day_after_today_is_no_day_of_a_move(place, tmp_path):
    announced(tmp_path / "in")
    error = refused_with(lambda: moved(team(MOVED), "H1", date(2025, 5, 7)))
    assert (error.message, error.values["day"]) == ("rounds.move_after_today", date(2025, 5, 7))
    assert moved(team(MOVED), "H1", MOVED).state == MoveState.MOVED


@pytest.mark.parametrize(
    ("columns", "day", "message"),
    [
        ({"moved_in_on": date(2025, 4, 9)}, date(2025, 4, 8), "rounds.moved_in_later"),
        ({"moved_in_on": date(2025, 4, 9)}, date(2025, 4, 9), None),
        ({"leaves_on": date(2025, 5, 5)}, MOVED, "rounds.has_left"),
        ({"leaves_on": MOVED}, MOVED, None),
    ],
)
def test_a_day_that_what_is_known_contradicts(place, tmp_path, columns, day, message):
    announced(tmp_path / "in", changed("H1", **columns))
    if message is not None:
        assert refused_with(lambda: moved(team(MOVED), "H1", day)).message == message
        assert models.Household.objects.get(ref="H1").current_site == "A"
        return
    moved(team(MOVED), "H1", day)
    exporting.export(team(MOVED), tmp_path / "out", MOVED)
    assert read_instance(tmp_path / "out").instance.households[0].moved_in_on == day


@pytest.mark.parametrize(("day", "message"), [(31, "rounds.site_not_open"), (1, None)])
def test_nobody_moves_into_a_site_before_it_opens(place, tmp_path, day, message):
    """B of golden opens on 1 June; H3 goes there in June."""
    announced(tmp_path / "in", golden())
    if message:
        error = refused_with(lambda: moved(team(date(2025, 6, 2)), "H3", date(2025, 5, day)))
        assert (error.message, error.values["opens"]) == (message, date(2025, 6, 1))
    else:
        moved(team(date(2025, 6, 2)), "H3", date(2025, 6, day))
        exporting.export(team(), tmp_path / "out", date(2025, 6, 2))
        households = read_instance(tmp_path / "out").instance.households
        assert [h.current_site for h in households if h.id == "H3"] == ["B"]


def test_who_takes_part_no_more_does_not_move(place, tmp_path):
    """H1 is withdrawn; H3 is in the file no more, and neither is site B."""
    announced(tmp_path / "in")
    offering.withdraw_household(team(DAY), "H1", "vertrokken")
    left = {
        "households": tuple(h for h in SMALL.households if h.id != "H3"),
        "sites": tuple(s for s in SMALL.sites if s.id != "B"),
        "rooms": tuple(r for r in SMALL.rooms if r.site != "B"),
        "site_decisions": (),
    }
    imported(tmp_path / "less", SMALL.model_copy(update=left))
    for household in ("H1", "H3"):
        error = refused_with(lambda household=household: moved(team(MOVED), household))
        assert (error.message, error.values["household"]) == ("rounds.household_out", household)
    offering.bring_back(team(DAY), household="H1")
    error = refused_with(lambda: moved(team(MOVED), "H1"))
    assert (error.message, error.values["site"]) == ("rounds.site_gone", "B")


def test_a_decision_on_a_site_that_is_gone_is_not_exported(place, tmp_path):
    """An objection was made here, so no import takes it away; the site is gone all the same."""
    announced(tmp_path / "in")
    object_to(team(DAY), "H1", WORDS, "other")
    left = {
        "sites": tuple(s for s in SMALL.sites if s.id != "B"),
        "rooms": tuple(r for r in SMALL.rooms if r.site != "B"),
        "site_decisions": (),
    }
    imported(tmp_path / "less", SMALL.model_copy(update=left))
    exporting.export(team(DAY), tmp_path / "out")
    assert read_instance(tmp_path / "out").instance.site_decisions == ()
    imported(tmp_path / "again")
    exporting.export(team(DAY), tmp_path / "out2")
    decided = read_instance(tmp_path / "out2").instance.site_decisions
    assert (decided[0].household, decided[0].site) == ("H1", "B")


def test_a_file_that_knows_of_the_move_is_left_as_it_is(place, tmp_path):
    announced(tmp_path / "in")
    there = {"current_site": "B", "moved_in_on": date(2025, 5, 2), "earlier_moves": 7}
    later = changed("H1", **there).model_copy(update={"peildatum": MOVED})
    imported(tmp_path / "later", later, MOVED)
    changes = models.Change.objects.count()
    assert moved(team(MOVED), "H1").state == MoveState.MOVED
    row = models.Household.objects.get(ref="H1")
    assert {name: getattr(row, name) for name in there} == there
    assert models.Change.objects.count() == changes


def test_an_old_file_takes_a_household_back_and_says_so(place, tmp_path):
    announced(tmp_path / "in")
    moved(team(MOVED), "H1")
    found = importing.compare(team(MOVED), tmp_path / "in")
    assert [(row.table, row.key, row.kind, row.fields) for row in found.rows] == [
        ("households", "H1", "changed", (
            ("current_site", "B", "A"),
            ("moved_in_on", "2025-05-06", "2024-03-04"),
            ("earlier_moves", 1, 0),
        )),
    ]  # fmt: skip


def test_an_erased_household_is_shown_without_words(place, tmp_path):
    announced(tmp_path / "in")
    object_to(team(DAY), "H1", WORDS, "other")
    agree(team(DAY), "H2")
    models.Subject.objects.filter(ref="H1").update(ref=None, wrapped_key="", erased_on=DAY)
    lines = {x.household: x for _, found in show(team(DAY)).months for x in found}
    assert (lines[""].state, lines[""].why, lines[""].rooms) == (MoveState.OBJECTED, "", ())
    assert lines["H2"].why
    said = announcement_of_store()
    assert said is not None
    assert sorted(said.places) == ["H2", "H3", "H4"]


@pytest.mark.parametrize(
    "step",
    [
        lambda who: announce(who, None, OBJECT_BY),
        lambda who: agree(who, "H1"),
        lambda who: object_to(who, "H1", WORDS, "other"),
        lambda who: moved(who, "H1", DAY),
        sheltering.show,
    ],
)
def test_these_are_steps_of_the_team(file, tmp_path, step):
    announced(tmp_path / "in")
    error = refused_with(lambda: step(owner("C1", DAY)))
    assert error.message == "rounds.not_for_role"
