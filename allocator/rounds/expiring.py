"""What nobody answered in time comes back by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from allocator.rounds.states import Event, State
from allocator.rounds.steps import take
from allocator.rounds.use import SYSTEM, TASK, Actor, using
from allocator.store import log, models


@dataclass(frozen=True)
class Expired:
    """A candidate that came back: nobody answered by that day."""

    household: str
    home: str
    round: int
    answer_by: date


def expire(actor: Actor) -> list[Expired]:
    """Let what is overdue come back now; every use of the store does so first."""
    with using(actor, "expire", expiring=False) as use:
        rows = _overdue(actor.today)
        _come_back(rows, use.n, actor)
        use.about(row.subject_id for row in rows)
        use.result = {"expired": len(rows)}
        return [
            Expired(row.subject.ref or "", row.home, row.round_id, row.answer_by or actor.today)
            for row in rows
        ]


def expire_if_any(today: date) -> list[Expired]:
    """Let what is overdue come back, by itself; nothing is logged when nothing is."""
    if not _overdue(today):
        return []
    return expire(Actor(SYSTEM, "system", today=today))


def come_back(today: date) -> None:
    """Let what is overdue come back, with an entry of its own in the log when anything does."""
    rows = _overdue(today)
    if not rows:
        return
    n = log.head()[0] + 1
    _come_back(rows, n, Actor(SYSTEM, "system", today=today))
    log.append(
        who=SYSTEM,
        role="system",
        action="expire",
        ground=TASK,
        subjects=(row.subject_id for row in rows),
        result={"expired": len(rows)},
    )


def _overdue(today: date) -> list[models.Candidate]:
    """Return what was sent and not answered by the day before today."""
    rows = models.Candidate.objects.filter(state=State.SENT, answer_by__lt=today)
    return list(rows.select_related("subject").order_by("home", "subject"))


def _come_back(rows: Iterable[models.Candidate], n: int, actor: Actor) -> None:
    for row in rows:
        take(row, Event.EXPIRE, n=n, actor=actor)
