"""The ready scenarios of Nijmegen: each reads without a fault and changes what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from allocator.domain.future import Future, Vacancies
from allocator.domain.instance import Instance
from allocator.reading.scenario import ScenarioReading, read_scenarios

FOLDER = Path(__file__).parents[2] / "instances" / "nijmegen"
FILES = sorted((FOLDER / "scenarios").iterdir())


@pytest.fixture(scope="module")
def readings() -> dict[str, ScenarioReading]:
    return {path.stem: one for path, one in zip(FILES, read_scenarios(FOLDER, FILES), strict=True)}


def changed(reading: ScenarioReading) -> set[str]:
    """Return the tables that differ from the base."""
    base = reading.base.__dict__
    return {name for name, value in reading.instance.__dict__.items() if value != base[name]}


def test_they_are_these_and_read_without_a_word(readings: dict[str, ScenarioReading]) -> None:
    assert {name: changed(one) for name, one in readings.items()} == {
        "alleen-kamers": {"policy"},
        "basis": set(),
        "doorstroomlocatie-lent": {"complexes", "homes", "wijken"},
        "dukenburg-plus-20": {"wijken"},
        "ndw21-half-jaar-later": {"homes"},
        "schepen-niet-verlengd": {"sites"},
        "taakstelling-plus-25": {"taakstelling"},
    }
    assert [one.warnings for one in readings.values()] == [()] * len(readings)
    assert all(one.scenario.note for one in readings.values())
    names = {one.scenario.name for one in readings.values()}
    assert len(names) == len(readings)


def test_they_expect_the_same_but_for_what_they_are_about(
    readings: dict[str, ScenarioReading],
) -> None:
    limited = [w.code for w in readings["basis"].instance.wijken if w.draagkracht_persons]
    wijken = tuple(code for code in limited if not code.startswith("WK"))
    usual = Future(weeks=52, vacancies=Vacancies(wijken=wijken))
    futures = {name: one.scenario.future for name, one in readings.items()}
    assert {name for name, one in futures.items() if one != usual} == {"taakstelling-plus-25"}
    higher = futures["taakstelling-plus-25"]
    assert higher.model_copy(update={"vacancies": usual.vacancies}) == usual
    assert 1.25 * float(higher.vacancies.factor) == 1


def test_what_they_change(readings: dict[str, ScenarioReading]) -> None:
    now: dict[str, Instance] = {name: one.instance for name, one in readings.items()}
    base = now["basis"]
    assert now["alleen-kamers"].policy.priority_mode == "rooms_only"
    tasks = [task.persons for task in now["taakstelling-plus-25"].taakstelling]
    assert tasks == [233, 238]  # 232.5 and 237.5
    (ships,) = [s for s in now["schepen-niet-verlengd"].sites if s.id == "Waalhaven"]
    assert (ships.closes_on, ships.extend_until) == (date(2025, 3, 1), None)
    late = {h.id: h.available_from for h in now["ndw21-half-jaar-later"].homes}
    moved = {h.id for h in base.homes if h.available_from != late[h.id]}
    assert moved == {h.id for h in base.homes if h.complex == "ndw21"}
    assert len(moved) == 4
    assert late["W-003"] == date(2025, 6, 16)


def test_forty_places_in_lent_with_room_for_them(readings: dict[str, ScenarioReading]) -> None:
    reading = readings["doorstroomlocatie-lent"]
    new = [h for h in reading.instance.homes if h.complex == "doorstroom-lent"]
    assert sum(h.units * h.max_persons for h in new) == 40
    (place,) = [c for c in reading.instance.complexes if c.id == "doorstroom-lent"]
    assert "verzonnen" in place.name
    assert reading.scenario.note.startswith("Verzonnen: ")
    limit = {w.code: w.draagkracht_persons for w in reading.instance.wijken}
    assert (limit["lent"], limit["WK026809"]) == (57, 59)


def test_a_fifth_more_in_every_wijk_of_dukenburg_that_has_a_limit(
    readings: dict[str, ScenarioReading],
) -> None:
    reading = readings["dukenburg-plus-20"]
    before = {w.code: w.draagkracht_persons for w in reading.base.wijken}
    after = {w.code: w.draagkracht_persons for w in reading.instance.wijken}
    inside = {w.code for w in reading.base.wijken if w.within == "WK026807"}
    assert {code for code in before if before[code] != after[code]} == {
        code for code in inside if before[code] is not None
    }
    assert (before["zwanenveld"], after["zwanenveld"]) == (11, 13)  # 13.2
    assert (before["meijhorst"], after["meijhorst"]) == (7, 8)  # 8.4
    assert (before["tolhuis"], after["tolhuis"]) == (9, 11)  # 10.8
    total = sum(after[code] or 0 for code in inside)
    assert (sum(before[code] or 0 for code in inside), total) == (63, 76)
    assert "van samen 63 naar 76" in reading.scenario.note.replace("\n", " ")
