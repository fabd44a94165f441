"""A progress line on standard error while a solve takes long: tier, value, bound, gap."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Protocol, TypeGuard

from allocator.texts import Texts
from models.budget import Budget

if TYPE_CHECKING:
    from rich.progress import Progress

QUIET_SECONDS = 2.0


class Named(Protocol):
    """A tier or an aim: all that is shown of it is its name."""

    @property
    def name(self) -> str:
        """Its name."""


# Solvers write a number beyond this, or infinity, for what they do not know.
UNKNOWN = 1e15


def _told(number: float | None) -> TypeGuard[float]:
    """Say whether a solver knows a number."""
    return number is not None and abs(number) < UNKNOWN


class SolveProgress:
    """Shows what a solve knows, once it has taken over two seconds.

    Nothing is shown when standard error is not a terminal.
    """

    def __init__(self, texts: Texts, *, terminal: bool | None = None) -> None:
        self._texts = texts
        self._terminal = sys.stderr.isatty() if terminal is None else terminal
        self._began = time.monotonic()
        self._bar: Progress | None = None
        self._tier = ""  # the tier, or any sign that there is something to end with

    @property
    def solving(self) -> bool:
        """Whether the solve has begun, so that there is a plan."""
        return bool(self._tier)

    def stage(self, tier: Named) -> None:
        """Note which tier is being optimised."""
        self._tier = tier.name
        self._show(self._texts("cli.progress.tier", tier=tier.name))

    def solved(self, done: int, total: int) -> None:
        """Note how many of some solves are done."""
        self._tier = self._tier or "-"
        self._show(self._texts("cli.progress.pairs", done=done, total=total))

    def known(self, value: float | None, bound: float | None) -> None:
        """Note the best value and bound of the running solve, as far as they are known."""
        if not _told(bound):
            return
        if not _told(value):
            self._show(self._texts("cli.progress.bound", tier=self._tier, bound=round(bound)))
            return
        gap = 100 * abs(bound - value) / max(1.0, abs(value))
        self._show(
            self._texts(
                "cli.progress.known",
                tier=self._tier,
                value=round(value),
                bound=round(bound),
                gap=self._texts.number(round(gap, 2)),
            )
        )

    def _show(self, line: str) -> None:
        if not self._terminal or time.monotonic() - self._began < QUIET_SECONDS:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(bar_width=20),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
            self._bar.add_task(line, total=None)
        self._bar.update(self._bar.task_ids[0], description=line)

    def end(self) -> None:
        """Take the line away."""
        if self._bar is not None:
            self._bar.stop()


@contextmanager
def watched(
    texts: Texts, *, seconds: float | None, work: int | None = None
) -> Iterator[tuple[Budget, Callable[[Named], None]]]:
    """Give a budget, and what to call at each stage, for a solve that people look at.

    They see how far it is, and Ctrl-C ends it with the best plan so far.
    """
    progress = SolveProgress(texts)
    budget = Budget(seconds=seconds, work=work, progress=progress.known)
    with _shown(budget, progress):
        yield budget, progress.stage


@contextmanager
def counted(texts: Texts, *, seconds: float | None) -> Iterator[tuple[Budget, SolveProgress]]:
    """Give a budget for many solves that people wait for, and where to tell how far they are.

    Ctrl-C ends them with what is known.
    """
    progress = SolveProgress(texts)
    budget = Budget(seconds=seconds)
    with _shown(budget, progress):
        yield budget, progress


@contextmanager
def _shown(budget: Budget, progress: SolveProgress) -> Iterator[None]:
    """Take the line away at the end, and let Ctrl-C stop the budget."""
    with stopping(budget, lambda: progress.solving):
        try:
            yield
        finally:
            progress.end()


@contextmanager
def stopping(budget: Budget, solving: Callable[[], bool]) -> Iterator[None]:
    """Let Ctrl-C end the solve with the best plan so far; a second one ends the program.

    Before the solve there is no plan to end with, and the first one ends the program.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if budget.stopped or not solving():
            raise KeyboardInterrupt
        budget.stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
