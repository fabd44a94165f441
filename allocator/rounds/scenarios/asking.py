"""Asking a worker for a comparison, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from allocator.rounds.asking import ask, asked
from allocator.rounds.scenarios.keeping import COMPARE
from allocator.rounds.scenarios.question import Question
from allocator.rounds.use import Actor, Refused
from allocator.store.models import Asked


def ask_comparison(actor: Actor, question: Question, hand_on: Callable[[UUID], object]) -> Asked:
    """Ask for a comparison.

    Raises
    ------
    Refused
        When a scenario is not there.
    """
    return ask(actor, "compare", hand_on, question=question.document())


def asked_comparison(pk: UUID) -> Asked:
    """Return a question for a comparison; it names no people.

    Raises
    ------
    Refused
        When there is none, or not any more.
    """
    row = asked(pk)
    if row.kind != COMPARE:
        raise Refused("rounds.unknown_solve")
    return row
