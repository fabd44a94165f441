"""Announcing a relocation plan: checked, kept, and beside what was announced before.

A plan that comes from a folder must have been made from what is known now.  Without a folder it is
made here, between two transactions; the second one looks whether what is known is still what the
plan was made from.  Either way the independent checker judges the plan before anybody is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from allocator.reading import PlanFiles, digest, read_plan
from allocator.relocating import RelocationSettings, relocate
from allocator.report.shelter.summary import summary
from allocator.report.shelter.tables import tables
from allocator.rounds.announced import (
    announcement_of_store,
    newest_announcement,
    places_of,
    write_places,
)
from allocator.rounds.as_written import as_written, refuse_unsound
from allocator.rounds.case import Known, known, latest_day
from allocator.rounds.moves import MoveLine, begin_move, line_of, open_moves, take_move
from allocator.rounds.moves_states import MoveEvent
from allocator.rounds.use import SHELTER, Actor, Refused, Use, using
from allocator.store import models

# What is kept of summary.json: what the program writes, whatever else somebody put there.
KEPT = (
    "name", "peildatum", "status", "tiers", "room_changes", "households", "persons",
    "moved_households", "moved_persons", "unsheltered_households", "deviations", "seconds",
    "solver", "version", "input_digest", "slip",
)  # fmt: skip


@dataclass(frozen=True)
class Announcing:
    """A plan that was announced.

    ``moves`` are those that people were not told of before, ``kept`` those that an earlier
    announcement said too: what was agreed to stays so.  ``overtaken`` are those that hold no more.
    """

    number: int
    peildatum: date
    object_by: date
    summary: dict[str, Any]
    moves: tuple[MoveLine, ...]
    kept: tuple[MoveLine, ...]
    overtaken: tuple[MoveLine, ...]


def announce(
    actor: Actor,
    plan_folder: Path | None,
    object_by: date,
    settings: RelocationSettings | None = None,
    *,
    frozen: bool = True,
) -> Announcing:
    """Announce a relocation plan.

    Parameters
    ----------
    plan_folder
        A folder that ``allocator relocate`` wrote; without one the plan is made here.
    object_by
        The last day to object.
    settings
        How to make the plan here.
    frozen
        Whether a plan made here differs as little as can be from what was announced before.

    Raises
    ------
    BadInput, BadCall
        When the folder cannot be read.
    Refused
        When that day has passed, the folder holds no relocation plan or one of other facts, or
        the facts changed while the plan was made.
    PlanRejected
        When the independent checker finds a broken rule or a wrong figure.
    LocksContradict, Stopped
        When there is no plan, or none in time.
    """
    if plan_folder is not None:
        return _announce_files(actor, read_plan(plan_folder), plan_folder, object_by)
    with using(actor, "read", ground=SHELTER) as use:
        _refuse_past(actor, object_by)
        before, newest = known(latest_day()), _newest_number()
        use.about(before.subject[h.id] for h in before.instance.households)
        use.settings = digest(before.instance)
        use.result = {"for": "announce"}
        said = announcement_of_store() if frozen else None
    how = settings or RelocationSettings()
    plan = relocate(before.instance, replace(how, announcement=said) if frozen else how)
    files = as_written("relocation", tables(plan), summary(plan, plan.seconds))
    refuse_unsound(before.instance, files)
    with using(actor, "announce", ground=SHELTER) as use:
        now = known(before.instance.peildatum)
        same = now.instance == before.instance and _newest_number() == newest
        if not same or (latest_day() or now.instance.peildatum) > now.instance.peildatum:
            raise Refused("rounds.changed_meanwhile")
        return _write(use, now, files, object_by)


def _announce_files(actor: Actor, files: PlanFiles, folder: Path, object_by: date) -> Announcing:
    with using(actor, "announce", ground=SHELTER) as use:
        _refuse_past(actor, object_by)
        if files.kind != "relocation":
            raise Refused("rounds.no_relocation_plan", path=folder)
        now = known(_day_of(files))
        if files.summary.get("input_digest") != digest(now.instance):
            raise Refused("rounds.plan_of_other_facts", path=folder)
        refuse_unsound(now.instance, files)
        return _write(use, now, files, object_by)


def _refuse_past(actor: Actor, object_by: date) -> None:
    if object_by < actor.today:
        raise Refused("rounds.object_by_passed", day=object_by)


def _day_of(files: PlanFiles) -> date | None:
    """Return the day that a plan was made for, when nothing newer is known."""
    newest = latest_day()
    try:
        day = date.fromisoformat(str(files.summary.get("peildatum")))
    except ValueError:
        return newest
    return day if newest is None else max(day, newest)


def _newest_number() -> int:
    newest = newest_announcement()
    return 0 if newest is None else newest.number


def _write(use: Use, now: Known, files: PlanFiles, object_by: date) -> Announcing:
    row = models.Announcement.objects.create(
        number=1 + _newest_number(),
        n=use.n,
        peildatum=now.instance.peildatum,
        digest=digest(now.instance),
        summary={key: files.summary[key] for key in KEPT if key in files.summary},
        object_by=object_by,
    )
    subject = now.subject
    write_places(row, places_of(files), subject)
    moves, kept, overtaken = _move_moves(use, row, files, subject)
    use.about(subject[h.id] for h in now.instance.households)
    use.about(move.subject_id for move in overtaken)
    use.settings = row.digest
    use.result = {
        "announcement": row.number,
        "object_by": object_by.isoformat(),
        "moves": len(moves),
        "kept": len(kept),
        "overtaken": len(overtaken),
    }

    def lines(rows: list[models.Move]) -> tuple[MoveLine, ...]:
        named = [line_of(move, move.subject.ref or "", use.actor.today) for move in rows]
        return tuple(sorted(named, key=lambda line: (line.month, line.household)))

    return Announcing(
        row.number, row.peildatum, object_by, row.summary, lines(moves), lines(kept),
        lines(overtaken),
    )  # fmt: skip


def _move_moves(
    use: Use, announcement: models.Announcement, files: PlanFiles, subject: dict[str, str]
) -> tuple[list[models.Move], list[models.Move], list[models.Move]]:
    """Bring the moves in line with a plan; return the new, the kept and the overtaken ones."""
    rooms = {
        (row["household"], row["site"], row["from_month"]): row["rooms"].split("|")
        for row in files.tables["stays"]
    }
    wanted = {
        (
            subject[row["household"]],
            row["month"],
            row["kind"],
            row["from_site"] or None,
            row["to_site"] or None,
        ): row
        for row in files.tables["moves"]
    }
    kept, overtaken = [], []
    for move in open_moves():
        key = (move.subject_id, move.month, move.kind, move.from_site, move.to_site)
        row = wanted.pop(key, None)
        if row is None:
            take_move(move, MoveEvent.OVERTAKE, n=use.n, actor=use.actor)
            overtaken.append(move)
            continue
        move.announcement = announcement
        for name, value in _sealed(row, rooms).items():
            setattr(move, name, value)
        move.save()
        kept.append(move)
    made = [
        begin_move(
            n=use.n,
            actor=use.actor,
            announcement=announcement,
            subject_id=pseudonym,
            month=month,
            kind=kind,
            from_site=from_site,
            to_site=to_site,
            persons=int(row["persons"]),
            object_by=announcement.object_by,
            **_sealed(row, rooms),
        )
        for (pseudonym, month, kind, from_site, to_site), row in wanted.items()
    ]
    return made, kept, overtaken


def _sealed(
    row: dict[str, str], rooms: dict[tuple[str, str, str], list[str]]
) -> dict[str, str | list[str]]:
    """Return what is sealed of a move."""
    there = rooms.get((row["household"], row["to_site"], row["month"]), [])
    return {"reason": row["reason"], "why": row["why"], "rooms": there}
