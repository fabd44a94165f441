"""Whether a copy of a store is whole: its tables, its log, and what its keys open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from allocator.store import log
from allocator.store.fields import SealedField
from allocator.store.keychain import Keychain
from allocator.store.keys import KeyRing
from allocator.store.models import Household, Round, Subject
from allocator.store.sealing import CannotOpen, place


@dataclass(frozen=True)
class Problem:
    """Something wrong with a backup; ``message`` is a message id."""

    message: str
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Report:
    """What a backup holds, ``None`` where that cannot be told, and what is wrong with it."""

    entries: int | None = None
    head: str | None = None
    rounds: int | None = None
    households: int | None = None
    problems: tuple[Problem, ...] = ()
    in_place: bool = False


DAMAGED = Problem("store.damaged")


def examine(ring: KeyRing) -> Report:
    """Examine the database in use, a copy that may be brought up to date.

    Raises
    ------
    DatabaseError
        When it is too damaged to be read.
    """
    problems = [*_of_file(), *_of_tables()]
    if problems:
        return Report(problems=tuple(problems))
    chain = log.verify()
    if chain.broken_at is not None:
        problems.append(Problem("store.chain_broken", (("n", chain.broken_at),)))
    problems += _of_keys(ring)
    return Report(
        entries=chain.entries,
        head=chain.head,
        rounds=Round.objects.count(),
        households=Household.objects.filter(gone_n=None).count(),
        problems=tuple(problems),
    )


def _of_file() -> Iterator[Problem]:
    """Look whether the pages of an SQLite file fit together, and its references."""
    if connection.vendor != "sqlite":
        return  # PostgreSQL built its tables and constraints anew
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchall() == [("ok",)]
        cursor.execute("PRAGMA foreign_key_check")
        if not whole or cursor.fetchone() is not None:
            yield DAMAGED


def _of_tables() -> Iterator[Problem]:
    """Look whether its tables are of this version or an older one; bring older ones up to date."""
    executor = MigrationExecutor(connection)
    applied = {key for key in executor.loader.applied_migrations if key[0] == "store"}
    if not applied:
        yield Problem("store.no_tables")
    elif newer := sorted(name for app, name in applied - executor.loader.disk_migrations.keys()):
        yield Problem("store.newer", (("migration", newer[0]),))
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _of_keys(ring: KeyRing) -> Iterator[Problem]:
    """Look whether every household's key opens, and one value of each sealed column."""
    keys = Keychain()
    keys.take(ring)
    shut = sum(not _unlocks(keys, subject) for subject in Subject.objects.iterator())
    if shut:
        yield Problem("store.keys_do_not_fit", (("count", shut),))
        return
    for model in apps.get_app_config("store").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, SealedField) and not _opens(keys, model, field):
                named = (("column", field.attname), ("table", model._meta.db_table))
                yield Problem("store.value_does_not_open", named)


def _unlocks(keys: Keychain, subject: Subject) -> bool:
    """Whether the key of a household opens; that of an erased one is not there to be opened."""
    try:
        keys.unlock([subject])
    except CannotOpen:
        return False
    return True


def _opens(keys: Keychain, model: Any, field: SealedField) -> bool:
    """Whether a value of a sealed column opens, where there is one that was not erased."""
    rows = model._default_manager.filter(**{f"{field.attname}__isnull": False})
    if any(other.name == "subject" for other in model._meta.get_fields()):
        rows = rows.exclude(subject__wrapped_key="")
    row = rows.first()
    if row is None:
        return True
    where = place(model._meta.db_table, row.pk, field.attname)
    try:
        keys.open(row.__dict__[field.attname], where, getattr(row, "subject_id", None))
    except CannotOpen:
        return False
    return True
