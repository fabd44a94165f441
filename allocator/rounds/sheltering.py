"""What households answer to an announced move, and that it was carried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from allocator.domain.choices import SiteDecisionKind
from allocator.rounds.announced import newest_announcement
from allocator.rounds.moves import MoveLine, line_of, move_of, take_move
from allocator.rounds.moves_states import MoveEvent
from allocator.rounds.moving import carry_out
from allocator.rounds.reasons import OBJECTIONS, need_code, need_reason
from allocator.rounds.rows import household_named
from allocator.rounds.use import SHELTER, Actor, Refused, using
from allocator.store import models
from allocator.store.subjects import names


@dataclass(frozen=True)
class ShownMoves:
    """An announcement and its moves, by month and then by household."""

    number: int
    peildatum: date
    object_by: date
    summary: dict[str, Any]
    months: tuple[tuple[str, tuple[MoveLine, ...]], ...]


def agree(
    actor: Actor, household: str, *, month: str | None = None, version: int | None = None
) -> MoveLine:
    """Note that a household agrees to a move.

    Parameters
    ----------
    month
        Of the move; not needed when the announcement has one move of the household.
    version
        The version that was seen, when somebody looked at it.

    Raises
    ------
    Refused
        When no such move was announced, there are more, or it was answered or carried out before.
    """
    with using(actor, "agree_move", ground=SHELTER) as use:
        row = move_of(use, household, month=month, version=version)
        take_move(row, MoveEvent.AGREE, n=use.n, actor=actor)
        use.result = {"month": row.month}
        return line_of(row, household, actor.today)


def object_to(
    actor: Actor,
    household: str,
    reason: str,
    code: str,
    *,
    month: str | None = None,
    version: int | None = None,
) -> MoveLine:
    """Note that a household objects to a move: every later plan keeps it out of that site.

    An objection after the last day is noted too: whether it was late, its step tells.  To losing
    its place a household can object as well, but there is no site to keep it out of.  Moves in
    later months stay announced until another plan is.

    Parameters
    ----------
    reason
        In people's own words; mandatory, and kept sealed.
    code
        One of ``OBJECTIONS``.
    month, version
        As with :func:`agree`.

    Raises
    ------
    Refused
        When no reason is given, the code is unknown, no such move was announced, there are more,
        or it was objected to or carried out before.
    """
    need_code(code, OBJECTIONS)
    need_reason(reason)
    with using(actor, "object_to_move", ground=SHELTER) as use:
        row = move_of(use, household, month=month, version=version)
        take_move(row, MoveEvent.OBJECT, n=use.n, actor=actor, code=code, reason=reason)
        if row.to_site is not None:
            _keep_out(household, row, reason, n=use.n)
        use.result = {"month": row.month, "late": actor.today > row.object_by}
        return line_of(row, household, actor.today)


def moved(
    actor: Actor,
    household: str,
    on: date | None = None,
    *,
    month: str | None = None,
    version: int | None = None,
) -> MoveLine:
    """Note that a move was carried out: the household lives elsewhere, and the facts say so.

    The next export has it.  A file from before the move has the old site still: importing it shows
    the household as changed, and applying that takes it back to where it was.  So the files
    that the instance comes from must learn of the move too.

    Parameters
    ----------
    on
        The day of the move; today when not given.
    month, version
        As with :func:`agree`.

    Raises
    ------
    Refused
        When the day is after today, no such move was announced, there are more, it was objected
        to or carried out before, or what is known of household and site contradicts it.
    """
    day = on or actor.today
    if day > actor.today:
        raise Refused("rounds.move_after_today", day=day)
    with using(actor, "moved", ground=SHELTER) as use:
        row = move_of(use, household, month=month, version=version)
        take_move(row, MoveEvent.MOVE, n=use.n, actor=actor, day=day)
        carry_out(row, day, n=use.n)
        use.result = {"month": row.month, "on": day.isoformat()}
        return line_of(row, household, actor.today)


def show(actor: Actor, number: int | None = None) -> ShownMoves:
    """Return the moves of an announcement: the one named, or the newest.

    A move that a newer announcement repeats is a move of that one.

    Raises
    ------
    Refused
        When there is none.
    """
    with using(actor, "show_moves", ground=SHELTER) as use:
        found = _announcement(number)
        known = names()
        rows = list(found.moves.all())
        use.about(row.subject_id for row in rows)
        use.result = {"announcement": found.number}
        lines = [line_of(row, known.get(row.subject_id, ""), actor.today) for row in rows]
        lines.sort(key=lambda line: (line.month, line.household))
        months = groupby(lines, key=lambda line: line.month)
        return ShownMoves(
            found.number, found.peildatum, found.object_by, found.summary,
            tuple((month, tuple(of_month)) for month, of_month in months),
        )  # fmt: skip


def one(actor: Actor, household: str, month: str) -> MoveLine:
    """Return a move of a household in the newest announcement.

    Raises
    ------
    Refused
        When it has none in that month.
    """
    with using(actor, "show_move", ground=SHELTER) as use:
        found = newest_announcement()
        subject = household_named(household)
        rows = models.Move.objects.filter(announcement=found, subject=subject, month=month)
        row = None if found is None else rows.first()
        if row is None:
            raise Refused("rounds.no_move", household=household, month=month)
        use.about([subject.pk])
        use.result = {"month": month}
        return line_of(row, household, actor.today)


def _announcement(number: int | None) -> models.Announcement:
    if number is None:
        found = newest_announcement()
    else:
        found = models.Announcement.objects.filter(number=number).first()
    if found is None:
        raise Refused("rounds.no_announcement", number=number or "-")
    return found


def _keep_out(household: str, row: models.Move, reason: str, *, n: int) -> None:
    """Keep an objection as a decision that every later plan goes by; a lock holds no more."""
    kind, lock = SiteDecisionKind.REFUSED.value, SiteDecisionKind.LOCK.value
    pair = f"{household}|{row.to_site}"
    models.SiteDecision.objects.filter(key=f"{pair}|{lock}", gone_n=None).update(gone_n=n)
    held = models.SiteDecision.objects.filter(key=f"{pair}|{kind}").first()
    decision = held or models.SiteDecision(key=f"{pair}|{kind}", subject_id=row.subject_id)
    decision.household, decision.site, decision.decision = household, row.to_site or "", kind
    decision.from_on, decision.reason = None, reason
    decision.changed_n, decision.gone_n, decision.source = n, None, ""
    decision.save()
