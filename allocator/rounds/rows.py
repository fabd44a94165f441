"""Finding the rounds, homes and candidates that people name; a clear answer when there is none."""

from __future__ import annotations

from collections.abc import Iterable

from allocator.rounds.states import OPEN, State
from allocator.rounds.use import Actor, Refused
from allocator.store import models
from allocator.store.models import Candidate, Round, Subject
from allocator.store.subjects import subject_of


def open_round(number: int | None) -> Round:
    """Return a round that is open: the one named, or the newest.

    Raises
    ------
    Refused
        When there is none, or it is closed.
    """
    if number is None:
        found = Round.objects.filter(closed_n=None).order_by("-number").first()
        if found is None:
            raise Refused("rounds.none_open")
        return found
    found = any_round(number)
    if found.closed_n is not None:
        raise Refused("rounds.closed", round=number)
    return found


def any_round(number: int | None) -> Round:
    """Return the round named, or the newest.

    Raises
    ------
    Refused
        When there is none.
    """
    rows = Round.objects.all() if number is None else Round.objects.filter(number=number)
    found = rows.order_by("-number").first()
    if found is None:
        raise Refused("rounds.no_round" if number is not None else "rounds.none_yet", round=number)
    return found


def draft_of(found: Round, number: int | None) -> models.Draft:
    """Return a draft of a round: the one named, or the newest.

    Raises
    ------
    Refused
        When there is none.
    """
    rows = found.drafts.all() if number is None else found.drafts.filter(number=number)
    kept: models.Draft | None = rows.order_by("-number").first()
    if kept is None:
        raise Refused("rounds.no_draft", round=found.number)
    return kept


def household_named(ref: str) -> Subject:
    """Return the subject of a household.

    Raises
    ------
    Refused
        When nothing is known of it.
    """
    found = subject_of(ref)
    if found is None:
        raise Refused("rounds.unknown_household", household=ref)
    return found


def home_named(ref: str) -> models.Home:
    """Return the facts of a home.

    Raises
    ------
    Refused
        When nothing is known of it.
    """
    found = models.Home.objects.filter(ref=ref).first()
    if found is None:
        raise Refused("rounds.unknown_home", home=ref)
    return found


def candidate(household: str, home: str | None, *, states: Iterable[State] = OPEN) -> Candidate:
    """Return the candidate of a household (and a home) that is under way, held for this step.

    What came to an end is looked at too, newest first, so that the step can say what happened.

    Raises
    ------
    Refused
        When there never was one.
    """
    subject = household_named(household)
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("subject")
    rows = rows.filter(subject=subject)
    if home is not None:
        rows = rows.filter(home=home)
    found = rows.filter(state__in=list(states)).order_by("-version").first() or newest(rows)
    if found is None:
        raise Refused("rounds.no_candidate", household=household, home=home or "-")
    return found


def newest(rows: object) -> Candidate | None:
    """Return the candidate with the newest step."""
    found: Candidate | None = rows.order_by("-steps__n").first()  # type: ignore[attr-defined]
    return found


def refuse_unsent(household: str, home: str) -> None:
    """Let a corporatie find nothing but what was sent to it.

    A household that is not known, one that is but was never proposed, and a proposal that was
    not sent are one and the same answer: who guesses ids learns nothing.

    Raises
    ------
    Refused
        When nothing was sent of this household and home.
    """
    sent = models.Step.objects.filter(
        candidate__home=home, candidate__subject__ref=household, after=State.SENT
    )
    if not sent.exists():
        raise Refused("rounds.no_candidate", household=household, home=home)


def own_home(actor: Actor, home: str) -> None:
    """Let a corporatie act on its own homes only; others do not exist for it.

    Raises
    ------
    Refused
        When the home is another's.
    """
    if actor.role == "corporatie":
        owner = models.Home.objects.filter(ref=home).values_list("corporatie", flat=True).first()
        if owner is None or owner != actor.corporatie:
            raise Refused("rounds.unknown_home", home=home)
