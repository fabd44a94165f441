"""A bar on standard error while a sweep takes long: how many replications are done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from allocator.progress import QUIET_SECONDS
from allocator.texts import Texts


class SweepProgress:
    """Shows how many are done, once it has taken over two seconds.

    Nothing is shown when standard error is not a terminal.
    """

    def __init__(self, texts: Texts, *, terminal: bool | None = None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeElapsedColumn as Elapsed
        from rich.progress import TimeRemainingColumn as Remaining

        columns = (BarColumn(), MofNCompleteColumn(), Elapsed(), Remaining())
        self._bar = Progress(
            TextColumn("{task.description}"),
            *columns,
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task(texts("sweep.progress"), total=None)
        shown = sys.stderr.isatty() if terminal is None else terminal
        self._timer = Timer(QUIET_SECONDS, self._bar.start) if shown else None
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()

    def told(self, done: int, total: int) -> None:
        """Note how many are done."""
        self._bar.update(self._task, completed=done, total=total)

    def end(self) -> None:
        """Take the bar away."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        if self._bar.live.is_started:  # else it would write an empty line
            self._bar.stop()


@contextmanager
def swept(texts: Texts) -> Iterator[Callable[[int, int], None]]:
    """Give where to tell how many are done."""
    progress = SweepProgress(texts)
    try:
        yield progress.told
    finally:
        progress.end()
