"""Next week's instance: what is known today, as a folder that data.md describes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allocator.domain.instance import Instance
from allocator.reading import digest, write_folder
from allocator.reading.columns import TABLES
from allocator.report.folder import (
    new_folder,
    put_in_place,
    refuse_foreign,
    refuse_nameless,
    refuse_unwritable,
)
from allocator.rounds.case import known, latest_day
from allocator.rounds.use import Actor, Refused, using

INSTANCE_FILES = frozenset({"instance.toml", *(f"{table.name}.csv" for table in TABLES)})


@dataclass(frozen=True)
class Exported:
    """An instance that was written."""

    instance: Instance
    folder: Path
    digest: str


def export(actor: Actor, folder: Path, peildatum: date | None = None) -> Exported:
    """Write what is known today to a folder.

    Parameters
    ----------
    peildatum
        The latest day that anything is known of when not given: see
        :func:`allocator.rounds.case.latest_day`.

    Raises
    ------
    BadCall
        When anything but an earlier export stands in the folder.
    Refused
        When the peildatum is before what is known already.
    """
    refuse_nameless(folder)
    refuse_foreign(folder, INSTANCE_FILES)
    refuse_unwritable(folder)
    with using(actor, "export") as use:
        latest = latest_day()
        if peildatum is not None and latest is not None and peildatum < latest:
            raise Refused("rounds.day_too_early", day=peildatum, first=latest)
        now = known(peildatum or latest)
        use.about(now.subject[h.id] for h in now.instance.households)
        use.settings = digest(now.instance)
        use.result = {"households": len(now.instance.households), "homes": len(now.instance.homes)}
    with new_folder(folder) as made:
        write_folder(now.instance, made)
        _sync(made)
        put_in_place(made, folder)
    return Exported(now.instance, folder, use.settings)


def _sync(folder: Path) -> None:
    """Make sure that the files are on the disk before the folder gets its name."""
    for file in folder.iterdir():
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
