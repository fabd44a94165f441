from __future__ import annotations

import time

import pytest

from models.budget import Budget


def test_without_limits_it_is_never_exhausted():
    budget = Budget()
    budget.spend(10**9)
    assert budget.seconds_left is None
    assert budget.work_left is None
    assert not budget.exhausted


def test_work_is_counted_down_to_nothing():
    budget = Budget(work=10)
    budget.spend(7)
    assert (budget.work_left, budget.used_work, budget.exhausted) == (3, 7, False)
    budget.spend(2)
    assert not budget.exhausted
    budget.spend(1)
    assert (budget.work_left, budget.exhausted) == (0, True)
    budget.spend(5)
    assert (budget.work_left, budget.used_work) == (0, 15)


def test_seconds_run_down_to_nothing(monkeypatch):
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    budget = Budget(seconds=8, _start=now)
    assert budget.seconds_left == 8
    now = 107.5
    assert budget.seconds_left == pytest.approx(0.5)
    assert not budget.exhausted
    now = 109.0
    assert budget.seconds_left == 0.0
    assert budget.exhausted


def test_the_clock_starts_when_it_is_made():
    assert 59 < Budget(seconds=60).seconds_left <= 60


def test_a_wish_to_stop_ends_it():
    budget = Budget(seconds=60, work=60)
    budget.stop()
    assert budget.exhausted


def test_narrowed_for_a_while(monkeypatch):
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    told = []
    budget = Budget(seconds=8, work=10, progress=lambda *known: told.append(known), _start=now)
    budget.spend(3)
    now = 102.0
    with budget.within(seconds=4, work=5) as narrow:
        assert narrow is budget
        assert (budget.seconds_left, budget.work_left, budget.progress) == (4, 5, None)
        now = 104.5
        budget.spend(5)
        assert (budget.seconds_left, budget.exhausted) == (1.5, True)
    assert (budget.seconds_left, budget.work_left) == (3.5, 2)
    assert budget.progress is not None
    with budget.within(seconds=9, work=9):  # no more than there is
        assert (budget.seconds_left, budget.work_left) == (3.5, 2)


def test_narrowed_without_limits():
    budget = Budget()
    with budget.within():
        assert (budget.seconds_left, budget.work_left) == (None, None)
    with budget.within(work=4):
        assert (budget.seconds_left, budget.work_left) == (None, 4)
    with budget.within(seconds=60):
        assert 59 < budget.seconds_left <= 60
        budget.stop()
    assert budget.stopped
    assert budget.seconds_left is None


def test_an_error_ends_what_was_narrowed():
    budget = Budget(seconds=60)

    def fail():
        with budget.within(seconds=0):
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - it is the one above
        fail()
    assert not budget.exhausted
