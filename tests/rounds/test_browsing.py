"""Looking through households and homes, and at one: what is found, shown and logged."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from allocator.domain.choices import Mobility, Need, Support
from allocator.errors import BadCall, Refused
from allocator.matching import Settings
from allocator.reading import read_instance, write_folder
from allocator.rounds import deciding, drafting, importing, offering, opening, sending
from allocator.rounds.browsing import households
from allocator.rounds.browsing_homes import homes
from allocator.rounds.case import known
from allocator.rounds.deciding import Pair
from allocator.rounds.dossiers import home, household
from allocator.rounds.editing import edit
from allocator.rounds.found import PAGE, Asked
from allocator.rounds.secret_filters import SECRET
from allocator.rounds.use import Actor
from allocator.rules.facts import weeks
from allocator.store import models
from allocator.store.keychain import Keychain
from tests.rounds.people import MONDAY, NIJMEGEN, TINY, imported, owner, proposed, sent, team

JANUARY = team(date(2025, 1, 6))


def refs(found) -> list[str]:
    return [row.household for row in found.rows]


def asked(search: str = "", sort: str = "id", page: int = 1, **filters: str) -> Asked:
    return Asked(search, filters, sort, page)


def stands(ref: str) -> tuple[str, str | None]:
    (row,) = households(team(), asked(ref, state="all")).rows
    return row.stands.state, row.stands.home


def newest() -> models.LogEntry:
    return models.LogEntry.objects.order_by("-n").first()


def special(folder: Path) -> Path:
    """Write tiny with special values: H1 and H5 have some."""
    tiny = read_instance(TINY).instance
    changed = []
    for one in tiny.households:
        first, *others = one.persons
        if one.id == "H5":
            first = first.model_copy(
                update={"lhbtiq": True, "ex_amv": True, "mobility": Mobility.WHEELCHAIR}
            )
            update = {"support": Support.INTENSIVE, "urgency": True,
                      "needs": (Need.OWN_ROOM, Need.SAFE_PLACE)}  # fmt: skip
            one = one.model_copy(update=update)
        if one.id == "H1":
            others[0] = others[0].model_copy(update={"mobility": Mobility.STEP_FREE})
        changed.append(one.model_copy(update={"persons": (first, *others)}))
    write_folder(tiny.model_copy(update={"households": tuple(changed)}), folder)
    return folder


# --- finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["H1", "H2", "H3", "H4", "H5", "H6"]),
        ({"documents": "missing_bsn"}, ["H6"]),
        ({"documents": "incomplete"}, ["H6"]),
        ({"documents": "complete"}, ["H1", "H2", "H3", "H4", "H5"]),
        ({"size": "1"}, ["H4", "H5", "H6"]),
        ({"size": "4"}, ["H1"]),
        ({"group": "ontheemde"}, []),
        ({"overdue": "yes"}, ["H1", "H2", "H3", "H4", "H5", "H6"]),
        ({"state": "waiting", "size": "2"}, ["H3"]),
        ({"state": "placed"}, []),
        ({"support": "intensive"}, ["H5"]),
        ({"support": "light"}, ["H4"]),
        ({"support": "none"}, ["H1", "H2", "H3", "H6"]),
        ({"needs": "safe_place"}, ["H5"]),
        ({"needs": "own_home"}, []),
        ({"urgency": "yes"}, ["H5"]),
        ({"mobility": "wheelchair"}, ["H5"]),
        ({"mobility": "step_free"}, ["H1"]),
        ({"mobility": "none"}, ["H2", "H3", "H4", "H6"]),
        ({"lhbtiq": "yes"}, ["H5"]),
        ({"ex_amv": "no", "size": "1"}, ["H4", "H6"]),
        ({"lhbtiq": "yes", "size": "4"}, []),
    ],
)
def test_households_are_filtered(place, tmp_path, filters, expected):
    importing.apply(team(), special(tmp_path / "in"))
    found = households(team(), asked(**filters))
    assert (refs(found), found.found) == (expected, len(expected))


def test_an_id_is_searched_for_in_capitals_or_not_and_among_all(place):
    imported()
    offering.withdraw_household(team(), "H3", "verhuisd")
    assert refs(households(team(), asked("h3"))) == ["H3"]
    assert refs(households(team(), asked())) == ["H1", "H2", "H4", "H5", "H6"]
    assert refs(households(team(), asked("H3", state="here"))) == []
    assert refs(households(team(), asked("zoek"))) == []


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["H2", "H4", "H5", "H6", "H3", "H1"]),  # the longest waiting first, then by id
        ("weeks", ["H1", "H3", "H4", "H5", "H6", "H2"]),
        ("-id", ["H6", "H5", "H4", "H3", "H2", "H1"]),
        ("-persons", ["H1", "H2", "H3", "H4", "H5", "H6"]),
        ("persons", ["H4", "H5", "H6", "H3", "H2", "H1"]),
    ],
)
def test_households_are_sorted(place, sort, expected):
    imported()
    assert refs(households(team(), asked(sort=sort))) == expected


def test_who_has_no_koppeldatum_comes_last_either_way(file):
    importing.apply(JANUARY, NIJMEGEN)
    for sort in ("weeks", "-weeks"):
        found = households(JANUARY, asked(sort=sort, page=99))
        assert found.rows[-1].weeks is None


def test_pages_hold_fifty_and_tell_how_many_there_are(file):
    importing.apply(JANUARY, NIJMEGEN)
    first = households(JANUARY, asked())
    assert (len(first.rows), first.found, first.page, first.pages) == (PAGE, 685, 1, 14)
    last = households(JANUARY, asked(page=1000))
    assert (len(last.rows), last.page) == (685 - 13 * PAGE, 14)
    every = [ref for n in range(1, 15) for ref in refs(households(JANUARY, asked(page=n)))]
    assert len(set(every)) == 685


def test_weeks_and_the_term_are_those_of_the_rules(file):
    importing.apply(JANUARY, NIJMEGEN)
    people = {h.id: h for h in known().instance.households}
    rows = [
        row
        for n in range(1, 15)
        for row in households(JANUARY, asked(page=n, group="statushouder")).rows
    ]
    for row in rows:
        counted = weeks(people[row.household], JANUARY.today)
        assert (row.weeks, row.overdue) == (counted, counted > 10)
        assert row.persons == len(people[row.household].persons)


# 76 days are 10 weeks and 6 days, the term is 10 weeks; 77 days are 11 weeks.
@pytest.mark.parametrize(("days", "counted", "over"), [(76, 10, False), (77, 11, True)])
def test_just_within_the_term_and_just_above(place, days, counted, over):
    imported()
    linked = MONDAY - timedelta(days=days)
    edit(team(), "households", "H1", {"koppeldatum": linked.isoformat()})
    (row,) = households(team(), asked("H1")).rows
    assert (row.weeks, row.overdue) == (counted, over)


@pytest.mark.parametrize(("hold_until", "held"), [("2025-04-08", True), ("2025-04-07", False)])
def test_who_is_held_until_after_today(place, hold_until, held):
    imported()
    edit(team(), "households", "H1", {"hold_until": hold_until})
    assert refs(households(team(), asked(hold="yes"))) == (["H1"] if held else [])
    assert ("H1" in refs(households(team(), asked(hold="no")))) is not held


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (Asked(filters={"afkomst": "x"}), "rounds.unknown_filter"),
        (Asked(filters={"group": "x"}), "rounds.filter_value"),
        (Asked(sort="support"), "rounds.unknown_order"),
    ],
)
def test_what_cannot_be_asked_is_refused(place, question, message):
    imported()
    for look in (households, homes):
        with pytest.raises(BadCall) as caught:
            look(team(), question)
        assert caught.value.message in (message, "rounds.unknown_filter")


@pytest.mark.parametrize("role", ["corporatie", "planner", "auditor"])
def test_only_the_team_looks(place, role):
    imported()
    actor = owner("wonen") if role == "corporatie" else Actor("x", role, today=MONDAY)
    for step in (
        lambda: households(actor, Asked()),
        lambda: homes(actor, Asked()),
        lambda: household(actor, "H1"),
        lambda: home(actor, "W1"),
    ):
        with pytest.raises(Refused) as caught:
            step()
        assert caught.value.message == "rounds.not_for_role"


def test_an_empty_store_has_nobody(place):
    assert households(team(), Asked()).found == 0
    assert homes(team(), Asked())[0].found == 0


# --- the log -------------------------------------------------------------------------------------


def test_looking_is_logged_about_who_is_shown(place):
    imported()
    households(team(), asked(size="4"))
    subject = models.Subject.objects.get(ref="H1").pk
    entry = newest()
    assert (entry.action, entry.subjects) == ("browse_households", subject)
    assert json.loads(entry.result) == {"filters": ["size"], "shown": 1}


@pytest.mark.parametrize("name", list(SECRET))
def test_a_filter_on_sealed_values_does_not_tell_in_the_log_who_has_them(place, tmp_path, name):
    importing.apply(team(), special(tmp_path / "in"))
    for value in SECRET[name]:
        households(team(), asked(size="1", **{name: value}))
        entry = newest()
        looked_at = models.Subject.objects.filter(ref__in=["H4", "H5", "H6"])
        # All whose values were opened, whatever they were; and no value.
        assert entry.subjects.split() == sorted(looked_at.values_list("pk", flat=True))
        assert json.loads(entry.result) == {"filters": sorted([name, "size"])}


def test_without_such_a_filter_nothing_sealed_is_opened(file, monkeypatch):
    importing.apply(team(), TINY)

    def opened(*_: object) -> None:
        raise AssertionError("a sealed value was opened")

    monkeypatch.setattr(Keychain, "open", opened)
    assert households(team(), asked()).found == 6
    assert homes(team(), Asked())[0].found == 4


# --- where it stands -----------------------------------------------------------------------------


def test_where_a_household_stands_step_by_step(place):
    pairs = sent()
    ref, where = pairs[0].household, pairs[0].home
    assert stands(ref) == ("sent", where)
    deciding.accept(owner("wonen"), Pair(ref, where))
    assert stands(ref) == ("accepted", where)
    for step, state in (
        (offering.offer, "offered"), (offering.agree, "agreed"), (offering.sign, "placed")
    ):  # fmt: skip
        step(team(), ref)
        assert stands(ref) == (state, where)
    assert ref not in refs(households(team(), asked()))
    offering.undo_signing(team(), ref, "ging niet door")
    assert stands(ref) == ("waiting", None)
    offering.withdraw_household(team(), ref, "verhuisd")
    assert stands(ref) == ("withdrawn", None)
    offering.bring_back(team(), household=ref)
    assert stands(ref) == ("waiting", None)


def test_who_is_proposed_or_left_out(place):
    drafted = proposed()
    for row in drafted.plan.proposals:
        assert stands(row.household) == ("proposed", row.home)
    for row in drafted.plan.unplaced:
        assert stands(row.household) == ("waiting", None)


def test_who_left_the_files(place, tmp_path):
    imported()
    tiny = read_instance(TINY).instance
    less = tiny.model_copy(update={"households": tiny.households[1:]})
    write_folder(less, tmp_path / "in")
    importing.apply(team(), tmp_path / "in")
    assert stands("H1") == ("gone", None)
    assert refs(households(team(), asked(state="gone"))) == ["H1"]
    importing.apply(team(), TINY)
    assert stands("H1") == ("waiting", None)


def test_who_was_placed_and_left_the_files_is_placed(place, tmp_path):
    pair = next(pair for pair in sent() if pair.home == "W2")
    deciding.accept(owner("wonen"), pair)
    for step in (offering.offer, offering.agree, offering.sign):
        step(team(), pair.household)
    tiny = read_instance(TINY).instance
    left = tuple(h for h in tiny.households if h.id != pair.household)
    there = tuple(h for h in tiny.homes if h.id != pair.home)
    write_folder(tiny.model_copy(update={"households": left, "homes": there}), tmp_path / "in")
    importing.apply(team(), tmp_path / "in")
    assert stands(pair.household) == ("placed", "W2")
    row = _row("W2")
    assert (row.state, row.left) == ("let", 0)


def test_where_a_home_stands(place):
    def of(ref: str) -> tuple[str, int, list[str]]:
        row = _row(ref)
        return row.state, row.left, [state for _, state in row.candidates]

    imported()
    assert of("W4") == ("free", 2, [])
    opening.open_new(team())
    drafting.propose(team(), Settings())
    assert of("W4") == ("under_way", 2, ["proposed", "proposed"])
    first, second = (h for h, _ in _row("W4").candidates)
    offering.withdraw_household(team(), second, "verhuisd")
    assert of("W4") == ("free", 2, ["proposed"])
    sending.send(team(), MONDAY + timedelta(days=7))
    deciding.accept(owner("wonen"), Pair(first, "W4"))
    for step in (offering.offer, offering.agree, offering.sign):
        step(team(), first)
    assert of("W4") == ("free", 1, [])
    offering.withdraw_home(team(), "W4", "brand")
    assert of("W4") == ("withdrawn", 0, [])
    assert known_homes() == {"W1", "W2", "W3"}


def _row(ref: str):
    return homes(team(), Asked(ref))[0].rows[0]


def known_homes() -> set[str]:
    return {one.id for one in known().instance.homes}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["W1", "W2", "W3", "W4"]),
        ({"kind": "doorstroom"}, ["W4"]),
        ({"bedrooms": "3"}, ["W2"]),
        ({"wijk": "zuid"}, ["W3"]),
        ({"corporatie": "wonen", "bedrooms": "1"}, ["W1"]),
        ({"corporatie": "geen"}, []),
        ({"adapted": "none"}, ["W1", "W2", "W3"]),
        ({"adapted": "wheelchair"}, ["W4"]),
        ({"target_group": "under_23"}, ["W4"]),
        ({"state": "let"}, []),
    ],
)
def test_homes_are_filtered(place, filters, expected):
    imported()
    edit(team(), "homes", "W4", {"wheelchair": "ja", "target_group": "onder 23"})
    found, places = homes(team(), asked(**filters))
    assert [row.home for row in found.rows] == expected
    assert places.corporaties == (("wonen", "Stichting Wonen"),)
    assert {code for code, _ in places.wijken} == {
        h.wijk for h in read_instance(TINY).instance.homes
    }


# --- one household, one home ---------------------------------------------------------------------


def test_a_household_with_all_there_is_to_know(place, tmp_path):
    importing.apply(team(), special(tmp_path / "in"))
    seen = household(team(), "H5")
    assert newest().subjects == models.Subject.objects.get(ref="H5").pk
    values = {one.field: one for one in seen.facts.values}
    assert values["support"].value == "intensive"
    assert values["support"].sealed
    assert not values["documents"].sealed
    (person,) = seen.persons
    assert {one.field: one.value for one in person.values}["lhbtiq"] is True
    assert seen.past == ()
    assert seen.said is None
    for value in (*seen.facts.values, *person.values):
        assert (value.origin.source, value.origin.made.n) == ("in", 1)


def test_where_each_value_came_from(place, tmp_path):
    imported()
    edit(team(), "homes", "W1", {"rent_eur": "600"})
    tiny = read_instance(TINY).instance
    one, *others = tiny.homes
    write_folder(
        tiny.model_copy(update={"homes": (one.model_copy(update={"bedrooms": 2}), *others)}),
        tmp_path / "week2",
    )
    importing.apply(Actor("bas", today=MONDAY), tmp_path / "week2")
    edit(Actor("carla", today=MONDAY), "homes", "W1", {"bedrooms": "3"})
    seen = home(team(), "W1")
    came = {one.field: (one.origin.source, one.origin.made) for one in seen.facts.values}
    source, made = came["kind"]
    assert (source, made) == ("tiny", None)  # never changed since it first came
    source, made = came["rent_eur"]
    assert (made.source, made.who, made.action) == ("week2", "bas", "import")  # put back
    source, made = came["bedrooms"]
    assert (made.source, made.who, made.action) == (None, "carla", "edit")
    past = [(change.made.who, change.fields) for change in seen.past]
    assert past == [
        ("carla", (("bedrooms", 2, 3),)),
        ("bas", (("bedrooms", 1, 2), ("rent_eur", "600", "610"))),
        ("anna", (("rent_eur", "610.00", "600"),)),
    ]


def test_why_a_household_was_placed_or_not(place):
    drafted = proposed()
    placed, left = drafted.plan.proposals[0], drafted.plan.unplaced[0]
    said = household(team(), placed.household).said
    assert (said.placed, said.left_out) == (placed, None)
    said = household(team(), left.household).said
    assert (said.placed, said.left_out) == (None, left)


def test_what_became_of_proposals_is_seen_newest_first(place):
    pair = sent()[0]
    deciding.refuse(owner("wonen"), pair, code="works_needed", reason="dak lekt")
    seen = household(team(), pair.household)
    (one,) = seen.candidates
    assert (one.home, one.state) == (pair.home, "refused_by_corporatie")
    assert [step.name for step in one.steps] == ["propose", "send", "refuse"]
    assert (one.steps[-1].code, one.steps[-1].reason) == ("works_needed", "dak lekt")
    (decision,) = seen.decisions
    assert (decision.place, decision.decision, decision.source) == (
        pair.home, "refused_by_corporatie", "",
    )  # fmt: skip
    seen = home(team(), pair.home)
    assert pair.household in {one.household for one in seen.candidates}
    subject = models.Subject.objects.get(ref=pair.household).pk
    assert subject in newest().subjects.split()


@pytest.mark.parametrize(("look", "message"), [(household, "household"), (home, "home")])
def test_who_is_not_known_is_not_found(place, look, message):
    imported()
    with pytest.raises(Refused) as caught:
        look(team(), "X9")
    assert caught.value.message == f"rounds.unknown_{message}"
