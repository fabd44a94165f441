"""Importing an instance: what is new, changed, back or gone, shown before it is applied.

What disappeared from the files is marked, not deleted.  What was decided here stays: a household
that was placed or withdrawn does not come back because an old file still has it, and decisions
made in rounds are kept beside those of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from allocator.reading import read_instance
from allocator.rounds.differences import Difference, difference_of
from allocator.rounds.use import Actor, Refused, using
from allocator.rounds.writing import Writer
from allocator.store.about import FACTS_ABOUT
from allocator.store.subjects import subjects_of


@dataclass(frozen=True)
class Imported:
    """An import that was applied: its number in the log, and what it changed."""

    n: int
    difference: Difference


def compare(actor: Actor, source: str | PathLike[str], *, name: str = "") -> Difference:
    """Return what an import would change; nothing is changed.

    Parameters
    ----------
    name
        What to call the files, where it is not their own name.

    Raises
    ------
    BadInput
        When the files are unsound.
    """
    reading = read_instance(source)
    with using(actor, "compare") as use:
        found = difference_of(reading.instance, name or Path(source).name, reading.warnings)
        use.about(_known_subjects(found))
        use.settings = found.digest
        use.result = _counts(found)
    return found


def apply(
    actor: Actor,
    source: str | PathLike[str],
    *,
    seen: Difference | str | None = None,
    name: str = "",
) -> Imported:
    """Import an instance.

    Parameters
    ----------
    seen
        The difference that was agreed to, or its fingerprint; when the files or the facts are
        others by now, nothing is changed.
    name
        What to call the files, where it is not their own name.

    Raises
    ------
    BadInput
        When the files are unsound.
    Refused
        When the difference is not the one that was seen.
    """
    reading = read_instance(source)
    with using(actor, "import") as use:
        found = difference_of(reading.instance, name or Path(source).name, reading.warnings)
        if seen is not None and seen not in (found, found.fingerprint):
            raise Refused("rounds.import_changed")
        Writer(use.n, found).write(reading.instance)
        use.about(s.pk for s in subjects_of(h.id for h in reading.instance.households).values())
        use.settings = found.digest
        use.result = _counts(found)
    return Imported(use.n, found)


def _known_subjects(found: Difference) -> set[str]:
    """Return whom the rows are about whose facts a difference shows."""
    shown = {(row.table, row.key) for row in found.rows if row.kind != "new"}
    subjects: set[str] = set()
    for table in FACTS_ABOUT:
        if any(name == table.name for name, _ in shown):
            manager: Any = table.model._default_manager
            rows = manager.values_list("key", "subject_id")
            subjects |= {subject for key, subject in rows if (table.name, key) in shown}
    return subjects


def _counts(found: Difference) -> dict[str, dict[str, int]]:
    """Return the number of rows per table and kind."""
    counts: dict[str, dict[str, int]] = {}
    for row in found.rows:
        of_table = counts.setdefault(row.table, {})
        of_table[row.kind] = of_table.get(row.kind, 0) + 1
    return counts
