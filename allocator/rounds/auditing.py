"""Answering for the log: whether it is whole, and a copy of it to keep elsewhere.

:func:`allocator.store.chain.check_file` checks such a copy, without a database.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from allocator.rounds.use import ACCOUNT, Actor, Role, using
from allocator.store import log
from allocator.store.chain import FIRST, Chain, to_line
from allocator.store.newfile import new_file, refuse_there

ROLES: tuple[Role, ...] = ("team", "auditor")


@dataclass(frozen=True)
class ExportedLog:
    """A log that was written: how many entries, and the hash of the newest, to keep elsewhere."""

    file: Path
    entries: int
    head: str


def verify(actor: Actor, kept: str | None = None) -> Chain:
    """Recompute the log as it was before this use.

    Parameters
    ----------
    kept
        A hash that was kept elsewhere; ``kept_at`` of the answer is the entry that has it.  When
        no entry has, the log was cut off or rebuilt since.
    """
    with using(actor, "audit_verify", ground=ACCOUNT, roles=ROLES) as use:
        chain = log.verify(kept)
        use.result = {
            "entries": chain.entries,
            "broken_at": chain.broken_at,
            **({} if kept is None else {"kept": kept, "kept_at": chain.kept_at}),
        }
    return chain


def export(actor: Actor, file: Path) -> ExportedLog:
    """Write the log to a new file, an entry per line, its own entry last; all or nothing.

    Raises
    ------
    BadCall
        When something stands at ``file``, or it cannot be written there.
    """
    refuse_there(file)
    with using(actor, "audit_export", ground=ACCOUNT, roles=ROLES) as use:
        use.result = {"file": file.name}
    entries, head = 0, FIRST
    with new_file(file) as made, made.open("w", encoding="utf-8", newline="\n") as lines:
        for entry in log.entries(use.n):
            lines.write(to_line(log.fields_of(entry)))
            entries, head = entries + 1, entry.hash
    return ExportedLog(file, entries, head)
