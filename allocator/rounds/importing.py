"""Importing an instance: what is new, changed, back or gone, shown before it is applied.

What disappeared from the files is marked, not deleted.  What was decided here stays: a household
that was placed or withdrawn does not come back because an old file still has it, and decisions
made in rounds are kept beside those of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from allocator.reading import read_instance
from allocator.rounds.differences import Difference, difference_of
from allocator.rounds.use import Actor, Refused, using
from allocator.rounds.writing import Writer
from allocator.store.subjects import subjects_of


@dataclass(frozen=True)
class Imported:
    """An import that was applied: its number in the log, and what it changed."""

    n: int
    difference: Difference


def compare(actor: Actor, source: str | PathLike[str]) -> Difference:
    """Return what an import would change; nothing is changed.

    Raises
    ------
    BadInput
        When the files are unsound.
    """
    reading = read_instance(source)
    with using(actor, "compare") as use:
        found = difference_of(reading.instance, Path(source).name, reading.warnings)
        use.settings = found.digest
        use.result = _counts(found)
    return found


def apply(actor: Actor, source: str | PathLike[str], *, seen: Difference | None = None) -> Imported:
    """Import an instance.

    Parameters
    ----------
    seen
        The difference that was agreed to; when the files or the facts are others by now, nothing
        is changed.

    Raises
    ------
    BadInput
        When the files are unsound.
    Refused
        When the difference is not the one that was seen.
    """
    reading = read_instance(source)
    with using(actor, "import") as use:
        found = difference_of(reading.instance, Path(source).name, reading.warnings)
        if seen is not None and seen != found:
            raise Refused("rounds.import_changed")
        Writer(use.n, found).write(reading.instance)
        use.about(s.pk for s in subjects_of(h.id for h in reading.instance.households).values())
        use.settings = found.digest
        use.result = _counts(found)
    return Imported(use.n, found)


def _counts(found: Difference) -> dict[str, dict[str, int]]:
    """Return the number of rows per table and kind."""
    counts: dict[str, dict[str, int]] = {}
    for row in found.rows:
        of_table = counts.setdefault(row.table, {})
        of_table[row.kind] = of_table.get(row.kind, 0) + 1
    return counts
