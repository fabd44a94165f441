"""A scenario laid over an instance in memory: the same as over its files, with the same faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from allocator.domain.choices import DecisionKind
from allocator.domain.decision import Decision
from allocator.domain.instance import Instance
from allocator.errors import BadInput
from allocator.reading import digest, read_instance
from allocator.reading.build import build_instance
from allocator.reading.from_instance import source_of
from allocator.reading.scenario import lay_over, read_scenario
from tests.reading.laid import found, read
from tests.reading.small import Files
from tests.reading.strategies import instances

NIJMEGEN = Path(__file__).parents[2] / "instances" / "nijmegen"
READY = sorted((NIJMEGEN / "scenarios").glob("*.toml"))


def test_there_are_ready_scenarios():
    assert len(READY) == 7


@pytest.fixture(scope="module")
def nijmegen() -> Instance:
    return read_instance(NIJMEGEN).instance


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_over_memory_is_as_over_files(path: Path, nijmegen: Instance):
    there = read_scenario(NIJMEGEN, path)
    here = lay_over(nijmegen, path.read_text("utf-8"), path.name)
    assert here.scenario == there.scenario
    assert here.instance == there.instance
    assert digest(here.instance) == digest(there.instance)
    assert here.base == there.base == nijmegen


def test_an_empty_text_changes_nothing_and_is_named_after_the_instance(nijmegen: Instance):
    reading = lay_over(nijmegen, "")
    assert (reading.instance, reading.scenario.name) == (nijmegen, nijmegen.name)
    assert lay_over(nijmegen, "", "basis.toml").scenario.name == "basis"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(instances())
def test_cells_and_back_are_the_same_instance(instance: Instance):
    assert digest(build_instance(source_of(instance))) == digest(instance)


@pytest.mark.parametrize(
    "text",
    [
        "naam = ",
        "naem = 'x'",
        "[[change.homes]]\nid = 'W99'\nunits = 2",
        "[[shift]]\nsites = 'A'\nmonths = 'twee'",
        "[[remove.wijken]]\ncode = 'noord'",
        "[future]\nweeks = 0\n[future.refusals]\nby_household = 2",
    ],
)
def test_faults_are_those_of_files(files: Files, text: str):
    there = [f for f in found(files, text) if f.file == "scenario.toml"]
    assert there
    with pytest.raises(BadInput) as error:
        lay_over(files.read().instance, text, "scenario.toml")
    assert [f for f in error.value.faults if f.file == "scenario.toml"] == there


def test_what_is_odd_is_told_with_the_scenario(files: Files):
    text = "[[change.sites]]\nwhere = {}\nmax_persons = '+1'"
    odd = [f for f in read(files, text).warnings if f.file == "scenario.toml"]
    assert odd
    assert list(lay_over(files.read().instance, text, "scenario.toml").warnings) == odd


def test_what_was_wrong_before_is_not_held_against_a_scenario(nijmegen: Instance):
    first, second, *_ = nijmegen.homes
    twice = [
        Decision(household=nijmegen.households[0].id, home=home.id, decision=DecisionKind.LOCK)
        for home in (first, second)
    ]
    wrong = nijmegen.model_copy(update={"decisions": (*nijmegen.decisions, *twice)})
    assert lay_over(wrong, "").warnings == ()
    with pytest.raises(BadInput) as error:
        lay_over(wrong, f"[[remove.homes]]\nid = '{first.id}'", "s.toml")
    assert [f.message for f in error.value.faults if not f.warning] == ["reading.lock_gone"]
