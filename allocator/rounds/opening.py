"""Opening, closing and reopening a round."""

from __future__ import annotations

from datetime import date

from allocator.rounds.case import known
from allocator.rounds.reasons import need_reason
from allocator.rounds.rows import any_round, open_round
from allocator.rounds.states import UNDER_WAY, Event, State
from allocator.rounds.steps import take
from allocator.rounds.use import Actor, Refused, using
from allocator.store import models
from allocator.store.models import Round


def open_new(actor: Actor, peildatum: date | None = None) -> Round:
    """Open a round; others may be open beside it.

    Parameters
    ----------
    peildatum
        The day as seen from which it is computed; that of the newest import when not given.

    Raises
    ------
    Refused
        When nothing was imported yet, or the day is before what is known.
    """
    with using(actor, "open") as use:
        newest = models.Import.objects.order_by("-n").first()
        if newest is None:
            raise Refused("rounds.nothing_imported")
        day = peildatum or newest.peildatum
        if day < newest.peildatum:
            raise Refused("rounds.day_before_import", day=day, first=newest.peildatum)
        last = Round.objects.order_by("-number").first()
        made = Round.objects.create(
            number=1 + (last.number if last else 0), peildatum=day, opened_n=use.n
        )
        use.round = made.number
        use.result = {"peildatum": day.isoformat()}
        known(day)  # what is known must be an instance
    return made


def close(actor: Actor, number: int | None = None) -> tuple[Round, list[models.Candidate]]:
    """Close a round: what was not sent comes back; what is under way goes on, in the next one too.

    Returns
    -------
    The round, and the candidates that are still under way.
    """
    with using(actor, "close") as use:
        found = open_round(number)
        use.round = found.number
        left = _candidates(found, (State.PROPOSED,))
        for row in left:
            take(row, Event.DROP, n=use.n, actor=actor)
        found.closed_n = use.n
        found.save()
        use.about(row.subject_id for row in left)
        going_on = _candidates(found, UNDER_WAY)
        use.result = {"dropped": len(left), "under_way": len(going_on)}
    return found, going_on


def reopen(actor: Actor, number: int | None, reason: str) -> Round:
    """Open a closed round again; the reason is mandatory and kept."""
    with using(actor, "reopen") as use:
        found = any_round(number)
        use.round = found.number
        if found.closed_n is None:
            raise Refused("rounds.not_closed", round=found.number)
        need_reason(reason)
        found.closed_n = None
        found.save()
        models.Note.objects.create(n=use.n, round=found, name="reopen", reason=reason)
    return found


def _candidates(found: Round, states: tuple[State, ...]) -> list[models.Candidate]:
    rows = models.Candidate.objects.filter(round=found, state__in=states)
    return list(rows.select_related("subject").order_by("home", "subject"))
