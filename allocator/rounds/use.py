"""One use of the store: who does it, in one transaction, with its entry in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db import transaction

from allocator.errors import Refused
from allocator.store import log
from allocator.store.connection import failing
from allocator.store.keychain import keychain

__all__ = ["Actor", "Refused", "Use", "using"]

Role = Literal["team", "corporatie", "planner", "auditor", "system"]

# On which ground personal data are used.
TASK = "taakstelling"  # Huisvestingswet 2014, art. 28: house statushouders (AVG art. 6, 1, e)
SHELTER = "opvang"  # shelter of ontheemden (AVG art. 6, 1, e)
ACCESS = "inzage"  # AVG art. 15
ERASURE = "wissen"  # AVG art. 17, and art. 5, 1, e
ACCOUNT = "verantwoording"  # AVG art. 5, 2
KEEPING = "beheer"  # AVG art. 32: security


@dataclass(frozen=True)
class Actor:
    """Who does something, and as what; ``corporatie`` for whom a corporatie's staff acts.

    ``today`` is the day of the step: what is overdue depends on it.
    """

    who: str
    role: Role = "team"
    corporatie: str | None = None
    today: date = field(default_factory=date.today)


SYSTEM = "plaatswijs"


@dataclass
class Use:
    """A use under way: its number in the log, and what its entry will say."""

    n: int
    actor: Actor
    action: str
    ground: str
    round: int | None = None
    subjects: set[str] = field(default_factory=set)
    settings: str = ""
    result: object = None

    def about(self, subjects: Iterable[str]) -> None:
        """Note whom the use is about."""
        self.subjects.update(subjects)


@contextmanager
def using(
    actor: Actor,
    action: str,
    *,
    ground: str = TASK,
    roles: Iterable[Role] = ("team",),
    expiring: bool = True,
) -> Iterator[Use]:
    """Do something in one transaction; its entry in the log is written with it, or neither is.

    Parameters
    ----------
    roles
        Who may do this.
    expiring
        Whether what is overdue comes back first.

    Raises
    ------
    Refused
        When the actor may not.
    StoreFailed
        When the database refused; then nothing was changed.
    """
    if actor.role not in (*roles, "system"):
        raise Refused("rounds.not_for_role", role=actor.role, action=action)
    with failing(), transaction.atomic(durable=True):
        log.lock_writers()
        keychain.forget()
        if expiring:
            from allocator.rounds.expiring import come_back

            come_back(actor.today)
        use = Use(log.head()[0] + 1, actor, action, ground)
        yield use
        log.append(
            who=actor.who if actor.corporatie is None else f"{actor.who} ({actor.corporatie})",
            role=actor.role,
            action=action,
            ground=use.ground,
            round=use.round,
            subjects=use.subjects,
            settings=use.settings,
            result=use.result,
        )
