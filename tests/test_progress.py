"""The progress line: only on a terminal, only after two seconds; and Ctrl-C."""

from __future__ import annotations

import os
import pty
import signal
import sys
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

import allocator.progress
from allocator.progress import SolveProgress, counted, stopping, watched
from allocator.texts import texts
from models.budget import Budget
from models.tiers import Tier

NL, EN = texts("nl"), texts("en")


def tier(name: str) -> Tier:
    return Tier(name=name, sense="max", gain=np.zeros(0, dtype=np.int64))


@dataclass
class Now:
    """A clock that stands still until it is set."""

    seconds: float = 100.0


@pytest.fixture
def now(monkeypatch) -> Now:
    clock = Now()
    fake = SimpleNamespace(monotonic=lambda: clock.seconds)
    monkeypatch.setattr(allocator.progress, "time", fake)
    return clock


@dataclass
class Terminal:
    """A terminal in place of standard error."""

    handle: int

    def shown(self, progress: SolveProgress | None = None) -> str:
        """Return what it shows so far, after drawing once more."""
        os.set_blocking(self.handle, False)
        if progress is not None and progress._bar is not None:
            progress._bar.refresh()
        found = b""
        while True:
            try:
                found += os.read(self.handle, 65536)
            except BlockingIOError:
                return found.decode()


@pytest.fixture
def look(monkeypatch):
    """Return what puts a terminal in place of standard error."""
    ours, theirs = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_INTERACTIVE", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    with os.fdopen(theirs, "w") as stream:

        def look() -> Terminal:
            # not before the test itself: pytest puts its own in place just before it
            monkeypatch.setattr(sys, "stderr", stream)
            return Terminal(ours)

        yield look
    os.close(ours)


def test_nothing_before_two_seconds(now, look):
    terminal = look()
    progress = SolveProgress(NL)
    progress.stage(tier("waiting"))
    progress.known(3, 7)
    now.seconds += 1.99
    progress.known(4, 7)
    progress.end()
    assert terminal.shown() == ""


def test_tier_value_bound_and_gap_after_two_seconds(now, look, capsys):
    terminal = look()
    progress = SolveProgress(NL)
    progress.stage(tier("waiting"))
    now.seconds += 2.0
    progress.known(80.4, 100)
    assert "waiting: waarde 80, grens 100, verschil 24,38%" in terminal.shown(progress)
    progress.stage(tier("fit"))
    assert "fit: wordt doorgerekend" in terminal.shown(progress)
    progress.known(10, 10)
    assert "fit: waarde 10, grens 10, verschil 0%" in terminal.shown(progress)
    progress.end()
    assert "\x1b[2K" in terminal.shown()  # the line is taken away
    assert capsys.readouterr().out == ""


def test_in_english(now, look):
    terminal = look()
    progress = SolveProgress(EN)
    progress.stage(tier("fit"))
    now.seconds += 3
    progress.known(-4, 1)
    assert "fit: value -4, bound 1, gap 125%" in terminal.shown(progress)
    progress.end()


@pytest.mark.parametrize(
    ("value", "bound", "said"),
    [
        (None, 3, "waiting: grens 3 "),
        (1e300, 3, "waiting: grens 3 "),
        (-float("inf"), 2.6, "waiting: grens 3 "),
        (3, None, None),
        (3, float("inf"), None),
        (3, -float("inf"), None),
        (None, None, None),
    ],
)
def test_what_is_not_known_is_not_shown(now, look, value, bound, said):
    terminal = look()
    progress = SolveProgress(NL)
    progress.stage(tier("waiting"))
    now.seconds += 9
    progress.known(value, bound)
    shown = terminal.shown(progress)
    assert (said in shown) if said else (shown == "")
    progress.end()


def test_a_value_of_nothing_has_a_gap_too(now, look):
    terminal = look()
    progress = SolveProgress(NL)
    progress.stage(tier("spread"))
    now.seconds += 9
    progress.known(0, 2)
    assert "verschil 200%" in terminal.shown(progress)
    progress.end()


def test_nothing_when_nobody_looks(now, capsys):
    progress = SolveProgress(NL)
    now.seconds += 9
    progress.stage(tier("waiting"))
    progress.known(3, 7)
    progress.end()
    assert capsys.readouterr() == ("", "")


def test_solving_once_a_stage_began():
    progress = SolveProgress(NL, terminal=False)
    assert not progress.solving
    progress.stage(tier("waiting"))
    assert progress.solving


def interrupt():
    signal.raise_signal(signal.SIGINT)


def test_the_first_ctrl_c_asks_to_stop_and_the_second_ends():
    budget, before = Budget(), signal.getsignal(signal.SIGINT)
    with stopping(budget, lambda: True):
        interrupt()
        assert budget.stopped
        assert budget.exhausted
        with pytest.raises(KeyboardInterrupt):
            interrupt()
    assert signal.getsignal(signal.SIGINT) is before


def test_before_the_solve_the_first_ctrl_c_ends():
    budget = Budget()
    with stopping(budget, lambda: False), pytest.raises(KeyboardInterrupt):
        interrupt()
    assert not budget.stopped


def test_the_handler_is_put_back_after_an_error():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ZeroDivisionError), stopping(Budget(), lambda: True):
        raise ZeroDivisionError
    assert signal.getsignal(signal.SIGINT) is before


def test_watched(now, look):
    terminal = look()
    with watched(EN, seconds=5.0, work=7) as (budget, on_stage):
        assert (budget.seconds, budget.work) == (5.0, 7)
        with pytest.raises(KeyboardInterrupt):
            interrupt()
        on_stage(tier("waiting"))
        now.seconds += 2
        budget.progress(1, 3)
        bar = budget.progress.__self__
        assert "waiting: value 1, bound 3, gap 200%" in terminal.shown(bar)
        interrupt()
        assert budget.stopped
    assert "\x1b[2K" in terminal.shown()


def test_how_many_are_done(now, look):
    terminal = look()
    progress = SolveProgress(NL)
    progress.solved(0, 9)
    now.seconds += 2
    progress.solved(3, 9)
    assert "3 van 9 uitgerekend" in terminal.shown(progress)
    progress.end()


def test_counted(now, look):
    terminal = look()
    with counted(EN, seconds=5.0) as (budget, progress):
        assert (budget.seconds, budget.work) == (5.0, None)
        with pytest.raises(KeyboardInterrupt):
            interrupt()  # nothing is known yet
        progress.solved(0, 2)
        now.seconds += 2
        progress.solved(1, 2)
        assert "1 of 2 computed" in terminal.shown(progress)
        interrupt()
        assert budget.stopped
    assert "\x1b[2K" in terminal.shown()


def test_the_tier_is_told_while_decisions_are_tried_out(now, look):
    terminal = look()
    with counted(EN, seconds=None) as (budget, progress):
        assert budget.seconds is None
        now.seconds += 2
        progress.stage(tier("waiting"))
        assert "waiting: " in terminal.shown(progress)
        progress.solved(1, 2)
        assert progress.solving
