"""Sending proposals to the corporaties that own the homes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allocator.cards import Card, cards
from allocator.check import check_matching
from allocator.rounds.case import Known, known
from allocator.rounds.rows import open_round
from allocator.rounds.states import UNDER_WAY, Event, State
from allocator.rounds.steps import take
from allocator.rounds.use import Actor, Refused, using
from allocator.store.models import Candidate, Round


@dataclass(frozen=True)
class Sent:
    """What was sent: a card for each proposal, by corporatie."""

    round: Round
    answer_by: date
    cards: dict[str, list[Card]]


def send(actor: Actor, answer_by: date, number: int | None = None) -> Sent:
    """Send what was proposed and not sent yet.

    Parameters
    ----------
    answer_by
        The last day to answer; after it a proposal comes back by itself.

    Raises
    ------
    Refused
        When that day has passed, there is nothing to send, or the proposals do not fit together
        any more: then a second draft comes first.
    """
    with using(actor, "send") as use:
        found = open_round(number)
        use.round = found.number
        if answer_by < actor.today:
            raise Refused("rounds.answer_by_passed", day=answer_by)
        rows = list(
            Candidate.objects.filter(round=found, state=State.PROPOSED)
            .select_related("subject")
            .order_by("home", "subject")
        )
        if not rows:
            raise Refused("rounds.nothing_to_send", round=found.number)
        now = known(found.peildatum, for_round=found.number)
        _refuse_what_does_not_fit(now, rows)
        for row in rows:
            row.answer_by = answer_by
            take(row, Event.SEND, n=use.n, actor=actor)
        made = cards(now.instance, [(now.names[row.subject_id], row.home) for row in rows])
        use.about(row.subject_id for row in rows)
        use.result = {"sent": len(rows), "answer_by": answer_by.isoformat()}
    by_owner: dict[str, list[Card]] = {}
    for card in made:
        by_owner.setdefault(card.home.corporatie, []).append(card)
    return Sent(found, answer_by, by_owner)


def _refuse_what_does_not_fit(now: Known, rows: list[Candidate]) -> None:
    """Raise Refused when what would be under way breaks a rule or a limit.

    A draft was sound when it was made; since then another round may have sent something, or an
    import brought other facts.
    """
    homes = {home.id for home in now.instance.homes}
    people = {household.id for household in now.instance.households}
    pairs = []
    for row in rows:
        household = now.names.get(row.subject_id, "")
        if household not in people:
            raise Refused("rounds.household_out", household=row.subject.ref)
        if row.home not in homes:
            raise Refused("rounds.home_gone", home=row.home)
        pairs.append((household, row.home))
    under_way = [(r.household, r.home) for r in now.running if r.state in UNDER_WAY]
    pairs += [pair for pair in under_way if pair[0] in people and pair[1] in homes]
    for violation in check_matching(now.instance, pairs).violations:
        about = violation.household, violation.home, violation.wijk
        raise Refused("rounds.resolve_first", what=" ".join(filter(None, about)) or "–")
