"""``allocator serve``: the pages."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from allocator.commands.acting import place_of
from allocator.console import Worded, common, say, speak

DEMO_STORE = "plaatswijs-demo.sqlite3"


@click.command("serve", cls=Worded, help="cli.serve")
@click.option("--store", metavar="PLACE", help="cli.option.serve_store")
@click.option("--keys", type=click.Path(path_type=Path), metavar="FILE", help="cli.option.keys")
@click.option("--production", is_flag=True, help="cli.option.production")
@click.option("--host", default="127.0.0.1", metavar="HOST", help="cli.option.host")
@click.option(
    "--port", type=click.IntRange(min=1), default=8000, metavar="N", help="cli.option.port"
)
@click.option(
    "--workers", type=click.IntRange(min=1), default=3, metavar="N", help="cli.option.workers"
)
@common
def serve(
    store: str | None,
    keys: Path | None,
    production: bool,
    host: str,
    port: int,
    workers: int,
    as_json: bool,
) -> None:
    """Serve the pages."""
    from allocator.web import serving

    t = speak()
    where, key_file = place_of(store if production else store or DEMO_STORE, keys)
    sample = None if production else _sample()
    place = serving.Place(where, key_file, host, port, workers)
    env = serving.prepare(place, demo=sample)
    lines = [t("cli.serve.at", address=f"http://{host}:{port}/")]
    if not production:
        from allocator.web.demo import ACCOUNTS, PASSWORD

        names = ", ".join(one.username for one in ACCOUNTS)
        lines.append(t("cli.serve.demo", names=names, password=PASSWORD, store=where))
    say(lines)
    sys.exit(serving.run(place, env))


def _sample() -> Path:
    """Return the sample that a demonstration shows."""
    return Path(__file__).parents[2] / "instances" / "nijmegen"
