"""Taking a step with a candidate: only what the table of states allows, and always noted."""

from __future__ import annotations

from allocator.domain.choices import DecisionKind
from allocator.rounds.states import REFUSALS, Event, State, after, possible
from allocator.rounds.use import Actor, Refused
from allocator.store import facts, models

# After these a lock on the pair, made here or in a file, holds no more.
LETS_GO = (*REFUSALS, State.WITHDRAWN)


def take(
    row: models.Candidate,
    event: Event,
    *,
    n: int,
    actor: Actor,
    code: str = "",
    reasonable: bool | None = None,
    reason: str | None = None,
) -> State:
    """Take a candidate one step further.

    Parameters
    ----------
    n
        Number of the use in the log.
    code
        Reason from one of the lists.
    reason
        Reason in people's own words; sealed.

    Raises
    ------
    Refused
        When the step cannot follow on the state that the candidate is in.
    """
    before = State(row.state)
    state = after(before, event)
    if state is None:
        last = row.steps.order_by("-n").first()
        raise Refused(
            "rounds.illegal",
            household=row.subject.ref or "?",
            home=row.home,
            state=before,
            event=event,
            possible=possible(before),
            who=_told_to(actor, last),
            day=last.on_day if last else None,
        )
    row.state = state
    row.version += 1
    row.save()
    models.Step.objects.create(
        candidate=row,
        subject_id=row.subject_id,
        n=n,
        name=event,
        before=before,
        after=state,
        on_day=actor.today,
        who=actor.who,
        role=actor.role,
        code=code or None,
        reasonable=reasonable,
        reason=reason,
    )
    if state in LETS_GO:
        _let_go(row, n)
    if state in REFUSALS:
        remember(row, DecisionKind(state.value), n=n, actor=actor, reason=reason or code)
    return state


def _told_to(actor: Actor, last: models.Step | None) -> str:
    """Return who took the last step; a corporatie hears of others only as what they acted."""
    if last is None:
        return ""
    of_others = actor.role == "corporatie" and last.role != "corporatie"
    return str(last.role if of_others else last.who)


def begin(
    *,
    round: models.Round,
    draft: models.Draft | None,
    subject: str,
    home: str,
    n: int,
    actor: Actor,
    locked: bool = False,
    reason: str | None = None,
) -> models.Candidate:
    """Make a candidate: proposed by a plan, or by people who overrode it."""
    row = models.Candidate.objects.create(
        round=round, draft=draft, subject_id=subject, home=home, state=State.PROPOSED, locked=locked
    )
    models.Step.objects.create(
        candidate=row,
        subject_id=subject,
        n=n,
        name="override" if reason is not None else "propose",
        before=None,
        after=State.PROPOSED,
        on_day=actor.today,
        who=actor.who,
        role=actor.role,
        reason=reason,
    )
    return row


def remember(
    row: models.Candidate, kind: DecisionKind, *, n: int, actor: Actor, reason: str
) -> None:
    """Keep a refusal as a decision that every later plan goes by."""
    household = row.subject.ref or ""
    key = f"{household}|{row.home}|{kind.value}"
    held = models.Decision.objects.filter(key=key).first()
    decision = held or models.Decision(key=key, subject_id=row.subject_id)
    decision.household, decision.home, decision.decision = household, row.home, kind.value
    decision.decided_on, decision.reason = actor.today, reason
    decision.changed_n, decision.gone_n, decision.source = n, None, ""
    decision.save()


def _let_go(row: models.Candidate, n: int) -> None:
    """End the lock on a pair that came apart."""
    row.locked = False
    row.save(update_fields=["locked"])
    key = f"{row.subject.ref}|{row.home}|{DecisionKind.LOCK.value}"
    for lock in facts.DECISIONS.model._default_manager.filter(key=key, gone_n=None):
        lock.gone_n = n
        lock.save()
