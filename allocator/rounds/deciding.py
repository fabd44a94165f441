"""What people decide on a proposal: accept, refuse, override, lock.

A plan proposes.  An override puts a household in a home that the plan does not propose; it needs
a reason, and the next draft goes by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from allocator.rounds.case import known
from allocator.rounds.reasons import CORPORATIE, TEAM, need_code, need_reason
from allocator.rounds.rows import (
    candidate,
    home_named,
    household_named,
    open_round,
    own_home,
    refuse_unsent,
)
from allocator.rounds.states import BOUND, OPEN, Event, State
from allocator.rounds.steps import begin, take
from allocator.rounds.use import Actor, Refused, Use, using
from allocator.store.models import Candidate, Round


@dataclass(frozen=True)
class Pair:
    """A household and a home; ``version`` is the one that was seen, when somebody looked at it."""

    household: str
    home: str
    version: int | None = None


@dataclass(frozen=True)
class Decided:
    """What a decision led to."""

    household: str
    home: str
    state: State
    version: int

    @classmethod
    def of(cls, row: Candidate) -> Decided:
        """Return where a candidate is now."""
        return cls(row.subject.ref or "", row.home, State(row.state), row.version)


def accept(actor: Actor, pair: Pair) -> Decided:
    """Accept a proposal that was sent.

    Raises
    ------
    Refused
        When it was not sent, or somebody decided on it before.
    """
    return _decide(actor, pair, "accept", Event.ACCEPT, roles=("team", "corporatie"))


def refuse(
    actor: Actor, pair: Pair, *, code: str, reasonable: bool | None = None, reason: str = ""
) -> Decided:
    """Refuse a proposal, as the corporatie that owns the home.

    Parameters
    ----------
    code
        One of :data:`allocator.rounds.reasons.CORPORATIE`.
    reasonable
        Whether the refusal is a reasonable one; the team's judgement, when it has one.
    reason
        In people's own words; kept sealed, and shown to the team only.
    """
    need_code(code, CORPORATIE)
    event = Event.REFUSE
    return _decide(
        actor, pair, "refuse", event, roles=("team", "corporatie"), code=code,
        reasonable=reasonable, reason=reason,
    )  # fmt: skip


def reject(actor: Actor, pair: Pair, *, code: str, reason: str = "") -> Decided:
    """Take a proposal back as the team: this household does not go to this home."""
    need_code(code, TEAM)
    return _decide(actor, pair, "reject", Event.REJECT, code=code, reason=reason)


def revoke(actor: Actor, pair: Pair, *, code: str, reason: str = "") -> Decided:
    """Refuse after all what was accepted, before the home is offered."""
    need_code(code, CORPORATIE)
    return _decide(
        actor, pair, "revoke", Event.REVOKE, roles=("team", "corporatie"), code=code, reason=reason
    )


def lock(actor: Actor, pair: Pair, *, locked: bool = True) -> Decided:
    """Hold a proposal in every next draft, or let go of it."""
    with using(actor, "lock" if locked else "unlock") as use:
        row = _found(use, pair, actor)
        if row.state not in (State.PROPOSED, State.SENT):
            raise Refused("rounds.not_to_lock", household=pair.household, state=State(row.state))
        use.result = {"home": row.home}
        row.locked = locked
        row.version += 1
        row.save()
        return Decided.of(row)


def override(actor: Actor, pair: Pair, reason: str, number: int | None = None) -> Decided:
    """Propose a household for a home against the plan; it is held in every next draft.

    Raises
    ------
    Refused
        When no reason is given, or the household is bound to a home already.
    """
    need_reason(reason)
    with using(actor, "override") as use:
        found = open_round(number)
        use.round = found.number
        subject = household_named(pair.household)
        home_named(pair.home)
        _still_there(found, pair)
        use.about([subject.pk])
        use.result = {"home": pair.home}
        rows = Candidate.objects.filter(subject=subject, state__in=OPEN)
        for row in rows.select_related("subject"):
            if row.state in BOUND:
                raise Refused(
                    "rounds.bound", household=pair.household, home=row.home, state=State(row.state)
                )
            if row.home == pair.home:
                raise Refused("rounds.proposed_already", household=pair.household, home=row.home)
            take(row, Event.DROP, n=use.n, actor=actor)
        row = begin(
            round=found, draft=found.drafts.order_by("-number").first(), subject=subject.pk,
            home=pair.home, n=use.n, actor=actor, locked=True, reason=reason,
        )  # fmt: skip
        return Decided(pair.household, pair.home, State.PROPOSED, row.version)


def _decide(
    actor: Actor,
    pair: Pair,
    action: str,
    event: Event,
    *,
    roles: tuple[str, ...] = ("team",),
    code: str = "",
    reasonable: bool | None = None,
    reason: str = "",
) -> Decided:
    with using(actor, action, roles=roles) as use:  # type: ignore[arg-type]
        own_home(actor, pair.home)
        row = _found(use, pair, actor)
        take(
            row, event, n=use.n, actor=actor, code=code, reasonable=reasonable,
            reason=reason or None,
        )  # fmt: skip
        use.result = {"home": row.home, "state": row.state}
        return Decided.of(row)


def _found(use: Use, pair: Pair, actor: Actor) -> Candidate:
    """Return the candidate that is decided on, when nobody was there first."""
    if actor.role == "corporatie":
        refuse_unsent(pair.household, pair.home)
    row = candidate(pair.household, pair.home)
    use.round = row.round_id
    use.about([row.subject_id])
    if pair.version is not None and pair.version != row.version:
        raise Refused(
            "rounds.somebody_first", household=pair.household, home=pair.home,
            state=State(row.state),
        )  # fmt: skip
    return row


def _still_there(found: Round, pair: Pair) -> None:
    """Raise Refused when a household or a home takes part no more."""
    now = known(found.peildatum, for_round=found.number).instance
    if all(household.id != pair.household for household in now.households):
        raise Refused("rounds.household_out", household=pair.household)
    if all(home.id != pair.home for home in now.homes):
        raise Refused("rounds.home_gone", home=pair.home)
