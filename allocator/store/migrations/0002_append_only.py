"""The database itself refuses to change or take away an entry of the log."""

from __future__ import annotations

from django.db import migrations

TABLE = "store_logentry"
SAID = "the log is append-only"

SQLITE = [
    f"""CREATE TRIGGER log_no_{event.lower()} BEFORE {event} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{SAID}'); END"""
    for event in ("UPDATE", "DELETE")
]
# INSERT OR REPLACE takes away, without a DELETE trigger, whichever row has the same number, hash
# or hash before: each of them is used once.
SQLITE.append(
    f"""CREATE TRIGGER log_only_next BEFORE INSERT ON {TABLE}
    WHEN NEW.n <> 1 + (SELECT COALESCE(MAX(n), 0) FROM {TABLE})
    OR EXISTS (SELECT 1 FROM {TABLE} WHERE hash = NEW.hash OR prev = NEW.prev)
    BEGIN SELECT RAISE(ABORT, '{SAID}'); END"""
)
SQLITE_UNDO = ["log_no_update", "log_no_delete", "log_only_next"]

POSTGRES = [
    f"""CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$""",
    f"""CREATE TRIGGER log_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION log_refuse()""",
    f"""CREATE TRIGGER log_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION log_refuse()""",
]
POSTGRES_UNDO = [
    f"DROP TRIGGER log_no_truncate ON {TABLE}",
    f"DROP TRIGGER log_no_change ON {TABLE}",
    "DROP FUNCTION log_refuse()",
]


def refuse(apps, editor):
    """Make the triggers."""
    for statement in POSTGRES if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def allow(apps, editor):
    """Take the triggers away."""
    undo = [f"DROP TRIGGER {name}" for name in SQLITE_UNDO]
    for statement in POSTGRES_UNDO if editor.connection.vendor == "postgresql" else undo:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the log."""

    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(refuse, allow)]
