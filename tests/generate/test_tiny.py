"""The tiny sample: what its README works out by hand is what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.domain.instance import Instance
from allocator.reading import read_instance
from tests import brute_force

FOLDER = Path(__file__).parents[2] / "instances" / "tiny"
BY_HAND = {
    "waiting": 1387,
    "relocations": 1,
    "fit": 115,
    "spread": 3,
    "occupancy": 2,
    "lottery": 2780486,
}
PLAN = {("H1", "W3"), ("H2", "W2"), ("H3", "W1"), ("H4", "W4"), ("H6", "W4")}


@pytest.fixture(scope="module")
def tiny() -> Instance:
    reading = read_instance(FOLDER)
    assert reading.warnings == ()
    return reading.instance


def test_every_plan_was_tried_and_none_is_better(tiny: Instance) -> None:
    assert brute_force.best(tiny) == BY_HAND


def test_the_best_plan_is_the_one_of_the_readme(tiny: Instance) -> None:
    assert set(brute_force.best_plan(tiny) or ()) == PLAN


def test_the_readme_gives_these_values() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for tier, value in BY_HAND.items():
        assert f"**{tier} = {value}" in text
