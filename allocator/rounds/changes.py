"""What a second draft says otherwise than the one before, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from allocator.rounds.states import State
from allocator.rounds.stored import rows_of
from allocator.store import models
from allocator.store.models import Candidate, Draft, Round


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


def between(before: Draft, after: Draft) -> list[Change]:
    """Return for which households a draft says something else than the one before it, and why.

    As the candidates are by now: what was refused since then counts as refused.
    """
    was, now = _homes(before), _homes(after)
    pairs = {
        (row.subject.ref or "", row.home): row
        for row in Candidate.objects.filter(round=after.round_id).select_related("subject")
    }
    sent = set(models.Step.objects.filter(after=State.SENT).values_list("candidate", flat=True))
    found = []
    for household in sorted(was.keys() | now.keys()):
        old, new = was.get(household), now.get(household)
        if old == new:
            continue
        row, held = pairs.get((household, old or "")), pairs.get((household, new or ""))
        recalled = row is not None and row.state == State.DROPPED and row.pk in sent
        why = _why_other(row, held, old, new, was, now)
        found.append(Change(household, old, new, why, recalled))
    return found


def _why_other(
    row: Candidate | None,
    held: Candidate | None,
    old: str | None,
    new: str | None,
    was: Mapping[str, str],
    now: Mapping[str, str],
) -> str:
    """Return the code of why a household has another home, or none, in a later draft."""
    if row is not None and State(row.state) in WHY:
        return WHY[State(row.state)]
    if held is not None and held.locked:
        return "override"
    if new is not None:
        return "free" if new in was.values() else "plan"
    return "home" if old in now.values() else "plan"


def _homes(draft: Draft) -> dict[str, str]:
    """Return the home of each household that a draft proposes."""
    proposed, _ = rows_of(draft)
    return {row.household: row.home for row in proposed}
