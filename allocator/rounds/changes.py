"""What a second draft says otherwise than the one before, and why."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.rounds.states import State
from allocator.store import models
from allocator.store.models import Candidate, Round


@dataclass(frozen=True)
class Change:
    """A household for which a second draft says something else than before.

    ``before`` and ``after`` are homes, ``None`` for none; ``why`` is a code: ``refused``,
    ``expired``, ``withdrawn``, ``override``, ``home`` (another now has it), ``free`` (a home came
    free) or ``plan`` (it follows from the others); ``recalled`` when it had been sent already.
    """

    household: str
    before: str | None
    after: str | None
    why: str
    recalled: bool


def last_of_each(found: Round) -> dict[str, Candidate]:
    """Return the newest candidate of each household in a round, by the household's subject."""
    rows = Candidate.objects.filter(round=found).select_related("subject")
    newest: dict[str, Candidate] = {}
    order = {row.pk: row for row in rows}
    steps = models.Step.objects.filter(candidate__in=list(order)).order_by("n")
    for step in steps:
        newest[step.subject_id] = order[step.candidate_id]
    return newest


WHY = {
    State.REFUSED_BY_CORPORATIE: "refused",
    State.REFUSED_BY_TEAM: "refused",
    State.REFUSED_BY_HOUSEHOLD: "refused",
    State.EXPIRED: "expired",
    State.WITHDRAWN: "withdrawn",
}


def changes_since(
    before: dict[str, Candidate],
    wanted: dict[str, str],
    recalled: set[tuple[str, str]],
    subject: dict[str, str],
) -> list[Change]:
    """Return for which households a draft says something else than the one before, and why."""
    taken = set(wanted.values())
    left = {row.home for row in before.values()}
    found = []
    for household in sorted(subject):
        row = before.get(subject[household])
        if row is None and household not in wanted:
            continue
        if row is not None and row.state == State.PLACED:
            continue
        was = row.home if row is not None and row.state != State.DROPPED else None
        now = wanted.get(household)
        if was == now:
            continue
        if row is not None and State(row.state) in WHY:
            why = WHY[State(row.state)]
        elif row is not None and row.locked:
            why = "override"
        elif now is not None:
            why = "free" if now in left else "plan"
        else:
            why = "home" if was in taken else "plan"
        found.append(Change(household, was, now, why, (household, was) in recalled))
    return found
