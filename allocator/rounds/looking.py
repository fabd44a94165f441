"""Looking at drafts and proposals: what a plan said, why, and what became of each proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from allocator.plan import Proposal, Unplaced
from allocator.rounds.changes import Change, between
from allocator.rounds.rows import any_round, draft_of, home_named, household_named, newest
from allocator.rounds.showing import Line, line_of
from allocator.rounds.states import OPEN, UNDER_WAY, Event, State, possible
from allocator.rounds.stored import rows_of, said_of
from allocator.rounds.use import Actor, Refused, Use, using
from allocator.store import models
from allocator.store.fields import opened
from allocator.store.models import Asked, Candidate, Draft, Round
from allocator.store.models.asked import DRAFTS, UNFINISHED

# In the order of a week: who has to do something with what is in this state.
WAITS_FOR: dict[State, str] = {
    State.PROPOSED: "team",
    State.SENT: "corporatie",
    State.ACCEPTED: "team",
    State.OFFERED: "household",
    State.AGREED: "sign",
}
ENDED = (
    State.PLACED, State.REFUSED_BY_CORPORATIE, State.REFUSED_BY_TEAM, State.REFUSED_BY_HOUSEHOLD,
    State.EXPIRED, State.WITHDRAWN,
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A candidate, and what the newest draft of its round says of it (``None`` when nothing)."""

    line: Line
    said: Proposal | None


@dataclass(frozen=True)
class Part:
    """The candidates of a round in one state, the earliest answer first.

    ``total`` is how many there are, ``rows`` those that are looked at.
    """

    state: State
    total: int
    first_due: date | None
    rows: tuple[Seen, ...]


@dataclass(frozen=True)
class Glance:
    """A round at a glance: what is in each state, and what goes on in other rounds.

    ``solving`` is a draft that is being made; ``left_out`` the number of households that the
    newest draft leaves out.
    """

    round: Round
    rounds: tuple[int, ...]
    draft: Draft | None
    left_out: int
    solving: Asked | None
    parts: Mapping[State, Part]
    going_on: tuple[Seen, ...]
    going_on_total: int


def glance(actor: Actor, number: int | None = None, *, most: int) -> Glance | None:
    """Return a round at a glance: the one named, or the newest; ``None`` when there is none yet.

    Parameters
    ----------
    most
        At most so many candidates of each state.
    """
    with using(actor, "show") as use:
        rounds = tuple(Round.objects.order_by("-number").values_list("number", flat=True))
        if not rounds and number is None:
            return None
        found = any_round(number)
        use.round = found.number
        draft = found.drafts.order_by("-number").first()
        rows = _by_state(Candidate.objects.filter(round=found))
        others = list(
            Candidate.objects.exclude(round=found).filter(state__in=UNDER_WAY).order_by("home")
        )
        cut = {state: some[:most] for state, some in rows.items()}
        seen = _seen(use, [row for some in (*cut.values(), others[:most]) for row in some])
        solving = Asked.objects.filter(round=found, kind__in=DRAFTS, state__in=UNFINISHED)
        return Glance(
            round=found,
            rounds=rounds,
            draft=draft,
            left_out=0 if draft is None else draft.summary["unplaced_households"],
            solving=solving.first(),
            parts={state: _part(state, rows[state], cut[state], seen) for state in rows},
            going_on=tuple(seen[row.pk] for row in others[:most]),
            going_on_total=len(others),
        )


def part(actor: Actor, number: int, state: State, first: int, most: int) -> Part:
    """Return the candidates of a round in one state, from the place ``first`` on."""
    with using(actor, "show") as use:
        found = any_round(number)
        use.round = found.number
        rows = _by_state(Candidate.objects.filter(round=found))[state]
        cut = rows[first : first + most]
        return _part(state, rows, cut, _seen(use, cut))


def _by_state(rows: QuerySet[Candidate]) -> dict[State, list[Candidate]]:
    """Return candidates by state, the earliest answer first."""
    found: dict[State, list[Candidate]] = {state: [] for state in (*WAITS_FOR, *ENDED)}
    for row in rows:
        found.setdefault(State(row.state), []).append(row)
    for some in found.values():
        some.sort(key=lambda row: (row.answer_by or date.max, row.home, row.subject_id))
    return found


def _part(
    state: State, rows: list[Candidate], cut: list[Candidate], seen: Mapping[UUID, Seen]
) -> Part:
    due = min((row.answer_by for row in rows if row.answer_by is not None), default=None)
    return Part(
        state,
        len(rows),
        due if state == State.SENT else None,
        tuple(seen[row.pk] for row in cut),
    )


def _seen(use: Use, rows: list[Candidate]) -> dict[UUID, Seen]:
    """Return candidates as people see them, with what drafts say; the use is about them."""
    subjects = {row.subject_id for row in rows}
    use.about(subjects)
    names = models.Subject.objects.filter(pk__in=subjects).values_list("pk", "ref")
    known = {pk: ref or "" for pk, ref in names}
    homes = models.Home.objects.filter(ref__in={row.home for row in rows})
    owners = dict(homes.values_list("ref", "corporatie"))
    steps = models.Step.objects.filter(name=Event.OFFER, candidate__in=[row.pk for row in rows])
    offered = set(steps.values_list("candidate", flat=True))
    said: dict[tuple[int, str], Proposal] = {}
    for number in {row.round_id for row in rows}:
        draft = Draft.objects.filter(round=number).order_by("-number").first()
        of_round = {row.subject_id for row in rows if row.round_id == number}
        proposed = [] if draft is None else rows_of(draft, of_round)[0]
        said |= {(number, row.household): row for row in proposed}
    found = {}
    for row in rows:
        line = line_of(row, known, row.pk in offered, owners.get(row.home, ""))
        told = said.get((row.round_id, line.household))
        found[row.pk] = Seen(line, told if told is not None and told.home == line.home else None)
    return found


def imported(actor: Actor) -> bool:
    """Whether anything was imported yet."""
    with using(actor, "show"):
        return models.Import.objects.exists()


@dataclass(frozen=True)
class DraftSeen:
    """A draft as it was kept: what it proposes, whom it leaves out, and what changed by it."""

    draft: Draft
    proposals: tuple[Proposal, ...]
    unplaced: tuple[Unplaced, ...]
    changes: tuple[Change, ...]


def draft(actor: Actor, number: int | None = None, draft: int | None = None) -> DraftSeen:
    """Return a draft of a round: the one named, or the newest.

    Raises
    ------
    Refused
        When there is no such round or draft.
    """
    with using(actor, "show_draft") as use:
        found = any_round(number)
        use.round = found.number
        kept = draft_of(found, draft)
        use.result = {"draft": kept.number}
        use.about(kept.rows.values_list("subject_id", flat=True))
        proposed, outside = rows_of(kept)
        before = found.drafts.filter(number=kept.number - 1).first()
        changes = () if before is None else tuple(between(before, kept))
        return DraftSeen(kept, tuple(proposed), tuple(outside), changes)


@dataclass(frozen=True)
class StepSeen:
    """A step of a candidate; ``code`` and ``reason`` are ``None`` when there was none."""

    name: str
    after: State
    day: date
    who: str
    role: str
    code: str | None
    reasonable: bool | None
    reason: str | None


@dataclass(frozen=True)
class ProposalSeen:
    """A proposal with its steps, and what can follow.

    ``said`` is what the newest draft of its round says of the household, ``None`` when it does
    not propose it for this home.
    """

    line: Line
    steps: tuple[StepSeen, ...]
    events: tuple[Event, ...]
    said: Proposal | None
    home: models.Home
    round: Round


def proposal(actor: Actor, household: str, home: str) -> ProposalSeen:
    """Return what became of a household and a home, newest first.

    Raises
    ------
    Refused
        When the household was never proposed for the home.
    """
    with using(actor, "show_proposal") as use:
        subject = household_named(household)
        rows = Candidate.objects.filter(subject=subject, home=home).select_related("round")
        row = rows.filter(state__in=OPEN).order_by("-version").first() or newest(rows)
        if row is None:
            raise Refused("rounds.no_candidate", household=household, home=home)
        use.round = row.round_id
        use.about([subject.pk])
        steps = tuple(
            StepSeen(
                step.name, State(step.after), step.on_day, step.who, step.role,
                opened(step, "code"), step.reasonable, opened(step, "reason"),
            )
            for step in models.Step.objects.filter(candidate=row).order_by("n")
        )  # fmt: skip
        offered = any(step.name == Event.OFFER for step in steps)
        line = line_of(row, {subject.pk: household}, offered)
        said = _said(row.round, subject.pk)
        events = tuple(possible(State(row.state)))
        return ProposalSeen(
            line, steps, events, said if said is not None and said.home == home else None,
            home_named(home), row.round,
        )  # fmt: skip


def _said(found: Round, subject: str) -> Proposal | None:
    """Return what the newest draft of a round proposes for one household."""
    draft = found.drafts.order_by("-number").first()
    row = None if draft is None else draft.rows.filter(subject=subject).first()
    return None if row is None else said_of(row)[0]
