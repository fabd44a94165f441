"""``allocator scenario write``: the instance that a scenario makes, for all other commands."""

from __future__ import annotations

import pytest

from allocator.reading import digest, read_instance
from allocator.reading.scenario import read_scenario
from tests.scenarios.calling import caller
from tests.scenarios.comparison.build import TINY, scenario

CHANGE = '[[change.homes]]\nid = "W1"\nunits = "+2"\n[[remove.homes]]\nid = "W3"'


@pytest.fixture
def call(capfd):
    return caller(capfd)


@pytest.fixture
def file(tmp_path):
    return scenario(tmp_path, "other", CHANGE)


def test_it_is_the_instance_that_the_scenario_makes(call, file, tmp_path):
    out = tmp_path / "out"
    called = call("write", TINY, file, out)
    assert called.code == 0, called.err
    assert called.out == f"{out}: de gegevens zoals 'other' ze verandert.\n"
    made = read_instance(out).instance
    assert made == read_scenario(TINY, file).instance
    assert [(home.id, home.units) for home in made.homes] == [("W1", 3), ("W2", 1), ("W4", 2)]
    assert digest(made) != digest(read_instance(TINY).instance)


def test_as_json(call, file, tmp_path):
    called = call("write", TINY, file, tmp_path / "out", "--json")
    made = read_instance(tmp_path / "out").instance
    assert called.document == {
        "scenario": "other",
        "folder": str(tmp_path / "out"),
        "input_digest": digest(made),
    }


def test_an_empty_folder_may_be_there(call, file, tmp_path):
    (tmp_path / "out").mkdir()
    assert call("write", TINY, file, tmp_path / "out").code == 0


def test_what_stands_there_is_left_alone(call, file, tmp_path):
    """Also when it is an instance, even the one that was read."""
    assert call("write", TINY, file, tmp_path / "out").code == 0
    before = {f.name: f.read_bytes() for f in (tmp_path / "out").iterdir()}
    called = call("write", tmp_path / "out", scenario(tmp_path, "more"), tmp_path / "out")
    assert called.code == 2
    assert "bestaat al" in called.err
    assert {f.name: f.read_bytes() for f in (tmp_path / "out").iterdir()} == before


def test_a_wrong_scenario_writes_nothing(call, tmp_path):
    wrong = scenario(tmp_path, "wrong", "[[remove.homes]]\nid = 'W9'")
    called = call("write", TINY, wrong, tmp_path / "out")
    assert called.code == 2
    assert "wrong.toml:3:" in called.err
    assert not (tmp_path / "out").exists()
