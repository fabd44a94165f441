"""Asking for a solve that a worker does: a draft, a price, a comparison; and how far it is.

Who asks does not wait.  :func:`ask` notes the question and hands it on in the same transaction;
:func:`answer` is what a worker calls.  While it solves, a thread of its own writes how far it is
every second, and looks whether somebody wants it to end with the best plan so far.  A comparison
of scenarios may take an hour: between two of its runs it lets whatever else was asked go first.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, cast
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from allocator.errors import AllocatorError, LocksContradict, NoPlan, Told
from allocator.matching import Settings
from allocator.relocating import RelocationSettings
from allocator.rounds import drafting
from allocator.rounds.announcing import announce
from allocator.rounds.documents import price_document, ways_document
from allocator.rounds.pricing import alternatives_of, price
from allocator.rounds.rows import home_named, household_named, open_round
from allocator.rounds.scenarios.comparing import compare
from allocator.rounds.scenarios.keeping import COMPARE, PLANNERS, rows_named
from allocator.rounds.scenarios.question import Question
from allocator.rounds.use import Actor, Refused, Role, using
from allocator.store.models import Asked, Subject
from allocator.store.models.asked import DONE, DRAFTS, FAILED, SOLVING, UNFINISHED, WAITING
from models.budget import Budget

Kind = Literal["propose", "resolve", "price", "alternatives", "announce", "compare"]
OF_NO_ROUND = ("announce", COMPARE)
ALONE = (DRAFTS, ("announce",))  # of these kinds one is solved at a time
SECOND = 1.0
KEPT = timedelta(days=1)  # what a price said is of that day

logger = logging.getLogger(__name__)


class Named(Protocol):
    """A tier or an aim: all that is told of it is its name."""

    @property
    def name(self) -> str:
        """Its name."""


def ask(
    actor: Actor,
    kind: Kind,
    hand_on: Callable[[UUID], object],
    *,
    number: int | None = None,
    seconds: float | None = None,
    question: dict[str, Any] | None = None,
) -> Asked:
    """Ask for a solve.

    Parameters
    ----------
    hand_on
        Gives the question to a worker; called in the same transaction.
    seconds
        At most so long, ``None`` for as long as it takes.

    Returns
    -------
    The question; for a draft the one under way when there is one, so that who asks twice does
    not solve twice.

    Raises
    ------
    Refused
        When there is no such round, household, home or scenario.
    """
    with using(actor, "ask", roles=roles_for(kind)) as use:
        found = None if kind in OF_NO_ROUND else open_round(number)
        use.round = None if found is None else found.number
        use.result = {"for": kind}
        if question and "household" in question:
            household_named(question["household"])
        if question and "home" in question:
            home_named(question["home"])
        if question and kind == COMPARE:
            rows_named(Question.of(question).stored)
        Asked.objects.filter(ended_at__lt=timezone.now() - KEPT).delete()
        for kinds in ALONE:
            if kind in kinds:
                running = Asked.objects.filter(round=found, kind__in=kinds, state__in=UNFINISHED)
                if (held := running.first()) is not None:
                    return held
        row = Asked.objects.create(
            round=found, kind=kind, who=actor.who, role=actor.role, state=WAITING,
            seconds=seconds, question={"today": actor.today.isoformat(), **(question or {})},
        )  # fmt: skip
        hand_on(row.pk)
        return row


def roles_for(kind: str) -> tuple[Role, ...]:
    """Return who may ask for a kind of solve, and look how far it is."""
    return PLANNERS if kind == COMPARE else ("team",)


def end_soon(actor: Actor, pk: UUID) -> None:
    """Let a solve end with the best plan it has; one that has not begun does not begin."""
    with using(actor, "end_solve", roles=PLANNERS) as use:
        row = asked(pk)
        if actor.role not in roles_for(row.kind):
            raise Refused("rounds.unknown_solve")
        use.round = row.round_id
        Asked.objects.filter(pk=pk, state__in=UNFINISHED).update(stop=True)


def seen(actor: Actor, pk: UUID) -> Asked:
    """Return a question with its answer, which may name households."""
    with using(actor, "show_solve") as use:
        row = asked(pk)
        use.round = row.round_id
        use.result = {"for": row.kind}
        named = _named(row)
        use.about(Subject.objects.filter(ref__in=named).values_list("pk", flat=True))
        return row


def _named(row: Asked) -> set[str]:
    """Return the households that a question or its answer names."""
    question, answer = row.question or {}, row.answer or {}
    parts = (answer, *answer.get("homes", ()), *answer.get("changes", ()))
    found = {part["household"] for part in (question, *parts) if "household" in part}
    for part in parts:
        found |= {*part.get("waits_longer", ()), *part.get("gains", ())}
    if row.kind == "price":
        found |= {household for household, _, _ in answer.get("moves", ())}
    return found


def asked(pk: UUID) -> Asked:
    """Return a question.

    Raises
    ------
    Refused
        When there is none, or not any more.
    """
    found = Asked.objects.filter(pk=pk).first()
    if found is None:
        raise Refused("rounds.unknown_solve")
    return found


def broken_off() -> int:
    """Note that what was being solved is not any more: the worker was stopped.  Return how many."""
    rows = Asked.objects.filter(state=SOLVING)
    return rows.update(
        state=FAILED, ended_at=timezone.now(), said={"message": "rounds.solve_broken_off"}
    )


def answer(pk: UUID) -> None:
    """Solve what was asked, and keep what came of it.

    An error of ours is kept as such, and raised for the worker to log.
    """
    row = Asked.objects.filter(pk=pk, state=WAITING).first()
    if row is None:
        return
    row.state, row.begun_at = SOLVING, timezone.now()
    row.save(update_fields=["state", "begun_at"])
    budget = Budget(seconds=row.seconds, stopped=row.stop)
    try:
        with _reporting(pk, budget) as on_stage:
            found = _solve(row, budget, on_stage)
    except AllocatorError as error:
        _end(row, FAILED, said=_said(error))
    except BaseException:
        _end(row, FAILED, said={"message": "rounds.solve_failed"})
        raise
    else:
        _end(row, DONE, answer=found)


def _solve(row: Asked, budget: Budget, on_stage: Callable[[Named], None]) -> dict[str, Any]:
    """Return the answer to a question, in types of JSON."""
    question = row.question
    actor = Actor(row.who, cast(Any, row.role), today=_day(question["today"]))
    settings = Settings(budget=budget, on_stage=on_stage, threads=1)
    if row.kind in DRAFTS:
        made = getattr(drafting, row.kind)(
            actor, settings, row.round_id, ahead=question.get("ahead")
        )
        return {
            "draft": made.draft.number,
            "status": made.plan.status,
            "changes": [asdict(change) for change in made.changes],
        }
    if row.kind == "announce":
        how = RelocationSettings(budget=budget, on_stage=on_stage, threads=1)
        done = announce(actor, None, _day(question["object_by"]), how)
        return {"announcement": done.number, "moves": len(done.moves), "kept": len(done.kept)}
    if row.kind == "price":
        pair = question["household"], question["home"]
        refused = bool(question.get("refused"))
        return price_document(price(actor, *pair, settings, refused=refused, number=row.round_id))
    if row.kind == COMPARE:
        return {"comparison": str(_compare(actor, Question.of(question), budget))}
    ways = alternatives_of(actor, question["household"], budget, number=row.round_id)
    return ways_document(ways)


def _compare(actor: Actor, question: Question, budget: Budget) -> UUID:
    """Compare scenarios; return where that is kept."""

    def told(done: int, total: int) -> None:
        if budget.progress is not None:
            budget.progress(done, total)

    def stopped() -> bool:
        _others_first()
        return budget.exhausted

    pk: UUID = compare(actor, question, told, stopped).pk
    return pk


def _others_first() -> None:
    """Answer what others wait for; what goes wrong with it is theirs."""
    waiting = Asked.objects.filter(state=WAITING).exclude(kind=COMPARE).order_by("asked_at")
    for pk in list(waiting.values_list("pk", flat=True)):
        try:
            answer(pk)
        except Exception:
            logger.exception("a solve that went before a comparison")


def _day(text: str) -> Any:
    return datetime.fromisoformat(text).date()


def _said(error: AllocatorError) -> dict[str, Any]:
    """Return what to say of an error; it names no household."""
    if isinstance(error, Told):
        plain = {name: str(value) for name, value in error.values.items() if name != "household"}
        named = {"household": "–"} if "household" in error.values else {}
        return {"message": error.message, "values": {**plain, **named}}
    if isinstance(error, LocksContradict):
        return {"message": "rounds.solve_locks", "values": {"n": len(error.locks)}}
    if isinstance(error, NoPlan):
        found = error.conflict
        values = {"limit": found.limit, "load": found.load, "capacity": found.capacity}
        return {"message": "rounds.solve_no_plan", "values": values}
    return {"message": "rounds.solve_failed"}


def _end(row: Asked, state: str, *, answer: Any = None, said: Any = None) -> None:
    fields = {"state": state, "ended_at": timezone.now(), "answer": answer, "said": said}
    for name, value in fields.items():
        setattr(row, name, value)
    with transaction.atomic():
        if Asked.objects.filter(pk=row.pk).exists():  # not when a household was erased meanwhile
            row.save(update_fields=[*fields])


@contextmanager
def _reporting(pk: UUID, budget: Budget) -> Iterator[Callable[[Named], None]]:
    """Write how far a solve is, every second, and end it when somebody wants so."""
    now: dict[str, Any] = {}
    over = threading.Event()

    def note(value: float | None, bound: float | None) -> None:
        now.update(value=_told(value), bound=_told(bound))

    def stage(tier: Named) -> None:
        now.update(tier=tier.name, value=None, bound=None)

    def report() -> None:
        while not over.wait(SECOND):
            rows = Asked.objects.filter(pk=pk)
            if now:
                rows.update(**now)
            if rows.values_list("stop", flat=True).first():
                budget.stop()
        connection.close()

    budget.progress = note
    thread = threading.Thread(target=report, daemon=True)
    thread.start()
    try:
        yield stage
    finally:
        over.set()
        thread.join()


# Solvers write a number beyond this, or infinity, for what they do not know.
UNKNOWN = 1e15


def _told(number: float | None) -> float | None:
    return number if number is not None and abs(number) < UNKNOWN else None
