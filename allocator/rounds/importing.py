"""Importing an instance: what is new, changed, back or gone, shown before it is applied.

What disappeared from the files is marked, not deleted.  What was decided here stays: a household
that was placed or withdrawn does not come back because an old file still has it, and decisions
made in rounds are kept beside those of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, Literal

from allocator.domain.base import Frozen
from allocator.domain.instance import Instance
from allocator.errors import Fault
from allocator.reading import digest, read_instance
from allocator.rounds.since import BACK, Since
from allocator.rounds.use import Actor, Refused, using
from allocator.store import facts, models
from allocator.store.facts import FACT_TABLES, FactTable
from allocator.store.models import Subject
from allocator.store.subjects import subjects_of

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
    households of the file that were placed or withdrawn here and stay so.
    """

    source: str
    digest: str
    peildatum: date
    rows: tuple[RowChange, ...]
    settings: tuple[tuple[str, Any, Any], ...]
    stays_out: tuple[str, ...]
    warnings: tuple[Fault, ...] = ()

    def count(self, table: str, kind: Kind) -> int:
        """Return how many rows of a table are new, changed, back or gone."""
        return sum(row.table == table and row.kind == kind for row in self.rows)


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
        found = _compare(reading.instance, Path(source).name, reading.warnings)
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
        found = _compare(reading.instance, Path(source).name, reading.warnings)
        if seen is not None and seen != found:
            raise Refused("rounds.import_changed")
        _Writer(use.n, found).write(reading.instance)
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


def _compare(instance: Instance, source: str, warnings: tuple[Fault, ...]) -> Difference:
    changes = [change for table in FACT_TABLES for change in _compare_table(instance, table)]
    before = models.Settings.objects.order_by("-n").first()
    old = before.values if before else {}
    new = settings_of(instance)
    settings = tuple((k, old.get(k), new[k]) for k in sorted(new) if old.get(k) != new[k])
    out = Since.now(instance.peildatum).out
    back = {row.key for row in changes if row.table == "households" and row.kind == "back"}
    rows = facts.present(facts.HOUSEHOLDS)
    stays = [
        h.id
        for h in instance.households
        if h.id in rows and h.id not in back and _is_out(rows[h.id], out)
    ]
    return Difference(
        source, digest(instance), instance.peildatum, tuple(changes), settings, tuple(stays),
        warnings,
    )  # fmt: skip


def _is_out(row: Any, out: Mapping[str, int]) -> bool:
    return out.get(row.subject_id, 0) > int(row.since.get(BACK, 0))


def settings_of(instance: Instance) -> dict[str, Any]:
    """Return the keys of instance.toml, but for the peildatum, in types of JSON."""
    return instance.model_dump(mode="json", exclude=TABLE_FIELDS)


def _compare_table(instance: Instance, table: FactTable) -> list[RowChange]:
    """Return how the rows of a table differ from those that are known, in order of key."""
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
    return changes


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


class _Writer:
    """Writes what an import changes, as number ``n`` of the log."""

    def __init__(self, n: int, difference: Difference) -> None:
        self._n = n
        self._difference = difference
        self._source = difference.source

    def write(self, instance: Instance) -> None:
        """Write all tables and settings."""
        refs: set[str] = {h.id for h in instance.households}
        for table in (facts.DECISIONS, facts.POINTS, facts.PREVIOUS, facts.SITE_DECISIONS):
            refs |= {str(getattr(row, "household")) for row in getattr(instance, table.name)}  # noqa: B009
        subjects = subjects_of(refs)
        for table in FACT_TABLES:
            self._write_table(table, facts.things_of(instance, table), subjects)
        if self._difference.settings:
            models.Settings.objects.create(
                n=self._n, source=self._source, values=settings_of(instance)
            )
        models.Import.objects.create(
            n=self._n,
            source=self._source,
            digest=self._difference.digest,
            peildatum=instance.peildatum,
        )

    def _write_table(
        self, table: FactTable, things: Mapping[str, Frozen], subjects: Mapping[str, Subject]
    ) -> None:
        changes = [row for row in self._difference.rows if row.table == table.name]
        rows: dict[str, Any] = facts.all_rows(table) if changes else {}
        subject_of = facts.subject_finder(table, subjects)
        made, history = [], []
        for change in changes:
            if change.kind == "gone":
                row = rows[change.key]
                row.gone_n = self._n
                row.save()
                continue
            thing = things[change.key]
            values = facts.to_columns(facts.to_values(table, thing))
            subject = subject_of(thing)
            if change.kind == "new":
                row = self._new(table, change.key, values, subject)
                made.append(row)
            else:
                row = rows[change.key]
                history.append(self._history(table, row, change, values))
                self._change(table, row, change, values)
                if subject is not None:  # a person may belong to another household by now
                    row.subject = subject
                row.save()
        manager: Any = table.model._default_manager
        manager.bulk_create(made)
        models.Change.objects.bulk_create(history)

    def _new(
        self, table: FactTable, key: str, values: dict[str, Any], subject: Subject | None
    ) -> Any:
        about: dict[str, Any] = {} if subject is None else {"subject": subject}
        counted = {name: self._n for name in table.counted}
        return table.model(
            key=key, source=self._source, changed_n=self._n, since=counted, **about, **values
        )

    def _change(
        self, table: FactTable, row: Any, change: RowChange, values: dict[str, Any]
    ) -> None:
        names = {name for name, _, _ in change.fields}
        anew = change.kind == "back" or bool(names & set(table.counts_anew))
        since = {n: self._n for n in table.counted if anew or n in names}
        if change.kind == "back":
            since[BACK] = self._n
        row.since = {**row.since, **since}
        row.source, row.changed_n, row.gone_n = self._source, self._n, None
        for name, value in values.items():
            setattr(row, name, value)

    def _history(
        self, table: FactTable, row: Any, change: RowChange, values: dict[str, Any]
    ) -> models.Change:
        columns = [facts.COLUMN_OF.get(name, name) for name, _, _ in change.fields]
        before = {name: _plain(getattr(row, name)) for name in columns}
        return models.Change(
            n=self._n,
            table=table.name,
            key=change.key,
            subject_id=getattr(row, "subject_id", None),
            source=row.source,
            before=before,
            after={name: values[name] for name in columns},
        )


def _plain(value: Any) -> Any:
    """Return a value of a column in types of JSON."""
    return value.isoformat() if isinstance(value, date) else value
