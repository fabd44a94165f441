"""Something that does tasks that have nothing to do with each other, wherever that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


class Executor(Protocol):
    """Does tasks and gives back what comes of each, as it comes."""

    def results(
        self, do: Callable[[Job], Result], tasks: Sequence[Job]
    ) -> Iterator[tuple[int, Result]]:
        """Yield the position of each task and what came of it, in the order in which they end.

        ``do`` is a function of a module, as processes find it by its name.  When the iterator is
        closed before its end, what is being done is given up.

        Raises
        ------
        SweepStopped
            When what does them is gone.
        BadCall
            When it cannot be used.
        """


@contextmanager
def given_up(results: Iterator[tuple[int, Result]]) -> Iterator[Iterator[tuple[int, Result]]]:
    """Give results, and give up what is left of them at the end, however that comes."""
    try:
        yield results
    finally:
        close = getattr(results, "close", None)
        if close is not None:
            close()
