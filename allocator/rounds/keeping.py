"""Keeping the store: a backup, while people go on working."""

from __future__ import annotations

from pathlib import Path

from allocator.rounds.use import KEEPING, Actor, using
from allocator.store.backup import Backup, backup
from allocator.store.newfile import refuse_there


def back_up(actor: Actor, target: Path) -> Backup:
    """Write the store to a new file; its entry in the log comes first, so the backup holds it.

    Raises
    ------
    BadCall
        When something stands at ``target``, or it cannot be written there.
    StoreFailed
        When the database refused.
    """
    refuse_there(target)
    with using(actor, "backup", ground=KEEPING) as use:
        use.result = {"file": target.name}
    return backup(target)
