"""How long a solve may go on: seconds, a count of work, and somebody's wish to stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Budget:
    """What is left for a solve; shared by all solves of one run.

    Parameters
    ----------
    seconds
        Wall-clock limit, ``None`` for none.  A run that it cuts off is not repeatable.
    work
        Limit in a backend's deterministic unit (HiGHS: simplex iterations, a node counting
        as 100; CP-SAT: thousandths of its deterministic seconds; CBC: nodes), ``None`` for
        none.
    progress
        Called during a solve with the best bound and value known so far.
    """

    seconds: float | None = None
    work: int | None = None
    progress: Callable[[float | None, float | None], None] | None = None
    used_work: int = 0
    stopped: bool = False
    _start: float = field(default_factory=time.monotonic)

    def stop(self) -> None:
        """Ask the running solve, and those after it, to end with what they have."""
        self.stopped = True

    def spend(self, work: int) -> None:
        """Count work that was done."""
        self.used_work += work

    @property
    def seconds_left(self) -> float | None:
        """Seconds left, never below 0; ``None`` without a limit."""
        if self.seconds is None:
            return None
        return max(0.0, self.seconds - (time.monotonic() - self._start))

    @property
    def work_left(self) -> int | None:
        """Work left, never below 0; ``None`` without a limit."""
        return None if self.work is None else max(0, self.work - self.used_work)

    @contextmanager
    def part(self, share: float) -> Iterator[Budget]:
        """Lend out a share of the seconds that are left; of no limit that is none."""
        whole, left = self.seconds, self.seconds_left
        if whole is not None and left is not None:
            self.seconds = whole - left * (1 - share)
        try:
            yield self
        finally:
            self.seconds = whole

    @contextmanager
    def within(self, *, seconds: float | None = None, work: int | None = None) -> Iterator[Budget]:
        """Narrow the limits to so many seconds and so much work from now on, for a while.

        What is solved meanwhile is a part of the whole: its progress says nothing of that, and
        is not told.
        """
        before = self.seconds, self.work, self.progress
        if seconds is not None:
            left = self.seconds_left
            least = seconds if left is None else min(left, seconds)
            self.seconds = time.monotonic() - self._start + least
        if work is not None:
            left_work = self.work_left
            self.work = self.used_work + (work if left_work is None else min(left_work, work))
        self.progress = None
        try:
            yield self
        finally:
            self.seconds, self.work, self.progress = before

    @property
    def exhausted(self) -> bool:
        """Whether nothing is left."""
        return self.stopped or self.seconds_left == 0.0 or self.work_left == 0
