"""How an instance differs from what is known, row by row and field by field."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from allocator.domain.base import Frozen
from allocator.domain.instance import Instance
from allocator.errors import Fault
from allocator.reading import digest
from allocator.rounds.since import Since
from allocator.store import facts, models
from allocator.store.facts import FACT_TABLES, FactTable

Kind = Literal["new", "changed", "back", "gone"]
TABLE_FIELDS = {*(table.name for table in FACT_TABLES), "peildatum"}


@dataclass(frozen=True)
class RowChange:
    """A row that an import changes.

    ``fields`` holds name, value before and value after of each field that differs; of a special
    field both are ``None``: that it changed is said, not from what into what.
    """

    table: str
    key: str
    kind: Kind
    fields: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True)
class Difference:
    """What an import would change.

    ``settings`` holds the keys of instance.toml that differ, with both values; ``stays_out`` the
    households of the file that were placed or withdrawn here and stay so.  ``newest`` is the
    number in the log of the newest change of a row that differs: what is sealed is not compared.
    """

    source: str
    digest: str
    peildatum: date
    rows: tuple[RowChange, ...]
    settings: tuple[tuple[str, Any, Any], ...]
    stays_out: tuple[str, ...]
    warnings: tuple[Fault, ...] = ()
    newest: int = 0

    @property
    def fingerprint(self) -> str:
        """What tells this difference from any other, also in another process."""
        text = json.dumps(asdict(self), default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def count(self, table: str, kind: Kind) -> int:
        """Return how many rows of a table are new, changed, back or gone."""
        return sum(row.table == table and row.kind == kind for row in self.rows)


def difference_of(instance: Instance, source: str, warnings: tuple[Fault, ...]) -> Difference:
    """Return what importing an instance would change."""
    compared = [_compare_table(instance, table) for table in FACT_TABLES]
    changes = [change for some, _ in compared for change in some]
    before = models.Settings.objects.order_by("-n").first()
    old = before.values if before else {}
    new = settings_of(instance)
    settings = tuple((k, old.get(k), new[k]) for k in sorted(new) if old.get(k) != new[k])
    signed = Since.now(instance.peildatum)
    back = {row.key for row in changes if row.table == "households" and row.kind == "back"}
    rows = facts.present(facts.HOUSEHOLDS)
    stays = [
        h.id
        for h in instance.households
        if h.id in rows and h.id not in back and signed.is_out(rows[h.id])
    ]
    return Difference(
        source, digest(instance), instance.peildatum, tuple(changes), settings, tuple(stays),
        warnings, max(newest for _, newest in compared),
    )  # fmt: skip


def settings_of(instance: Instance) -> dict[str, Any]:
    """Return the keys of instance.toml, but for the peildatum, in types of JSON."""
    return instance.model_dump(mode="json", exclude=TABLE_FIELDS)


def _compare_table(instance: Instance, table: FactTable) -> tuple[list[RowChange], int]:
    """Return how the rows of a table differ from those that are known, in order of key.

    And the number of the newest change of one that does.
    """
    new = facts.things_of(instance, table)
    rows = facts.all_rows(table)
    hidden = table.sealed()
    changes = []
    for key in sorted(new.keys() | rows.keys()):
        row = rows.get(key)
        if key not in new:
            # A decision that was made here was never in a file.
            if row is not None and row.gone_n is None and row.source:
                changes.append(RowChange(table.name, key, "gone"))
        elif row is None:
            changes.append(RowChange(table.name, key, "new"))
        else:
            fields = _fields(table, row, new[key], hidden)
            if row.gone_n is not None:
                changes.append(RowChange(table.name, key, "back", fields))
            elif fields:
                changes.append(RowChange(table.name, key, "changed", fields))
    newest = (rows[change.key].changed_n for change in changes if change.kind != "new")
    return changes, max(newest, default=0)


def _fields(
    table: FactTable, row: models.Fact, thing: Frozen, hidden: frozenset[str]
) -> tuple[tuple[str, Any, Any], ...]:
    """Return the fields of a row that differ, with both values."""
    more = {"persons": ()} if table is facts.HOUSEHOLDS else {}
    held = facts.from_row(table, row, **more)
    before, after = facts.to_values(table, held), facts.to_values(table, thing)
    return tuple(
        (name, None, None) if name in hidden else (name, before[name], after[name])
        for name in after
        if getattr(held, name) != getattr(thing, name)  # 610 euro is 610.00 euro
    )
