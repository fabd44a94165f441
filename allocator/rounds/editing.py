"""Editing a row by hand: what people know better than a file.

An edit is kept like what an import changes: the row before and after, and who did it when.  The
row still comes from its file, so the next import knows it; a file that says what was edited
otherwise shows as a difference.  A figure that leases change counts from the edit, as it would
from an import; other edits of a home leave that count alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from allocator.domain.base import Frozen
from allocator.errors import BadInput, Fault
from allocator.reading.cells import Unreadable
from allocator.reading.tables import read_value
from allocator.rounds.editable import Row, column_named, places, row_named, table_named
from allocator.rounds.states import OPEN, UNDER_WAY
from allocator.rounds.unsound import caused, place_of
from allocator.rounds.use import Actor, Refused, Use, using
from allocator.store import facts, models
from allocator.store.facts import COLUMN_OF

__all__ = ["Edited", "edit", "look"]


@dataclass(frozen=True)
class Edited:
    """A row that was edited: which fields, and what is odd about it since."""

    table: str
    key: str
    fields: tuple[str, ...]
    warnings: tuple[Fault, ...]


def look(actor: Actor, table: str, key: str) -> Row:
    """Return a row to edit.

    Raises
    ------
    BadCall
        When such rows are not edited by hand.
    Refused
        When there is none, or not any more.
    """
    with using(actor, "look_to_edit") as use:
        row = row_named(table_named(table), key)
        _about(use, row)
        return replace(row, places=places())


def edit(
    actor: Actor, table: str, key: str, values: Mapping[str, str], *, seen: str | None = None
) -> Edited:
    """Change fields of a row.

    Parameters
    ----------
    values
        What each field must be, as people write it in a cell; an empty one is as in a file.
    seen
        What the row was when somebody looked at it: see :attr:`Row.seen`.  Without it the
        fields change whatever they were.

    Raises
    ------
    BadCall
        When there is no such table or field.
    BadInput
        With everything that is wrong with the values, each at its field.
    Refused
        When there is no such row, somebody changed it first, or nothing is different.
    """
    with using(actor, "edit") as use:
        row = row_named(table_named(table), key)
        _about(use, row)
        if seen is not None and seen != row.seen:
            raise _first(row, seen)
        after, names, warnings = _sound(row, values)
        if not names:
            raise Refused("rounds.nothing_edited")
        _write(use.n, row, after, names)
        use.result = {"table": table, "fields": len(names)}
        return Edited(table, key, names, warnings)


def _about(use: Use, row: Row) -> None:
    if row.table.about is not None:
        use.about([row.fact.subject_id])


def _first(row: Row, seen: str) -> Refused:
    """Return that somebody changed a row first, and who; or that a lease changed its figures."""
    if seen.split(".")[0] == str(row.fact.changed_n):
        return Refused("rounds.counted_first")
    entry = models.LogEntry.objects.filter(n=row.fact.changed_n).first()
    return Refused("rounds.edited_first", who="–" if entry is None else entry.who)


def _sound(
    row: Row, values: Mapping[str, str]
) -> tuple[Frozen, tuple[str, ...], tuple[Fault, ...]]:
    """Return the row with other values, which fields differ, and the warnings.

    Raises
    ------
    BadInput
        With all faults.
    """
    faults: list[Fault] = []
    read: dict[str, Any] = {}
    for name, text in values.items():
        column = column_named(row.table, name)
        try:
            read[column.attribute] = read_value(column, text)
        except Unreadable as error:
            named = tuple(sorted((n, str(v)) for n, v in error.values.items()))
            place = place_of(row.table.name, row.fact.key, column.name)
            faults.append(Fault(place, None, column.name, error.message, named))
    after = row.table.domain.model_validate({**_fields(row.thing), **read})
    names = tuple(n for n in read if getattr(after, n) != getattr(row.thing, n))
    changed = {c.name: getattr(after, c.attribute) for c in row.columns if c.attribute in names}
    found = caused(row.table, row.fact.key, changed) if changed else ()
    faults += [fault for fault in (*found, *_under_way(row, changed)) if not fault.warning]
    if faults:
        raise BadInput(faults)
    return after, names, tuple(fault for fault in found if fault.warning)


def _fields(thing: Frozen) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in type(thing).model_fields}


def _under_way(row: Row, changed: Mapping[str, Any]) -> list[Fault]:
    """Return what cannot be because of what was decided here, that no file knows of."""
    key, found = row.fact.key, []

    def note(column: str, message: str, **values: object) -> None:
        named = tuple(sorted((name, str(value)) for name, value in values.items()))
        found.append(Fault(place_of(row.table.name, key, column), None, column, message, named))

    if row.table is facts.HOUSEHOLDS and "group" in changed:
        open_ = models.Candidate.objects.filter(subject=row.fact.subject_id, state__in=OPEN)
        if open_.exists():
            note("group", "rounds.edit_proposed")
    if row.table is facts.HOMES:
        withdrawn = models.Retired.objects.filter(home=key, back_n=None).exists()
        left: int = row.thing.units  # type: ignore[attr-defined]
        for name in {"units", "available_from"} & changed.keys():
            if withdrawn and left == 0:
                note(name, "rounds.edit_withdrawn")
            elif left == 0 and "units" not in changed:
                note(name, "rounds.edit_let")
        busy = models.Candidate.objects.filter(home=key, state__in=UNDER_WAY).count()
        if changed.get("units", busy) < busy:
            note("units", "rounds.edit_busy", n=busy)
    return found


def _write(n: int, row: Row, after: Frozen, names: tuple[str, ...]) -> None:
    """Write the fields of a row that differ, and what was there before."""
    fact, table = row.fact, row.table
    old, new = facts.to_values(table, row.thing), facts.to_values(table, after)
    models.Change.objects.create(
        n=n,
        table=table.name,
        key=fact.key,
        subject_id=getattr(fact, "subject_id", None),
        source=fact.source,
        before={COLUMN_OF.get(name, name): old[name] for name in names},
        after={COLUMN_OF.get(name, name): new[name] for name in names},
    )
    for name in names:
        setattr(fact, COLUMN_OF.get(name, name), new[name])
    fact.since = {**fact.since, **{name: n for name in table.counted if name in names}}
    fact.changed_n = n
    fact.save()
