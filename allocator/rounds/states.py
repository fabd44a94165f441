"""How a proposal goes from a draft to a signed lease: states, steps, and VERA's codes.

The only table of what may follow what; ``docs/rounds.md`` shows it.  Codes beside the states are
those of VERA's reference data for Woonruimteverdeling: of the candidate (kandidaat) and, once
there is one, of the offer (aanbieding).
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """How far a candidate is."""

    PROPOSED = "proposed"
    SENT = "sent"
    ACCEPTED = "accepted"
    OFFERED = "offered"
    AGREED = "agreed"
    PLACED = "placed"
    REFUSED_BY_CORPORATIE = "refused_by_corporatie"
    REFUSED_BY_TEAM = "refused_by_team"
    REFUSED_BY_HOUSEHOLD = "refused_by_household"
    EXPIRED = "expired"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What happens to a candidate."""

    SEND = "send"
    ACCEPT = "accept"
    REFUSE = "refuse"
    REJECT = "reject"
    REVOKE = "revoke"
    OFFER = "offer"
    AGREE = "agree"
    DECLINE = "decline"
    SIGN = "sign"
    EXPIRE = "expire"
    DROP = "drop"
    WITHDRAW = "withdraw"


S, E = State, Event
TRANSITIONS: dict[tuple[State, Event], State] = {
    (S.PROPOSED, E.SEND): S.SENT,
    (S.PROPOSED, E.REJECT): S.REFUSED_BY_TEAM,
    (S.PROPOSED, E.DROP): S.DROPPED,
    (S.PROPOSED, E.WITHDRAW): S.WITHDRAWN,
    (S.SENT, E.ACCEPT): S.ACCEPTED,
    (S.SENT, E.REFUSE): S.REFUSED_BY_CORPORATIE,
    (S.SENT, E.REJECT): S.REFUSED_BY_TEAM,
    (S.SENT, E.EXPIRE): S.EXPIRED,
    (S.SENT, E.DROP): S.DROPPED,
    (S.SENT, E.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, E.OFFER): S.OFFERED,
    (S.ACCEPTED, E.REVOKE): S.REFUSED_BY_CORPORATIE,
    (S.ACCEPTED, E.REJECT): S.REFUSED_BY_TEAM,
    (S.ACCEPTED, E.WITHDRAW): S.WITHDRAWN,
    (S.OFFERED, E.AGREE): S.AGREED,
    (S.OFFERED, E.DECLINE): S.REFUSED_BY_HOUSEHOLD,
    (S.OFFERED, E.WITHDRAW): S.WITHDRAWN,
    (S.AGREED, E.SIGN): S.PLACED,
    (S.AGREED, E.DECLINE): S.REFUSED_BY_HOUSEHOLD,
    (S.AGREED, E.WITHDRAW): S.WITHDRAWN,
    (S.PLACED, E.WITHDRAW): S.WITHDRAWN,
}

# A home and a household that are bound to each other: a plan keeps them together.
BOUND = (State.ACCEPTED, State.OFFERED, State.AGREED)
# What people wait for: somebody has to answer or act.
UNDER_WAY = (State.SENT, *BOUND)
# What a draft may still change.
OPEN = (State.PROPOSED, *UNDER_WAY)
# What a refusal makes of the pair in every later plan.
REFUSALS = (
    State.REFUSED_BY_CORPORATIE,
    State.REFUSED_BY_TEAM,
    State.REFUSED_BY_HOUSEHOLD,
)

CANDIDATE_CODE = {
    State.PROPOSED: "SEL",
    State.SENT: "SEL",
    State.ACCEPTED: "SEL",
    State.OFFERED: "AAN",
    State.AGREED: "AAN",
    State.PLACED: "TOE",
    State.REFUSED_BY_CORPORATIE: "AFG",
    State.REFUSED_BY_TEAM: "AFG",
    State.REFUSED_BY_HOUSEHOLD: "GEW",
    State.EXPIRED: "POT",
    State.DROPPED: "POT",
    State.WITHDRAWN: "AFG",
}
OFFER_CODE = {
    State.OFFERED: "AAN",
    State.AGREED: "TOE",
    State.PLACED: "TOE",
    State.REFUSED_BY_HOUSEHOLD: "GEW",
}
WITHDRAWN_OFFER = "ING"


def after(state: State, event: Event) -> State | None:
    """Return the state that an event leads to, ``None`` when it cannot happen."""
    return TRANSITIONS.get((state, event))


def possible(state: State) -> list[Event]:
    """Return what can happen to a candidate in a state."""
    return [event for (before, event) in TRANSITIONS if before == state]


def offer_code(state: State, *, was_offered: bool) -> str | None:
    """Return VERA's code of the offer, ``None`` where there was none."""
    if state == State.WITHDRAWN and was_offered:
        return WITHDRAWN_OFFER
    return OFFER_CODE.get(state)
