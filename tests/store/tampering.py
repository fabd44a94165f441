"""What somebody who can write to the database can do to the log once the triggers are gone."""

from __future__ import annotations

from importlib import import_module

from django.db import connection, transaction

from allocator.store import log

triggers = import_module("allocator.store.migrations.0002_append_only")


def say(statement: str, *values: object) -> None:
    """Run a statement, in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def drop_triggers() -> None:
    """Take away what refuses changes."""
    with connection.schema_editor() as editor:
        triggers.allow(None, editor)


def write(times: int) -> None:
    """Write entries like those of uses, each different."""
    for number in range(1, times + 1):
        with transaction.atomic():
            log.lock_writers()
            log.append(
                who="anna", role="team", action="accept", ground="taakstelling", round=number,
                subjects=[f"s{number}"], result={"home": f"W{number}", "naam": "Čapek"},
            )  # fmt: skip
