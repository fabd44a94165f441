"""What was proposed, decided and said of a household or a home, opened to be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from allocator.rounds.looking import StepSeen
from allocator.rounds.origins import made_at
from allocator.rounds.seen import CandidateSeen, DecisionSeen, Said, Withdrawn
from allocator.rounds.states import State
from allocator.rounds.stored import said_of
from allocator.store import models
from allocator.store.fields import opened
from allocator.store.models import Candidate, Step, Subject


def candidates_seen(rows: Any) -> tuple[CandidateSeen, ...]:
    """Return candidates with their steps, the one with the newest step first."""
    found = {row.pk: row for row in rows.select_related("subject")}
    steps: dict[Any, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(candidate__in=list(found)).order_by("n"):
        steps[step.candidate_id].append(step)
    newest = sorted(found, key=lambda pk: steps[pk][-1].n, reverse=True)
    return tuple(_candidate(found[pk], steps[pk]) for pk in newest)


def _candidate(row: Candidate, steps: Sequence[Step]) -> CandidateSeen:
    state = State(row.state)
    return CandidateSeen(
        row.subject.ref or "",
        row.home,
        row.round_id,
        state,
        row.locked,
        row.answer_by if state == State.SENT else None,
        tuple(
            StepSeen(
                step.name, State(step.after), step.on_day, step.who, step.role,
                opened(step, "code"), step.reasonable, opened(step, "reason"),
            )
            for step in steps
        ),
    )  # fmt: skip


def said_seen(subject: Subject) -> Said | None:
    """Return what the newest draft says of a household, when it looked at it."""
    row = (
        models.DraftRow.objects.filter(subject=subject)
        .select_related("draft")
        .order_by("-draft__n")
        .first()
    )
    newest = models.Draft.objects.order_by("-n").first()
    if row is None or newest is None or row.draft_id != newest.pk:
        return None
    placed, left_out = said_of(row)
    return Said(row.draft.round_id, row.draft.number, placed, left_out)


def decisions_seen(rows: Sequence[Any]) -> tuple[DecisionSeen, ...]:
    """Return decisions and points, in order of their key."""
    made = made_at({row.changed_n for row in rows})
    return tuple(
        DecisionSeen(
            household=row.household,
            place=row.site if isinstance(row, models.SiteDecision) else row.home,
            decision=getattr(row, "decision", ""),
            points=getattr(row, "points", None),
            day=getattr(row, "decided_on", getattr(row, "from_on", None)),
            reason=opened(row, "reason") or "",
            source=row.source,
            made=made.get(row.changed_n),
        )
        for row in sorted(rows, key=lambda row: row.key)
    )


def withdrawn_seen(rows: Any) -> Withdrawn | None:
    """Return when something was last taken out, ``None`` when it never was or is back."""
    row = rows.order_by("-n").first()
    if row is None:
        return None
    return Withdrawn(made_at([row.n]).get(row.n), opened(row, "reason") or "")
