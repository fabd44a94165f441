"""Where the database and the keys are: a file or an address, as people write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from allocator.errors import BadCall

STORE = "ALLOCATOR_STORE"
KEYS = "ALLOCATOR_KEYS"
DEFAULT_STORE = "plaatswijs.sqlite3"
DEFAULT_KEYS = "plaatswijs.keys"

# WAL: readers never wait for a writer.  FULL: what was confirmed survives a power cut.
# secure_delete: what was erased is overwritten.
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA secure_delete=ON;"
)
SECONDS_TO_WAIT = 30


def is_postgres(where: str) -> bool:
    """Whether a place is the address of a PostgreSQL database."""
    return where.startswith(("postgresql://", "postgres://"))


def database_of(where: str) -> dict[str, Any]:
    """Return Django's settings of a database.

    Parameters
    ----------
    where
        Path of an SQLite file, or ``postgresql://user@host/name``.

    Raises
    ------
    BadCall
        When an address cannot be understood.
    """
    if not is_postgres(where):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": where,
            "OPTIONS": {
                "init_command": PRAGMAS,
                "transaction_mode": "IMMEDIATE",
                "timeout": SECONDS_TO_WAIT,
            },
        }
    import psycopg.conninfo

    try:
        parts = psycopg.conninfo.conninfo_to_dict(where)
    except psycopg.ProgrammingError as error:
        raise BadCall("store.bad_address") from error
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    found: dict[str, Any] = {key: parts.pop(name, "") for key, name in known.items()}
    found["PORT"] = str(parts.pop("port", ""))
    return {"ENGINE": "django.db.backends.postgresql", **found, "OPTIONS": dict(parts)}


def keys_of(where: str) -> Path:
    """Return where the keys of a store are kept when nobody says: beside the file."""
    return Path(DEFAULT_KEYS) if is_postgres(where) else Path(where).with_suffix(".keys")
