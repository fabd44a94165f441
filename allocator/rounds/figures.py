"""What follows from decisions: draagkracht and agreements used, the taakstelling realised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allocator.rounds.case import known, latest_day
from allocator.rounds.since import Since
from allocator.rounds.use import Actor, using
from allocator.store import models


@dataclass(frozen=True)
class Used:
    """Of a limit what was used: ``limit`` is ``None`` where there is none."""

    id: str
    name: str
    limit: int | None
    used: int


@dataclass(frozen=True)
class Task:
    """A half-year's task in persons."""

    until: date
    persons: int
    backlog_persons: int
    realised_persons: int

    @property
    def to_do(self) -> int:
        """Persons still to be housed."""
        return self.persons + self.backlog_persons - self.realised_persons


@dataclass(frozen=True)
class Figures:
    """Draagkracht in persons, agreements in households, tasks in persons.

    Of an agreement the limit is that of the newest file that said another, and what was signed
    since is used.
    """

    peildatum: date
    wijken: tuple[Used, ...]
    corporaties: tuple[Used, ...]
    tasks: tuple[Task, ...]
    placed_households: int
    placed_persons: int


def figures(actor: Actor, peildatum: date | None = None) -> Figures:
    """Return what was used and realised, as seen from a day."""
    with using(actor, "figures", roles=("team", "planner", "auditor")):
        now = known(peildatum or latest_day()).instance
        placed = list(models.Placement.objects.filter(undone_n=None))
        signed = Since.now(now.peildatum)
        owners = models.Corporatie.objects.filter(gone_n=None).order_by("key")
        return Figures(
            now.peildatum,
            tuple(
                Used(w.code, w.name, w.draagkracht_persons, w.placed_persons) for w in now.wijken
            ),
            tuple(Used(row.ref, row.name, *signed.agreed_and_used(row)) for row in owners),
            tuple(
                Task(t.until, t.persons, t.backlog_persons, t.realised_persons)
                for t in now.taakstelling
            ),
            len(placed),
            sum(p.persons for p in placed),
        )
