"""What is kept of one household: in which tables, and what erasing does to each.

A test looks whether every table that names a household stands here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from allocator.store import models
from allocator.store.facts import FACT_TABLES, FactTable

FACTS_ABOUT: tuple[FactTable, ...] = tuple(t for t in FACT_TABLES if t.about is not None)
# About this household alone: erasing deletes the rows.
DELETED: tuple[Any, ...] = (*(t.model for t in FACTS_ABOUT), models.Change, models.Retired)
# What others go by too: erasing empties the sealed columns, and the rows stay.
EMPTIED: dict[Any, tuple[str, ...]] = {
    models.DraftRow: ("case", "result"),
    models.Step: ("code", "reason"),
    models.Announced: ("places",),
    models.Move: ("reason", "why", "rooms"),
    models.MoveStep: ("code", "reason"),
}
# They know a pseudonym and a home: erasing leaves them as they are.
LEFT: tuple[Any, ...] = (models.Candidate,)
# Columns that say nothing to people: keys of the database, and whose row it is.
NAMELESS = ("row", "subject", "candidate", "draft", "move")


def plain(row: Any, *, without: Collection[str] = ()) -> dict[str, Any]:
    """Return the columns of a row, opened, in types of JSON."""
    hidden = {*NAMELESS, *without}
    names = [(f.name, f.attname) for f in row._meta.concrete_fields if f.name not in hidden]
    return {name: plain_value(getattr(row, column)) for name, column in names}


def erase_rows(subjects: Collection[str], day: date) -> dict[str, int]:
    """Delete and empty all that is about households, and destroy their keys.

    Returns
    -------
    The number of rows that were deleted or emptied, by table.
    """
    counts = {}
    for model in DELETED:
        counts[model._meta.model_name], _ = model.objects.filter(subject__in=subjects).delete()
    for model, columns in EMPTIED.items():
        rows = model.objects.filter(subject__in=subjects)
        counts[model._meta.model_name] = rows.update(**dict.fromkeys(columns))
    counts["asked"], _ = models.Asked.objects.all().delete()  # answers name several households
    models.Subject.objects.filter(pk__in=subjects).update(ref=None, wrapped_key="", erased_on=day)
    return {name: count for name, count in counts.items() if count}


def plain_value(value: Any) -> Any:
    """Return a value of a column in types of JSON."""
    return value.isoformat() if isinstance(value, date) else value
