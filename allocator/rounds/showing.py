"""What a round looks like now: what waits for whom, what goes on, what became of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from allocator.rounds.rows import any_round
from allocator.rounds.states import CANDIDATE_CODE, UNDER_WAY, State, offer_code
from allocator.rounds.use import Actor, Use, using
from allocator.store import models
from allocator.store.models import Candidate, Round
from allocator.store.subjects import names


@dataclass(frozen=True)
class Line:
    """A candidate as people see it; ``candidate`` and ``offer`` are VERA's codes."""

    household: str
    home: str
    corporatie: str
    state: State
    candidate: str
    offer: str | None
    answer_by: date | None
    locked: bool
    version: int
    round: int


@dataclass(frozen=True)
class Shown:
    """A round, its candidates, and what goes on in others (loopt nog)."""

    round: Round
    drafts: int
    lines: tuple[Line, ...]
    going_on: tuple[Line, ...]


def show(actor: Actor, number: int | None = None) -> Shown:
    """Return a round: the one named, or the newest."""
    with using(actor, "show", roles=("team", "auditor")) as use:
        found = any_round(number)
        use.round = found.number
        return shown_of(use, found)


def shown_of(use: Use, found: Round) -> Shown:
    """Return a round within a use that is about all its candidates."""
    rows = Candidate.objects.filter(round=found)
    others = Candidate.objects.exclude(round=found).filter(state__in=UNDER_WAY)
    known = names()
    owners = dict(models.Home.objects.values_list("ref", "corporatie"))
    offered = set(models.Step.objects.filter(name="offer").values_list("candidate", flat=True))
    use.about(row.subject_id for row in [*rows, *others])
    mine, going_on = (
        tuple(
            line_of(row, known, row.pk in offered, owners.get(row.home, ""))
            for row in some.order_by("home", "subject")
        )
        for some in (rows, others)
    )
    return Shown(found, found.drafts.count(), mine, going_on)


def line_of(
    row: Candidate, known: Mapping[str, str], offered: bool, owner: str | None = None
) -> Line:
    """Return a candidate as people see it."""
    state = State(row.state)
    if owner is None:
        owner = (
            models.Home.objects.filter(ref=row.home).values_list("corporatie", flat=True).first()
        )
    return Line(
        household=known.get(row.subject_id, ""),
        home=row.home,
        corporatie=owner or "",
        state=state,
        candidate=CANDIDATE_CODE[state],
        offer=offer_code(state, was_offered=offered),
        answer_by=row.answer_by if state == State.SENT else None,
        locked=row.locked,
        version=row.version,
        round=row.round_id,
    )
