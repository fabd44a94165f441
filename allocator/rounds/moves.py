"""Finding the move that people mean, and taking a step with it: what may be, always noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.rounds.announced import newest_announcement
from allocator.rounds.moves_states import (
    OPEN_MOVES,
    MoveEvent,
    MoveState,
    move_after,
    possible_for_move,
)
from allocator.rounds.rows import household_named
from allocator.rounds.use import Actor, Refused, Use
from allocator.store import models
from allocator.store.fields import opened
from allocator.store.models import Move, MoveStep


@dataclass(frozen=True)
class MoveLine:
    """A move as people see it.

    Of an entry there is no ``from_site``, of who loses its place no ``to_site``.  ``reason`` is a
    code and ``why`` the sentence; ``rooms`` are those in ``to_site``.  It ``goes_on`` when nobody
    objected in time and nobody agreed either.
    """

    household: str
    persons: int
    month: str
    kind: str
    from_site: str | None
    to_site: str | None
    rooms: tuple[str, ...]
    reason: str
    why: str
    state: MoveState
    object_by: date
    goes_on: bool
    version: int


def move_of(
    use: Use, household: str, *, month: str | None = None, version: int | None = None
) -> Move:
    """Return the move of a household that is meant, held for this step.

    Parameters
    ----------
    month
        The month of the move.  It may be left out when the announcement that holds has one move
        of the household: with more of them a step taken twice would hit the next one.
    version
        The version that was seen, when somebody looked at it.

    Raises
    ------
    Refused
        When there never was one, there are more, or somebody was there first.
    """
    subject = household_named(household)
    use.about([subject.pk])
    rows = Move.objects.select_for_update(of=("self",)).select_related("subject")
    rows = rows.filter(subject=subject)
    if month is not None:
        rows = rows.filter(month=month)
    held = list(rows.filter(announcement=newest_announcement()).order_by("month"))
    if len(held) > 1:
        months = ", ".join(row.month for row in held)
        raise Refused("rounds.which_move", household=household, months=months)
    # What came to an end is found too, so that the step can say what happened.
    found = held[0] if held else rows.order_by("-steps__n").first()
    if found is None:
        raise Refused("rounds.no_move", household=household, month=month or "-")
    if version is not None and version != found.version:
        raise Refused(
            "rounds.move_somebody_first",
            household=household,
            month=found.month,
            state=MoveState(found.state),
        )
    return found


def take_move(
    row: Move,
    event: MoveEvent,
    *,
    n: int,
    actor: Actor,
    day: date | None = None,
    code: str | None = None,
    reason: str | None = None,
) -> MoveState:
    """Take a move one step further.

    Parameters
    ----------
    n
        Number of the use in the log.
    day
        When it happened; today when not given.
    code, reason
        Why, from a list and in people's own words; both sealed.

    Raises
    ------
    Refused
        When the step cannot follow on the state that the move is in.
    """
    before = MoveState(row.state)
    state = move_after(before, event)
    if state is None:
        last = row.steps.order_by("-n").first()
        raise Refused(
            "rounds.move_illegal",
            household=row.subject.ref or "?",
            month=row.month,
            state=before,
            event=event,
            possible=possible_for_move(before),
            who=last.who if last else "",
            day=last.on_day if last else None,
        )
    row.state = state
    row.version += 1
    row.save()
    _note(row, event, before, n=n, actor=actor, day=day, code=code, reason=reason)
    return state


def begin_move(*, n: int, actor: Actor, **columns: Any) -> Move:
    """Make a move that is announced."""
    row = Move.objects.create(state=MoveState.ANNOUNCED, **columns)
    _note(row, "announce", None, n=n, actor=actor)
    return row


def line_of(row: Move, household: str, today: date) -> MoveLine:
    """Return a move as people see it; of an erased household no words are left."""
    state = MoveState(row.state)
    return MoveLine(
        household=household,
        persons=row.persons,
        month=row.month,
        kind=row.kind,
        from_site=row.from_site,
        to_site=row.to_site,
        rooms=tuple(opened(row, "rooms") or ()),
        reason=opened(row, "reason") or "",
        why=opened(row, "why") or "",
        state=state,
        object_by=row.object_by,
        goes_on=state == MoveState.ANNOUNCED and row.object_by < today,
        version=row.version,
    )


def open_moves() -> list[Move]:
    """Return the moves that are still to be carried out, held for this step."""
    rows = Move.objects.select_for_update(of=("self",)).select_related("subject")
    return list(rows.filter(state__in=OPEN_MOVES).order_by("month", "subject"))


def _note(
    row: Move,
    name: str,
    before: MoveState | None,
    *,
    n: int,
    actor: Actor,
    day: date | None = None,
    code: str | None = None,
    reason: str | None = None,
) -> None:
    step: type[MoveStep] = models.MoveStep
    step.objects.create(
        move=row,
        subject_id=row.subject_id,
        n=n,
        name=name,
        before=before,
        after=row.state,
        on_day=day or actor.today,
        who=actor.who,
        role=actor.role,
        code=code,
        reason=reason,
    )
