"""Commands that answer for the store: its log, its backups, its keys, and what it keeps of whom."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from allocator.commands.acting import acting, place_of
from allocator.console import Target, Worded, WordedGroup, common, show, speak

if TYPE_CHECKING:
    from allocator.rounds.use import Actor

BROKEN = 5


@click.group("audit", cls=WordedGroup, help="cli.audit")
def audit() -> None:
    """Hold what can be done with the log."""


@audit.command("verify", help="cli.audit.verify")
@click.option("--head", metavar="HASH", help="cli.option.head")
@acting()
def verify(head: str | None, actor: Actor, as_json: bool) -> None:
    """Recompute the log."""
    from allocator.messages.keeping import chain_document, chain_lines, chain_sound
    from allocator.rounds.auditing import verify as recompute

    chain = recompute(actor, head)
    show(as_json, chain_document(chain, head), lambda: chain_lines(chain, head, speak()))
    if not chain_sound(chain, head):
        sys.exit(BROKEN)


@audit.command("export", help="cli.audit.export")
@click.option(
    "--out", "file", type=Target(path_type=Path), required=True, metavar="FILE",
    help="cli.option.audit_out",
)  # fmt: skip
@acting()
def export(file: Path, actor: Actor, as_json: bool) -> None:
    """Write the log to a file."""
    from allocator.rounds.auditing import export as write

    t = speak()
    done = write(actor, file)
    show(
        as_json,
        {"file": str(file), "entries": done.entries, "head": done.head},
        lambda: [
            t("cli.match.written", folder=file),
            t.count("rounds.log_head", done.entries, head=done.head),
        ],
    )


@click.command("subject", cls=Worded, help="cli.subject")
@click.argument("household", metavar="H")
@click.option("--erase", is_flag=True, help="cli.option.erase")
@acting()
def subject(household: str, erase: bool, actor: Actor, as_json: bool) -> None:
    """Print or erase everything kept about a household."""
    from allocator.messages.keeping import erased_document, erased_lines, kept_document, kept_lines
    from allocator.rounds import personal

    t = speak()
    if erase:
        erased = personal.erase(actor, household)
        show(as_json, erased_document(erased), lambda: erased_lines(erased, t))
        return
    kept = personal.subject(actor, household)
    show(as_json, kept_document(kept), lambda: kept_lines(kept, t))


@click.command("purge", cls=Worded, help="cli.purge")
@click.option("--dry-run", is_flag=True, help="cli.option.purge_dry_run")
@click.option("--keep", multiple=True, metavar="KIND=DAYS", help="cli.option.keep")
@acting()
def purge(dry_run: bool, keep: tuple[str, ...], actor: Actor, as_json: bool) -> None:
    """Take away what was kept long enough."""
    from allocator.messages.keeping import purged_document, purged_lines
    from allocator.rounds.purging import purge as purge_now

    done = purge_now(actor, _days(keep), dry_run=dry_run)
    show(as_json, purged_document(done), lambda: purged_lines(done, speak()))


def _days(keep: tuple[str, ...]) -> dict[str, int]:
    """Return the days of each kind that was named."""
    from allocator.errors import BadCall

    found = {}
    for text in keep:
        kind, _, days = text.partition("=")
        if not days.isdecimal():
            raise BadCall("cli.bad_keep", text=text)
        found[kind] = int(days)
    return found


@click.command("backup", cls=Worded, help="cli.backup")
@click.argument("file", type=Target(path_type=Path))
@acting()
def backup(file: Path, actor: Actor, as_json: bool) -> None:
    """Write the store to a new file."""
    from allocator.rounds.keeping import back_up

    t = speak()
    done = back_up(actor, file)
    show(
        as_json,
        {"file": str(file), "entries": done.entries, "head": done.head},
        lambda: [
            t("cli.match.written", folder=file),
            t.count("rounds.log_head", done.entries, head=done.head),
            t("rounds.keys_apart"),
        ],
    )


@click.command("restore", cls=Worded, help="cli.restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="cli.option.check_backup")
@click.option("--store", metavar="PLACE", help="cli.option.restore_store")
@click.option("--keys", type=click.Path(path_type=Path), metavar="FILE", help="cli.option.keys")
@common
def restore(file: Path, check: bool, store: str | None, keys: Path | None, as_json: bool) -> None:
    """Examine a backup, and put it back."""
    from allocator.store.connection import prepare

    prepare()  # before anything that knows its tables
    from allocator.messages.keeping import report_document, report_lines
    from allocator.store.backup import restore as put_back

    where, key_file = place_of(store, keys)
    report = put_back(file, where, key_file, check=check)
    show(
        as_json,
        report_document(report, speak()),
        lambda: report_lines(report, speak()),
    )
    if report.problems:
        sys.exit(BROKEN)


@click.command("rotate-keys", cls=Worded, help="cli.rotate_keys")
@acting(with_keys=True)
def rotate_keys(actor: Actor, key_file: Path, as_json: bool) -> None:
    """Take a new master key into use."""
    from allocator.rounds.rotating import rotate

    t = speak()
    done = rotate(actor, key_file)
    show(
        as_json,
        {"key": done.key, "households": done.households, "values": done.values},
        lambda: [t("rounds.rotated", key=done.key, households=done.households, values=done.values)],
    )
