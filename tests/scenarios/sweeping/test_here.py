"""A sweep in this process without a folder: the same tables, and an end on the way."""

from __future__ import annotations

import pytest
from pandas.testing import assert_frame_equal

from allocator.errors import SweepStopped
from allocator.scenarios.sweeping.here import sweep_here
from allocator.scenarios.sweeping.local import LocalExecutor
from allocator.scenarios.sweeping.store import Store
from allocator.scenarios.sweeping.sweep import sweep
from tests.scenarios.sweeping.doing import quick, tasks

ASKED = sorted(tasks(3, "b", "a"), key=lambda task: task.replication)


def test_its_tables_are_those_of_a_folder(tmp_path):
    there = sweep(ASKED, LocalExecutor(1), Store(tmp_path / "s"), do=quick)
    here = sweep_here(ASKED, do=quick)
    assert len(here.figures) > len(ASKED)
    assert_frame_equal(here.figures, there.figures)
    assert_frame_equal(here.outcomes, there.outcomes)


def test_it_tells_how_far_it_is_and_hides_people():
    told, seen = [], []

    def noted(task):
        seen.append(task.instance.name)
        return quick(task)

    sweep_here(ASKED, lambda *n: told.append(n), do=noted)
    assert told == [(n, 6) for n in range(7)]
    assert seen == [""] * 6
    assert ASKED[0].instance.name


@pytest.mark.parametrize(("done", "whole"), [(2, 1), (3, 1), (4, 2)])
def test_it_ends_with_what_every_scenario_has(done, whole):
    told = []
    found = sweep_here(
        ASKED, lambda *n: told.append(n), stopped=lambda: told[-1][0] == done, do=quick
    )
    assert told[-1] == (done, 6)
    runs = found.figures[["scenario", "replication"]].drop_duplicates()
    assert sorted(map(tuple, runs.to_numpy())) == [(s, n) for s in "ab" for n in range(whole)]


def test_it_ends_without_anything_before_that():
    told = []
    with pytest.raises(SweepStopped) as caught:
        sweep_here(ASKED, lambda *n: told.append(n), lambda: told[-1][0] == 1, do=quick)
    assert caught.value.message == "sweep.stopped_early"
