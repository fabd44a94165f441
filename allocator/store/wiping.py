"""Overwriting on the disk what was deleted from the tables."""

from __future__ import annotations

from django.db import DatabaseError, connection

from allocator.store.about import DELETED, EMPTIED
from allocator.store.models import Subject


def wipe() -> bool:
    """Leave nothing on the disk of what was deleted; outside a transaction.

    SQLite overwrites what it deletes (``secure_delete``); what stays behind is in the write-ahead
    log, which is emptied here.  PostgreSQL marks rows as free and keeps their bytes, so the tables
    are written anew.  Backups, and the write-ahead log of PostgreSQL, are beyond this.

    Returns
    -------
    False when others were reading all the time, or there is no room to write anew: then it is
    still to be done.
    """
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                for model in (Subject, *DELETED, *EMPTIED):
                    cursor.execute(f'VACUUM (FULL) "{model._meta.db_table}"')
                return True
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_ = cursor.fetchone()
            return not busy
    except DatabaseError:
        return False
