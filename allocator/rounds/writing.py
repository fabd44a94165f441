"""Writing what an import changes into the tables of facts, with what was there before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allocator.domain.base import Frozen
from allocator.domain.instance import Instance
from allocator.rounds.differences import Difference, RowChange, settings_of
from allocator.rounds.since import BACK
from allocator.store import facts, models
from allocator.store.about import plain_value
from allocator.store.facts import FACT_TABLES, FactTable
from allocator.store.models import Subject
from allocator.store.subjects import subjects_of


class Writer:
    """Writes what an import changes, as number ``n`` of the log."""

    def __init__(self, n: int, difference: Difference) -> None:
        self._n = n
        self._difference = difference
        self._source = difference.source

    def write(self, instance: Instance) -> None:
        """Write all tables and settings."""
        subjects = subjects_of(
            getattr(thing, table.about)
            for table in FACT_TABLES
            if table.about is not None
            for thing in facts.things_of(instance, table).values()
        )
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
        before = {name: plain_value(getattr(row, name)) for name in columns}
        return models.Change(
            n=self._n,
            table=table.name,
            key=change.key,
            subject_id=getattr(row, "subject_id", None),
            source=row.source,
            before=before,
            after={name: values[name] for name in columns},
        )
