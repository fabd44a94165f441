"""What an import would change, what of that people had changed by hand, and imports made before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from allocator.rounds.differences import Difference
from allocator.rounds.importing import compare
from allocator.rounds.origins import COLUMN_TO_FIELD, Made, made_at
from allocator.rounds.settings import key_of
from allocator.rounds.settings_values import flat
from allocator.rounds.use import Actor, Refused, using
from allocator.store import models
from allocator.store.fields import opened


@dataclass(frozen=True)
class Preview:
    """What an import would change.

    ``by_hand`` gives who changed a field that the files say otherwise, by table, key and field;
    ``settings`` each setting that differs with both values, and who set it by hand when somebody
    did.
    """

    difference: Difference
    by_hand: Mapping[tuple[str, str, str], Made]
    settings: tuple[tuple[str, Any, Any, Made | None], ...]


@dataclass(frozen=True)
class PastImport:
    """An import that was made; ``counts`` gives the rows of each table by what became of them."""

    made: Made
    peildatum: date
    counts: Mapping[str, Mapping[str, int]]


def preview(actor: Actor, source: Path, name: str) -> Preview:
    """Return what an import would change; nothing is changed.

    Raises
    ------
    BadInput
        When the files are unsound.
    """
    found = compare(actor, source, name=name)
    with using(actor, "compare_with_edits"):
        return Preview(found, _by_hand(found), _settings(found))


def imports(actor: Actor) -> tuple[PastImport, ...]:
    """Return the imports that were made, newest first."""
    with using(actor, "look_at_imports"):
        return _imports(models.Import.objects.order_by("-n"))


def import_made(actor: Actor, n: int) -> PastImport:
    """Return an import that was made.

    Raises
    ------
    Refused
        When number ``n`` of the log is none.
    """
    with using(actor, "look_at_imports"):
        found = _imports(models.Import.objects.filter(n=n))
        if not found:
            raise Refused("rounds.unknown_import", n=n)
        return found[0]


def _imports(rows: Any) -> tuple[PastImport, ...]:
    found = list(rows)
    made = made_at([row.n for row in found])
    entries = models.LogEntry.objects.filter(n__in=list(made))
    counts = {n: json.loads(result) for n, result in entries.values_list("n", "result")}
    return tuple(PastImport(made[row.n], row.peildatum, counts[row.n] or {}) for row in found)


def _by_hand(found: Difference) -> dict[tuple[str, str, str], Made]:
    """Return who changed by hand what the files say otherwise."""
    shown = {(row.table, row.key) for row in found.rows if row.fields}
    edits = models.LogEntry.objects.filter(action="edit")
    made: dict[tuple[str, str, str], int] = {}
    changes = models.Change.objects.order_by("n")
    by_hand = set(edits.values_list("n", flat=True))
    for change in changes.filter(table__in={table for table, _ in shown}):
        if (change.table, change.key) in shown:
            for name in opened(change, "after") or {}:
                place = change.table, change.key, COLUMN_TO_FIELD.get(name, name)
                made[place] = change.n
    known = made_at({n for n in made.values() if n in by_hand})
    fields = {(row.table, row.key, name) for row in found.rows for name, _, _ in row.fields}
    return {place: known[n] for place, n in made.items() if n in known and place in fields}


def _settings(found: Difference) -> tuple[tuple[str, Any, Any, Made | None], ...]:
    """Return each setting that differs; who set it when a person did."""
    before = flat({key: old for key, old, _ in found.settings if old is not None})
    after = flat({key: new for key, _, new in found.settings})
    by_hand = _set_by_hand()
    return tuple(
        (key_of(path), before[path], after[path], by_hand.get(key_of(path)))
        for path in after
        if before[path] != after[path]
    )


def _set_by_hand() -> dict[str, Made]:
    """Return who set what by hand since the newest settings of a file."""
    rows = models.Settings.objects.exclude(source="").order_by("-n")
    newest = rows.values_list("n", flat=True).first() or 0
    entries = models.LogEntry.objects.filter(action="settings_edit", n__gt=newest).order_by("n")
    made = made_at([entry.n for entry in entries])
    return {key: made[entry.n] for entry in entries for key in json.loads(entry.result)["changed"]}
