"""Keeping scenarios: what fits is kept, what does not is told without anything of people."""

from __future__ import annotations

import pytest

from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision
from allocator.errors import BadInput, Refused
from allocator.reading import read_instance, write_folder
from allocator.rounds import importing
from allocator.rounds.scenarios import faults, keeping
from allocator.store import log, models
from tests.rounds.people import MONDAY, TINY, imported, owner, team
from tests.rounds.scenarios.planner import LESS, MORE, kept, planner


def test_a_scenario_is_kept_with_its_name_note_and_who_added_it(place):
    kept()
    found = keeping.kept(planner()).scenarios
    assert [(s.name, s.note, s.who, s.added_on) for s in found] == [
        ("Geen W2", "", "dirk", MONDAY),
        ("Meer woningen", "drie keer W1", "dirk", MONDAY),
    ]
    assert found[1].text.encode() == MORE
    entries = models.LogEntry.objects.order_by("-n")
    assert [e.action for e in entries[:3]] == ["scenarios", "scenario_add", "scenario_add"]
    assert log.verify().broken_at is None


def test_the_name_is_that_of_the_file_when_it_gives_none(file):
    imported()
    assert keeping.add(team(), b"[future]\nweeks = 4\r\n", "Vier weken.toml").name == "Vier weken"
    assert models.Scenario.objects.get().text == "[future]\nweeks = 4\n"


def test_a_name_is_used_once(file):
    kept()
    with pytest.raises(Refused) as caught:
        keeping.add(planner(), MORE, "x.toml")
    assert caught.value.message == "rounds.scenario_exists"
    keeping.remove(planner(), "Meer woningen")
    keeping.add(planner(), MORE, "x.toml")


def test_one_that_is_not_there_cannot_be_taken_away(place):
    kept()
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            keeping.remove(planner(), "Geen W9")
    assert caught.value.message == "rounds.unknown_scenario"
    assert models.Scenario.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "message", "row", "key"),
    [
        (b'name = "x"\n\n[[change.homes]]\nid = "W9"\nunits = 2', "unknown_reference", 4, "id"),
        (b"name = ", "not_toml", 1, ""),
        (b'name = "\xff"', "not_utf8", None, ""),
        (b"[future]\nweeks = 0", None, 2, "weeks"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_key(file, content, message, row, key):
    imported()
    with pytest.raises(BadInput) as caught:
        keeping.add(planner(), content, "s.toml")
    (fault,) = caught.value.faults
    assert (fault.file, fault.row, fault.column.split(".")[-1]) == ("s.toml", row, key)
    assert message is None or fault.message == f"reading.{message}"
    assert not models.Scenario.objects.exists()


def test_a_file_that_is_not_there_is_a_fault(file, tmp_path):
    imported()
    with pytest.raises(BadInput) as caught:
        keeping.add_file(planner(), tmp_path / "weg.toml")
    assert caught.value.faults[0].place == "weg.toml"
    (tmp_path / "er.toml").write_bytes(MORE)
    assert keeping.add_file(planner(), tmp_path / "er.toml").name == "Meer woningen"


def test_there_is_a_most_for_its_size_its_name_and_their_number(file, monkeypatch):
    imported()
    full = b"#" * (keeping.MOST_BYTES - len(MORE) - 1) + b"\n" + MORE
    for content, message in (
        (b"#" + full, "rounds.scenario_too_large"),
        (f'name = "{"x" * 81}"'.encode(), "rounds.scenario_long_name"),
    ):
        with pytest.raises(Refused) as caught:
            keeping.add(planner(), content, "s.toml")
        assert caught.value.message == message
    keeping.add(planner(), full, "s.toml")
    keeping.add(planner(), f'name = "{"x" * 80}"'.encode(), "s.toml")
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    with pytest.raises(Refused) as caught:
        keeping.add(planner(), LESS, "s.toml")
    assert caught.value.message == "rounds.scenario_too_many"


def test_a_corporatie_and_an_auditor_keep_none(file):
    kept()
    for actor in (owner("wonen"), planner().__class__("els", "auditor")):
        for step in (
            lambda who: keeping.kept(who),
            lambda who: keeping.add(who, b"", "leeg.toml"),
            lambda who: keeping.remove(who, "Geen W2"),
        ):
            with pytest.raises(Refused) as caught:
                step(actor)
            assert caught.value.message == "rounds.not_for_role"


def test_nothing_of_a_household_is_told(file, tmp_path):
    """Though a lock on a home that goes names one."""
    tiny = read_instance(TINY).instance
    lock = Decision(household="H3", home="W2", decision=DecisionKind.LOCK)
    write_folder(tiny.model_copy(update={"decisions": (lock,)}), tmp_path / "in")
    importing.apply(team(), tmp_path / "in")
    with pytest.raises(BadInput) as caught:
        keeping.add(planner(), LESS, "s.toml")
    assert "H3" not in repr(caught.value.faults)
    (told,) = [f for f in caught.value.faults if not f.warning]
    assert (told.place, told.message) == ("s.toml", "rounds.scenario_breaks")
    assert told.values == (("n", "1–4"),)


def test_a_value_that_is_a_household_or_counts_a_few_is_not_told():
    fault = faults.Fault("s", 1, "x", "m", (("found", "H6"), ("households", "4"), ("table", "t")))
    many = faults.Fault("s", 1, "x", "m", (("found", "W1"), ("households", "5"), ("many", "0")))
    told = faults._told([fault, many], "s", {"H6"})
    assert [dict(one.values) for one in told] == [
        {"found": "–", "households": "1–4", "table": "t"},
        {"found": "W1", "households": "5", "many": "0"},
    ]
