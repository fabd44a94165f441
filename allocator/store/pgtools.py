"""The programs of PostgreSQL that write a backup and read it, and a database to try it in."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from allocator.errors import BadCall, StoreFailed


def run(program: str, where: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on a database; what it says may hold data and is not told.

    Raises
    ------
    BadCall
        When the program is not there.
    StoreFailed
        When it does not succeed.
    """
    found = shutil.which(program)
    if found is None:
        raise BadCall("store.no_program", program=program)
    parts = conninfo_to_dict(where)
    password = parts.pop("password", None)  # arguments are seen by all who use the machine
    secret = {} if password is None else {"PGPASSWORD": str(password)}
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, no shell
        [found, "--no-password", f"--dbname={make_conninfo('', **parts)}", *arguments],
        env={**os.environ, **secret, "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    if done.returncode == 0:
        return
    said = done.stderr.decode(errors="replace").lower()
    if "no space left" in said:
        raise StoreFailed("store.full")
    if "version mismatch" in said or "unsupported version" in said:
        raise StoreFailed("store.program_too_old", program=program)
    raise StoreFailed("store.program_failed", program=program, code=done.returncode)


def address(settings: Mapping[str, Any]) -> str:
    """Return the address that settings of Django come from."""
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    parts = {name: settings[key] for name, key in {**names, "port": "PORT"}.items()}
    options: Mapping[str, Any] = settings["OPTIONS"]
    return make_conninfo("", **{k: v for k, v in parts.items() if v}, **options)


@contextmanager
def scratch(where: str) -> Iterator[str]:
    """Make an empty database beside another, give its address, and take it away afterwards.

    Raises
    ------
    StoreFailed
        When no database may be made there.
    """
    name = f"plaatswijs_check_{secrets.token_hex(4)}"
    quoted = sql.Identifier(name)
    _say(where, sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(quoted))
    try:
        yield _named(where, name)
    finally:
        _say(where, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(quoted))


def _named(where: str, name: str) -> str:
    """Return the address of another database of the same server."""
    parts = {**conninfo_to_dict(where), "dbname": name}
    return f"postgresql://?{urlencode(parts, quote_via=quote)}"


def _say(where: str, statement: sql.Composed) -> None:
    try:
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        raise StoreFailed("store.no_scratch") from error
    except psycopg.Error as error:
        raise StoreFailed("store.failed", said=type(error).__name__) from error
