"""What was asked for, how long it took, and a table of it."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

COLUMNS = ("page", "requests", "failed", "median_ms", "p95_ms", "max_ms")


@dataclass(frozen=True)
class Asked:
    """A request: its page, seconds until the whole answer was there, and its status (0: none)."""

    page: str
    seconds: float
    status: int

    @property
    def failed(self) -> bool:
        """Whether there was no answer, or none that a person can use.

        Refusing a step that somebody else was first with (409, or a message after 303) is no
        failure, nor is a card that is gone since (404).
        """
        gone = self.status == 404 and "…" not in self.page
        return self.status == 0 or self.status >= 500 or self.status in (400, 403) or gone


def rows_of(found: Iterable[Asked]) -> list[tuple[object, ...]]:
    """Return a row for all requests, and one for each page, the most asked for first."""
    pages: dict[str, list[Asked]] = defaultdict(list)
    for one in found:
        pages["all"].append(one)
        pages[one.page].append(one)
    order = sorted(pages, key=lambda page: -len(pages[page]))
    return [(page, *_figures(pages[page])) for page in order]


def _figures(some: list[Asked]) -> tuple[int, ...]:
    times = sorted(1000 * one.seconds for one in some)
    p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
    failed = sum(one.failed for one in some)
    return len(some), failed, round(median(times)), round(p95), round(times[-1])


def table(found: Iterable[Asked]) -> list[str]:
    """Return the rows as lines in columns."""
    rows = [COLUMNS, *rows_of(found)]
    return [f"{row[0]!s:44}" + "".join(f"{cell!s:>11}" for cell in row[1:]) for row in rows]


def append(file: Path, run: Mapping[str, object], found: Iterable[Asked]) -> None:
    """Add the rows of a run to a file; what stands there stays."""
    fresh = not file.exists()
    with file.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if fresh:
            writer.writerow((*run, *COLUMNS))
        writer.writerows((*run.values(), *row) for row in rows_of(found))
