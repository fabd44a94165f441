"""How a move of a relocation plan goes from announced to carried out: states and steps.

The only table of what may follow what; ``docs/rounds.md`` shows it.  Who says nothing until the
last day to object is not taken to agree: the move stays announced, and can be carried out.
"""

from __future__ import annotations

from enum import StrEnum


class MoveState(StrEnum):
    """How far a move is."""

    ANNOUNCED = "announced"
    AGREED = "agreed"
    OBJECTED = "objected"
    MOVED = "moved"
    OVERTAKEN = "overtaken"


class MoveEvent(StrEnum):
    """What happens to a move; ``overtake`` when a newer announcement does not repeat it."""

    AGREE = "agree"
    OBJECT = "object"
    MOVE = "move"
    OVERTAKE = "overtake"


S, E = MoveState, MoveEvent
MOVE_TRANSITIONS: dict[tuple[MoveState, MoveEvent], MoveState] = {
    (S.ANNOUNCED, E.AGREE): S.AGREED,
    (S.ANNOUNCED, E.OBJECT): S.OBJECTED,
    (S.ANNOUNCED, E.MOVE): S.MOVED,
    (S.ANNOUNCED, E.OVERTAKE): S.OVERTAKEN,
    (S.AGREED, E.OBJECT): S.OBJECTED,
    (S.AGREED, E.MOVE): S.MOVED,
    (S.AGREED, E.OVERTAKE): S.OVERTAKEN,
}

# What is still to be carried out.
OPEN_MOVES = (MoveState.ANNOUNCED, MoveState.AGREED)


def move_after(state: MoveState, event: MoveEvent) -> MoveState | None:
    """Return the state that an event leads to, ``None`` when it cannot happen."""
    return MOVE_TRANSITIONS.get((state, event))


def possible_for_move(state: MoveState) -> list[MoveEvent]:
    """Return what can happen to a move in a state."""
    return [event for (before, event) in MOVE_TRANSITIONS if before == state]
