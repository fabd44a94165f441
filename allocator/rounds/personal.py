"""What is kept about one household: showing all of it, and erasing it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allocator.rounds.moves_states import OPEN_MOVES
from allocator.rounds.rows import household_named
from allocator.rounds.states import UNDER_WAY, Event, State
from allocator.rounds.steps import take
from allocator.rounds.use import ACCESS, ERASURE, Actor, Refused, Use, using
from allocator.store import models
from allocator.store.about import FACTS_ABOUT, erase_rows, plain
from allocator.store.keychain import keychain
from allocator.store.models import Candidate, Subject
from allocator.store.wiping import wipe

Row = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """All that the store keeps about a household, in types of JSON; sealed values are opened.

    ``subject`` is the pseudonym under which the log knows it.  ``facts`` holds the rows of each
    table, also those that disappeared from the files; ``candidates`` each with its steps;
    ``drafts`` what it was matched by and what the plan said of it; ``announced`` where relocation
    plans were to house it, and ``moves`` what became of each, with its steps; ``changes`` what
    imports changed; ``withdrawals`` when it was taken out; ``log`` who used what, when and why,
    but for the use that made this.
    """

    household: str
    subject: str
    facts: dict[str, list[Row]]
    candidates: list[Row]
    placements: list[Row]
    drafts: list[Row]
    announced: list[Row]
    moves: list[Row]
    changes: list[Row]
    withdrawals: list[Row]
    log: list[Row]


@dataclass(frozen=True)
class Erasure:
    """A household that was erased.

    ``rows`` holds how many rows of each table were deleted or emptied; ``subject`` is what the
    log still calls it.  ``wiped`` is whether its bytes are gone from the disk too: see
    :func:`allocator.store.wiping.wipe`.
    """

    household: str
    subject: str
    rows: dict[str, int]
    wiped: bool


def subject(actor: Actor, household: str) -> Kept:
    """Return everything that is kept about a household (right of access, AVG art. 15).

    Raises
    ------
    Refused
        When nothing is known of it.
    """
    with using(actor, "subject", ground=ACCESS) as use:
        found = household_named(household)
        use.about([found.pk])
        keychain.unlock([found])
        return Kept(
            household=household,
            subject=found.pk,
            facts={t.name: _in_order(t.model, found, "key") for t in FACTS_ABOUT},
            candidates=[_candidate(row) for row in _candidates(found)],
            placements=[
                plain(row)
                for row in models.Placement.objects.filter(candidate__subject=found).order_by("n")
            ],
            drafts=[_draft(row) for row in _draft_rows(found)],
            announced=_in_order(models.Announced, found, "announcement"),
            moves=[
                {**plain(row), "steps": [plain(step) for step in row.steps.order_by("n")]}
                for row in models.Move.objects.filter(subject=found).order_by("month", "pk")
            ],
            changes=_in_order(models.Change, found, "n"),
            withdrawals=_in_order(models.Retired, found, "n"),
            log=[_entry(row) for row in _entries(found)],
        )


def erase(actor: Actor, household: str) -> Erasure:
    """Erase a household (right to erasure, AVG art. 17).

    Its facts, decisions, reasons and history are deleted, what drafts held of it is emptied, and
    its key is destroyed: what a backup still holds of its special fields opens no more without a
    backup of the key.  Candidates, placements and the log stay, and know a pseudonym that leads
    to nobody; so the figures stay as they were.

    The files that it came from are not ours.  When the same household is imported again it comes
    back as a new one, with a new pseudonym and a new key, free to be proposed, also when the
    erased one was placed: take it out of the files first.

    Raises
    ------
    Refused
        When nothing is known of it, or it is under way to a home or a site.
    """
    with using(actor, "erase", ground=ERASURE) as use:
        found = household_named(household)
        use.about([found.pk])
        _refuse_under_way(found)
        rows = destroy(use, [found.pk])
        use.result = {"rows": rows}
    keychain.forget()
    return Erasure(household, found.pk, rows, wipe())


def destroy(use: Use, subjects: Sequence[str]) -> dict[str, int]:
    """Take back what is proposed for households, delete what is about them, destroy their keys.

    Returns
    -------
    The number of rows that were deleted or emptied, by table.
    """
    proposed = Candidate.objects.filter(subject__in=subjects, state=State.PROPOSED)
    for row in proposed.select_related("subject").order_by("home", "subject"):
        take(row, Event.DROP, n=use.n, actor=use.actor)
    return erase_rows(subjects, use.actor.today)


def _refuse_under_way(found: Subject) -> None:
    """Raise Refused when somebody has to answer or act."""
    row = Candidate.objects.filter(subject=found, state__in=UNDER_WAY).first()
    if row is not None:
        raise Refused(
            "rounds.erase_under_way", household=found.ref, home=row.home, state=State(row.state)
        )
    move = models.Move.objects.filter(subject=found, state__in=OPEN_MOVES).first()
    if move is not None:
        raise Refused("rounds.erase_moving", household=found.ref, month=move.month)


def _in_order(model: Any, found: Subject, order: str) -> list[Row]:
    return [plain(row) for row in model.objects.filter(subject=found).order_by(order, "pk")]


def _candidates(found: Subject) -> list[Candidate]:
    rows = Candidate.objects.filter(subject=found).select_related("draft")
    return sorted(rows, key=lambda row: [step.n for step in row.steps.order_by("n")])


def _candidate(row: Candidate) -> Row:
    steps = [plain(step) for step in row.steps.order_by("n")]
    return {**plain(row), "draft": row.draft.number if row.draft else None, "steps": steps}


def _draft_rows(found: Subject) -> list[models.DraftRow]:
    rows = models.DraftRow.objects.filter(subject=found).select_related("draft")
    return list(rows.order_by("draft__n"))


def _draft(row: models.DraftRow) -> Row:
    return {"round": row.draft.round_id, "draft": row.draft.number, **plain(row)}


def _entries(found: Subject) -> list[models.LogEntry]:
    return list(models.LogEntry.objects.filter(subjects__contains=found.pk).order_by("n"))


def _entry(row: models.LogEntry) -> Row:
    """Return an entry without the others that the use was about."""
    values = plain(row, without=("subjects", "prev", "hash"))
    return {**values, "result": json.loads(row.result)}
